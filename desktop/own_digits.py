"""The user's own digits: drawings with a name, one line of JSON each, in a file that only grows at its end.

The data set ``my-digits`` reads the same file.
"""

from __future__ import annotations

import base64
import contextlib
import json
import math
import os
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from core import Array, InknetError
from core.files import PRIVATE, open_regular, reason, replace_file, shown
from core.folders import data_folder
from core.strokes import Drawing
from desktop.pad.kept import drawing_of, plain
from desktop.waiting import when_done

T = TypeVar("T")
LABELS = tuple("0123456789")
SHAPE = (28, 28)
LONGEST = 4_000_000
"""Bytes of a line; what reads the file takes no longer ones."""
APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, eq=False)
class OwnDigit:
    """A drawing with its name, and the image (28, 28) uint8 that the network learns from."""

    label: str
    strokes: Drawing
    image: Array
    size: float = 280.0
    """Side of the pad that the strokes were drawn on."""


class OwnDigits(QObject):
    """Adds, takes back and counts, on a thread of its own and in the order in which it was asked."""

    changed = Signal()
    """A drawing is on disk or gone from it, or the file was read for the first time: the counts are true."""
    told = Signal(str, str)
    """A kind of notice and its words: why a drawing was not kept."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path = usual_path() if path is None else path
        self._counts: Mapping[str, int] = Counter()
        self._files = ThreadPoolExecutor(1, thread_name_prefix="digits")
        self._closed = False
        self._ask(lambda: count(self.path), lambda _: None)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of every class."""
        return {label: self._counts.get(label, 0) for label in LABELS}

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    def add(
        self, label: str, strokes: Drawing, image: Array, size: float = 280.0, then: Callable[[], object] | None = None
    ) -> None:
        """Keep a drawing; ``then`` is called when it is on disk. ``told`` says why where it cannot be."""
        digit = OwnDigit(label, strokes, np.array(image, np.uint8), size)
        self._ask(lambda: _then_count(self.path, lambda: append(self.path, line_of(digit))), then)

    def remove_last(self, then: Callable[[], object] | None = None) -> None:
        """Take the newest drawing away again."""
        self._ask(lambda: _then_count(self.path, lambda: drop_last(self.path)), then)

    def all(self, then: Callable[[list[OwnDigit]], object]) -> None:
        """Read every drawing, oldest first, and hand them to ``then``; lines that are none are passed over."""
        if not self._closed:
            when_done(self, self._files.submit(read_all, self.path), then, self._fail)

    def close(self) -> None:
        """Wait for what is being written; nothing is added any more."""
        self._closed = True
        self._files.shutdown()

    def _ask(self, work: Callable[[], Counter[str]], then: Callable[..., object] | None) -> None:
        def done(counts: Counter[str]) -> None:
            self._counts = counts
            self.changed.emit()
            if then is not None:
                then()

        if not self._closed:
            future: Future[Counter[str]] = self._files.submit(work)
            when_done(self, future, done, self._fail)

    def _fail(self, error: BaseException) -> None:
        self.told.emit("danger", str(error))
