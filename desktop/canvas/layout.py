"""Where everything on the canvas is, as plain data: the widget paints it, the pointer and the view thread ask it.

Lengths are logical pixels. Columns stand from left to right, the input first; a channel is the gap before a layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

Level = Literal["full", "compact", "dots"]
"""How much of a layer there is room for: a whole card, a small one, or a number over its neurons."""
TOP = 20
"""Over the cards."""
FOOT = 62
"""Under the lanes: their grips, and the words of a drop."""
UNDER = 42
"""Between cards and lanes: what hangs under a card."""
WIDEST = 380.0
"""Between the middles of two columns, at the most: two layers do not stand at the ends of the world."""
LEAST_HEIGHT = 330.0
BANDS = 14
"""Ports of a picture on its right edge, at the most; each stands for some rows of pixels."""
TILE = 28.0
"""A neuron of the first layer that is at least so large shows its weights as a picture."""


class Measures(NamedTuple):
    """Sizes at one level of detail."""

    pitch: float
    """Between the middles of two columns, at the least; cards are as much narrower than this as they must be."""
    card: tuple[float, float]
    left: float
    """From the edge to the middle of the first column."""
    right: float
    inset: float
    """From the left edge of the output's card to the middle of its lane: the answers stand to the right."""
    neuron: float
    spacing: float
    """Between two neurons, at the most."""
    tight: float
    picture: float
    """Side of the input's picture."""


MEASURES: dict[Level, Measures] = {
    "full": Measures(122, (148, 84), 90, 138, 26, 18, 30, 26, 112),
    "compact": Measures(76, (68, 58), 50, 92, 20, 14, 27, 20, 58),
    "dots": Measures(34, (32, 22), 32, 60, 14, 8, 14, 11, 28),
}
OPEN = 40.0
"""Side of a neuron's picture in a lane that was entered."""


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a place is inside, or at most ``slack`` outside."""
        return self.x - slack <= x <= self.right + slack and self.y - slack <= y <= self.bottom + slack


@dataclass(frozen=True)
class Content:
    """What a column has to show. ``units`` 0: not known before the data are there."""

    key: int
    units: int
    shown: tuple[int, ...]
    picture: tuple[int, int] | None = None
    """The input's rows and columns of pixels; None where it is a list of numbers."""
    pixels: bool = False
    """Its weights are pictures: it is connected to an input that is one."""


@dataclass(frozen=True)
class Column:
    """One layer, or the input."""

    key: int
    x: float
    """The middle of its lane."""
    card: Box
    lane: Box
    grip: Box | None
    pill: Box | None
    """Says how many neurons have no place, in these words."""
    words: str
    shown: tuple[int, ...]
    """The unit of each slot."""
    ys: tuple[float, ...]
    """The middle of each slot; of a picture, of each port."""
    dots: float | None
    """The middle of the ellipsis, which stands before the last two slots."""
    hidden: int
    size: float
    """Diameter of a neuron, or side of its picture."""
    picture: bool = False
    tiles: bool = False
    answers: Box | None = None
    """Where the output's names and bars are."""


@dataclass(frozen=True)
class Channel:
    """The gap before the layer ``key``: where its edges run, from which heights to which."""

    below: int
    key: int
    box: Box
    left: tuple[float, ...]
    right: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """The whole canvas."""

    width: float
    height: float
    level: Level
    zoom: float
    columns: tuple[Column, ...]
    channels: tuple[Channel, ...]

    def column(self, key: int) -> Column:
        """The column of a layer. Raises StopIteration where there is none."""
        return next(one for one in self.columns if one.key == key)

    def place(self, key: int) -> int:
        """Where a layer stands: 0 is the input."""
        return next(k for k, one in enumerate(self.columns) if one.key == key)


def natural(columns: int, width: float) -> float:
    """The pitch at 100 %: what the width gives, but never less than a small card needs."""
    gaps = max(1, columns - 1)
    full, compact = MEASURES["full"], MEASURES["compact"]
    pitch = (width - full.left - full.right) / gaps
    if pitch >= full.pitch:
        return min(WIDEST, pitch)
    pitch = (width - compact.left - compact.right) / gaps
    return min(full.pitch - 1, max(compact.pitch, pitch))


def fit_zoom(columns: int, width: float) -> float:
    """The zoom at which all columns are in sight; 1 where they are anyway."""
    pitch = natural(columns, width)
    compact, dots = MEASURES["compact"], MEASURES["dots"]
    if compact.left + compact.right + pitch * (columns - 1) <= width + 1:
        return 1.0
    return max(dots.pitch, (width - dots.left - dots.right) / (columns - 1)) / pitch


def pitch_of(columns: int, width: float, zoom: float) -> float:
    """Between the middles of two columns."""
    return max(MEASURES["dots"].pitch, natural(columns, width) * zoom)


def whole_width(columns: int, width: float, zoom: float, picture: bool) -> tuple[float, float]:
    """Pixels from edge to edge, and to the middle of the first column; ``picture`` where that one shows a picture."""
    pitch = pitch_of(columns, width, zoom)
    m = MEASURES[level_of(pitch)]
    margin = max(m.left, m.picture * min(2.0, max(1.0, zoom)) / 2 + 16) if picture else m.left
    return margin + m.right + pitch * (columns - 1), margin


def level_of(pitch: float) -> Level:
    """How much detail a pitch leaves room for."""
    return "full" if pitch >= MEASURES["full"].pitch else "compact" if pitch >= MEASURES["compact"].pitch else "dots"


def area(height: float, level: Level, zoom: float) -> tuple[float, float]:
    """Top and bottom of the room for lanes."""
    top = TOP + MEASURES[level].card[1] + UNDER
    return top, top + (max(height, LEAST_HEIGHT) - top - FOOT) * max(1.0, zoom)


def sizes_of(units: int, pixels: bool, opened: bool, height: float, pitch: float, zoom: float) -> tuple[float, ...]:
    """Diameter of a layer's neurons, and the most and least distance between two."""
    level = level_of(pitch)
    m, grown = MEASURES[level], max(1.0, zoom)
    top, bottom = area(height, level, zoom)
    if pixels and level != "dots":
        room = (bottom - top - OPEN) / max(1, units - 1) if units else 0.0
        if opened or room >= TILE + 6:
            size = max(TILE, min(42.0 * grown, room - 6)) if room >= TILE + 6 else OPEN * grown
            size = min(size, pitch - 30)
            if size >= TILE:
                return size, size + 8, size + 6
    if pixels and m.neuron * grown >= TILE:  # zoomed in far enough
        size = min(m.tight * grown - 8, pitch - 30)
        return size, size + 12, size + 8
    return m.neuron * grown, m.spacing * grown, m.tight * grown


def capacity(units: int, pixels: bool, opened: bool, height: float, pitch: float, zoom: float = 1.0) -> int:
    """How many of a layer's units get a place."""
    size, _, tight = sizes_of(units, pixels, opened, height, pitch, zoom)
    top, bottom = area(height, level_of(pitch), zoom)
    slots = max(4, int((bottom - top - size) // tight) + 1)
    return units if units <= slots else slots - 1


def heights(count: int, top: float, bottom: float, spacing: float, dots: bool) -> tuple[float, ...]:
    """The middles of ``count`` slots, centred; where there are ``dots``, with room for them before the last two."""
    steps = max(1.0, count - 1 + (1.1 if dots else 0.0))
    step = min(spacing, (bottom - top) / steps)
    y, out = (top + bottom - step * (steps if count > 1 else 0)) / 2, []
    for k in range(count):
        out.append(y)
        y += step * (2.1 if dots and k == count - 3 else 1)
    return tuple(out)


def bands(rows: int) -> int:
    """Ports that a picture of so many rows of pixels has."""
    return min(BANDS, rows)


def arrange(
    contents: Sequence[Content], width: float, height: float, zoom: float = 1.0, opened: int | None = None
) -> Picture:
    """Everything in its place in a view of ``width`` by ``height``; ``opened`` is the layer whose lane was entered."""
    count = len(contents)
    pitch = pitch_of(count, width, zoom)
    level = level_of(pitch)
    whole, margin = whole_width(count, width, zoom, contents[0].picture is not None)
    left = max(0.0, (width - whole) / 2) + margin
    top, bottom = area(height, level, zoom)
    columns = []
    for k, one in enumerate(contents):
        x = left + pitch * k
        if k == 0 and one.picture is not None:
            columns.append(_picture_column(one, x, (top + bottom) / 2, pitch, max(1.0, zoom)))
        else:
            columns.append(_column(one, x, height, pitch, zoom, one.key == opened, 0 < k < count - 1, k == count - 1))
    channels = tuple(_channel(a, b) for a, b in pairwise(columns))
    return Picture(max(width, whole), bottom + FOOT, level, zoom, tuple(columns), channels)


def _card(x: float, pitch: float, inset: float | None = None) -> Box:
    """Over the middle of a column; an output's card begins ``inset`` before it."""
    m = MEASURES[level_of(pitch)]
    wide = min(m.card[0], pitch - 8)
    return Box(x - (wide / 2 if inset is None else inset), TOP, wide, m.card[1])


def _picture_column(one: Content, x: float, middle: float, pitch: float, grown: float) -> Column:
    rows, across = one.picture or (1, 1)
    side = MEASURES[level_of(pitch)].picture * min(grown, 2.0)
    w, h = (side, side * rows / across) if rows <= across else (side * across / rows, side)
    w, h = max(w, 12.0), max(h, 12.0)
    box = Box(round(x - w / 2), round(middle - h / 2), round(w), round(h))
    ports = bands(rows)
    ys = tuple(box.y + box.h * (k + 0.5) / ports for k in range(ports))
    return Column(one.key, x, _card(x, pitch), box, None, None, "", tuple(range(ports)), ys, None, 0, 0.0, picture=True)


def _column(
    one: Content, x: float, height: float, pitch: float, zoom: float, opened: bool, resizable: bool, last: bool
) -> Column:
    level = level_of(pitch)
    m = MEASURES[level]
    size, spacing, _ = sizes_of(one.units, one.pixels, opened, height, pitch, zoom)
    top, bottom = area(height, level, zoom)
    hidden = max(0, one.units - len(one.shown))
    slots = max(1, len(one.shown) or 3)
    ys = heights(slots, top + size / 2, bottom - size / 2, spacing, hidden > 0)
    pad = min(10.0, max(4.0, size * 0.55))
    w = size + min(16.0, size * 0.9)
    lane = Box(x - w / 2, ys[0] - size / 2 - pad, w, ys[-1] - ys[0] + size + 2 * pad)
    dots = (ys[-3] + ys[-2]) / 2 if hidden and slots >= 3 else None
    grip = Box(x - 15, lane.bottom - 5, 30, 10) if resizable and level != "dots" else None
    pill, words = None, ""
    if dots is not None and level != "dots":
        words = next((words for words in (f"{hidden:,} more", f"+{hidden:,}") if _wide(words) <= pitch - w - 14), "+")
        pill = Box(lane.right + 6, dots - 9, _wide(words), 18)
    card = _card(x, pitch, m.inset if last else None)
    answers = Box(lane.right + 6, lane.y, x - m.inset + m.card[0] - lane.right - 6, lane.h) if last else None
    if last and level != "full":
        answers = Box(lane.right + 4, lane.y, m.right - w / 2 - 8, lane.h)
    tiles = one.pixels and size >= TILE
    return Column(
        one.key, x, card, lane, grip, pill, words, one.shown, ys, dots, hidden, size, tiles=tiles, answers=answers
    )


def _wide(words: str) -> float:
    """Pixels that small words and the ends of a pill take, near enough."""
    return 14 + 6.2 * len(words)


def _channel(a: Column, b: Column) -> Channel:
    x1 = a.lane.right + 5 if a.picture else a.x + a.size / 2
    x2 = b.x - b.size / 2
    ends = a.ys + b.ys
    top = int(min(ends)) - 6
    left = int(x1)
    return Channel(a.key, b.key, Box(left, top, max(2, int(x2) - left), int(max(ends)) + 7 - top), a.ys, b.ys)
