"""The loss, step by step."""

import numpy as np

from core import Axis, Curve, Lines, Note, Visualization, hookimpl, setting

from .line import NOTHING_YET, smooth, thin

NOTHING_ABOVE_ZERO = "A logarithmic axis shows losses above 0, and there is none. Switch the logarithmic axis off."
NOTHING_FINITE = "No loss is a finite number: the run diverged at once. Lower the learning rate and reset the weights."


class LossCurve(Visualization):
    """How wrong the answers are, over the steps of the run: of every batch, and of the test samples."""

    title = "Loss"
    log: bool = setting(default=False, help="Logarithmic axis: equal distances are equal ratios")
    smoothing: float = setting(
        default=0.9, low=0, high=0.99, help="How much of the mean before stays with every step; 0 shows the steps alone"
    )

    def draw(self, snapshot):
        history = snapshot.history
        if not len(history.loss.steps) and not history.evaluations:
            return self.instead(NOTHING_YET)
        curves = self.train(history.loss), self.held_out(history, "validation"), self.held_out(history, "test")
        curves = [curve for curve in curves if len(curve.x)]
        if not curves:
            return self.instead(NOTHING_ABOVE_ZERO if self.log else NOTHING_FINITE)
        note = divergence(history.loss) or self.reading()
        marks, y = snapshot.history.marks, Axis("loss", log=self.log)
        return Lines(title=self.title, note=note, curves=tuple(curves), x=Axis("step"), y=y, marks=marks)

    def train(self, loss):
        """The loss of every batch; in a very long run an entry stands for several, with their lowest and highest."""
        stride = int(loss.steps[0]) if len(loss.steps) else 1
        shown = self.shows(loss.mean, loss.low)
        steps, low, mean, high = (values[shown] for values in loss)
        points = thin(low, high)
        smoothed = smooth(mean, self.smoothing**stride)[points] if self.smoothing else mean[points]
        return Curve(
            steps[points],
            smoothed,
            name="train",
            role="train",
            raw=mean[points] if self.smoothing else None,
            low=low[points] if stride > 1 else None,
            high=high[points] if stride > 1 else None,
        )

    def held_out(self, history, split):
        """The loss of a split in every evaluation; none where there is no such split."""
        steps, loss = history.evaluated("step"), history.evaluated(f"{split}_loss")
        shown = self.shows(loss, loss)
        steps, loss = steps[shown], loss[shown]
        points = thin(loss, loss)
        return Curve(steps[points], loss[points], name=split, role="" if split == "validation" else split)

    def shows(self, mean, low):
        """(n,) bool: the entries that the axis can show."""
        shown = np.isfinite(mean)
        return shown & (low > 0) if self.log else shown

    def reading(self):
        """One sentence on how to read the curves."""
        smoothed = f" (smoothed by {self.smoothing:g}, each step pale behind)" if self.smoothing else ""
        return f"Lower is better: train is the loss of each batch{smoothed}, test that of samples it never learns from."

    def instead(self, text):
        """The sentence in place of the curves."""
        return Note(title=self.title, note=self.reading(), text=text)


def divergence(loss):
    """A sentence on the first step whose loss is NaN or infinite; empty where there is none."""
    broken = ~np.isfinite(loss.mean)
    if not broken.any():
        return ""
    return f"At step {loss.steps[broken.argmax()]:,} the loss is not finite: go back to before it and lower the rate."


@hookimpl
def visualizations():
    return [LossCurve]
