"""A network run from its answer to its input, and why no picture comes out."""

import numpy as np

from core import Note, Panels, Table, Tiles, Visualization, hookimpl, setting, strongest

from .reading import class_means, missing

FAR = 30.0
"""The largest weighted sum that is looked for."""


class RunningBackwards(Visualization):
    """Every layer undone: first its activation, then its weights, from the perfect answer of each class to an input.

    A layer with more inputs than units has many inputs for one answer; the smallest is taken. One with fewer has none
    for most answers; the nearest is taken (both by least squares). An activation is undone by bisection, and what it
    never gives, such as a number below zero from relu, by the nearest that it does.
    """

    title = "Running backwards"
    sure: float = setting(default=0.99, low=0.5, high=0.9999, help="The output that is asked for, of its class")

    def draw(self, snapshot):
        if words := missing(snapshot):
            return Note(title=self.title, note=self.reading(snapshot), text=words)
        data, network = snapshot.data, snapshot.network
        inputs, losses = self.undone(network, data.outputs)
        answers = network.predict(inputs.astype(np.float32)).argmax(axis=1)
        right = np.arange(len(answers))
        note = self.reading(snapshot)
        back = Tiles(
            title="run backwards, and read again",
            note=note,
            images=inputs.reshape(-1, *data.input_shape),
            names=tuple(f"{data.classes[k]} → {data.classes[answer]}" for k, answer in enumerate(answers)),
            colours="diverging",
            limit=strongest(inputs),
            marked=answers != right,
            bar=True,
        )
        means = class_means(snapshot)
        real = Tiles(
            title="class means",
            note=note,
            images=means.reshape(-1, *data.input_shape),
            names=data.classes,
            colours="diverging",
            limit=strongest(means),
            bar=True,
        )
        lost = Table(title="what gets lost", note=note, columns=("layer", "from", "to", "why"), rows=losses)
        return Panels(title=self.title, note=note, figures=(back, real, lost), columns=1)

    def undone(self, network, classes):
        """An input for each class, (classes, features), and a row of words for each layer, last one first."""
        rest = (1 - self.sure) / max(classes - 1, 1)
        a = np.full((classes, classes), rest)
        np.fill_diagonal(a, self.sure)
        words = []
        count = len(network.layers)
        for k in range(count - 1, -1, -1):
            layer, (weights, bias) = network.layers[k], network.views[k]
            z, off = before(layer.activation, a)
            a = nearest(weights.astype(np.float64), z - bias)
            units, below = layer.units, weights.shape[0]
            why = f"{below - units} directions below make no difference" if below > units else "all directions count"
            if below < units:
                why = f"{units - below} directions of these units cannot be reached"
            if off:
                why += f"; {off:.0%} of the numbers asked for it never gives".replace("%", " %")
            name = "Output" if k == count - 1 else f"Hidden {k + 1}"
            words.append((name, str(units), str(below), why))
        return a, tuple(words)

    def reading(self, snapshot):
        """One sentence on how to read the pictures."""
        inputs, outputs = snapshot.data.features, snapshot.data.outputs
        return (
            f"{outputs} numbers cannot hold {inputs:,}: countless inputs give the same answer, and the smallest of "
            "them looks like no picture, even where the network reads it rightly."
        )


def before(activation, a):
    """Weighted sums z that an activation makes numbers a of, nearly, and the share of a that it never gives."""
    if activation.gives == "distribution":
        return np.log(a), 0.0
    low, high = np.full_like(a, -FAR), np.full_like(a, FAR)
    for _ in range(40):
        middle = (low + high) / 2
        below = activation.forward(middle) < a
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    z = (low + high) / 2
    return z, float((np.abs(activation.forward(z) - a) > 1e-3 * (1 + np.abs(a))).mean())


def nearest(weights, z):
    """Inputs x, (rows, inputs), with x W as near to z as can be; of several, the smallest."""
    inputs, units = weights.shape
    if inputs >= units:
        square = weights.T @ weights
        return z @ np.linalg.solve(square + trace_of(square) * np.eye(units), weights.T)
    square = weights @ weights.T
    return z @ np.linalg.solve(square + trace_of(square) * np.eye(inputs), weights).T


def trace_of(square):
    """A little of a square matrix's size, which keeps it solvable where units are alike."""
    return 1e-9 * np.trace(square) + 1e-30


@hookimpl
def visualizations():
    return [RunningBackwards]
