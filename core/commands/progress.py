"""How a training goes, on standard error: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import sys
import time
from typing import Any

from ..history import Evaluation
from ..status import Status
from .common import say


EVERY = 2.0  # seconds between two lines about the same thing loading


def words_of(evaluation: Evaluation) -> str:
    """``loss 0.123  test 95.1 %``; of a regression, both losses."""
    if evaluation.test_accuracy == evaluation.test_accuracy:
        return f"loss {evaluation.train_loss:.4g}  test {100 * evaluation.test_accuracy:.1f} %"
    return f"loss {evaluation.train_loss:.4g}  test loss {evaluation.test_loss:.4g}"


class Lines:
    """A line now and then while something loads, and one at the end of an epoch."""

    def __init__(self) -> None:
        self._loading = ""
        self._said_at = -math.inf
        self._epoch = 0.0

    def loading(self, share: float, words: str) -> None:
        """So much of something long is done, 0 to 1."""
        now = time.monotonic()
        if words != self._loading and now - self._said_at >= EVERY:
            self._loading, self._said_at = words, now
            say(words)

    def training(self, status: Status, last: Evaluation | None) -> None:
        """Where the run stands; ``last`` is what was measured at the last end of an epoch."""
        if last is not None and last.epoch > self._epoch:
            self._epoch = last.epoch
            speed = f"  {status.samples_per_second:,.0f} samples/s" if status.samples_per_second else ""
            say(f"epoch {last.epoch:.0f} of {max(status.goal, int(last.epoch))}  {words_of(last)}{speed}")

    def close(self) -> None:
        """Nothing more will come."""


class Bar:
    """One line that changes in place."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns: tuple[Any, ...] = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[words]}", markup=False),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._task = self._progress.add_task("", total=1.0, words="")
        self._progress.start()

    def loading(self, share: float, words: str) -> None:
        """So much of something long is done, 0 to 1."""
        self._progress.update(self._task, description=words, completed=share, total=1.0, words="")

    def training(self, status: Status, last: Evaluation | None) -> None:
        """Where the run stands; ``last`` is what was measured at the last end of an epoch."""
        words = f"{words_of(last)}  " if last else ""
        if status.samples_per_second:
            words += f"{status.samples_per_second:,.0f} samples/s"
        self._progress.update(
            self._task,
            description=f"epoch {min(int(status.epoch) + 1, max(status.goal, 1))} of {status.goal}",
            completed=status.epoch,
            total=max(status.goal, status.epoch),
            words=words,
        )

    def close(self) -> None:
        """Leave the last state on the screen."""
        self._progress.stop()


def screen() -> Lines | Bar:
    """What suits standard error."""
    return Bar() if sys.stderr.isatty() else Lines()
