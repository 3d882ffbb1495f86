"""Numbers as people read them: thousands apart, a true minus, a unit, no more digits than say something."""

from __future__ import annotations

import math
from collections.abc import Iterable

MINUS = "−"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """A value to ``digits`` significant digits: 1,992, 0.1873, 3.2 × 10⁻⁷, not finite."""
    value = float(value)
    if not math.isfinite(value):
        return "not finite"
    if value == 0:
        return "0"
    size = abs(value)
    if size < 1e-4 or size >= 1e9:
        power = math.floor(math.log10(size))
        return signed(f"{_trim(f'{value / 10**power:.{digits - 2}f}')} × {ten_to(power)}")
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    return signed(_trim(f"{value:,.{decimals}f}"))


def place(value: float) -> str:
    """Where along an axis: all figures of a whole number, four of another."""
    return signed(f"{value:,.0f}") if value == round(value) and abs(value) < 1e9 else number(value)


def compact(value: float) -> str:
    """A value in four characters or so, for cells too narrow for all of it: 1.2k, 34k, 5.6M, .04."""
    size = abs(value)
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= unit:
            share = value / unit
            return signed(_trim(f"{share:.1f}") if abs(share) < 9.95 else f"{share:.0f}") + letter
    return number(value, 2)


def in_unit(text: str, unit: str) -> str:
    """``100 %``: the text with the unit behind it, which stays on its line."""
    return f"{text} {unit}" if unit else text


def fixed(value: float, decimals: int) -> str:
    """A tick's text: as many decimals as its neighbours have; millions are shortened."""
    if abs(value) >= 1e6 and decimals == 0:
        millions = value / 1e6
        return signed(f"{millions:,.0f} M" if millions == round(millions) else f"{millions:,.2f}".rstrip("0") + " M")
    return signed(f"{value + 0.0:,.{decimals}f}")


def decimals(values: Iterable[float], digits: int = 3) -> int:
    """How many decimals tell the largest of some values to ``digits`` digits; none where all are whole."""
    sizes = [abs(float(value)) for value in values if math.isfinite(value)]
    if all(size == round(size) for size in sizes):
        return 0
    return min(max(digits - 1 - math.floor(math.log10(max(sizes))), 0), 6)


def ten_to(power: int) -> str:
    """10⁻⁵."""
    return "10" + str(power).translate(RAISED)


def signed(text: str) -> str:
    """The text with a true minus, and none before zero."""
    if text.startswith("-") and not any(figure in text for figure in "123456789"):
        text = text[1:]
    return text.replace("-", MINUS)


def counted(count: int, one: str, many: str) -> str:
    """``1 value is``, ``3 values are``."""
    return f"{count:,} {one if count == 1 else many}"


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
