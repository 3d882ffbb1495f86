"""Waiting for another thread's answer without standing still."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")


def when_done(
    parent: QObject, future: Future[T], then: Callable[[T], object], failed: Callable[[BaseException], object]
) -> None:
    """Call ``then`` or ``failed`` on this thread once the future has its answer; never, where ``parent`` goes first."""
    timer = QTimer(parent)
    timer.setInterval(10)

    def look() -> None:
        if not future.done():
            return
        timer.stop()  # it goes with its parent: deleting it here would race with that
        error = None if future.cancelled() else future.exception()
        if error is not None:
            failed(error)
        elif not future.cancelled():
            then(future.result())

    timer.timeout.connect(look)
    timer.start()
