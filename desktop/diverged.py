"""What to do once training has left the finite numbers: the last good weights are back, and it would happen again."""

from __future__ import annotations

from dataclasses import replace

from core.components import Optimizer
from core.errors import Diverged
from core.settings import written
from desktop.language import tr
from desktop.live import Live
from desktop.parts.notice import Action

LESS = 10
"""What the learning rate is divided by."""


def ways_out(live: Live, error: BaseException) -> list[Action]:
    """What can be pressed beneath the error: a lower learning rate where there is one, and fresh weights."""
    again: Action = (tr("Reset weights"), live.reset)
    lower = lower_rate(live) if isinstance(error, Diverged) else None
    if lower is None:
        return [again]
    return [(tr("Train on with learning rate {rate}", rate=written(lower)), lambda: go_on_with(live, lower)), again]


def sentence(error: BaseException) -> str:
    """The error as a notice begins: with a capital letter."""
    words = str(error)
    return words[:1].upper() + words[1:]


def lower_rate(live: Live) -> float | None:
    """A tenth of the learning rate, as far as the optimizer admits it; None where it has none or none lower."""
    choice = live.experiment.optimizer
    setting = live.session.registry.find(Optimizer, choice.name).settings.get("learning_rate")
    if setting is None:
        return None
    now = float(dict(choice.settings).get("learning_rate", setting.default))
    lower = max(now / LESS, setting.low or 0.0)
    return lower if 0 < lower < now else None


def go_on_with(live: Live, rate: float) -> None:
    """One edit, which undo takes back, and the training goes on from the last good weights."""
    if live.edit(lambda e: replace(e, optimizer=e.optimizer.set("learning_rate", rate)), "Learning rate"):
        live.session.run.play()
