"""Which bracket belongs to which."""

from __future__ import annotations

PAIRS = {"(": ")", "[": "]", "{": "}"}
BACK = {close: open_ for open_, close in PAIRS.items()}
FAR = 20_000
"""Characters that are looked through at most."""


def match(text: str, position: int, skip: frozenset[int] = frozenset()) -> tuple[int, int] | None:
    """The places of the bracket beside ``position`` (before it first) and of its partner; None where there is none.

    A bracket without a partner gives its own place twice. ``skip`` are places within strings and comments.
    """
    for at in (position - 1, position):
        if 0 <= at < len(text) and at not in skip and (text[at] in PAIRS or text[at] in BACK):
            return at, _partner(text, at, skip)
    return None


def _partner(text: str, at: int, skip: frozenset[int]) -> int:
    own = text[at]
    other, way = (PAIRS[own], 1) if own in PAIRS else (BACK[own], -1)
    depth = 0
    end = min(len(text), at + FAR) if way > 0 else max(-1, at - FAR)
    for place in range(at, end, way):
        if place in skip:
            continue
        depth += (text[place] == own) - (text[place] == other)
        if depth == 0:
            return place
    return at
