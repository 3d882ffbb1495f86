"""The learning rate, step by step, and what the schedule plans."""

import numpy as np

from core import Axis, Curve, Lines, Note, Visualization, hookimpl, setting

from .line import NOTHING_YET, thin


class LearningRateCurve(Visualization):
    """How large the steps were, and how large the schedule will make those to come."""

    title = "Learning rate"
    log: bool = setting(default=False, help="Logarithmic axis: equal distances are equal ratios")
    reading = "The rate that each step was made with; planned is what the schedule still has in mind."

    def draw(self, snapshot):
        steps, low, mean, high = snapshot.history.learning_rate
        points = thin(low, high)
        curves = [self.curve(steps[points], mean[points], "train")]
        if snapshot.plan is not None:
            curves.append(self.curve(*snapshot.plan, "planned"))
        curves = [curve for curve in curves if len(curve.x)]
        if not curves:
            return Note(title=self.title, note=self.reading, text=NOTHING_YET)
        marks, y = snapshot.history.marks, Axis("learning rate", log=self.log)
        return Lines(title=self.title, note=self.reading, curves=tuple(curves), x=Axis("step"), y=y, marks=marks)

    def curve(self, steps, rates, name):
        """The rates that the axis can show."""
        shown = np.isfinite(rates) & ((rates > 0) | (not self.log))
        return Curve(steps[shown], rates[shown], name=name, role="train" if name == "train" else "")


@hookimpl
def visualizations():
    return [LearningRateCurve]
