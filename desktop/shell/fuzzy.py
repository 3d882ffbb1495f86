"""How well typed letters fit a name: whole words before parts of words, and parts before scattered letters."""

from __future__ import annotations

import re
from typing import NamedTuple

STARTS = re.compile(r"(?<![^\W_])[^\W_]")
"""The first letter of each word."""
SCATTER = 4
"""Scattered letters fit only where they lie in so many times their own length."""


class Fit(NamedTuple):
    """How well something fits, larger is better, and the places of the letters that were found."""

    score: float
    places: tuple[int, ...]


def fit(typed: str, name: str, also: str = "") -> Fit | None:
    """How well ``typed`` fits ``name``; None where a word of it is neither there nor in ``also``, words that help."""
    places: set[int] = set()
    score = 0.0
    for word in typed.lower().split():
        found = _word(word, name.lower())
        if found is None:
            if word not in also.lower():
                return None
            score += 0.5
        else:
            score += found.score
            places.update(found.places)
    return Fit(score - len(name) / 1000, tuple(sorted(places)))


def _word(word: str, name: str) -> Fit | None:
    starts = [match.start() for match in STARTS.finditer(name)]
    for at in starts:
        if name.startswith(word, at):
            end = at + len(word)
            whole = end == len(name) or not name[end].isalnum()
            return Fit(3 + whole + (at == 0) / 2, tuple(range(at, end)))
    at = name.find(word)
    if at >= 0:
        return Fit(2, tuple(range(at, at + len(word))))
    best = max((one for first in starts if (one := _scattered(word, name, first))), default=None)
    return best if len(word) > 1 else None


def _scattered(word: str, name: str, first: int) -> Fit | None:
    places, at = [], first
    if name[first] != word[0]:
        return None
    for letter in word:
        at = name.find(letter, at)
        if at < 0:
            return None
        places.append(at)
        at += 1
    span = places[-1] - places[0] + 1
    return Fit(1 + len(word) / span, tuple(places)) if span <= SCATTER * len(word) else None
