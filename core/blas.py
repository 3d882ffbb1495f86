"""One thread for matrix products or two: measured while training, for a network that is wide enough to gain by it.

Two threads bring up to twice the speed on a quiet machine and a tenth of it on a busy one, where each waits for the
other. So both are tried in turns, the faster stays, and a few slow steps with two bring one back at once. The number of
threads changes the last bits of a sum; therefore only the window measures, and the command line keeps to what it is
told.
"""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Callable
from typing import Any

WIDE = 30_000_000
"""Multiplications in a step, per pass, from which on two threads may pay: 512 units twice, in batches of 64."""
TURN = 8
"""Steps with one number of threads before the other has its turn."""
TURNS = (1, 2, 1, 2, 1, 2)
GAIN = 0.87
"""Two threads must need less than this share of the time of one."""
SLOW = 2.0
"""Times the usual time of one thread: a slow step."""
STRIKES = 3
"""Slow steps among the last ten that end the use of two threads."""
SOON = 2.0
"""Seconds until the first trial."""
AGAIN, LONGEST = 20.0, 600.0
"""Seconds until the next trial; twice as long after each that brought nothing."""


class Threads:
    """Chooses the number of threads from what each step took. Belongs to the thread that trains."""

    def __init__(
        self, use: Callable[[int], None] | None = None, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._use = use  # the library's own is looked for when it is needed first
        self._clock = clock
        self.number = 1
        self._work = 0
        self._wait = AGAIN
        self._next = 0.0
        self._slow: deque[bool] = deque(maxlen=10)
        self._took: dict[int, list[float]] = {1: [], 2: []}
        self._trial = -1  # steps into the trial; -1 where none is under way

    def took(self, seconds: float, work: int) -> None:
        """Note what a step took, with ``work`` multiplications in each pass, and choose for the next one."""
        if work != self._work:  # another network, or other batches: what was measured no longer counts
            self._work, self._wait = work, AGAIN
            self._settle(1)
            self._next = self._clock() + SOON
        if work < WIDE:
            return
        if self._trial >= 0:
            self._go_on(seconds)
        elif self.number == 2 and self._too_slow(seconds):
            self._give_up()
        elif self._clock() >= self._next:
            self._took, self._trial = {1: [], 2: []}, 0
            self._set(TURNS[0])

    def rest(self) -> None:
        """One thread while nothing trains."""
        self._settle(1)
        self._next = 0.0

    def _go_on(self, seconds: float) -> None:
        within = self._trial % TURN
        self._trial += 1
        if within:  # the first one of a turn wakes threads up, or lets them sleep
            self._took[self.number].append(seconds)
            if self.number == 2 and self._too_slow(seconds):
                return self._give_up()
        if self._trial < TURN * len(TURNS):
            return self._set(TURNS[self._trial // TURN])
        one, two = (statistics.median(self._took[number]) for number in (1, 2))
        if two < GAIN * one:
            self._wait = AGAIN
            self._settle(2)
        else:
            self._give_up()

    def _too_slow(self, seconds: float) -> bool:
        self._slow.append(seconds > SLOW * statistics.median(self._took[1]))
        return sum(self._slow) >= STRIKES

    def _give_up(self) -> None:
        self._settle(1)
        self._wait = min(2 * self._wait, LONGEST)

    def _settle(self, number: int) -> None:
        self._set(number)
        self._slow.clear()
        self._trial, self._next = -1, self._clock() + self._wait

    def _set(self, number: int) -> None:
        if number != self.number:
            self._use = self._use or library()
            self._use(number)
            self.number = number


def library() -> Callable[[int], None]:
    """What sets the number of threads of numpy's matrix products, in the whole process."""
    from threadpoolctl import ThreadpoolController

    found: list[Any] = [one for one in ThreadpoolController().lib_controllers if one.user_api == "blas"]

    def use(number: int) -> None:
        for one in found:
            one.set_num_threads(number)

    return use
