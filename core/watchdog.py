"""Looks after the thread that runs plugin code: says when a step takes far too long, and stops it where that goes.

Nothing here has a thread of its own: whoever asks the run for its events looks at the clock on the way.
"""

from __future__ import annotations

import ctypes
import statistics
import sys
import threading
import time
from collections import deque

from .faults.fault import hook_now
from .registry import Registry
from .status import Slow

LEAST = 2.0
TIMES = 20
"""A step is slow when it takes longer than LEAST seconds and TIMES the median of those before."""
REMEMBERED = 100
PATIENCE = 3.0
"""Seconds after which a step that was interrupted and still runs counts as one that nothing stops."""


class Interrupted(BaseException):
    """Raised in the middle of a plugin's code because the user stopped it; not an Exception, so that few catch it."""


class Watchdog:
    """The clock of one thread's work, read by others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin = 0.0  # of what is under way; 0 for nothing
        self._step = 0
        self._thread = 0
        self._limit = LEAST
        self._told = False
        self._interrupted = 0.0
        self._told_stubborn = False
        self._durations: deque[float] = deque(maxlen=REMEMBERED)

    def over(self, step: int, usual: float | None = None) -> Watchdog:
        """``with watchdog.over(step):`` watches what runs inside, on this thread.

        Without ``usual`` seconds it is a step, whose usual time is the median. Raises Interrupted at the end where that
        was asked for at the last moment.
        """
        self._step, self._thread = step, threading.get_ident()
        self._limit = -1.0 if usual is None else max(LEAST, TIMES * usual)
        return self

    def __enter__(self) -> None:
        self._begin = time.perf_counter()

    def __exit__(self, *error: object) -> None:
        with self._lock:
            begin, self._begin = self._begin, 0.0
            late, self._interrupted = self._interrupted, 0.0
            if self._limit < 0:
                self._durations.append(time.perf_counter() - begin)
        if self._told or late:
            self._told = self._told_stubborn = False
            _breathe()  # let the exception arrive here rather than in the thread's own work

    @property
    def limit(self) -> float:
        """Seconds after which what is under way is slow."""
        if self._limit >= 0:
            return self._limit
        known = list(self._durations)
        return max(LEAST, TIMES * statistics.median(known)) if known else LEAST

    def slow(self, registry: Registry) -> Slow | None:
        """What to tell about the work under way: once when it is slow, and once more when nothing stops it."""
        begin = self._begin
        if not begin:
            return None
        now = time.perf_counter()
        seconds = now - begin
        stubborn = bool(self._interrupted) and now - self._interrupted > PATIENCE
        if (self._told and not (stubborn and not self._told_stubborn)) or seconds < self.limit:
            return None
        self._told, self._told_stubborn = True, stubborn
        frame = sys._current_frames().get(self._thread)
        return Slow(self._step, seconds, hook_now(frame, registry), stubborn)

    def interrupt(self) -> bool:
        """Raise Interrupted in the watched thread; False where nothing was under way."""
        with self._lock:
            if not self._begin:
                return False
            self._interrupted = time.perf_counter()
            thread = ctypes.c_ulong(self._thread)
            return bool(ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(Interrupted)))


def _breathe() -> None:
    """Give an exception that another thread has set the moment that it needs to be raised."""
    for _ in range(100):
        time.sleep(0)
