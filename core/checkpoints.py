"""The weights at the end of epochs, kept for views that look back; evenly thinned out where they become too many."""

from __future__ import annotations

from .snapshot import Checkpoint
from .training import Trainer

MOST = 64
MOST_BYTES = 256_000_000
"""How many sets of weights, and how much of them, is kept."""


def with_checkpoint(kept: list[Checkpoint], trainer: Trainer) -> list[Checkpoint]:
    """The checkpoints before where the trainer stands, and one of there."""
    most = min(MOST, max(2, MOST_BYTES // trainer.network.parameters.nbytes))
    earlier = [one for one in kept if one.step < trainer.step_count]
    if len(earlier) >= most:
        del earlier[1::2]
    return [*earlier, Checkpoint(trainer.step_count, trainer.epoch, trainer.network.parameters.copy())]
