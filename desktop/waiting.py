"""Waiting for another thread's answer without standing still."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer

T = TypeVar("T")
PERIOD = 10
"""Milliseconds between two looks at what is waited for."""


class Waiting(QTimer):
    """Everything that one object waits for, on one timer that goes with it: a timer for each would pile up."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pending: list[tuple[Future[Any], Callable[[Any], object], Callable[[BaseException], object]]] = []
        self.setInterval(PERIOD)
        self.timeout.connect(self._look)

    def add(self, future: Future[T], then: Callable[[T], object], failed: Callable[[BaseException], object]) -> None:
        """Wait for one more."""
        self._pending.append((future, then, failed))
        self.start()

    def _look(self) -> None:
        for one in [one for one in self._pending if one[0].done()]:
            self._pending.remove(one)  # before its call, so that one which raises is not called again
            future, then, failed = one
            error = None if future.cancelled() else future.exception()
            if error is not None:
                failed(error)
            elif not future.cancelled():
                then(future.result())
        if not self._pending:
            self.stop()


def when_done(
    parent: QObject, future: Future[T], then: Callable[[T], object], failed: Callable[[BaseException], object]
) -> None:
    """Call ``then`` or ``failed`` on this thread once the future has its answer; never, where ``parent`` goes first."""
    own = parent.findChild(Waiting, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (own or Waiting(parent)).add(future, then, failed)
