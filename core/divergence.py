"""Where numbers first stopped being numbers: the steps since the last good moment, taken again with a look after each.

While training, only the loss is looked at in every step and the weights now and then, which costs next to nothing. What
was first not finite is found afterwards, as equal steps give equal numbers.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from .components import Array
from .errors import Diverged
from .network import Trace, split

if TYPE_CHECKING:
    from .training import Trainer

LONGEST = 3.0
"""Seconds that taking steps again may last; what is not found by then is told without its place."""
SCALED = 10.0
"""Inputs beyond this are not scaled."""
GRADIENT = frozenset({"gradient"})


def located(trainer: Trainer, found: Diverged) -> Diverged:
    """``found`` told with the first step and tensor that was not finite, where the steps up to it can be taken again.

    The training stands at its last good moment, before and afterwards; its history must be put back by the caller.
    """
    kept = trainer.kept_gradient, trainer.kept_batch, trainer.kept_step
    start, end = trainer.good, time.monotonic() + LONGEST
    largest = None
    try:
        while trainer.step_count < found.step and time.monotonic() < end:
            step, trace = trainer.step_count + 1, trainer.trace(len(trainer.upcoming()[0]))
            try:
                trainer.step(GRADIENT)
            except Diverged as error:
                tensor = first_of_forward(trace) or "the loss"
                if error.step != step:
                    return found
            else:
                tensor = first_of_update(trainer)
            reached = largest_of(trace.inputs)
            if tensor:
                words = words_of(step, f"{tensor} is not finite any more", trainer, largest, reached)
                return Diverged(words, step, tensor)
            largest = largest_of(trainer.kept_gradient)
    except BaseException:  # a plugin with a memory of its own need not do the same again
        return found
    finally:
        trainer.kept_gradient, trainer.kept_batch, trainer.kept_step = kept
        trainer.restore(start)
    return found


def first_of_forward(trace: Trace) -> str:
    """What of a forward pass was not finite first; empty where all of it was."""
    if not np.isfinite(trace.inputs).all():
        return "an input"
    for k, part in enumerate(trace.layers):
        for name, array in (("a pre-activation", part.z), ("an activation", part.a), ("an output", part.output)):
            if not np.isfinite(array).all():
                what = "an activation" if array is part.a else name
                return f"{what} in layer {k + 1} of {len(trace.layers)}"
    return ""


def first_of_update(trainer: Trainer) -> str:
    """What of a gradient, met from the last layer down, or of the weights after it was not finite; empty for none."""
    network = trainer.network
    of = len(network.layers)
    if trainer.kept_gradient is not None and not np.isfinite(trainer.kept_gradient).all():
        parts = list(enumerate(split(trainer.kept_gradient, network.sizes)))
        k = next(k for k, part in reversed(parts) if not all(np.isfinite(one).all() for one in part))
        return f"a gradient in layer {k + 1} of {of}"
    if trainer.finite:
        return ""
    k = next(k for k, part in enumerate(network.views) if not all(np.isfinite(one).all() for one in part))
    return f"a weight in layer {k + 1} of {of}"


def largest_of(array: Array | None) -> float | None:
    """The largest finite number by its size; None where there is none."""
    if array is None:
        return None
    finite = np.abs(array[np.isfinite(array)])
    return float(finite.max()) if finite.size else None


def words_of(step: int, what: str, trainer: Trainer, largest: float | None, reached: float | None = None) -> str:
    """What happened, why it may have, and where the training stands now. ``reached`` is the largest input."""
    rate = getattr(trainer.optimizer, "learning_rate", None)
    at = "" if rate is None else f" at learning rate {rate:g}"
    before = "there was no gradient before" if largest is None else f"largest gradient before: {largest:.3g}"
    inputs = f" (they reach {reached:.4g})" if reached is not None and reached > SCALED else ""
    return (
        f"step {step:,}: {what}{at} ({before}). Likely causes: the learning rate is too large; the inputs are not "
        f"scaled{inputs}; the weights start too large. "
        f"The weights of step {trainer.good.step:,}, the last good ones, are back."
    )
