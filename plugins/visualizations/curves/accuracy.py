"""The share of right answers, evaluation by evaluation."""

import numpy as np

from core import Axis, Curve, Lines, Note, Visualization, hookimpl

from .line import NOTHING_YET, thin


class AccuracyCurve(Visualization):
    """The share of right answers among the training samples, among those held out to validate, and in the test."""

    title = "Accuracy"
    reading = "Higher is better: where train still rises and test does not, the network learns by heart."

    def draw(self, snapshot):
        if snapshot.data.task == "regression":
            text = "Accuracy counts right answers, and this data has numbers for targets. Look at the loss instead."
            return Note(title=self.title, note=self.reading, text=text)
        curves = [
            curve
            for curve in (self.curve(snapshot.history, split) for split in ("train", "validation", "test"))
            if len(curve.x)
        ]
        if not curves:
            return Note(title=self.title, note=self.reading, text=NOTHING_YET)
        accuracy = Axis("accuracy", "%", high=100)
        marks, x = snapshot.history.marks, Axis("step")
        return Lines(title=self.title, note=self.reading, curves=tuple(curves), x=x, y=accuracy, marks=marks)

    def curve(self, history, split):
        """The accuracy of a split in percent, over the steps at which it was measured."""
        steps, accuracy = history.evaluated("step"), 100 * history.evaluated(f"{split}_accuracy")
        measured = np.isfinite(accuracy)
        steps, accuracy = steps[measured], accuracy[measured]
        points = thin(accuracy, accuracy)
        return Curve(steps[points], accuracy[points], name=split, role="" if split == "validation" else split)


@hookimpl
def visualizations():
    return [AccuracyCurve]
