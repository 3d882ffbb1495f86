"""What happened in a run, step by step and measurement by measurement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .components import Array

LIMIT = 200_000


class SeriesView(NamedTuple):
    """A series as another thread may read it: (n,) each. Past the limit one entry stands for ``stride`` steps."""

    steps: Array
    low: Array
    mean: Array
    high: Array


class Series:
    """One number per step. Kept one by one up to ``limit`` (an even number), then neighbours merge.

    Append-only: what is filled is never rewritten, so another thread may read it; halving makes new arrays, and
    ``view()`` takes array and count together.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self._filled: tuple[Array, int, int] = np.empty((3, min(1024, limit))), 0, 1
        self._pending: list[float] = []

    @property
    def stride(self) -> int:
        """Steps that one entry stands for."""
        return self._filled[2]

    def append(self, value: float) -> None:
        """Add the next step's value."""
        values, count, stride = self._filled
        if count == values.shape[1] and not self._pending:  # only between two entries: buckets double all at once
            values, count, stride = self._filled = self._roomier(values, count, stride)
        if stride == 1:
            low = mean = high = value
        else:
            self._pending.append(value)
            if len(self._pending) < stride:
                return
            low, mean, high = min(self._pending), sum(self._pending) / stride, max(self._pending)
            self._pending.clear()
        values[0, count] = low
        values[1, count] = mean
        values[2, count] = high
        self._filled = values, count + 1, stride

    def _roomier(self, values: Array, count: int, stride: int) -> tuple[Array, int, int]:
        if count < self.limit:
            bigger = np.empty((3, min(2 * count, self.limit)))
            bigger[:, :count] = values
            return bigger, count, stride
        low, mean, high = values
        half = count // 2
        merged = np.empty_like(values)
        merged[0, :half] = np.minimum(low[0::2], low[1::2])
        merged[1, :half] = (mean[0::2] + mean[1::2]) / 2
        merged[2, :half] = np.maximum(high[0::2], high[1::2])
        return merged, half, 2 * stride

    def view(self) -> SeriesView:
        """What is there now, read-only. Steps count from 1; a merged entry stands at its last step."""
        values, count, stride = self._filled
        shown = values[:, :count].view()
        shown.flags.writeable = False
        return SeriesView(np.arange(1, count + 1) * stride, *shown)

    def cut(self, steps: int) -> Series:
        """A series of what was known after this many steps; in a bucket cut through, its mean stands for each step."""
        arrays = self.arrays()
        values, pending = arrays["values"], arrays["pending"]
        kept = min(steps // self.stride, values.shape[1])
        rest = steps - kept * self.stride
        pending = pending[:rest] if kept == values.shape[1] else np.full(rest, values[1, kept])
        return Series.of({**arrays, "values": values[:, :kept], "pending": pending}, self.limit)

    def arrays(self) -> dict[str, Array]:
        """Everything as arrays, for a file; ``Series.of`` reads it back."""
        values, count, stride = self._filled
        return {"values": values[:, :count].copy(), "stride": np.array([stride]), "pending": np.array(self._pending)}

    @classmethod
    def of(cls, arrays: dict[str, Array], limit: int = LIMIT) -> Series:
        """A series from ``arrays()``."""
        self = cls(limit)
        values = np.asarray(arrays["values"], float)
        count = values.shape[1]
        self._pending = [float(v) for v in arrays["pending"]]
        most = limit if count < limit else count + count % 2 + 2 * bool(self._pending)
        room = np.empty((3, min(max(1024, 2 * count), most)))
        room[:, :count] = values
        self._filled = room, count, int(arrays["stride"][0])
        return self


class Evaluation(NamedTuple):
    """Loss and accuracy of the splits, measured at a step. Accuracy is NaN for a regression."""

    step: int
    epoch: float
    seconds: float
    train_loss: float
    train_accuracy: float
    test_loss: float
    test_accuracy: float
    validation_loss: float = math.nan
    """NaN, as the accuracy, where no rows are held out to validate."""
    validation_accuracy: float = math.nan


@dataclass(frozen=True, eq=False)
class Past:
    """A history as it was at one moment: what views draw from."""

    loss: SeriesView
    learning_rate: SeriesView
    evaluations: tuple[Evaluation, ...]
    marks: tuple[tuple[int, str], ...] = ()
    """Moments worth a word, such as a plugin that took another's place: (step, words)."""

    def evaluated(self, field: str) -> Array:
        """One field of every evaluation, (n,)."""
        return np.array([getattr(e, field) for e in self.evaluations], float)


class History:
    """Loss and learning rate of every step, and every evaluation."""

    def __init__(self) -> None:
        self.loss = Series()
        self.learning_rate = Series()
        self.evaluations: tuple[Evaluation, ...] = ()
        self.marks: tuple[tuple[int, str], ...] = ()

    def mark(self, step: int, words: str) -> None:
        """Note a moment worth a word, such as a plugin that took another's place."""
        self.marks = (*self.marks, (step, " ".join(words.split())))

    def add(self, evaluation: Evaluation) -> None:
        """Append an evaluation; a second one at the same step takes the place of the first."""
        kept = self.evaluations
        if kept and kept[-1].step == evaluation.step:
            kept = kept[:-1]
        self.evaluations = (*kept, evaluation)

    def back_to(self, step: int) -> None:
        """Forget what came after a step."""
        self.loss, self.learning_rate = self.loss.cut(step), self.learning_rate.cut(step)
        self.evaluations = tuple(e for e in self.evaluations if e.step <= step)
        self.marks = tuple(mark for mark in self.marks if mark[0] <= step)

    def past(self) -> Past:
        """Everything up to now, safe to hand to another thread."""
        return Past(self.loss.view(), self.learning_rate.view(), self.evaluations, self.marks)

    def copy(self) -> History:
        """An independent history that goes on from here."""
        return History.of(self.arrays())

    def arrays(self) -> dict[str, Array]:
        """Everything as arrays, for a file."""
        out = {f"loss.{k}": v for k, v in self.loss.arrays().items()}
        out |= {f"learning_rate.{k}": v for k, v in self.learning_rate.arrays().items()}
        out["evaluations"] = np.array(self.evaluations, float).reshape(-1, len(Evaluation._fields))
        if self.marks:
            out["marks.steps"] = np.array([step for step, _ in self.marks], np.int64)
            out["marks.words"] = np.frombuffer("\n".join(words for _, words in self.marks).encode(), np.uint8)
        return out

    @classmethod
    def of(cls, arrays: dict[str, Array]) -> History:
        """A history from ``arrays()``."""

        def part(name: str) -> Series:
            return Series.of({k: arrays[f"{name}.{k}"] for k in ("values", "stride", "pending")})

        self = cls()
        self.loss, self.learning_rate = part("loss"), part("learning_rate")
        self.evaluations = tuple(Evaluation(int(row[0]), *map(float, row[1:])) for row in arrays["evaluations"])
        if "marks.steps" in arrays:
            words = arrays["marks.words"].tobytes().decode(errors="replace").split("\n")
            self.marks = tuple(zip(map(int, arrays["marks.steps"]), words, strict=False))
        return self
