"""What is under a place of the picture, and where something dropped there would go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .layout import FOOT, Box, Column, Picture

Kind = Literal["card", "grip", "pill", "neuron", "input", "lane", "gap", "outside"]
TARGET = 7.0
"""Slack around a grip, so that it is a target of at least 24 pixels."""


@dataclass(frozen=True)
class Hit:
    """``key`` is the layer, or of a gap the layer behind it; ``slot`` counts a column's neurons or ports."""

    kind: Kind
    key: int = 0
    slot: int = -1
    unit: int = -1


def hit(picture: Picture, x: float, y: float, lift: float = 0.0) -> Hit:
    """The thing at a place: cards before grips, grips before lanes.

    ``lift`` is how far the canvas was scrolled down: cards come along and stay in sight.
    """
    for one in picture.columns:
        if one.card.holds(x, y - lift):
            return Hit("card", one.key)
    for one in picture.columns:
        if one.grip and one.grip.holds(x, y, TARGET):
            return Hit("grip", one.key)
        if one.pill and one.pill.holds(x, y, 3):
            return Hit("pill", one.key)
    for one in picture.columns:
        found = _in_lane(one, x, y)
        if found is not None:
            return found
    at = gap_at(picture, x)
    return Hit("gap", picture.columns[at + 1].key) if 0 <= at < len(picture.channels) else Hit("outside")


def _in_lane(one: Column, x: float, y: float) -> Hit | None:
    if one.picture:
        return Hit("input", one.key, slot_near(one, y)) if one.lane.holds(x, y, 4) else None
    slot = slot_near(one, y)
    reach = one.size / 2 + 3
    if one.shown and abs(x - one.x) <= reach and abs(y - one.ys[slot]) <= reach:
        return Hit("neuron", one.key, slot, one.shown[slot])
    return Hit("lane", one.key) if one.lane.holds(x, y, 4) else None


def slot_near(one: Column, y: float) -> int:
    """The slot whose middle is nearest to a height."""
    return min(range(len(one.ys)), key=lambda k: abs(one.ys[k] - y))


def gap_at(picture: Picture, x: float) -> int:
    """The place in the experiment's layers that something dropped at ``x`` would take.

    -1 before the input, and as many as there are layers behind the output: neither is a place for a layer.
    """
    return sum(one.x < x for one in picture.columns) - 1


def layer_at(picture: Picture, x: float, y: float, lift: float = 0.0) -> int | None:
    """The key of the column whose card or lane, or the space between the two, holds a place."""
    for one in picture.columns:
        within = min(one.lane.x, one.card.x) - 4 <= x <= max(one.lane.right, one.card.right) + 4
        lane = one.lane.x - 10 <= x <= one.lane.right + 10 and one.card.y + lift <= y <= one.lane.bottom + 16
        if lane or (within and one.card.holds(x, y - lift, 6)):
            return one.key
    return None


def insertion(picture: Picture, at: int, lift: float = 0.0) -> Box:
    """The line (of no width) that shows where a layer would land: from under the cards to the foot of the lanes."""
    at = max(0, min(at, len(picture.columns) - 2))
    a, b = picture.columns[at], picture.columns[at + 1]
    x = (a.lane.right + b.lane.x) / 2
    top = min(a.card.bottom, b.card.bottom) + lift + 14
    return Box(x, top, 0, picture.height - FOOT - top)
