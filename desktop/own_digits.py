"""The user's own digits: kept, counted and taken back beside the window's thread."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core import Array
from core.folders import data_folder
from core.strokes import Drawing
from desktop import digit_file
from desktop.digit_file import LABELS, OwnDigit

__all__ = ["LABELS", "OwnDigit", "OwnDigits", "usual_file"]

T = TypeVar("T")
PERIOD = 10
"""Milliseconds between two looks at what is done, while something is asked."""


class OwnDigits(QObject):
    """What is asked is done in that order, on a thread of its own; every answer comes back to the window's."""

    changed = Signal()
    """The counts are other ones: a drawing is on disk, or gone from it, or the file was read for the first time."""
    told = Signal(str, str)
    """A kind of notice and its words: why a drawing was not kept, or not taken back."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path = usual_file() if path is None else path
        self._counts: Counter[str] = Counter()
        self._there: Counter[str] | None = None  # what the file holds, known to the thread that writes it
        self._files: ThreadPoolExecutor | None = ThreadPoolExecutor(1, thread_name_prefix="digits")
        self._asked: deque[tuple[Future[Any], Callable[[Any], object]]] = deque()
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(self._look)
        self._ask(lambda counts: None)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of every class."""
        return {label: self._counts[label] for label in LABELS}

    @property
    def total(self) -> int:
        """How many there are."""
        return self._counts.total()

    def add(
        self, label: str, strokes: Drawing, image: Array, size: float = 280.0, then: Callable[[], object] | None = None
    ) -> None:
        """Keep a drawing made on a pad of side ``size``, and its image (28, 28); ``then`` when it is on disk."""
        digit = OwnDigit(label, strokes, np.array(image, np.uint8), size)

        def work(counts: Counter[str]) -> None:
            digit_file.add(self.path, digit)
            counts[label] += 1

        self._ask(work, then)

    def remove_last(self, then: Callable[[], object] | None = None) -> None:
        """Take the newest drawing away again; ``then`` when it is gone."""

        def work(counts: Counter[str]) -> None:
            gone = digit_file.remove_last(self.path)
            counts.subtract([gone.label] if gone else [])

        self._ask(work, then)

    def all(self, then: Callable[[list[OwnDigit]], object]) -> None:
        """Read every drawing, oldest first, and hand them to ``then``."""
        self._submit(lambda: digit_file.read_all(self.path), then)

    def close(self) -> None:
        """Wait for what is being written; after that nothing is done any more."""
        self._timer.stop()
        if self._files is not None:
            self._files.shutdown()
            self._files = None

    def _ask(self, work: Callable[[Counter[str]], None], then: Callable[[], object] | None = None) -> None:
        def counted() -> Counter[str]:
            if self._there is None:
                self._there = digit_file.count(self.path)
            work(self._there)
            return self._there.copy()

        def done(counts: Counter[str]) -> None:
            self._counts = counts
            self.changed.emit()
            if then is not None:
                then()

        self._submit(counted, done)

    def _submit(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        if self._files is not None:
            self._asked.append((self._files.submit(work), then))
            self._timer.start()

    def _look(self) -> None:
        """Hand over what is done; it is done in the order in which it was asked."""
        while self._asked and self._asked[0][0].done():
            future, then = self._asked.popleft()
            error = future.exception()
            if error is None:
                then(future.result())
            else:
                self.told.emit("danger", str(error))
        if not self._asked:
            self._timer.stop()


def usual_file() -> Path:
    """Where the data set ``my-digits`` looks for them."""
    return data_folder() / "my-digits.jsonl"
