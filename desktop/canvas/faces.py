"""From the experiment to what the cards say, and to what the columns show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.data import Data
from core.experiment import Choice, Experiment
from core.remap import INPUT

from . import layout, names, slots
from .card import Face
from .curves import Curves
from .layout import Content, Level
from .mistakes import Mistake

LEAST_SIDE = 4
"""Rows and columns from which an input of two dimensions is shown as a picture."""
PICTURE = (28, 28)
"""Stands for the input until the data are there."""


def picture_shape(data: Data | None) -> tuple[int, int] | None:
    """Rows and columns of the input where it is a picture, else None."""
    if data is None:
        return PICTURE
    shape = data.input_shape
    return (shape[0], shape[1]) if len(shape) == 2 and min(shape) >= LEAST_SIDE else None


def output_names(data: Data | None, units: int) -> Sequence[str]:
    """What the outputs stand for."""
    if data is not None and len(data.classes) == units:
        return data.classes
    return [f"y{k}" for k in range(1, units + 1)]


def contents_of(
    e: Experiment,
    data: Data | None,
    shown: Mapping[int, tuple[int, ...]],
    width: float,
    height: float,
    zoom: float,
    opened: int | None,
) -> list[Content]:
    """What every column has to show in a view of this size; units that were shown keep their slots."""
    count = len(e.layers) + 1
    pitch = layout.pitch_of(count, width, zoom)
    shape = picture_shape(data)
    made = []
    for k, (key, units) in enumerate(
        zip([INPUT, *(layer.key for layer in e.layers)], names.sizes(e, data), strict=True)
    ):
        if k == 0 and shape is not None:
            made.append(Content(key, units, tuple(range(layout.bands(shape[0]))), shape))
            continue
        pixels = k == 1 and shape is not None and data is not None
        room = layout.capacity(units, pixels, key == opened, height, pitch, zoom) if units else 0
        made.append(Content(key, units, slots.hold(shown.get(key, ()), units, room), pixels=pixels))
    return made


def face_of(
    e: Experiment, data: Data | None, key: int, level: Level, curves: Curves, mistakes: Sequence[Mistake]
) -> Face:
    """What the card of a layer says."""
    name, short, spoken = names.layer_name(e, key), names.short_name(e, key), names.spoken(e, data, key)
    if key == INPUT:
        shape = " × ".join(str(n) for n in data.input_shape) if data else "waiting for the data"
        numbers = "number" if data and data.features == 1 else "numbers"
        what = f"{shape} pixels" if data and picture_shape(data) else f"{shape} {numbers}" if data else shape
        units = f"{data.features:,}" if data else ""
        spoken = f"{spoken}, data set {e.dataset.name}"
        return Face(key, name, short, units, what, "", e.dataset.name, None, spoken, level)
    at = next(k for k, layer in enumerate(e.layers) if layer.key == key)
    layer, sizes = e.layers[at], names.sizes(e, data)
    below, units_ = sizes[at], sizes[at + 1]
    count = names.parameters(e, data, key, sizes)
    activation = names.activation_name(layer.activation, data)
    choice = layer.activation if layer.activation.name == activation else Choice(activation)
    mistake = next((one.title for one in mistakes if one.key == key), "")
    return Face(
        key,
        name,
        short,
        f"{units_:,}" if units_ else "…",
        f"{below:,} → {units_:,}" if below and units_ else "",
        names.counted(count) if count is not None else "",
        activation,
        curves.shape(choice) if activation != "auto" else None,
        spoken,
        level,
        layer.initializer.name,
        layer.dropout,
        layer.frozen,
        at == len(e.layers) - 1,
        mistake,
    )
