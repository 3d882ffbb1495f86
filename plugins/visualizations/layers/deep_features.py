"""Where a layer puts the samples, seen in two or three dimensions."""

import numpy as np

from core import Axis, Note, Points, Visualization, hookimpl, setting

from .naming import DIVERGED, names, unknown
from .projection import components, facing, places_of


class DeepFeatures(Visualization):
    """The answers of a layer to at most 1,000 samples, by their principal components; three dimensions rotate."""

    title = "Deep features"
    reading = "Each dot is a sample where the layer puts it: classes that lie apart here are easy to tell"
    layer: int = setting(default=0, low=0, help="Which layer: 1 is Hidden 1, 0 is the last hidden one")
    dimensions: str = setting(default="2", choices=("2", "3"), help="A plane, or a space to turn with the mouse")
    split: str = setting(default="test", choices=("test", "train"), help="Which samples")
    points: int = setting(default=600, low=10, high=1000, help="How many samples are drawn")

    def draw(self, snapshot):
        network, data = snapshot.network, snapshot.data
        layer = self.layer or len(network.layers) - 1
        if layer == 0:
            return self.instead("This network has no hidden layer whose features could be shown. Add one to see more.")
        if missing := unknown(network, layer):
            return self.instead(missing)
        split = snapshot.split(self.split)
        rows = np.linspace(0, len(split.inputs) - 1, min(len(split.inputs), self.points)).astype(int)
        answers = network.activations(snapshot.preprocess(split.inputs[rows]))[layer - 1].astype(np.float64)
        if not np.isfinite(answers).all():
            return self.instead(DIVERGED)
        count = int(self.dimensions)
        if answers.shape[1] < count:
            return self.instead(
                f"{names(network)[layer - 1]} has {answers.shape[1]} units, too few for {count} dimensions. Choose "
                "fewer dimensions or another layer."
            )
        places, words, axis = answers, f"the {count} units themselves", "unit"
        if answers.shape[1] > count:
            mean, axes, share = components(answers, count)
            scores = (answers - mean) @ axes
            places = scores @ facing(scores, places_of(data, rows, split, count))
            words = f"{100 * share:.0f} % of the variance in {count} of {answers.shape[1]} dimensions"
            axis = "direction"
        labelled = data.task == "classification"
        return Points(
            title=f"{self.title}, {names(network)[layer - 1]}, {self.split}",
            note=f"{self.reading} ({len(rows):,} {self.split} samples, {words}).",
            points=places,
            labels=split.targets[rows].argmax(axis=1) if labelled else None,
            classes=data.classes,
            samples=rows,
            split=self.split,
            x=Axis(f"{axis} 1"),
            y=Axis(f"{axis} 2"),
        )

    def instead(self, text):
        """The sentence in place of the points."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


@hookimpl
def visualizations():
    return [DeepFeatures]
