"""What layers are called, and what edits mean for their weights, in words."""

from __future__ import annotations

from itertools import pairwise

from core.data import Data
from core.experiment import AUTO, Choice, Experiment
from core.remap import INPUT


def layer_name(e: Experiment, key: int) -> str:
    """Input, Hidden 1, Hidden 2, Output."""
    if key == INPUT:
        return "Input"
    if key == e.layers[-1].key:
        return "Output"
    return next((f"Hidden {k}" for k, layer in enumerate(e.layers, 1) if layer.key == key), "A layer")


def short_name(e: Experiment, key: int) -> str:
    """In, H1, H2, Out: for small cards."""
    return layer_name(e, key).replace("Hidden ", "H").replace("Input", "In").replace("Output", "Out")


def listed(names: list[str]) -> str:
    """Hidden 1, Hidden 2 and Output."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"


def sizes(e: Experiment, data: Data | None) -> list[int]:
    """Units of every column, the input first; 0 where only the data will tell."""
    inputs, outputs = (data.features, data.outputs) if data else (0, 0)
    return [inputs, *(layer.units or outputs for layer in e.layers)]


def parameters(e: Experiment, data: Data | None, key: int, known: list[int] | None = None) -> int | None:
    """Weights and biases of a layer; None where only the data will tell. ``known`` are the ``sizes``, if at hand."""
    known = sizes(e, data) if known is None else known
    at = next(k for k, layer in enumerate(e.layers) if layer.key == key)
    below, units = known[at], known[at + 1]
    return (below + 1) * units if below and units else None


def activation_name(choice: Choice, data: Data | None) -> str:
    """The name of an activation; of one that the data choose, what they choose."""
    if choice.name != AUTO:
        return choice.name
    if data is None:
        return AUTO
    return "softmax" if data.task == "classification" else "identity"


def counted(count: int) -> str:
    """100,480; from a million on 1.6 M."""
    return f"{count:,}" if count < 1_000_000 else f"{count / 1e6:,.1f} M"


def spoken(e: Experiment, data: Data | None, key: int) -> str:
    """A layer for a screen reader: Hidden 1, 128 units, relu, 100,480 parameters."""
    name = layer_name(e, key)
    if key == INPUT:
        return f"{name}, {data.features:,} numbers" if data else f"{name}, waiting for the data"
    at = next(k for k, layer in enumerate(e.layers) if layer.key == key)
    known = sizes(e, data)
    layer, units = e.layers[at], known[at + 1]
    count = parameters(e, data, key, known)
    words = [name, f"{units:,} {'unit' if units == 1 else 'units'}" if units else "as many units as the data need"]
    words.append(activation_name(layer.activation, data))
    if count is not None:
        words.append(f"{count:,} parameters")
    if layer.dropout:
        words.append(f"dropout {layer.dropout:g}")
    if layer.frozen:
        words.append("frozen")
    return ", ".join(words)


def kept_and_new(before: Experiment, after: Experiment) -> tuple[list[str], list[str]]:
    """The layers of ``after`` that keep their weights, and those known before that start anew.

    Weights belong to two layers: they survive where both stay neighbours.
    """
    known = set(pairwise([INPUT, *(layer.key for layer in before.layers)]))
    there = {layer.key for layer in before.layers}
    kept, anew = [], []
    for pair in pairwise([INPUT, *(layer.key for layer in after.layers)]):
        if pair in known:
            kept.append(pair[1])
        elif pair[1] in there:
            anew.append(pair[1])
    return [layer_name(before, key) for key in kept], [layer_name(before, key) for key in anew]


def meaning(before: Experiment, after: Experiment, near: int = INPUT) -> str:
    """What happens to the weights, in one short sentence; ``near`` is a layer to speak of where it keeps its own."""
    kept, anew = kept_and_new(before, after)
    if not anew:
        return "All weights stay"
    starts = f"{listed(anew)} {'starts' if len(anew) == 1 else 'start'} anew"
    if len(anew) > 3:
        starts = f"{len(anew)} layers start anew"
    name = layer_name(before, near)
    return f"{name} keeps its weights, {starts}" if name in kept else starts
