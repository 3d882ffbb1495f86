"""What a run tells others: where it is, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .data import Data
from .edits import Edit
from .experiment import Experiment
from .history import Evaluation

State = Literal["loading", "paused", "training", "finished", "failed"]


@dataclass(frozen=True)
class Status:
    """Where the run is, as a status bar would say it."""

    state: State = "loading"
    step: int = 0
    epoch: float = 0.0
    goal: int = 0
    """The epoch at which it stops by itself."""
    samples_per_second: float = 0.0
    seconds: float = 0.0
    """Time spent on steps."""
    seconds_left: float | None = None
    share: float = 0.0
    """While loading: how much is done, 0 to 1."""
    words: str = ""
    """While loading, what is loading; when finished or failed, why."""
    evaluation: Evaluation | None = None


@dataclass(frozen=True)
class Built:
    """The experiment is ready to train, or goes on training, as it now is."""

    experiment: Experiment
    data: Data


@dataclass(frozen=True)
class Rejected:
    """An edit could not be built; ``experiment`` is what the run still is, or None if it never had one."""

    edit: Edit
    error: BaseException
    experiment: Experiment | None


@dataclass(frozen=True)
class Stopped:
    """A step failed; the last good weights are back."""

    error: BaseException


@dataclass(frozen=True)
class Finished:
    """A stopping rule ended the run."""

    reason: str


Event = Built | Rejected | Stopped | Finished


class Speed:
    """Samples per second of training steps, over about the last second of them."""

    def __init__(self) -> None:
        self._seconds = self._samples = 0.0

    def add(self, seconds: float, samples: int) -> None:
        """Count a step."""
        if self._seconds > 1:
            self._seconds /= 2
            self._samples /= 2
        self._seconds += seconds
        self._samples += samples

    @property
    def per_second(self) -> float:
        """0 before the first step."""
        return self._samples / self._seconds if self._seconds else 0.0
