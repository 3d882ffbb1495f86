"""The cost of a network of two parameters, as a landscape, and the way that training takes through it."""

import numpy as np

from core import Axis, Frames, Image, Note, Panels, Points, Visualization, hookimpl, setting

ROWS = 300
"""Samples that a cost is taken of; the surface of more of them looks the same."""
BANDS = 16
"""Steps of colour: their edges are lines of equal cost."""
FRAMES = 24
WALK = 40
"""Steps of the walk that is worked out for the other kind of inputs."""


class CostSurface(Visualization):
    """The mean squared error over weight and bias, for the inputs as the network sees them and as it might.

    The way on the first surface is the run's own, from the weights kept at the ends of epochs. On the other surface
    walks plain gradient descent with the learning rate 1.5 / largest curvature, which converges on any linear valley.
    """

    title = "Cost surface"
    needs = frozenset({"checkpoints"})
    reading = (
        "Colours are the root of the mean squared error and fade out where it is low, edges are lines of "
        "equal cost: across a narrow valley a descent swings and along it creeps, into a round one it walks straight."
    )
    beside: bool = setting(default=True, help="Show the surface for inputs preprocessed the other way beside it")
    resolution: int = setting(default=60, low=10, high=150, help="Points along each side at which the cost is taken")
    seconds: float = setting(default=0.25, low=0.05, high=2, log=True, help="How long each moment of the way is shown")

    def draw(self, snapshot):
        data, network = snapshot.data, snapshot.network
        if network.parameters.size != 2 or data.task != "regression":
            return self.instead(
                "This view needs a network of two parameters, a weight and a bias. Choose the data set line and no "
                "hidden layer."
            )
        walked = way(snapshot)
        if not np.isfinite(walked).all() or np.abs(walked).max() > 1e6:
            return self.instead("The weights have left every valley: the run has diverged. Lower the learning rate.")
        rows = np.linspace(0, len(data.train.inputs) - 1, min(len(data.train.inputs), ROWS)).astype(int)
        raw, targets = data.train.inputs[rows].astype(np.float64), data.train.targets[rows].astype(np.float64)
        seen = snapshot.preprocess(data.train.inputs[rows]).astype(np.float64)
        called = "as it comes" if str(snapshot.preprocessing) == "none" else f"by {snapshot.preprocessing}"
        surfaces = [self.surface(f"this run, x {called}", network, seen, targets, walked)]
        if self.beside:
            name, other = otherwise(raw, seen)
            surfaces.append(self.surface(name, network, other, targets, walk(other, targets, walked[0])))
        moments = np.linspace(0, 1, min(FRAMES, max(len(path) for _, _, path in surfaces)))
        note = self.reading
        if len(walked) == 1:
            note = "The way begins here: it grows by a point at the end of every epoch that this view is open for."
        frames = tuple(
            Panels(
                title=self.title,
                note=note,
                figures=tuple(at(title, ground, path, share, self.reading) for title, ground, path in surfaces),
            )
            for share in moments
        )
        return Frames(title=self.title, note=note, figures=frames, seconds=self.seconds)

    def surface(self, title, network, x, y, path):
        """Title, picture and way of one surface: root of the mean squared error, in bands."""
        lowest = fitted(x, y)
        around = np.vstack([path, lowest])
        middle, half = (around.max(axis=0) + around.min(axis=0)) / 2, np.ptp(around, axis=0) / 2
        half = 1.25 * np.maximum(half, 0.25 * max(half.max(), 0.5))
        cells = (np.arange(self.resolution) + 0.5) / self.resolution * 2 - 1
        weight, bias = np.meshgrid(middle[0] + half[0] * cells, middle[1] - half[1] * cells)
        activation = network.layers[0].activation
        z = x @ weight.reshape(1, -1) + bias.reshape(1, -1)
        cost = np.sqrt(((activation.forward(z) - y) ** 2).mean(axis=0)).reshape(weight.shape)
        top = cost.max() or 1.0
        extent = (middle[0] - half[0], middle[0] + half[0], middle[1] - half[1], middle[1] + half[1])
        ground = Image(
            title=title,
            note=self.reading,
            values=(np.floor(cost / top * BANDS) / BANDS * top).astype(np.float32),
            limit=float(top),
            extent=tuple(float(edge) for edge in extent),
            x=Axis("weight"),
            y=Axis("bias"),
        )
        return title, ground, path

    def instead(self, text):
        """The sentence in place of the surfaces."""
        return Note(title=self.title, note=self.reading, text=text)


def at(title, ground, path, share, note):
    """The surface with the way up to a share of it."""
    there = path[: 1 + round(share * (len(path) - 1))]
    return Points(title=title, note=note, points=there, behind=ground, joined=True, x=ground.x, y=ground.y)


def way(snapshot):
    """Weight and bias at the kept moments up to now, (moments, 2)."""
    kept = [one for one in snapshot.checkpoints if one.parameters.size == 2 and one.step < snapshot.step]
    return np.array([*(one.parameters for one in kept), snapshot.network.parameters], np.float64)


def otherwise(raw, seen):
    """A name and inputs (rows, 1): standardised ones where the network's are not, else the raw ones."""
    standard = (raw - raw.mean()) / (raw.std() or 1.0)
    if abs(seen.mean()) < 0.2 and abs(seen.std() - 1) < 0.2:
        return "x as it comes", raw
    return "x standardised", standard


def walk(x, y, start):
    """WALK steps of gradient descent on mean((w x + b - y)^2) from a start (2,), (WALK + 1, 2)."""
    inputs = np.column_stack([x, np.ones_like(x)])
    curvature = 2 * inputs.T @ inputs / len(x)
    slope = 2 * inputs.T @ y[:, 0] / len(x)
    rate = 1.5 / np.linalg.eigvalsh(curvature)[-1]
    places = [start]
    for _ in range(WALK):
        places.append(places[-1] - rate * (curvature @ places[-1] - slope))
    return np.array(places)


def fitted(x, y):
    """Weight and bias of the line nearest to the samples, (2,)."""
    return np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y[:, 0], rcond=None)[0]


@hookimpl
def visualizations():
    return [CostSurface]
