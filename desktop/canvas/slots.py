"""Which neurons of a wide layer are shown. A neuron keeps its slot, so that nothing moves while it is watched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core import Array

MARGIN = 1.5
"""A neuron takes another's slot only where it matters so many times more."""
MOST = 2
"""Slots that change hands at one time."""


def score(incoming: Array, outgoing: Array | None, activation: Array | None) -> Array:
    """How much each unit matters, (units,): the size of its outgoing weights times how strongly it answers.

    ``incoming`` is (inputs, units), ``outgoing`` (units, next units); a layer without anything behind it is weighed by
    its incoming weights. ``activation`` is (units,).
    """
    size = np.abs(outgoing).sum(1) if outgoing is not None else np.abs(incoming).sum(0)
    if activation is None:
        return size
    answer = np.abs(activation)
    return size * (0.25 + answer / (float(answer.max(initial=0.0)) or 1.0))


def spread(units: int, count: int) -> tuple[int, ...]:
    """Before anything is known: evenly over the layer."""
    if count >= units:
        return tuple(range(units))
    return tuple(int(k) for k in np.linspace(0, units - 1, count).round())


def best(scores: Array, count: int) -> tuple[int, ...]:
    """The units that matter most, in their own order."""
    if count >= len(scores):
        return tuple(range(len(scores)))
    return tuple(sorted(int(k) for k in np.argsort(-scores, kind="stable")[:count]))


def hold(shown: Sequence[int], units: int, count: int) -> tuple[int, ...]:
    """After a change of size: who still exists keeps its slot, free slots go to units not shown yet."""
    if count >= units:
        return tuple(range(units))
    kept = [unit for unit in shown if unit < units][:count]
    if len(kept) == count:
        return tuple(kept)
    have = set(kept)
    for unit in (*spread(units, count), *range(units)):
        if len(kept) >= count:
            break
        if unit not in have:
            kept.append(unit)
            have.add(unit)
    return tuple(kept)


def better(shown: Sequence[int], scores: Array) -> tuple[int, ...]:
    """At rest: a few slots go to neurons that matter more, the others stay as they are."""
    slots, have = list(shown), set(shown)
    waiting = [int(k) for k in np.argsort(-scores, kind="stable")[: len(slots) + MOST] if int(k) not in have]
    for slot in sorted(range(len(slots)), key=lambda k: scores[slots[k]])[:MOST]:
        if waiting and scores[waiting[0]] > MARGIN * scores[slots[slot]]:
            slots[slot] = waiting.pop(0)
    return tuple(slots)


def page(shown: Sequence[int], units: int) -> tuple[int, ...]:
    """The next neurons of a layer, so many as are shown now; behind the last ones it begins again."""
    start = (max(shown) + 1) % units if shown else 0
    return tuple(sorted((start + k) % units for k in range(min(len(shown), units))))


class Shown:
    """The shown units of every layer, by key; takes turns with those that matter more."""

    def __init__(self) -> None:
        self.units: dict[int, tuple[int, ...]] = {}
        self._weighed: dict[int, int] = {}

    def of(self, key: int | None) -> tuple[int, ...]:
        """The units of a layer that have a slot."""
        return () if key is None else self.units.get(key, ())

    def weigh(self, scores: Mapping[int, Array], step: int) -> bool:
        """Give slots to units that matter more, once for each step: all slots the first time, later a few.

        True where anything changed.
        """
        changed = False
        for key, score_ in scores.items():
            shown = self.of(key)
            if self._weighed.get(key) == step or len(score_) <= len(shown):
                continue
            new = better(shown, score_) if key in self._weighed else best(score_, len(shown))
            self._weighed[key] = step
            changed |= new != shown
            self.units[key] = new
        return changed

    def turn(self, key: int, units: int) -> None:
        """Show the next units of a layer."""
        self.units[key] = page(self.of(key), units)
