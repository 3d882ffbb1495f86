"""What the window benchmark looks at: lateness of a timer, turns of the event loop, threads, and live edges."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, QTimer

from desktop.canvas.frames import Frame
from desktop.window import MainWindow

PERIOD = 16
"""Milliseconds of the timer whose lateness is measured."""


def wait(seconds: float) -> None:
    """Let the program run."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


class Lateness:
    """How much later than asked a timer of the window's thread fires, in milliseconds."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=PERIOD)
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.timeout.connect(self._fired)

    def _fired(self) -> None:
        now = time.perf_counter()
        if self._last:
            self._late.append(max(0.0, (now - self._last) * 1000 - PERIOD))
        self._last = now

    def measure(self, seconds: float) -> list[float]:
        """Let the program run and return what was late."""
        self._late, self._last = [], 0.0
        self._timer.start()
        wait(seconds)
        self._timer.stop()
        return self._late


def told(late: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and largest of some milliseconds."""
    ordered = sorted(late)
    p99 = ordered[int(0.99 * (len(ordered) - 1))]
    return {"p50": round(statistics.median(ordered), 2), "p99": round(p99, 2), "max": round(ordered[-1], 2)}


class Turns:
    """The longest turn of the window's event loop, in milliseconds of the thread's own time."""

    def __init__(self) -> None:
        self._last = 0.0
        self._longest = 0.0

    def longest(self, do: Callable[[], object], seconds: float = 0.5) -> float:
        """Do something in a turn of the loop and let its consequences come; the longest of all turns."""
        dispatcher = QAbstractEventDispatcher.instance()
        self._last, self._longest = time.thread_time(), 0.0
        signals = (dispatcher.awake, dispatcher.aboutToBlock)
        for one in signals:
            one.connect(self._mark)
        QTimer.singleShot(0, do)
        wait(seconds)
        for one in signals:
            one.disconnect(self._mark)
        return 1000 * self._longest

    def _mark(self) -> None:
        """One turn lies between two of these; what is slept through is not the thread's own time."""
        now = time.thread_time()
        self._longest, self._last = max(self._longest, now - self._last), now


class Watch(QObject):
    """Counts what a window shows: repaints, frames of the network by gap, and how old these are."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.repaints = 0
        self.seen: Counter[int] = Counter()
        self.painted: Counter[int] = Counter()
        self.ages: list[float] = []
        self._came: dict[int, float] = {}
        window.installEventFilter(self)
        window.live.snapshot.connect(lambda one: self._came.update({one.step: time.perf_counter()}))
        window.network.editor.canvas.feed.made.connect(self._made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.repaints += event.type() == QEvent.Type.UpdateRequest
        return False

    def begin(self) -> None:
        """Count anew."""
        self.repaints = 0
        self.seen.clear()
        self.painted.clear()
        self.ages.clear()
        self._came.clear()

    def _made(self, frame: Frame) -> None:
        gaps = {one.key for one in self._window.network.editor.canvas.picture.channels}
        self.seen.update(gaps & frame.lanes.keys())
        self.painted.update(frame.strips.keys())
        if frame.step in self._came:
            self.ages.append(1000 * (time.perf_counter() - self._came[frame.step]))


def clocks() -> dict[str, float]:
    """Seconds of processor time of each thread so far, by name."""
    found = {}
    for thread in threading.enumerate():
        if thread.ident is not None and hasattr(time, "pthread_getcpuclockid"):
            found[thread.name] = time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
    return found
