"""What a run tells others: where it is, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .data import Data
from .edits import Asked
from .experiment import Experiment
from .faults import Fault
from .history import Evaluation
from .swaps import Swap
from .training import Trainer

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
    step: int = 0
    """Steps that the training it goes on from had made."""


@dataclass(frozen=True)
class Rejected:
    """What was asked could not be built; ``experiment`` is what the run still is, or None if it never had one."""

    asked: Asked
    error: BaseException
    experiment: Experiment | None
    data: Data | None = None
    """The data, where those could be loaded: they tell what is wrong with a network that does not fit them."""


@dataclass(frozen=True)
class Stopped:
    """A step failed; the last good weights are back."""

    error: BaseException


@dataclass(frozen=True)
class Finished:
    """A stopping rule ended the run."""

    reason: str


@dataclass(frozen=True)
class Swapped:
    """A plugin's new version is in place since after ``step``."""

    step: int
    words: str
    kept: bool
    """Whether the optimizer goes on with what it remembered."""
    swap: Swap
    experiment: Experiment | None = None
    """The experiment as it is now; other settings where ``told`` says so."""
    told: tuple[str, ...] = ()
    """What had to change in the experiment, and defaults that are others now; a sentence each."""


@dataclass(frozen=True)
class SwapAsks:
    """A new version is not in place yet, since the optimizer's memory would be lost: ``state="fresh"`` agrees."""

    swap: Swap
    words: str


@dataclass(frozen=True)
class SwapRejected:
    """A new version could not be built; the one before goes on."""

    swap: Swap
    error: BaseException


@dataclass(frozen=True)
class Faulted:
    """A plugin's code failed; the training rests at the start of that step, with parameters and state of then."""

    fault: Fault
    error: BaseException


@dataclass(frozen=True)
class Slow:
    """A step that takes far longer than usual and is still under way; ``Session.interrupt`` stops it."""

    step: int
    seconds: float
    hook: str
    """Where it is, such as ``Wave.forward``; nothing where it is in no plugin's code."""
    stubborn: bool = False
    """It was interrupted and did not stop: only ``Session.abandon`` helps."""


Event = Built | Rejected | Stopped | Finished | Swapped | SwapAsks | SwapRejected | Faulted | Slow


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


def status_of(trainer: Trainer, state: State, words: str, goal: int, speed: Speed, seconds: float) -> Status:
    """The status of a training that is built; ``goal`` is the epoch it ends at, ``seconds`` what its steps took."""
    rate, past = speed.per_second, trainer.history.evaluations
    left = (goal - trainer.epoch) * len(trainer.data.train.inputs) / rate if rate else None
    return Status(
        state=state,
        step=trainer.step_count,
        epoch=trainer.epoch,
        goal=goal,
        samples_per_second=rate,
        seconds=seconds,
        seconds_left=left,
        words=words,
        evaluation=past[-1] if past else None,
    )
