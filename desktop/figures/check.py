"""A figure as renderers may rely on it: arrays of numbers in the shapes that the figure's kind promises."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from core import (
    Array,
    Bars,
    Bins,
    Curve,
    Diagram,
    Figure,
    Frames,
    Heatmap,
    Histogram,
    Image,
    Lines,
    Node,
    Note,
    Panels,
    Points,
    Table,
    Tiles,
)
from core.errors import BadComponent


def checked(figure: Any) -> Figure:
    """The figure with every list an array. Raises BadComponent that says which part is wrong, and how."""
    check = CHECKS.get(type(figure))
    if check is None:
        raise BadComponent(f"draw gave {type(figure).__name__}; return a figure such as Lines, Tiles or Note")
    if not isinstance(figure.title, str) or not isinstance(figure.note, str):
        raise BadComponent(f"{type(figure).__name__}: title and note are text; give strings")
    return check(figure)


def finite(values: Array) -> Array:
    """(n,) bool: which values are numbers."""
    return np.isfinite(values)


def _numbers(values: Any, where: str, dimensions: int) -> Array:
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "buif":
            array = array.astype(float)
    except (TypeError, ValueError):
        raise BadComponent(f"{where}: expected numbers, found {type(values).__name__}") from None
    if array.ndim != dimensions:
        raise BadComponent(f"{where}: expected {dimensions} dimensions, found shape {array.shape}")
    return array


def _alike(where: str, **arrays: Any) -> None:
    """Refuses arrays and names of unequal length; None is left out."""
    lengths = {name: len(array) for name, array in arrays.items() if array is not None}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{count:,} {name}" for name, count in lengths.items())
        raise BadComponent(f"{where}: {found}; expected as many of each")


def _texts(values: Any, where: str) -> tuple[str, ...]:
    if isinstance(values, str):
        raise BadComponent(f"{where}: expected several names, found one text; write a tuple of strings")
    return tuple(str(value) for value in values)


def _column(values: Any, where: str) -> Array | None:
    return None if values is None else _numbers(values, where, 1)


def _lines(figure: Lines) -> Figure:
    return dataclasses.replace(figure, curves=tuple(_curve(curve, k) for k, curve in enumerate(figure.curves)))


def _curve(curve: Any, index: int) -> Curve:
    if not isinstance(curve, Curve):
        raise BadComponent(f"Lines.curves[{index}]: expected a Curve, found {type(curve).__name__}")
    where = f"Lines.curves[{index}]" + (f" '{curve.name}'" if curve.name else "")
    parts = {
        part: None if values is None else _numbers(values, f"{where}.{part}", 1).astype(float, copy=False)
        for part, values in (
            ("x", curve.x),
            ("y", curve.y),
            ("raw", curve.raw),
            ("low", curve.low),
            ("high", curve.high),
        )
    }
    _alike(where, **parts)
    return dataclasses.replace(curve, **parts)  # type: ignore[arg-type]


def _bars(figure: Bars) -> Figure:
    names, values = _texts(figure.names, "Bars.names"), _numbers(figure.values, "Bars.values", 1)
    _alike("Bars", names=names, values=values)
    chosen = figure.chosen
    if chosen is not None and not 0 <= chosen < len(values):
        raise BadComponent(f"Bars.chosen: {chosen} is none of the {len(values)} bars; count from 0")
    return dataclasses.replace(figure, names=names, values=values)


def _image(figure: Image) -> Figure:
    values = _numbers(figure.values, "Image.values", 2)
    strength = None if figure.strength is None else _numbers(figure.strength, "Image.strength", 2)
    if strength is not None and strength.shape != values.shape:
        raise BadComponent(f"Image.strength: shape {strength.shape}; expected that of values, {values.shape}")
    return dataclasses.replace(
        figure, values=values, strength=strength, classes=_texts(figure.classes, "Image.classes")
    )


def _tiles(figure: Tiles) -> Figure:
    images, names = _numbers(figure.images, "Tiles.images", 3), _texts(figure.names, "Tiles.names")
    samples, marked = _column(figure.samples, "Tiles.samples"), _column(figure.marked, "Tiles.marked")
    _alike("Tiles", images=images, names=names or None, samples=samples, marked=marked)
    return dataclasses.replace(figure, images=images, names=names, samples=samples, marked=marked)


def _points(figure: Points) -> Figure:
    points = _numbers(figure.points, "Points.points", 2)
    if points.shape[1] not in (2, 3):
        raise BadComponent(f"Points.points: shape {points.shape}; expected two or three columns")
    labels, samples = _column(figure.labels, "Points.labels"), _column(figure.samples, "Points.samples")
    _alike("Points", points=points, labels=labels, samples=samples)
    if labels is not None:
        labels = np.nan_to_num(labels).astype(int)
    behind = None if figure.behind is None else checked(figure.behind)
    if behind is not None and (not isinstance(behind, Image) or behind.extent is None):
        raise BadComponent("Points.behind: expected an Image with an extent")
    classes = _texts(figure.classes, "Points.classes")
    return dataclasses.replace(
        figure, points=points.astype(float, copy=False), labels=labels, samples=samples, behind=behind, classes=classes
    )


def _heatmap(figure: Heatmap) -> Figure:
    values = _numbers(figure.values, "Heatmap.values", 2)
    rows, columns = _texts(figure.rows, "Heatmap.rows"), _texts(figure.columns, "Heatmap.columns")
    if values.shape != (len(rows), len(columns)):
        raise BadComponent(
            f"Heatmap: values of shape {values.shape}, {len(rows)} row names and {len(columns)} column names; "
            "expected a name for every row and column"
        )
    return dataclasses.replace(figure, values=values, rows=rows, columns=columns)


def _histogram(figure: Histogram) -> Figure:
    return dataclasses.replace(figure, groups=tuple(_bins(group, k) for k, group in enumerate(figure.groups)))


def _bins(group: Any, index: int) -> Bins:
    if not isinstance(group, Bins):
        raise BadComponent(f"Histogram.groups[{index}]: expected Bins, found {type(group).__name__}")
    where = f"Histogram.groups[{index}]"
    edges, counts = _numbers(group.edges, f"{where}.edges", 1), _numbers(group.counts, f"{where}.counts", 1)
    if len(edges) != len(counts) + 1:
        raise BadComponent(f"{where}: {len(counts)} counts and {len(edges)} edges; expected one edge more than counts")
    return dataclasses.replace(group, edges=edges.astype(float, copy=False), counts=counts.astype(float, copy=False))


def _table(figure: Table) -> Figure:
    columns = _texts(figure.columns, "Table.columns")
    rows = tuple(_texts(row, f"Table.rows[{k}]") for k, row in enumerate(figure.rows))
    for k, row in enumerate(rows):
        if len(row) != len(columns):
            raise BadComponent(f"Table.rows[{k}]: {len(row)} cells; expected {len(columns)}, one for each column")
    return dataclasses.replace(figure, columns=columns, rows=rows)


def _note(figure: Note) -> Figure:
    return dataclasses.replace(figure, text=str(figure.text))


def _diagram(figure: Diagram) -> Figure:
    for k, node in enumerate(figure.nodes):
        if not isinstance(node, Node):
            raise BadComponent(f"Diagram.nodes[{k}]: expected a Node, found {type(node).__name__}")
    for k, (start, end) in enumerate(figure.arrows):
        if not (0 <= start < len(figure.nodes) and 0 <= end < len(figure.nodes)):
            raise BadComponent(f"Diagram.arrows[{k}]: {start} to {end}; there are {len(figure.nodes)} nodes, from 0")
    return dataclasses.replace(figure, nodes=tuple(figure.nodes), arrows=tuple(figure.arrows))


def _panels(figure: Panels) -> Figure:
    for k, one in enumerate(figure.figures):
        if isinstance(one, (Panels, Frames)):
            raise BadComponent(f"Panels.figures[{k}]: {type(one).__name__}; expected a figure of another kind")
    return dataclasses.replace(figure, figures=tuple(checked(one) for one in figure.figures))


def _frames(figure: Frames) -> Figure:
    kinds = {type(one).__name__ for one in figure.figures}
    if len(kinds) > 1 or Frames.__name__ in kinds:
        raise BadComponent(f"Frames.figures: {', '.join(sorted(kinds))}; expected figures of one kind, and no Frames")
    return dataclasses.replace(figure, figures=tuple(checked(one) for one in figure.figures))


CHECKS: dict[type[Figure], Callable[[Any], Figure]] = {
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
