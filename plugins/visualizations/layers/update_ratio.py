"""How large a layer's steps are beside its weights."""

from itertools import pairwise

import numpy as np

from core import Axis, Bars, Curve, Lines, Note, Visualization, hookimpl, setting

from .naming import names, no_gradient

ROOM = 20_000_000
"""About how many numbers of kept moments one picture may go through."""


class UpdateRatio(Visualization):
    """The size of each layer's updates over the size of its weights.

    A step of plain gradient descent that is about 0.001 of the weights is a rule of thumb for a learning rate that
    fits (Stanford's course CS231n, notes on "Neural Networks Part 3", section "Ratio of weights:updates").
    """

    title = "Update-to-weight ratio"
    needs = frozenset({"gradient", "checkpoints"})
    measure: str = setting(
        default="last gradient",
        choices=("last gradient", "between epochs"),
        help="Learning rate x gradient over weights, or how far the weights really moved from epoch to epoch",
    )

    def draw(self, snapshot):
        return self.of_gradient(snapshot) if self.measure == "last gradient" else self.of_moves(snapshot)

    def of_gradient(self, snapshot):
        """|learning rate x gradient| / |weights| of each layer; 0 for a frozen one."""
        note = (
            "Learning rate x gradient over weights, about 0.001 where the rate fits; an optimizer that scales its "
            "steps, such as Adam, really moves by another amount."
        )
        gradients, rates = snapshot.gradients(), snapshot.history.learning_rate.mean
        if gradients is None or not len(rates):
            return self.instead(note, no_gradient(snapshot.step))
        network, rate = snapshot.network, float(rates[-1])
        called, ratios = [], []
        for name, layer, gradient, view in zip(names(network), network.layers, gradients, network.views, strict=True):
            called.append(f"{name} · frozen" if layer.frozen else name)
            ratios.append(0.0 if layer.frozen else rate * over(gradient.weights, view.weights))
        values = np.array(ratios)
        if not np.isfinite(values).all():
            lost = ", ".join(name for name, ratio in zip(called, ratios, strict=True) if not np.isfinite(ratio))
            note = f"There is no ratio for {lost}: its weights are all zero, or not finite."
        title = f"{self.title}, learning rate {rate:g}"
        return Bars(title=title, note=note, names=tuple(called), values=values, y=Axis("update / weights"))

    def of_moves(self, snapshot):
        """|weights now - weights before| / |weights before| per epoch, from each kept moment to the next."""
        note = (
            "How far each layer's weights moved in an epoch, over their size: real moves of any optimizer, less what "
            "went back and forth."
        )
        network = snapshot.network
        moments = kept(snapshot.checkpoints, network.parameters.size, snapshot.step)
        if len(moments) < 2:
            return self.instead(note, "No moves yet. They appear after two epochs with this view open.")
        epochs = np.array([moment.epoch for moment in moments])
        layers = zip(*(weights(moment.parameters, network) for moment in moments), strict=True)
        curves = []
        for name, values in zip(names(network), layers, strict=True):
            moves = np.array([over(after - before, before) for before, after in pairwise(values)]) / np.diff(epochs)
            shown = np.isfinite(moves) & (moves > 0)  # a frozen layer does not move, and the axis is logarithmic
            if shown.any():
                curves.append(Curve(epochs[1:][shown], moves[shown], name))
        if not curves:
            return self.instead(note, "No layer has moved. Thaw a layer, or raise the learning rate.")
        y = Axis("move / weights per epoch", log=True)
        return Lines(title=f"{self.title}, by epoch", note=note, curves=tuple(curves), x=Axis("epoch"), y=y)

    def instead(self, note, text):
        """The sentence in place of the ratios."""
        return Note(title=self.title, note=note, text=text)


def over(update, weights):
    """The norm of an update over that of the weights: NaN where these are all zero or one of the two not finite."""
    above, below = (np.linalg.norm(values.astype(np.float64)) for values in (update, weights))
    return float(above / below) if below and np.isfinite(above) and np.isfinite(below) else np.nan


def weights(flat, network):
    """Each layer's weights in a flat vector of parameters, (inputs x units,) each."""
    parts, start = [], 0
    for view in network.views:
        parts.append(flat[start : start + view.weights.size])
        start += view.weights.size + view.bias.size
    return parts


def kept(checkpoints, size, step):
    """The kept moments, epochs ascending, of a network of ``size`` parameters; evenly fewer where they are large.

    Moments of another architecture, and of a future that the run was taken back from, are left out.
    """
    moments = []
    for one in checkpoints:
        if one.parameters.size == size and one.step <= step:
            moments = [moment for moment in moments if moment.epoch < one.epoch]
            moments.append(one)
    most = max(2, ROOM // size)
    if len(moments) <= most:
        return moments
    return [moments[k] for k in np.linspace(0, len(moments) - 1, most).astype(int)]


@hookimpl
def visualizations():
    return [UpdateRatio]
