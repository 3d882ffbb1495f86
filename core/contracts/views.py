"""What a visualization promises."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from ..components import Visualization
from ..figures import (
    FIGURES,
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
    Panels,
    Points,
    Table,
    Tiles,
)
from .probe import Probe
from .scenes import snapshots


def check_visualization(probe: Probe) -> None:
    """A whole figure of any snapshot, the same each time, from arrays that it leaves alone."""
    probe.needs("draw")
    view = probe.component
    assert isinstance(view, Visualization)
    if not view.title:
        probe.hint(f"{type(view).__name__} has no title: set title = '...' for its tab")
    for scene, snapshot in snapshots(view.needs):
        figure, again = probe.run("draw", snapshot), probe.run("draw", snapshot)
        at = f"for a snapshot {scene}"
        names = ", ".join(one.__name__ for one in FIGURES)
        advice = "return Note(text=...) where there is nothing to draw"
        probe.require(isinstance(figure, FIGURES), "draw", f"a figure {at} ({names})", type(figure).__name__, advice)
        fault = fault_of(figure)
        probe.require(not fault, "draw", f"a whole figure {at}", fault, "give as many of each")
        found = "another one the second time"
        advice = "calculate it from the snapshot alone"
        probe.require(same(figure, again), "draw", f"the same figure each time {at}", found, advice)


def fault_of(figure: Figure) -> str:
    """What does not fit together in a figure, in words; empty where all does."""
    for held, words in _claims(figure):
        if not held:
            return f"{type(figure).__name__} with {words}"
    return ""


def _claims(figure: Figure) -> list[tuple[bool, str]]:
    """What must hold in a figure, each with the words for its opposite."""
    match figure:
        case Lines(curves=curves):
            return [claim for curve in curves for claim in _curve(curve)]
        case Bars(names=names, values=values):
            return [(np.shape(values) == (len(names),), f"{len(names)} names and values of shape {np.shape(values)}")]
        case Image(values=values):
            return [(np.ndim(values) == 2, f"values of shape {np.shape(values)}, not (height, width)")]
        case Tiles(images=images, names=names, samples=samples, marked=marked):
            shape = np.shape(images)
            claims = [(len(shape) == 3, f"images of shape {shape}, not (n, height, width)")]
            for what, some in (("names", names or None), ("samples", samples), ("marked", marked)):
                if some is not None:
                    claims.append((len(some) == shape[0], f"{shape[0]} images and {len(some)} {what}"))
            return claims
        case Points(points=points, labels=labels, samples=samples):
            shape = np.shape(points)
            claims = [(len(shape) == 2 and shape[1] in (2, 3), f"points of shape {shape}, not (n, 2) or (n, 3)")]
            for what, many in (("labels", labels), ("samples", samples)):
                if many is not None:
                    claims.append((len(many) == shape[0], f"{shape[0]} points and {len(many)} {what}"))
            return claims
        case Heatmap(values=values, rows=rows, columns=columns):
            wanted, found = (len(rows), len(columns)), np.shape(values)
            return [(found == wanted, f"{wanted[0]} rows and {wanted[1]} columns named and values of shape {found}")]
        case Histogram(groups=groups):
            return [_bins(one) for one in groups]
        case Table(columns=names, rows=lines):
            return [(len(line) == len(names), f"{len(names)} columns and a row of {len(line)}") for line in lines]
        case Diagram(nodes=nodes, arrows=arrows):
            ends = [end for arrow in arrows for end in arrow]
            return [(all(0 <= end < len(nodes) for end in ends), f"{len(nodes)} nodes and an arrow to another")]
        case Panels(figures=panels):
            plain = not any(isinstance(one, (Panels, Frames)) for one in panels)
            return [
                (plain, "Panels or Frames among its panels"),
                *((not fault_of(one), fault_of(one)) for one in panels),
            ]
        case Frames(figures=frames):
            alike = len({type(one) for one in frames}) == 1
            inside = [(not fault_of(one), fault_of(one)) for one in frames]
            return [(alike, "no frames, or frames of several kinds"), *inside]
    return []


def _curve(curve: Curve) -> list[tuple[bool, str]]:
    shape = np.shape(curve.x)
    claims = [(len(shape) == 1, f"x of shape {shape}, not (n,)")]
    for what in ("y", "raw", "low", "high"):
        some = getattr(curve, what)
        if some is not None:
            claims.append((np.shape(some) == shape, f"x of shape {shape} and {what} of shape {np.shape(some)}"))
    return claims


def _bins(one: Bins) -> tuple[bool, str]:
    edges, counts = len(one.edges), len(one.counts)
    return edges == counts + 1, f"{edges} edges for {counts} counts"


def same(one: Any, other: Any) -> bool:
    """Whether two figures, or parts of them, show the same."""
    if type(one) is not type(other):
        return False
    if dataclasses.is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one))
    if isinstance(one, np.ndarray):
        return one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return bool(one == other) or (one != one and other != other)
