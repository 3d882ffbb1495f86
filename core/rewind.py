"""Takes a training back to the start of the step that a plugin failed in.

A step that fails before the update has changed nothing but its batch. One that fails later may have changed parameters
and state; then the training goes back to a copy made shortly before and takes the steps since again, which gives the
same numbers, as all randomness is named by its place.
"""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass

from .history import History
from .training import Moment, Trainer

SHARE = 400
"""After a copy that cost t, the next waits at least this many t."""


@dataclass(frozen=True, eq=False)
class Anchor:
    """A moment to go back to, with its history as it goes on growing (what is filled is never rewritten)."""

    moment: Moment
    history: History


class Rewind:
    """Copies of one training, made seldom enough to cost nothing."""

    def __init__(self) -> None:
        self._anchor: Anchor | None = None
        self._due = 0.0

    def forget(self) -> None:
        """Another training begins."""
        self._anchor, self._due = None, 0.0

    def keep(self, trainer: Trainer, now: float) -> None:
        """Make a copy where one is due; to be called before a step."""
        if now < self._due:
            return
        if trainer.finite:  # weights may have gone wrong some steps ago, and be found only later
            self._anchor = anchor_of(trainer)
        cost = time.perf_counter() - now
        self._due = now + SHARE * cost

    def back(self, trainer: Trainer, step: int) -> bool:
        """Take the training to the start of ``step``; whether it is there now.

        It is not where the steps since the copy do not repeat, because a plugin keeps memory of its own.
        """
        if not self.to_anchor(trainer, step):
            return False
        while trainer.step_count < step - 1:
            before = anchor_of(trainer)
            try:
                trainer.step()
            except BaseException:  # whatever it is: as far as it went, it is sound
                put(trainer, before)
                return False
        return True

    def to_anchor(self, trainer: Trainer, step: int) -> bool:
        """Take the training to the last copy made before ``step``; False where there is none."""
        if self._anchor is None or self._anchor.moment.step >= step:
            return False
        put(trainer, self._anchor)
        return True


def anchor_of(trainer: Trainer) -> Anchor:
    """Where the training stands."""
    return Anchor(trainer.moment(), copy.copy(trainer.history))


def put(trainer: Trainer, anchor: Anchor) -> None:
    """Take the training to an anchor. The last good moment stays what it is."""
    good = trainer.good
    vars(trainer.history).update(vars(copy.copy(anchor.history)))
    trainer.restore(anchor.moment)
    trainer.good = good
