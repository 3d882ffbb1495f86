"""Units that learn no more, because they sit where their activation is flat."""

import numpy as np

from core import Activation, Axis, Bars, Note, Visualization, hookimpl, setting

from .naming import DIVERGED, names

MOST = 2000
"""Samples that are looked at where there are more, spread evenly; the title says so."""
FAR_OUT = 30.0
"""A weighted sum at which an activation has reached its ends."""
WORDS = {0: "never flat", 1: "dead", 2: "saturated"}
"""What can happen to the units of an activation that is flat at so many ends."""
LAYERS, UNITS = 3, 4
"""How many layers, and units of each, the note names."""


class SilentUnits(Visualization):
    """The share of each hidden layer's units that pass no gradient.

    Where an activation is flat at one end, as relu is, a unit is dead when every sample takes it there: no gradient
    reaches it, and only a change below it brings it back. Where it is flat at both ends, as sigmoid and tanh are, a
    unit is saturated when most samples take it to either (Glorot and Bengio, 2010).
    """

    title = "Silent units"
    reading = "A unit at a flat end for every sample (dead) or most (saturated) learns no more"
    split: str = setting(default="test", choices=("test", "train"), help="Which samples the network answers")
    threshold: float = setting(
        default=0.01, low=1e-6, high=0.1, log=True, help="An activation less steep than this is flat"
    )
    share: float = setting(
        default=0.9, low=0.5, high=1, help="Saturated is a unit that at least this share of the samples take to an end"
    )

    def draw(self, snapshot):
        network = snapshot.network
        if len(network.layers) == 1:
            return self.instead("This network has no hidden layer whose units could fall silent. Add one to see more.")
        if not np.isfinite(network.parameters).all():
            return self.instead(DIVERGED)
        raw = snapshot.split(self.split).inputs
        rows = np.linspace(0, len(raw) - 1, min(len(raw), MOST)).astype(int)
        seen = snapshot.probe(snapshot.preprocess(raw[rows])).layers
        bars = []
        for k, name in enumerate(names(network)[:-1]):
            layer = network.layers[k]
            ends = flat_ends(layer.activation, self.threshold)
            if ends is None:
                continue
            silent = self.silent(layer.activation, seen[k], ends)
            bars.append((name, ends, silent, 100 * len(silent) / layer.units))
        if not bars:
            return self.instead("The units of these layers depend on each other, as in softmax: none is silent alone.")
        return Bars(
            title=f"{self.title}, {MOST:,} {self.split} samples" if len(raw) > MOST else f"{self.title}, {self.split}",
            note=self.note(bars),
            names=tuple(f"{name} · {WORDS[ends]}" for name, ends, _, _ in bars),
            values=np.array([share for *_, share in bars]),
            y=Axis("units", "%", low=0, high=100),
        )

    def silent(self, activation, seen, ends):
        """Units of a layer, worst first, that are dead or saturated by what was ``seen`` of it in a forward pass.

        None where its activation has no flat end.
        """
        if not ends:
            return np.empty(0, int)
        flat = np.abs(activation.derivative(seen.z, seen.a)) < self.threshold
        shares = np.count_nonzero(flat, axis=0) / len(flat)
        units = np.flatnonzero(shares >= (1 if ends == 1 else self.share))
        return units[np.argsort(-shares[units], kind="stable")]

    def note(self, bars):
        """One sentence on how to read the bars, with the units of the layers that have the largest shares."""
        worst = sorted((bar for bar in bars if len(bar[2])), key=lambda bar: -bar[3])[:LAYERS]
        if not worst:
            return f"{self.reading}, and there is none."
        return f"{self.reading}: {'; '.join(f'{listed(silent)} of {name}' for name, _, silent, _ in worst)}."

    def instead(self, text):
        """The sentence in place of the bars."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


def flat_ends(activation, threshold):
    """At how many of its two ends an activation is less steep than ``threshold``, or None where it has no slope.

    An activation whose units depend on each other, such as softmax, has none.
    """
    if type(activation).derivative is Activation.derivative:
        return None
    z = np.array([[-FAR_OUT, FAR_OUT]])
    return int(np.count_nonzero(np.abs(activation.derivative(z, activation.forward(z))) < threshold))


def listed(units):
    """``3, 17, 40, 41 and 9 more``, of unit indices: people count from 1."""
    first, more = ", ".join(str(unit + 1) for unit in units[:UNITS]), len(units) - UNITS
    return f"{first} and {more} more" if more > 0 else first


@hookimpl
def visualizations():
    return [SilentUnits]
