"""Runs the bench of one version at a time and hands on what comes, without standing still."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from core.bench import Bench

PERIOD = 25
"""Milliseconds between two looks at what the child has sent."""


class Checking(QObject):
    """The child process lives as long as its answer takes; another version, or ``cancel``, ends it."""

    came = Signal(object)
    """The list of Sections so far."""
    decided = Signal(object)
    """The verdict: Passed or Failed."""

    def __init__(self, builtins: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._builtins = builtins
        self.bench: Bench | None = None
        self._judged = False
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether a version is being checked."""
        return self.bench is not None and not self._judged

    def begin(self, path: Path, source: bytes) -> None:
        """Check this source as the file it will be."""
        from core.bench import Bench

        self.cancel()
        self._judged = False
        self.bench = Bench(path, source, self._builtins)
        self._timer.start()

    def cancel(self) -> None:
        """Give up what is being checked."""
        self._timer.stop()
        if self.bench is not None:
            self.bench.cancel()
            self.bench = None

    def _look(self) -> None:
        bench = self.bench
        if bench is None:
            return
        if bench.poll():
            self.came.emit(list(bench.sections.values()))
        if bench.verdict is not None and not self._judged and self.bench is bench:
            self._judged = True
            self.decided.emit(bench.verdict)
        if bench.done and self.bench is bench:
            self._timer.stop()
