"""A network taken apart: what moves the points, and what cuts between them."""

import numpy as np

from core import Axis, Image, Note, Panels, Points, Visualization, hookimpl, setting

from .naming import DIVERGED, names
from .projection import components, facing, places_of

MARGIN = 0.08
"""What a panel shows beyond the outermost points, as a share of their range."""


class FeaturesAndClassifier(Visualization):
    """The samples as they come and as the last hidden layer puts them, over what the network answers there.

    All layers but the last are the feature part; the last one is a linear classifier. Where there are more than two
    numbers per sample both panels show the plane of the first two principal components: the ground is what is answered
    in that plane, and a point that lies off it may be answered otherwise.
    """

    title = "Features and linear classifier"
    reading = (
        "First the samples as they come, then as the hidden layers put them: the hidden layers bend until straight "
        "borders are enough for the last layer"
    )
    split: str = setting(default="test", choices=("test", "train"), help="Which samples")
    points: int = setting(default=300, low=10, high=1000, help="How many samples are drawn")
    resolution: int = setting(default=60, low=10, high=200, help="Points along each side at which a part is asked")

    def draw(self, snapshot):
        network, data = snapshot.network, snapshot.data
        if data.task == "regression":
            return self.instead("This view shows classes, and this data has numbers for targets. Choose xor or disk.")
        if len(network.layers) == 1:
            return self.instead("This network is a linear classifier alone. Add a hidden layer: it makes the features.")
        if data.features < 2 or network.layers[-2].units < 2:
            return self.instead("This view needs two inputs and two units in the last hidden layer, at the least.")
        if not np.isfinite(network.parameters).all():
            return self.instead(DIVERGED)
        split = snapshot.split(self.split)
        rows = np.linspace(0, len(split.inputs) - 1, min(len(split.inputs), self.points)).astype(int)
        seen = snapshot.preprocess(split.inputs[rows])
        features = network.activations(seen)[-2]
        if not np.isfinite(features).all():
            return self.instead(DIVERGED)
        called = names(network)[-2]
        panels = (
            self.panel(data, "the samples, cut by the whole network", seen, network.predict, rows, split, "input"),
            self.panel(data, f"{called}, cut by the last layer", features, last_of(network), rows, split, "unit"),
        )
        shown = f" ({len(rows):,} {self.split} samples)"
        return Panels(title=f"{self.title}, {self.split}", note=f"{self.reading}{shown}.", figures=panels)

    def panel(self, data, title, values, answer, rows, split, axis):
        """Points (n, 2) of values (n, numbers), over what ``answer`` gives in their plane."""
        values = values.astype(np.float64)
        mean, axes = np.zeros(2), np.eye(2)
        if values.shape[1] > 2:
            mean, axes, _ = components(values, 2)
            scores = (values - mean) @ axes
            axes = axes @ facing(scores, places_of(data, rows, split, 2))
            axis = "direction"
        places = (values - mean) @ axes
        low, high = places.min(axis=0), places.max(axis=0)
        edge = MARGIN * np.where(high > low, high - low, 1)
        (left, bottom), (right, top) = low - edge, high + edge
        cells = (np.arange(self.resolution) + 0.5) / self.resolution
        across, down = np.meshgrid(left + cells * (right - left), top - cells * (top - bottom))
        grid = np.column_stack([across.ravel(), down.ravel()])
        answers = answer((mean + grid @ axes.T).astype(np.float32)).argmax(axis=1)
        x, y = Axis(f"{axis} 1"), Axis(f"{axis} 2")
        ground = Image(
            title=title,
            note=f"{self.reading}.",
            values=answers.reshape(across.shape),
            strength=np.full(across.shape, 0.45),
            colours="classes",
            classes=data.classes,
            extent=(float(left), float(right), float(bottom), float(top)),
            x=x,
            y=y,
        )
        return Points(
            title=title,
            note=f"{self.reading}.",
            points=places,
            labels=split.targets[rows].argmax(axis=1),
            classes=data.classes,
            samples=rows,
            split=self.split,
            behind=ground,
            x=x,
            y=y,
        )

    def instead(self, text):
        """The sentence in place of the panels."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


def last_of(network):
    """What the last layer alone answers to features (n, units)."""
    weights, bias = network.views[-1]
    return lambda features: network.layers[-1].activation.forward(features @ weights + bias)


@hookimpl
def visualizations():
    return [FeaturesAndClassifier]
