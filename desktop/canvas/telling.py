"""What is told of a neuron or an edge under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from core.remap import INPUT
from desktop.figures.words import number
from desktop.parts import percent

from . import edges, names
from .hits import Hit
from .layout import bands
from .peek import Told

if TYPE_CHECKING:
    from .canvas import Canvas


def told(canvas: Canvas, where: Hit, at: QPointF) -> Told | None:
    """What to say of a place, or None where there is nothing to say."""
    if where.kind == "neuron":
        return _neuron(canvas, where)
    if where.kind == "pill":
        column = canvas.picture.column(where.key)
        shown = len(column.shown)
        return Told(f"{column.hidden:,} more neurons", ((f"Click to see the next {shown}", ""),))
    if where.kind == "grip":
        return Told("Drag to resize", (("Scroll", "by 1"), ("Shift and scroll", "by 10")))
    if where.kind == "input":
        caption = canvas.stage.caption[:1].upper() + canvas.stage.caption[1:]
        return Told(caption or "Input", (("Click or scroll for another sample", ""),) if canvas.stage.caption else ())
    if where.kind == "gap":
        return _edge(canvas, where, at)
    return None


def _neuron(canvas: Canvas, where: Hit) -> Told:
    title = neuron_name(canvas, where.key, where.unit)
    lane = canvas.stage.lane(where.key)
    rows: list[tuple[str, str]] = []
    if lane is not None and where.slot < len(lane.values):
        value = float(lane.values[where.slot])
        output = canvas.picture.columns[-1].key == where.key
        if output and canvas.stage.shares:
            rows.append(("probability", percent(value)))
        else:
            rows.append(("value" if where.key == INPUT else "answer", number(value, 3)))
    strip = canvas.stage.strip(where.key)
    if strip is not None and where.slot < strip.weights.shape[1]:
        incoming = strip.weights[:, where.slot]
        if not canvas.picture.columns[0].picture or where.key != canvas.order[1]:
            strongest = int(abs(incoming).argmax())
            below = canvas.picture.columns[canvas.picture.place(where.key) - 1]
            if strongest < len(below.shown):
                name = neuron_name(canvas, below.key, below.shown[strongest])
                rows.append((f"strongest from {name}", number(float(incoming[strongest]), 3)))
    return Told(title, tuple(rows), tile(canvas, where.key, where.unit))


def neuron_name(canvas: Canvas, key: int, unit: int) -> str:
    """Hidden 1, neuron 17; of the output the class, of the input the number."""
    if key == INPUT:
        return f"Input {unit + 1}"
    if key == canvas.order[-1] and unit < len(canvas.stage.names):
        return f"Output {canvas.stage.names[unit]}"
    return f"{names.layer_name(canvas.experiment, key)}, neuron {unit + 1}"


def tile(canvas: Canvas, key: int, unit: int) -> QImage | None:
    """The weights of a first-layer neuron as a picture: the shown one, or made from the newest moment."""
    shown = canvas.stage.tile(key, unit)
    snapshot, shape = canvas.feed.snapshot, canvas.stage.input_shape
    if shown is not None or snapshot is None or shape is None or key != canvas.order[1]:
        return shown
    layer, views = snapshot.network.layers[0], snapshot.network.views[0]
    if layer.key != key or unit >= layer.units or len(views.weights) != shape[0] * shape[1]:
        return None
    return canvas.look.theme.image(views.weights[:, unit].reshape(shape), "diverging")


def _edge(canvas: Canvas, where: Hit, at: QPointF) -> Told | None:
    strip = canvas.stage.strip(where.key)
    channel = next((one for one in canvas.picture.channels if one.key == where.key), None)
    if strip is None or channel is None:
        return None
    ratio = strip.gap.ratio
    x, y = (at.x() - channel.box.x) * ratio, (at.y() - channel.box.y) * ratio
    found = edges.nearest(strip.gap, strip.m, x, y, 5 * ratio)
    left, right = canvas.picture.column(channel.below), canvas.picture.column(channel.key)
    if found is None or found[1] >= len(right.shown) or found[0] >= len(left.ys):
        return None
    weight = float(strip.weights[found])
    to = neuron_name(canvas, right.key, right.shown[found[1]])
    direction = "pushes up" if weight > 0 else "pushes down"
    if left.picture:
        rows = (canvas.stage.input_shape or (1, 1))[0]
        count = bands(rows)
        first, last = rows * found[0] // count + 1, rows * (found[0] + 1) // count
        lines = f"Rows {first} to {last}" if last > first else f"Row {first}"
        return Told(
            f"{lines} of the input to {to}", ((f"weights of what is drawn there, {direction}", number(weight, 3)),)
        )
    return Told(
        f"{neuron_name(canvas, left.key, left.shown[found[0]])} to {to}", ((f"weight, {direction}", number(weight, 3)),)
    )
