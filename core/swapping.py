"""A swap tried out, and what is to be told of it."""

from __future__ import annotations

from .experiment import Experiment
from .registry import Registry
from .status import SwapAsks, Swapped, SwapRejected
from .swaps import Exchange, Load, OtherState, Swap, exchange
from .training import Trainer


def attempt(
    old: Trainer, experiment: Experiment, before: Registry, swap: Swap, load: Load
) -> tuple[Exchange | None, Swapped | SwapAsks | SwapRejected]:
    """What came of the swap, or None where the training stays as it is; and the event that tells so."""
    try:
        done = exchange(old, experiment, before, swap, load)
    except OtherState as error:
        return None, SwapAsks(swap, str(error))
    except BaseException as error:  # a plugin's code may raise anything
        return None, SwapRejected(swap, error)
    return done, Swapped(old.step_count, swap.words, done.kept, swap, done.experiment, done.told)
