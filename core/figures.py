"""What a visualization may return: plain frozen data, rendered elsewhere.

Every figure has a ``title`` and a ``note``, one sentence on how to read it. Marks may carry ``samples``, row numbers of
``split``, so that hovering and clicking can show the sample itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from .components import Array

Role = Literal["", "train", "test", "measured"]
"""What a curve or a bar stands for; it decides the colour. Unnamed ones take colours in turn."""
Colours = Literal["sequential", "diverging", "classes"]
"""Sequential begins at the paper (0); diverging is symmetric about 0; classes are row numbers of ``classes``."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure:
    """What all figures share."""

    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Axis:
    """What is measured along an axis, in which unit, and whether it is logarithmic."""

    label: str = ""
    unit: str = ""
    log: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, eq=False)
class Curve:
    """One line: x and y, (n,) each, ascending in x. ``raw`` is drawn pale behind it, ``low`` to ``high`` as a band."""

    x: Array
    y: Array
    name: str = ""
    role: Role = ""
    raw: Array | None = None
    low: Array | None = None
    high: Array | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Lines(Figure):
    """Curves over a common axis."""

    curves: tuple[Curve, ...]
    x: Axis = Axis()
    y: Axis = Axis()
    marks: tuple[tuple[float, str], ...] = ()
    """Moments worth a word, such as a plugin that took another's place: (x, words) each, drawn as an upright line."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Bars(Figure):
    """One bar per name; ``values`` (n,). ``chosen`` marks one of them."""

    names: tuple[str, ...]
    values: Array
    y: Axis = Axis()
    chosen: int | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Image(Figure):
    """One picture, (height, width), row 0 at the top.

    ``extent`` is left, right, bottom, top where the axes have numbers.
    """

    values: Array
    colours: Colours = "sequential"
    limit: float | None = None
    """The value of the strongest colour; by default the 99.5th percentile of the absolute values."""
    extent: tuple[float, float, float, float] | None = None
    x: Axis = Axis()
    y: Axis = Axis()
    classes: tuple[str, ...] = ()
    strength: Array | None = None
    """(height, width) in [0, 1]: how far each cell's colour stands out from the panel; fully where None."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Tiles(Figure):
    """Many small pictures of one size, (n, height, width), with one colour scale; a name under each where given."""

    images: Array
    names: tuple[str, ...] = ()
    colours: Colours = "sequential"
    limit: float | None = None
    samples: Array | None = None
    split: str = "test"
    marked: Array | None = None
    """(n,) bool: tiles to outline as wrong."""
    more: int = 0
    """How many others there are that are not shown."""
    bar: bool = False
    """Put a colour bar beside them, for pictures whose values are to be read off."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Points(Figure):
    """Points (n, 2) or (n, 3); three columns rotate. ``labels`` (n,) are class numbers. ``behind`` lies under them."""

    points: Array
    labels: Array | None = None
    classes: tuple[str, ...] = ()
    samples: Array | None = None
    split: str = "test"
    behind: Image | None = None
    joined: bool = False
    """Draw a line from each point to the next, as for a way that was walked; a ring marks the last."""
    x: Axis = Axis()
    y: Axis = Axis()


@dataclass(frozen=True, eq=False, kw_only=True)
class Heatmap(Figure):
    """A matrix (rows, columns) with a name for each row and column; ``samples`` maps (row, column) to row numbers."""

    values: Array
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_label: str = ""
    column_label: str = ""
    colours: Colours = "sequential"
    numbers: bool = True
    """Write each value into its cell."""
    limit: float | None = None
    """The value of the strongest colour, where heat maps are to be compared; by default as in ``Image``."""
    samples: dict[tuple[int, int], Array] = field(default_factory=dict)
    split: str = "test"


@dataclass(frozen=True, eq=False)
class Bins:
    """Counts (n,) between edges (n + 1,)."""

    edges: Array
    counts: Array
    name: str = ""
    role: Role = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Histogram(Figure):
    """One or several histograms, each in a row of its own with its name."""

    groups: tuple[Bins, ...]
    x: Axis = Axis()
    y: Axis = Axis("count")


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Figure):
    """Rows of text under column names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Note(Figure):
    """A sentence in place of a picture: why there is none yet, and what to do about it."""

    text: str


@dataclass(frozen=True)
class Node:
    """A box of a diagram at a place that counts from 0 along the way and across it: a formula, and words under it."""

    text: str
    words: str = ""
    along: float = 0.0
    across: float = 0.0
    role: Literal["", "given", "learned", "result"] = ""
    """What it holds: numbers on their way, numbers from outside, numbers that are learned, or what comes out."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Diagram(Figure):
    """Boxes and the arrows between them, as of a calculation; the way goes right or, where that is narrow, down."""

    nodes: tuple[Node, ...]
    arrows: tuple[tuple[int, int], ...] = ()
    """From which node to which, as places in ``nodes``."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Panels(Figure):
    """Figures beside each other, each under its own title; no Panels and no Frames among them."""

    figures: tuple[Figure, ...]
    columns: int = 0
    """How many beside each other where there is room; 0 leaves it to the room."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Frames(Figure):
    """Figures of one kind shown one after the other, ``seconds`` each."""

    figures: tuple[Figure, ...]
    seconds: float = 0.1


FIGURES: tuple[type[Figure], ...] = (
    Lines,
    Bars,
    Image,
    Tiles,
    Points,
    Heatmap,
    Histogram,
    Table,
    Note,
    Diagram,
    Panels,
    Frames,
)


def strongest(values: Array, share: float = 0.995) -> float:
    """The absolute value that all but the largest half percent stay below; 1 where all are zero or none finite."""
    finite = np.abs(values[np.isfinite(values)])
    top = float(np.quantile(finite, share)) if finite.size else 0.0
    return top or float(finite.max(initial=0.0)) or 1.0
