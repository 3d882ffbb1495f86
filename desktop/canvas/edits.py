"""What can be done to the layers, each as a function from an experiment to another. Layers keep their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.errors import BadExperiment
from core.experiment import AUTO, Choice, Experiment, LayerChoice, with_hidden
from core.registry import Registry
from core.remap import INPUT
from core.text_form import WIDEST

UNITS = 32
"""Of a new layer."""
DROPOUT = 0.2
"""Share of the units that a new dropout switches off."""
RELU = Choice("relu")
START = Choice("he")


class Refused(BadExperiment):
    """A gesture that makes no sense; the message says why, for the learner."""


def place(e: Experiment, key: int) -> int:
    """Where a layer stands in the experiment. Raises Refused for the input and for a layer that is not there."""
    if key == INPUT:
        raise Refused("The input is what the data are: choose another data set to change it.")
    for k, layer in enumerate(e.layers):
        if layer.key == key:
            return k
    raise Refused("This layer is no longer there.")


def layer_of(e: Experiment, key: int) -> LayerChoice:
    """A layer by its key. Raises Refused as ``place`` does."""
    return e.layers[place(e, key)]


def output_key(e: Experiment) -> int:
    """The key of the output layer."""
    return e.layers[-1].key


def hidden_keys(e: Experiment) -> tuple[int, ...]:
    """The keys of the hidden layers, from the input on."""
    return tuple(layer.key for layer in e.layers[:-1])


def insert(e: Experiment, at: int, units: int = UNITS, activation: Choice | None = None) -> Experiment:
    """A new layer before the one at place ``at``, made like its neighbour. Raises Refused beyond input and output."""
    _between(e, at)
    new = replace(pattern(e, at), units=units)
    return _put_in(e, at, [new if activation is None else replace(new, activation=activation)])


def pattern(e: Experiment, at: int) -> LayerChoice:
    """What a new layer at a place looks like: its activation and start weights are those of the hidden layer nearby."""
    hidden = e.layers[:-1]
    like = hidden[max(0, min(at - 1, len(hidden) - 1))] if hidden else LayerChoice(UNITS, RELU, START)
    return LayerChoice(UNITS, like.activation, like.initializer)


def remove(e: Experiment, keys: Collection[int]) -> Experiment:
    """Without these hidden layers. Raises Refused for input and output."""
    _hidden(e, keys, "removed")
    return replace(e, layers=tuple(layer for layer in e.layers if layer.key not in keys))


def move(e: Experiment, keys: Collection[int], at: int) -> Experiment:
    """These hidden layers, in their order, before the layer that is now at place ``at``. Raises Refused as usual."""
    _hidden(e, keys, "moved")
    _between(e, at)
    moved = [layer for layer in e.layers if layer.key in keys]
    rest = [layer for layer in e.layers if layer.key not in keys]
    before = sum(layer.key not in keys for layer in e.layers[:at])
    return replace(e, layers=(*rest[:before], *moved, *rest[before:]))


def shift(e: Experiment, keys: Collection[int], by: int) -> Experiment:
    """These hidden layers one place nearer to the input (``by`` -1) or to the output (1). Raises Refused at the end."""
    _hidden(e, keys, "moved")
    places = [k for k, layer in enumerate(e.layers) if layer.key in keys]
    at = places[0] - 1 if by < 0 else places[-1] + 2
    if not 0 <= at < len(e.layers):
        raise Refused("It stands next to the input already." if by < 0 else "It stands next to the output already.")
    return move(e, keys, at)


def resize(e: Experiment, key: int, units: int) -> Experiment:
    """A hidden layer with so many units, within what is possible. Raises Refused for input and output."""
    _hidden(e, (key,), "resized")
    return _change(e, (key,), units=max(1, min(WIDEST, units)))


def resize_by(e: Experiment, keys: Collection[int], steps: int) -> Experiment:
    """These hidden layers with so many units more (or fewer, but at least one). Raises Refused as ``resize``."""
    _hidden(e, keys, "resized")
    for key in keys:
        e = resize(e, key, layer_of(e, key).units + steps)
    return e


def cap(e: Experiment, units: int) -> Experiment:
    """No hidden layer wider than so many units."""
    hidden = (replace(layer, units=min(units, layer.units)) for layer in e.layers[:-1])
    return replace(e, layers=(*hidden, e.layers[-1]))


def activate(e: Experiment, keys: Collection[int], activation: Choice) -> Experiment:
    """These layers with another activation; of the output, ``auto`` is what the data need. Raises Refused."""
    _layers(e, keys)
    if activation.name == AUTO and set(keys) != {output_key(e)}:
        raise Refused("Only the output's activation follows from the data.")
    return _change(e, keys, activation=activation)


def initialise(e: Experiment, keys: Collection[int], initializer: Choice) -> Experiment:
    """These layers with another way to start their weights; it acts on weights that are yet to be made."""
    _layers(e, keys)
    return _change(e, keys, initializer=initializer)


def drop(e: Experiment, keys: Collection[int], rate: float) -> Experiment:
    """These hidden layers with dropout at a rate from 0 (none) to below 1. Raises Refused for input and output."""
    _layers(e, keys)
    if output_key(e) in keys:
        raise Refused("The output has no dropout: its answers must all arrive.")
    if not 0 <= rate < 1:
        raise Refused("Dropout goes from 0 to below 1.")
    return _change(e, keys, dropout=rate)


def freeze(e: Experiment, keys: Collection[int], frozen: bool | None = None) -> Experiment:
    """These layers frozen or not; by default the other way round, all as the first one of them."""
    _layers(e, keys)
    if frozen is None:
        frozen = not next(layer.frozen for layer in e.layers if layer.key in keys)
    return _change(e, keys, frozen=frozen)


def copied(e: Experiment, keys: Collection[int]) -> tuple[LayerChoice, ...]:
    """These hidden layers, to be pasted somewhere. Raises Refused for input and output."""
    _hidden(e, keys, "copied")
    return tuple(layer for layer in e.layers if layer.key in keys)


def paste(e: Experiment, layers: Iterable[LayerChoice], at: int) -> Experiment:
    """Copies of layers before the one at place ``at``, with keys of their own, ready to learn. Raises Refused."""
    _between(e, at)
    return _put_in(e, at, [replace(layer, frozen=False) for layer in layers])


def duplicate(e: Experiment, keys: Collection[int]) -> Experiment:
    """Copies of these hidden layers behind the last of them. Raises Refused for input and output."""
    layers = copied(e, keys)
    return paste(e, layers, place(e, layers[-1].key) + 1)


def new_keys(before: Experiment, after: Experiment) -> tuple[int, ...]:
    """The layers that an edit brought."""
    known = {layer.key for layer in before.layers}
    return tuple(layer.key for layer in after.layers if layer.key not in known)


@dataclass(frozen=True)
class Preset:
    """A known architecture: hidden units, and what all of them have in common."""

    hidden: tuple[int, ...]
    activation: Choice = RELU
    initializer: Choice = START
    note: str = ""

    def name(self, inputs: int, outputs: int) -> str:
        """``784-128-64-10``, for data with so many inputs and outputs."""
        return "-".join(str(n) for n in (inputs, *self.hidden, outputs))

    def known(self, registry: Registry) -> bool:
        """Whether the registry has all that it is made of."""
        return {("activation", self.activation.name), ("initializer", self.initializer.name)} <= registry.entries.keys()


PRESETS = (
    Preset((), note="no hidden layer"),
    Preset((30,)),
    Preset((128, 64), note="the first network"),
    Preset((300, 100)),
    Preset((30, 30, 30, 30, 30), Choice("sigmoid"), Choice("normal"), "deep sigmoid: gradients vanish"),
)


def use_preset(e: Experiment, preset: Preset) -> Experiment:
    """The hidden layers of a preset. Layers that it has in common with what was there keep their keys."""
    *hidden, output = with_hidden(e.layers, list(preset.hidden))
    made = [
        replace(one, activation=preset.activation, initializer=preset.initializer, dropout=0.0, frozen=False)
        for one in hidden
    ]
    return replace(e, layers=(*made, output))


def _put_in(e: Experiment, at: int, layers: Sequence[LayerChoice]) -> Experiment:
    free = max(layer.key for layer in e.layers) + 1
    new = [replace(layer, key=free + k) for k, layer in enumerate(layers)]
    return replace(e, layers=(*e.layers[:at], *new, *e.layers[at:]))


def _change(e: Experiment, keys: Collection[int], **values: Any) -> Experiment:
    return replace(e, layers=tuple(replace(one, **values) if one.key in keys else one for one in e.layers))


def _between(e: Experiment, at: int) -> None:
    if not 0 <= at < len(e.layers):
        raise Refused("A layer goes between the input and the output.")


def _layers(e: Experiment, keys: Collection[int]) -> None:
    if not keys:
        raise Refused("Choose a layer first.")
    for key in keys:
        place(e, key)


def _hidden(e: Experiment, keys: Collection[int], done: str) -> None:
    if INPUT in keys:
        raise Refused(f"The input cannot be {done}: it is what the data are.")
    _layers(e, keys)
    if output_key(e) in keys:
        raise Refused(f"The output cannot be {done}: it has one unit for each answer.")
