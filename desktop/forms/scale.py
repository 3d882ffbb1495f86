"""Numbers of a setting: how they are written, stepped, and laid out along a slider."""

from __future__ import annotations

import math
from typing import Any

from core.settings import Setting

POSITIONS = 1000
"""Positions of a slider, besides its first."""
MOST_WHOLE = 10_000
"""Whole numbers not spaced by powers of ten have a slider up to this range; for a seed it would mean nothing."""
LEAST_SHARE = 1e-6
"""A slider by powers of ten whose range begins at 0 has this share of its end as the first step."""


def written(value: Any) -> str:
    """The shortest text that reads back as the same value: ``0.001``, ``3``."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def has_slider(setting: Setting) -> bool:
    """Whether there are two ends for a slider to lie between, and a hand can tell what lies between them."""
    if setting.kind not in (int, float) or setting.low is None or setting.high is None:
        return False
    return setting.kind is float or setting.log or setting.high - setting.low <= MOST_WHOLE


def within(setting: Setting, value: float) -> Any:
    """The nearest value that the setting admits, in its own type."""
    if setting.low is not None:
        value = max(value, setting.low)
    if setting.high is not None:
        value = min(value, setting.high)
    return round(value) if setting.kind is int else float(value)


def position_of(setting: Setting, value: float) -> int:
    """Where a value lies on the slider, 0 to POSITIONS."""
    low, high = _ends(setting)
    if setting.log:
        least = _least(low, high)
        share = 0.0 if value < least else math.log(value / least) / math.log(high / least)
    else:
        share = (value - low) / (high - low) if high > low else 0.0
    return round(POSITIONS * min(max(share, 0.0), 1.0))


def value_at(setting: Setting, position: int) -> Any:
    """The value at a position of the slider, rounded to what a hand can mean; the ends are exact."""
    low, high = _ends(setting)
    if position <= 0:
        return within(setting, low)
    if position >= POSITIONS:
        return within(setting, high)
    share = position / POSITIONS
    if setting.log:
        least = _least(low, high)
        return within(setting, _significant(least * (high / least) ** share, 2))
    unit = 10.0 ** math.floor(math.log10((high - low) / 100)) if high > low else 1.0
    return within(setting, _significant(round((low + share * (high - low)) / unit) * unit, 12))


def stepped(setting: Setting, value: float, steps: int, large: bool = False) -> Any:
    """The value after an arrow key: up for positive ``steps``.

    Numbers spaced by powers of ten go 1, 2, 5, 10 (whole ones are doubled and halved), others by about a hundredth of
    their range. ``large`` takes ten steps at once.
    """
    if setting.log and value > 0:
        for _ in range(abs(steps)):
            value = _factored(setting, value, steps > 0, large)
        return within(setting, value)
    if setting.log and setting.kind is float:
        low, high = _ends(setting) if has_slider(setting) else (0.0, 1.0)
        return within(setting, _least(low, high) if steps > 0 else low)
    size = (1.0 if setting.kind is int else _step_size(setting, value)) * (10 if large else 1)
    return within(setting, _significant(value + steps * size, 12))


def _factored(setting: Setting, value: float, up: bool, large: bool) -> float:
    if setting.kind is int:
        factor = 10 if large else 2
        return value * factor if up else value // factor
    if large:
        return _significant(value * 10 if up else value / 10, 12)
    below_least = setting.low is not None and setting.low <= 0 and not up and has_slider(setting)
    if below_least and value <= _least(*_ends(setting)):
        return float(setting.low or 0.0)
    exponent = math.floor(math.log10(value))
    rungs = [rung * 10.0 ** (exponent + power) for power in (-1, 0, 1) for rung in (1, 2, 5)]
    near = value * 1e-9
    found = [r for r in rungs if r > value + near] if up else [r for r in reversed(rungs) if r < value - near]
    return _significant(found[0], 12)


def _step_size(setting: Setting, value: float) -> float:
    if has_slider(setting):
        low, high = _ends(setting)
        return 10.0 ** round(math.log10((high - low) / 100)) if high > low else 1.0
    return 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.1


def _ends(setting: Setting) -> tuple[float, float]:
    assert setting.low is not None
    assert setting.high is not None
    return float(setting.low), float(setting.high)


def _least(low: float, high: float) -> float:
    return low if low > 0 else high * LEAST_SHARE


def _significant(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
