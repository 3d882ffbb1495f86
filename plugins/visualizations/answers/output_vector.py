"""One sample, all numbers that the network answers to it, and the largest of them."""

import numpy as np

from core import Axis, Bars, Image, Note, Panels, Visualization, hookimpl, setting

from .reading import DIVERGED, NO_CLASSES


class OutputVector(Visualization):
    """The output vector of one sample. The answer is the place of its largest number, the arg max."""

    title = "Output vector"
    reading = "One number for each class, and the answer is the class of the largest: the arg max"
    source: str = setting(default="test", choices=("test", "train", "drawing"), help="A sample, or what is on the pad")
    sample: int = setting(default=0, low=0, help="Row of the sample, as the other views number them, from 0")

    def draw(self, snapshot):
        data = snapshot.data
        if data.task == "regression":
            return self.instead(NO_CLASSES)
        inputs, targets = snapshot.split(self.source)
        row = 0 if self.source == "drawing" else self.sample
        if self.source == "drawing" and snapshot.drawing is None:
            return self.instead("Nothing is drawn yet. Draw on the pad, or choose the test samples.")
        if row >= len(inputs):
            return self.instead(f"There is no sample {row:,}. The {self.source} samples are 0 to {len(inputs) - 1:,}.")
        outputs = snapshot.network.predict(snapshot.preprocess(inputs[row : row + 1]))[0]
        if not np.isfinite(outputs).all():
            return self.instead(DIVERGED)
        best = int(outputs.argmax())
        name, what = data.classes[best], "the drawing" if self.source == "drawing" else f"{self.source} sample {row:,}"
        truth = data.classes[int(targets[row].argmax())] if self.source != "drawing" else ""
        told = f", really {truth}" if truth and truth != name else ""
        bars = Bars(
            title=f"arg max: {name}",
            note=f"{self.reading}.",
            names=data.classes,
            values=outputs,
            y=Axis("output"),
            chosen=best,
        )
        figures = (bars,)
        if len(data.input_shape) == 2:
            picture = inputs[row].reshape(data.input_shape)
            figures = (
                Image(title=what, note=f"{self.reading}.", values=picture, x=Axis("column"), y=Axis("row")),
                bars,
            )
        return Panels(
            title=f"{self.title}, {what}: {name}{told}", note=f"{self.reading}.", figures=figures, columns=len(figures)
        )

    def instead(self, text):
        """The sentence in place of the numbers."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


@hookimpl
def visualizations():
    return [OutputVector]
