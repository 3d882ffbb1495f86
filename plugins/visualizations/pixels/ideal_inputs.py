"""The input that a network likes best for each class, found by descending on the pixels."""

import numpy as np

from core import Frames, Note, Panels, Tiles, Visualization, hookimpl, setting, strongest

from .reading import class_means, missing

FRAMES = 9


class IdealInputs(Visualization):
    """For each class, an input whose output for that class is as large as can be: the weights stay, pixels learn.

    Descent on L(x) = -ln p_k(x) (the squared error where outputs are no probabilities), plus l1 |x| or l2 / 2 x^2. The
    first is applied by shrinking every pixel towards zero after the step (Beck and Teboulle, "A fast iterative
    shrinkage-thresholding algorithm", 2009).
    """

    title = "Ideal inputs"
    reading = (
        "What the network takes for a perfect example of each class, under the mean of the real ones: noise without "
        "penalty, few pixels with L1, and with L2 what the class has in common"
    )
    penalty: str = setting(default="all", choices=("all", "none", "L1", "L2"), help="What keeps the pixels small")
    l1: float = setting(default=0.02, low=1e-4, high=1, log=True, help="Strength of the L1 penalty")
    l2: float = setting(default=0.25, low=1e-3, high=10, log=True, help="Strength of the L2 penalty")
    steps: int = setting(default=60, low=1, high=300, help="Steps of the descent")
    rate: float = setting(default=0.5, low=0.01, high=10, log=True, help="Learning rate of the descent")
    animated: bool = setting(default=True, help="Show the descent from its start, not its end alone")

    def draw(self, snapshot):
        if words := missing(snapshot):
            return Note(title=self.title, note=f"{self.reading}.", text=words)
        kinds = ("none", "L1", "L2") if self.penalty == "all" else (self.penalty,)
        moments = self.descended(snapshot, kinds)
        if not np.isfinite(moments[-1]).all():
            text = "The descent on the pixels diverged. Choose a smaller rate, or weaker penalties."
            return Note(title=self.title, note=f"{self.reading}.", text=text)
        means = self.tiles(snapshot, "class means", class_means(snapshot))
        shown = moments if self.animated else moments[-1:]
        frames = tuple(
            Panels(
                title=self.title,
                note=f"{self.reading}.",
                figures=(
                    means,
                    *(self.tiles(snapshot, self.called(kind), part) for kind, part in zip(kinds, at, strict=True)),
                ),
                columns=1,
            )
            for at in shown
        )
        if not self.animated:
            return frames[0]
        return Frames(title=self.title, note=f"{self.reading}.", figures=frames, seconds=0.4)

    def descended(self, snapshot, kinds):
        """Inputs (kinds, classes, features) at FRAMES moments, the last one at the end."""
        network, classes = snapshot.network, snapshot.data.outputs
        # every row has its own class and its own penalties, so that all descend at once
        l1 = np.repeat([self.l1 if kind == "L1" else 0.0 for kind in kinds], classes).astype(np.float32)[:, None]
        l2 = np.repeat([self.l2 if kind == "L2" else 0.0 for kind in kinds], classes).astype(np.float32)[:, None]
        wanted = np.tile(np.arange(classes), len(kinds))
        rng = np.random.default_rng(0)
        start = rng.normal(0, 0.1, (classes, snapshot.data.features)).astype(np.float32)
        x = np.tile(start, (len(kinds), 1))
        kept = set(np.linspace(0, self.steps, min(FRAMES, self.steps + 1)).astype(int))
        moments = []
        for step in range(self.steps + 1):
            if step in kept:
                moments.append(x.reshape(len(kinds), classes, -1))
            x = x - self.rate * (slopes(network, x, wanted) + l2 * x)
            x = np.sign(x) * np.maximum(np.abs(x) - self.rate * l1, 0)
        return moments

    def called(self, kind):
        """The name of a panel."""
        return {"none": "no penalty", "L1": f"L1 {self.l1:g}", "L2": f"L2 {self.l2:g}"}[kind]

    def tiles(self, snapshot, title, rows):
        """Inputs (classes, features) as pictures, with what the network says of each under it."""
        answers = snapshot.network.predict(np.ascontiguousarray(rows, np.float32))
        data = snapshot.data
        images = rows.reshape(-1, *data.input_shape)
        return Tiles(
            title=title,
            note=f"{self.reading}.",
            images=images,
            names=tuple(
                f"{name} {answer[k]:.2f}" for k, (name, answer) in enumerate(zip(data.classes, answers, strict=True))
            ),
            colours="diverging",
            limit=strongest(images),
            bar=True,
        )


def slopes(network, x, wanted):
    """The slope of each row's own loss at its inputs, (rows, features), by the chain rule back to the pixels."""
    trace, a = [], x
    for layer, (weights, bias) in zip(network.layers, network.views, strict=True):
        z = a @ weights + bias
        a = layer.activation.forward(z)
        trace.append((z, a))
    rows = np.arange(len(x))
    slope = np.zeros_like(a)
    if network.layers[-1].activation.gives == "any":
        slope += a
        slope[rows, wanted] -= 1
    else:
        slope[rows, wanted] = -1 / np.maximum(a[rows, wanted], 1e-7)
    for layer, view, (z, a) in zip(network.layers[::-1], network.views[::-1], trace[::-1], strict=True):
        slope = layer.activation.backward(z, a, slope) @ view.weights.T
    return slope


@hookimpl
def visualizations():
    return [IdealInputs]
