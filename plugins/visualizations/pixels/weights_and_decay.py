"""The same layer trained with and without weight decay, side by side."""

import numpy as np

from core import Note, Panels, Tiles, Visualization, hookimpl, setting, strongest

from .reading import missing, roughness

ROWS = 500
UNITS = 10
"""How many samples the two layers learn from, and how many units of the network are shown."""


class WeightsAndDecay(Visualization):
    """Weights of one softmax layer trained here without and with decay from one start, and those of the network.

    Both layers take the same steps of gradient descent on the same samples; the one with decay loses a share of every
    weight at each: theta <- (1 - decay) theta - rate x gradient.
    """

    title = "Weights with and without decay"
    reading = "Decay takes away what no image needs, so its pictures are smoother; roughness is 1 for noise, 0 for even"
    decay: float = setting(default=0.03, low=0.001, high=0.5, log=True, help="Share that every step takes of a weight")
    steps: int = setting(default=80, low=1, high=300, help="Steps that both layers are trained for")

    def draw(self, snapshot):
        if words := missing(snapshot):
            return Note(title=self.title, note=f"{self.reading}.", text=words)
        data = snapshot.data
        inputs, targets = data.train
        rows = np.linspace(0, len(inputs) - 1, min(len(inputs), ROWS)).astype(int)
        without, with_decay = self.trained(snapshot.preprocess(inputs[rows]), targets[rows])
        own = snapshot.network.views[0].weights[:, :UNITS]
        names = data.classes if len(snapshot.network.layers) == 1 else ()
        panels = (
            self.panel("without decay", without, data.input_shape, data.classes),
            self.panel(f"with decay {self.decay:g}", with_decay, data.input_shape, data.classes),
            self.panel("first layer of this network", own, data.input_shape, names[:UNITS]),
        )
        note = f"{self.reading} (the upper two learn from {len(rows):,} samples in {self.steps} steps)."
        return Panels(title=self.title, note=note, figures=panels, columns=1)

    def trained(self, x, y):
        """Weights (features, classes) of two layers after equal steps, the second with decay."""
        rng = np.random.default_rng(0)
        classes = y.shape[1]
        start = rng.normal(0, np.sqrt(2 / (x.shape[1] + classes)), (x.shape[1], classes)).astype(np.float32)
        weights, bias = np.hstack([start, start]), np.zeros((2, classes), np.float32)
        keep = np.repeat([1.0, 1 - self.decay], classes).astype(np.float32)
        rate = np.float32(2 / max(largest_curvature(x), 1e-12))
        for _ in range(self.steps):
            z = (x @ weights).reshape(len(x), 2, classes) + bias
            powers = np.exp(z - z.max(axis=2, keepdims=True))
            slope = (powers / powers.sum(axis=2, keepdims=True) - y[:, None, :]) / len(x)
            weights = keep * weights - rate * (x.T @ slope.reshape(len(x), -1))
            bias = bias - rate * slope.sum(axis=0)
        return weights[:, :classes], weights[:, classes:]

    def panel(self, title, weights, shape, names):
        """The columns of weights as pictures, with their roughness in the title."""
        images = weights.T.reshape(-1, *shape)
        return Tiles(
            title=f"{title}: roughness {roughness(images):.2f}",
            note=f"{self.reading}.",
            images=images,
            names=names,
            colours="diverging",
            limit=strongest(images),
            bar=True,
        )


def largest_curvature(x):
    """The largest eigenvalue of x'x / n for rows (n, features), by ten steps of the power method."""
    direction = np.ones(x.shape[1], x.dtype)
    size = 0.0
    for _ in range(10):
        direction = x.T @ (x @ direction) / len(x)
        size = float(np.linalg.norm(direction))
        if size == 0:
            return 0.0
        direction = direction / size
    return size


@hookimpl
def visualizations():
    return [WeightsAndDecay]
