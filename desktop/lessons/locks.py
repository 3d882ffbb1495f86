"""What a lesson locks of an experiment. No Qt: the names are those of ``core.lessons.controls``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.experiment import Choice, Experiment
from core.lessons.controls import CONTROLS

WHOLE: dict[str, Callable[[Experiment], Any]] = {
    "dataset": lambda e: (e.dataset, e.mixed),
    "sampling": lambda e: e.sampling,
    "preprocessing": lambda e: e.preprocessing,
    "layers": lambda e: [(one.key, one.units, one.bias, one.dropout, one.frozen) for one in e.layers],
    "loss": lambda e: e.loss,
    "regularizers": lambda e: e.regularizers,
    "augmentations": lambda e: e.augmentations,
    "schedule": lambda e: e.schedule,
    "batch_size": lambda e: (e.batch_size, e.least_batch, e.shuffle),
    "stopping": lambda e: e.stopping,
    "seed": lambda e: e.seed,
}
"""The part of an experiment that a control is for."""
RATE = "learning_rate"


def locked_change(before: Experiment, after: Experiment, locked: frozenset[str]) -> str:
    """The first locked control that a change would turn, as a sentence; empty where it turns none."""
    for control in sorted(locked):
        if _turned(control, before, after):
            name = CONTROLS[control]
            return f"Locked in this lesson: {name}. Close the lesson (Shift+L) to change everything."
    return ""


def _turned(control: str, before: Experiment, after: Experiment) -> bool:
    if control in WHOLE:
        return bool(WHOLE[control](before) != WHOLE[control](after))
    if control in ("activation", "initializer"):
        former = {one.key: getattr(one, control) for one in before.layers}
        return any(former.get(one.key, getattr(one, control)) != getattr(one, control) for one in after.layers)
    if control == "optimizer":
        return _without_rate(before.optimizer) != _without_rate(after.optimizer)
    if control == RATE and before.optimizer.name == after.optimizer.name:
        return bool(_rate(before.optimizer) != _rate(after.optimizer))
    return False


def _without_rate(choice: Choice) -> tuple[str, list[tuple[str, Any]]]:
    return choice.name, [(name, value) for name, value in choice.settings if name != RATE]


def _rate(choice: Choice) -> Any:
    return dict(choice.settings).get(RATE)
