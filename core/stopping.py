"""When a run ends by itself."""

from __future__ import annotations

import math

from .experiment import Stopping
from .history import Evaluation
from .training import Trainer

IMPATIENT = "No better "
"""How the words of a run begin that ran out of patience."""


def reason_to_stop(rules: Stopping, trainer: Trainer, base: int, seconds: float) -> str:
    """Why the run that began with epoch ``base``, and took so many seconds, should end now; or nothing."""
    past = trainer.history.evaluations
    if rules.accuracy and past and past[-1].epoch > base and past[-1].test_accuracy >= rules.accuracy:
        return f"Test accuracy {past[-1].test_accuracy:.1%} reached"
    if rules.seconds and seconds >= rules.seconds:
        return f"{rules.seconds:g} seconds of training are over"
    if trainer.row == 0 and trainer.whole_epochs >= base + rules.epochs:
        return f"{rules.epochs} epochs done" if rules.epochs != 1 else "1 epoch done"
    if rules.patience and trainer.row == 0 and patience_is_over(rules.patience, past, base):
        which = "test" if math.isnan(past[-1].validation_loss) else "validation"
        return f"{IMPATIENT}{which} loss for {rules.patience} epochs"
    return ""


def patience_is_over(patience: int, past: tuple[Evaluation, ...], base: int) -> bool:
    """Whether the last ``patience`` epochs brought no better loss than those before, on what is held out.

    Where rows are held out to validate it is their loss: the test split is then only measured.
    """
    ends = [one for one in past if one.epoch >= base and float(one.epoch).is_integer()]
    held_out = bool(ends) and not math.isnan(ends[-1].validation_loss)
    losses = [one.validation_loss if held_out else one.test_loss for one in ends]
    losses = [loss for loss in losses if not math.isnan(loss)]  # from before rows were held out
    return len(losses) > patience and min(losses[-patience:]) >= min(losses[:-patience])


def back_to_the_best(trainer: Trainer, base: int) -> str:
    """Take a training that ran out of patience back to its best epoch, and tell; nothing where it is there already.

    Only of rows held out to validate: weights chosen by their test loss would make it look better than it is.
    """
    best = trainer.best
    if best is None or not base <= best.epoch < trainer.whole_epochs:
        return ""
    trainer.restore(best)
    return f"; the weights of epoch {best.epoch}, the best, are back"
