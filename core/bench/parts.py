"""What the bench shows of each kind of component, as parts that are run one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from ..figures import Figure
from .section import State


class Outcome(NamedTuple):
    """What a part found."""

    words: str
    figure: Figure | None = None
    state: State = "ok"
    line: int | None = None


class Part(NamedTuple):
    """One aspect of a component: a key that stays from save to save, a title, and what finds it out."""

    key: str
    title: str
    make: Callable[[], Outcome]


def time_of(call: Callable[[], object], seconds: float = 0.1) -> float:
    """The seconds that a call takes, the least of several; about ``seconds`` are spent on finding out."""
    least, until = float("inf"), time.perf_counter() + seconds
    for _ in range(1000):
        begin = time.perf_counter()
        call()
        end = time.perf_counter()
        least = min(least, end - begin)
        if end > until:
            break
    return least


def short_time(seconds: float) -> str:
    """``12 µs``, ``3.4 ms`` or ``1.2 s``."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
