"""Between snapshots and painting: orders frames on the view thread, as often as is fair to the training beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from core import Array, Snapshot

from .curves import Computes
from .frames import Frame, FrameMaker, Wanted

PAINTING_SHARE = 0.02
"""Of the GUI thread's time that repaints of the network may take while it trains: painting holds the interpreter."""
MAKING_SHARE = 0.035
"""Of the view thread's: where there is but one processor to share, training loses as much."""
FASTEST = 1 / 11
"""Seconds between two frames while it trains. Few frames with several gaps each disturb it less than the other way."""
AT_ONCE = 4
"""Gaps in a frame, and more where they are so cheap that it keeps to its share; a deep network's take turns."""
SLOWEST = 0.5
"""Seconds between two frames at the most: a window that was just shown painted once more than usual."""
KEEP = 0.8
"""How much of what was measured before stays in the running means of the costs."""
EARLY = 0.02
"""Seconds that a frame may come before it is due: snapshots come in beats of their own."""


class Feed(QObject):
    """Holds the newest snapshot. One order is under way at a time; while training, gaps are painted in turn."""

    made = Signal(object)
    """A Frame."""
    failed = Signal(str)
    """Why there is none."""

    def __init__(self, host: Computes, wanted: Callable[[], Wanted | None], spent: Callable[[], float]) -> None:
        """``wanted`` says what to show as it is now; ``spent`` gives the seconds of painting since it was last asked.

        What making a frame raises comes with ``failed``, and the next order is made all the same.
        """
        super().__init__()
        self._host, self._wanted, self._spent = host, wanted, spent
        self._maker = FrameMaker()
        self.snapshot: Snapshot | None = None
        self.drawing: Array | None = None
        self.sample = 0
        self.training = False
        self._made: Snapshot | None = None
        self._stale = True
        self._ordered = False
        self._turn = 0
        self._last = 0.0
        self._due = 0.0
        self._painting = self._making = 0.0
        self._gaps = AT_ONCE

    def show(self, snapshot: Snapshot, training: bool) -> None:
        """Another moment. At rest all of it is painted, while training a part."""
        self._stale |= not training
        self.snapshot, self.training = snapshot, training
        self._order()

    def refresh(self) -> None:
        """Paint all of it anew: what is shown, or how, has changed."""
        self._stale = True
        self._order()

    def draw_with(self, drawing: Array | None) -> None:
        """Show what the network makes of a drawing, raw (features,); of a test sample without one."""
        self.drawing = None if drawing is None else drawing.reshape(-1)
        self.refresh()

    def _order(self) -> None:
        snapshot, wanted, now = self.snapshot, self._wanted(), time.monotonic()
        if self._ordered or snapshot is None or wanted is None:
            return
        if not self._stale and (not self.training or snapshot is self._made or now < self._due - EARLY):
            return
        self._made = snapshot
        wanted = replace(wanted, drawing=self.drawing, sample=self.sample, training=self.training)
        if not self._stale:
            keys = self._next(wanted)
            wanted = replace(wanted, gaps=keys, lanes=keys, changes=True)
        self._stale, self._ordered, self._last = False, True, now
        self._host.compute("network", partial(made, self._maker, snapshot, wanted), self._take)

    def _next(self, wanted: Wanted) -> frozenset[int]:
        """The gaps whose turn it is."""
        channels = wanted.picture.channels
        for keys in (wanted.gaps, wanted.sight):
            if keys is not None:
                channels = tuple(one for one in channels if one.key in keys) or channels
        cheap = int(FASTEST * MAKING_SHARE * self._gaps / self._making) if self._making else 0
        count = self._gaps = min(len(channels), max(AT_ONCE, cheap))
        picked = frozenset(channels[(self._turn + k) % len(channels)].key for k in range(count))
        self._turn = (self._turn + count) % len(channels)
        return picked

    def _take(self, frame: Frame | BaseException) -> None:
        self._ordered = False
        if isinstance(frame, BaseException):
            self._due = self._last + 1.0
            self.failed.emit(f"{type(frame).__name__}: {frame}")
            return
        self.made.emit(frame)
        self._painting = KEEP * self._painting + (1 - KEEP) * self._spent()
        self._making = KEEP * self._making + (1 - KEEP) * frame.seconds
        pause = max(FASTEST, self._painting / PAINTING_SHARE, self._making / MAKING_SHARE)
        self._due = self._last + min(SLOWEST, pause)
        self._order()  # a newer moment may wait already


def made(maker: FrameMaker, snapshot: Snapshot, wanted: Wanted) -> Frame | BaseException:
    """A frame, or what was raised instead: preprocessings and activations are plugins."""
    try:
        return maker.make(snapshot, wanted)
    except BaseException as error:
        return error
