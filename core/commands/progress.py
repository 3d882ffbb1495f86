"""How a training goes, on standard error: a live bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import sys
import time
from typing import Any

from ..history import Evaluation
from ..status import Status
from .common import say

LOADING_EVERY = 2.0  # seconds between two lines about something that loads
EPOCHS_EVERY = 0.5  # seconds between two lines about epochs


def words_of(evaluation: Evaluation) -> str:
    """``loss 0.123  test 95.1 %``; of a regression, both losses."""
    if evaluation.test_accuracy == evaluation.test_accuracy:
        return f"loss {evaluation.train_loss:.4g}  test {100 * evaluation.test_accuracy:.1f} %"
    return f"loss {evaluation.train_loss:.4g}  test loss {evaluation.test_loss:.4g}"


class Lines:
    """A line now and then while something loads, and one at the end of an epoch, or of some where they are short."""

    def __init__(self) -> None:
        self._said = ""
        self._said_at = -math.inf
        self._waiting = ""

    def loading(self, share: float, words: str) -> None:
        """So much of something long is done, 0 to 1."""
        if words != self._said and time.monotonic() - self._said_at >= LOADING_EVERY:
            self._say(words)

    def training(self, status: Status, last: Evaluation | None) -> None:
        """Where the run stands; ``last`` is what was measured at the last end of an epoch."""
        epoch = f"epoch {last.epoch:.0f} of " if last else ""
        if last is None or self._said.startswith(epoch):
            return
        speed = f"  {status.samples_per_second:,.0f} samples/s" if status.samples_per_second else ""
        self._waiting = f"{epoch}{max(status.goal, int(last.epoch))}  {words_of(last)}{speed}"
        if time.monotonic() - self._said_at >= EPOCHS_EVERY:
            self._say(self._waiting)

    def _say(self, words: str) -> None:
        say(words)
        self._said, self._said_at, self._waiting = words, time.monotonic(), ""

    def close(self) -> None:
        """Say the last that was not said yet."""
        if self._waiting:
            self._say(self._waiting)


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
