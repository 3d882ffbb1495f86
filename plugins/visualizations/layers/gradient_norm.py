"""How much gradient reaches each layer."""

import numpy as np

from core import Axis, Bars, Note, Visualization, hookimpl, setting

from .naming import names, no_gradient

FAR, MILLION = 1000, 1_000_000
"""How many times smaller than another a gradient is for a sentence to tell, and to tell no more exactly."""


class GradientNorm(Visualization):
    """The size of each layer's gradient in the last batch."""

    title = "Gradient norm"
    needs = frozenset({"gradient"})
    show: str = setting(default="weights", choices=("weights", "biases"), help="Whose gradient to measure")
    size: str = setting(
        default="norm",
        choices=("norm", "root mean square"),
        help="The length of the whole gradient, or its typical number, which compares layers of different size",
    )

    def draw(self, snapshot):
        gradients = snapshot.gradients()
        if gradients is None:
            return Note(title=self.title, note=self.reading(), text=no_gradient(snapshot.step))
        layers = [view.bias if self.show == "biases" else view.weights for view in gradients]
        sizes = np.array([self.measure(values.astype(np.float64)) for values in layers])  # squares need the room
        called = names(snapshot.network)
        note = broken(called, sizes) or vanishing(called, sizes) or self.reading()
        return Bars(title=f"{self.title}, {self.show}", note=note, names=called, values=sizes, y=Axis(self.size))

    def measure(self, values):
        """Square root of the sum, or of the mean, of all squares."""
        return np.sqrt(np.sum(values**2) if self.size == "norm" else np.mean(values**2))

    def reading(self):
        """One sentence on how to read the bars."""
        return (
            f"How steep the loss of the last batch is along each layer's {self.show}: a far shorter bar learns little."
        )


def broken(called, sizes):
    """A sentence on the layers whose gradient is NaN or infinite; empty where there is none."""
    lost = [name for name, size in zip(called, sizes, strict=True) if not np.isfinite(size)]
    return f"The gradient of {', '.join(lost)} is not finite: the run has diverged." if lost else ""


def vanishing(called, sizes):
    """A sentence on the least gradient where it is nothing, or far less than the largest; empty otherwise."""
    least, most = int(sizes.argmin()), int(sizes.argmax())
    if sizes[least] == 0:
        return f"No gradient reaches {called[least]}: it does not learn from this batch."
    times = sizes[most] / sizes[least]
    if times < FAR:
        return ""
    how = f"{times:,.0f}" if times < MILLION else "more than a million"
    return (
        f"The gradient of {called[least]} is {how} times smaller than that of {called[most]}: it vanishes on its way."
    )


@hookimpl
def visualizations():
    return [GradientNorm]
