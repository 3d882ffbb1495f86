"""What becomes of a training whose step failed: it goes back to the start of that step, and the culprit is named."""

from __future__ import annotations

from .divergence import located
from .errors import Diverged
from .examination import examine
from .faults import Fault, fault_of
from .history import History
from .registry import Registry
from .rewind import Rewind, anchor_of, put
from .swaps import Names
from .training import Moment, Trainer


def own_plugins(names: Names, registry: Registry) -> bool:
    """Whether any of these components is not built in."""
    origins = (entry.origin for name in names if (entry := registry.entries.get(name)) is not None)
    return any(origin != "built-in" for origin in origins)


def last_good(trainer: Trainer) -> tuple[Moment, History]:
    """The last good moment, copied, and the history up to it."""
    moment, history = trainer.good, trainer.history.copy()
    history.back_to(moment.step)
    return moment, history


def put_back(
    trainer: Trainer, error: BaseException, registry: Registry, rewind: Rewind, step: int, begun: int
) -> Fault | BaseException:
    """Take the training to the start of ``step``, which failed, and say by which plugin; the error for another cause.

    ``begun`` is the count of steps when it began: where the trainer's is larger, the update had begun. Where no plugin
    is to blame, the training goes back to its last good moment; numbers that diverged are told with their place.
    """
    measured = trainer.history.evaluations
    told = _taken_back(trainer, error, registry, rewind, step, begun)
    trainer.history.evaluations = tuple(one for one in measured if one.step <= trainer.step_count)
    return told


def _taken_back(
    trainer: Trainer, error: BaseException, registry: Registry, rewind: Rewind, step: int, begun: int
) -> Fault | BaseException:
    if isinstance(error, Diverged):
        before = anchor_of(trainer)
        fault = _search(trainer, registry, rewind, step)
        if fault is None:
            put(trainer, before)
            error = located(trainer, error)
            put(trainer, before)
        return fault or error
    fault = fault_of(error, registry, step)
    if trainer.step_count == begun:
        trainer.forget_batches()
    elif not rewind.back(trainer, step):
        trainer.restore(trainer.good)
        return fault or error
    if fault is None:
        fault = _examined(trainer, registry, step)
    if fault is None:
        trainer.restore(trainer.good)
    return fault or error


def _search(trainer: Trainer, registry: Registry, rewind: Rewind, step: int) -> Fault | None:
    """Take the steps since the last copy again, each examined before; numbers may have gone wrong some steps ago."""
    if not rewind.to_anchor(trainer, step):
        return None
    while trainer.step_count < step:
        fault = _examined(trainer, registry, trainer.step_count + 1)
        if fault is not None:
            return fault if fault.origin != "built-in" else None
        before = anchor_of(trainer)
        try:
            trainer.step()
        except BaseException:  # it is put back, and what it raised was told already
            put(trainer, before)
            return None
    return None


def _examined(trainer: Trainer, registry: Registry, step: int) -> Fault | None:
    try:
        examine(trainer)
    except BaseException as error:  # a plugin's code may raise anything
        return fault_of(error, registry, step)
    return None
