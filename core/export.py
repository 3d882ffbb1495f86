"""Figures as CSV and JSON: the numbers behind a picture, for a spreadsheet or a program."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .figures import (
    Bars,
    Diagram,
    Figure,
    Frames,
    Heatmap,
    Histogram,
    Image,
    Lines,
    Note,
    Panels,
    Points,
    Table,
    Tiles,
)

Row = list[Any]
Rows = Iterable[Row]


def as_json(figure: Figure) -> str:
    """The whole figure: its kind and every field by name. What is not finite is null, as JSON has no word for it."""
    return json.dumps(_plain(figure), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def as_csv(figure: Figure) -> str:
    """The figure's numbers as a table with a line of column names; what is not finite is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in _rows(figure):
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _rows(figure: Figure) -> Rows:
    return TABLES[type(figure)](figure)


def _lines(figure: Lines) -> Rows:
    behind = [part for part in ("raw", "low", "high") if any(getattr(c, part) is not None for c in figure.curves)]
    yield ["curve", figure.x.label or "x", figure.y.label or "y", *behind]
    for curve in figure.curves:
        parts = [getattr(curve, part) for part in behind]
        for k, (x, y) in enumerate(zip(curve.x, curve.y, strict=True)):
            yield [curve.name, x, y, *("" if part is None else part[k] for part in parts)]


def _bars(figure: Bars) -> Rows:
    yield ["name", figure.y.label or "value"]
    yield from ([name, value] for name, value in zip(figure.names, figure.values, strict=True))


def _image(figure: Image) -> Rows:
    """The matrix itself; where the axes have numbers, with the centres of columns above and of rows at the left."""
    values = np.asarray(figure.values)
    rows, columns = values.shape
    across, down = np.arange(columns, dtype=float), np.arange(rows, dtype=float)
    if figure.extent is not None:
        left, right, bottom, top = figure.extent
        across = left + (across + 0.5) / columns * (right - left)
        down = top - (down + 0.5) / rows * (top - bottom)
    yield [f"{figure.y.label or 'row'} \\ {figure.x.label or 'column'}", *across]
    yield from ([at, *line] for at, line in zip(down, values, strict=True))


def _tiles(figure: Tiles) -> Rows:
    """One line per picture: what is known of it, then its pixels row by row."""
    images = np.asarray(figure.images)
    extra = {"name": figure.names or None, "sample": figure.samples, "marked": figure.marked}
    given = {name: values for name, values in extra.items() if values is not None}
    yield ["tile", *given, *(f"pixel {k}" for k in range(int(np.prod(images.shape[1:]))))]
    for k, image in enumerate(images):
        yield [k, *(values[k] for values in given.values()), *image.ravel()]


def _points(figure: Points) -> Rows:
    points = np.asarray(figure.points)
    columns = [figure.x.label or "x", figure.y.label or "y", "z"][: points.shape[1]]
    extra = {"label": figure.labels, "sample": figure.samples}
    given = {name: values for name, values in extra.items() if values is not None}
    yield [*columns, *given, *(["class"] if figure.labels is not None and figure.classes else [])]
    for k, point in enumerate(points):
        row = [*point, *(values[k] for values in given.values())]
        if figure.labels is not None and figure.classes:
            label = int(figure.labels[k])
            row.append(figure.classes[label] if 0 <= label < len(figure.classes) else "")
        yield row


def _heatmap(figure: Heatmap) -> Rows:
    yield [f"{figure.row_label or 'row'} \\ {figure.column_label or 'column'}", *figure.columns]
    yield from ([name, *line] for name, line in zip(figure.rows, np.asarray(figure.values), strict=True))


def _histogram(figure: Histogram) -> Rows:
    yield ["group", "from", "to", figure.y.label or "count"]
    for group in figure.groups:
        for low, high, count in zip(group.edges[:-1], group.edges[1:], group.counts, strict=True):
            yield [group.name, low, high, count]


def _table(figure: Table) -> Rows:
    yield list(figure.columns)
    yield from (list(row) for row in figure.rows)


def _note(figure: Note) -> Rows:
    yield ["text"]
    yield [figure.text]


def _diagram(figure: Diagram) -> Rows:
    """One line per box, with the boxes that its arrows come from."""
    yield ["node", "text", "words", "from"]
    for k, node in enumerate(figure.nodes):
        yield [k, node.text, node.words, " ".join(str(start) for start, end in figure.arrows if end == k)]


def _panels(figure: Panels) -> Rows:
    return _under_each_other("panel", figure.figures)


def _frames(figure: Frames) -> Rows:
    return _under_each_other("frame", figure.figures)


def _under_each_other(what: str, figures: Iterable[Figure]) -> Rows:
    """The tables of all figures under each other, each line with the number of its figure."""
    head: Row = []
    for k, one in enumerate(figures):
        first, *rest = _rows(one)
        if first != head:
            yield [what, *first]
            head = first
        yield from ([k, *row] for row in rest)


TABLES: dict[type[Figure], Callable[[Any], Rows]] = {
    Lines: _lines,
    Bars: _bars,
    Image: _image,
    Tiles: _tiles,
    Points: _points,
    Heatmap: _heatmap,
    Histogram: _histogram,
    Table: _table,
    Note: _note,
    Diagram: _diagram,
    Panels: _panels,
    Frames: _frames,
}


def _cell(value: Any) -> Any:
    """A number in the fewest digits that give its own type back; an empty cell for what is not finite."""
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return str(value) if math.isfinite(value) else ""
    return value


def _plain(value: Any) -> Any:
    """Figures, arrays and numbers as what JSON knows."""
    if isinstance(value, np.generic):
        value = float(str(value)) if isinstance(value, np.floating) else value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, np.ndarray):
        return [_plain(one) for one in value]
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return [{"at": _plain(key), "value": _plain(one)} for key, one in value.items()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = {"kind": type(value).__name__.lower()} if isinstance(value, Figure) else {}
        return kind | {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value
