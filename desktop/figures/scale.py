"""Where an axis begins and ends and where its ticks stand. Logarithmic axes are in powers of ten throughout."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from core import Axis

from . import words

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Steps between ticks, times a power of ten: the numbers that people call round."""
LOG_STEPS = ((1,), (1, 3), (1, 2, 5))
"""Ticks of one decade, from few to many."""
MOST_DECADES = 60


class Tick(NamedTuple):
    """A place along an axis, in the axis's own measure, and what is written there."""

    at: float
    text: str


def round_step(span: float, count: int) -> float:
    """The round step that divides a span into about ``count`` parts."""
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return min((step * power for step in STEPS), key=lambda step: abs(math.log(step / rough)))


def ticks(low: float, high: float, axis: Axis, count: int = 5) -> list[Tick]:
    """About ``count`` round ticks from low to high, with their unit where it is short."""
    if not low < high:
        return []
    unit = axis.unit if len(axis.unit) <= 3 else ""
    made = _log_ticks(low, high, count) if axis.log else _even_ticks(low, high, count)
    return [Tick(at, words.in_unit(text, unit)) for at, text in made]


def _even_ticks(low: float, high: float, count: int) -> list[Tick]:
    step = round_step(high - low, count)
    slack = step * 1e-6
    first, last = math.ceil((low - slack) / step), math.floor((high + slack) / step)
    decimals = _decimals(step)
    if max(abs(low), abs(high)) < 1e-4:
        return [Tick(i * step, words.number(i * step, 3)) for i in range(first, last + 1)]
    return [Tick(i * step, words.fixed(i * step, decimals)) for i in range(first, last + 1)]


def _log_ticks(low: float, high: float, count: int) -> list[Tick]:
    """1, 10, 100 or 1, 3, 10 or 1, 2, 5, 10: the most that fit; where a decade is too much, evenly spaced values."""
    slack = 1e-9
    best: list[float] = []
    for parts in LOG_STEPS:
        places = [
            decade + math.log10(part)
            for decade in range(math.floor(low), math.ceil(high) + 1)
            for part in parts
            if low - slack <= decade + math.log10(part) <= high + slack
        ]
        if len(places) <= count + 1:
            best = places
    if len(best) >= 3:
        return [Tick(at, _power_text(at)) for at in best]
    decades = list(range(math.ceil(low - slack), math.floor(high + slack) + 1))
    if len(decades) > count:
        every = math.ceil(len(decades) / count)
        return [Tick(float(at), _power_text(at)) for at in decades if at % every == 0]
    return [Tick(math.log10(at), text) for at, text in _even_ticks(10**low, 10**high, count) if at > 0]


def _power_text(at: float) -> str:
    power = math.floor(at + 1e-9)
    lead = round(10 ** (at - power))
    if -4 <= power <= 5:
        return words.fixed(lead * 10.0**power, max(0, -power))
    return words.ten_to(power) if lead == 1 else f"{lead} × {words.ten_to(power)}"


def _decimals(step: float) -> int:
    """How many decimals a step needs."""
    for decimals in range(12):
        if abs(step * 10**decimals - round(step * 10**decimals)) < 1e-6 * max(1.0, step * 10**decimals):
            return decimals
    return 12


def round_out(low: float, high: float, count: int = 8) -> tuple[float, float]:
    """The nearest round limits around low and high; some room around a single value."""
    if not low < high:
        room = abs(low) * 0.5 or 1.0
        low, high = low - room, high + room
    step = round_step(high - low, count)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


@dataclass
class Span:
    """The limits of an axis. They keep still while data moves, go out in round steps, come in when half is empty."""

    low: float = math.nan
    high: float = math.nan
    growing: bool = False
    """Data has once gone past the end: from then on there is room ahead."""

    def fit(self, low: float, high: float, axis: Axis, exact: bool = False) -> bool:
        """Take in data from low to high (an axis's own low and high win). True where the limits changed.

        ``exact``: begin and end where the data does until it grows, as along x.
        """
        fixed_low, fixed_high = _measure(axis.low, axis), _measure(axis.high, axis)
        low, high = (low if fixed_low is None else fixed_low), (high if fixed_high is None else fixed_high)
        before = (self.low, self.high)
        inside = self.low <= low and high <= self.high
        roomy = inside and (high - low) < 0.4 * (self.high - self.low)
        if exact and not math.isnan(self.low) and high > self.high:
            self.growing = True
        if not inside or roomy:
            if exact and not self.growing and low < high:
                self.low, self.high = low, high
            elif exact and low < high:
                self.low = 0.0 if 0 <= low < 0.1 * high else low
                self.high = round_out(self.low, self.low + (high - self.low) * 1.1)[1]
            else:
                self.low, self.high = round_out(low, high) if not axis.log else _log_out(low, high)
        if fixed_low is not None:
            self.low = fixed_low
        if fixed_high is not None:
            self.high = fixed_high
        if not self.low < self.high:
            self.low, self.high = round_out(self.low, self.low)
        return before != (self.low, self.high)


def _log_out(low: float, high: float) -> tuple[float, float]:
    """Outwards to 1 or 3 times a power of ten."""
    third = math.log10(3)
    places = [
        decade + part for decade in (math.floor(low), math.floor(high), math.floor(high) + 1) for part in (0, third)
    ]
    bottom = max(at for at in places if at <= low + 1e-9)
    top = min(at for at in places if at >= high - 1e-9)
    bottom = max(bottom, top - MOST_DECADES)
    return (bottom, top) if bottom < top else (bottom - 1, top + 1)


def _measure(value: float | None, axis: Axis) -> float | None:
    """An axis's own limit in the measure of the axis."""
    if value is None or not axis.log:
        return value
    return math.log10(value) if value > 0 else None
