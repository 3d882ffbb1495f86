"""An optimizer's update as one compiled loop, where numba is installed (extra ``fast``) and the training is long.

numpy passes over memory once per operation, ten times for Adam; a compiled loop passes once. Any optimizer whose class
says with ``each`` and ``numbers`` what happens to one parameter can have it, a learner's own as well. The loop is used
only if it gives the very bits of ``update``, which is tried first: so a training is the same with it and without.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .components import Array, Optimizer

WORTH = 2_000_000_000
"""Updates of single parameters before compiling is tried: as much work as compiling itself, a few seconds."""
TRIED = 1003
"""Parameters of the trial."""
Loop = Callable[..., None]


class Updates:
    """Hands a trainer's updates to the optimizer or, once that is worth it, to the compiled loop."""

    def __init__(self, worth: int = WORTH) -> None:
        self._left = worth
        self.loop: Loop | None = None

    def make(
        self, optimizer: Optimizer, parameters: Array, gradient: Array, state: dict[str, Array], step: int
    ) -> None:
        """One update in place, as ``optimizer.update`` makes it."""
        if self._left > 0:
            self._left -= len(parameters)
            if self._left <= 0:
                self.loop = loop_for(optimizer)
        if self.loop is None or parameters.dtype != np.float32:
            optimizer.update(parameters, gradient, state, step)
        else:
            _through(self.loop, optimizer, parameters, gradient, state, step)


def loop_for(optimizer: Optimizer) -> Loop | None:
    """The compiled loop, or None where numba, ``each`` or equal bits are missing."""
    if optimizer.each is None or importlib.util.find_spec("numba") is None:
        return None
    try:
        loop = _compiled(optimizer.each, len(optimizer.remembers))
        return loop if loop is not None and _same_bits(loop, optimizer) else None
    except Exception:  # numba compiles at the first call, and each may be anything: update goes on without it
        return None


def _through(
    loop: Loop, optimizer: Optimizer, parameters: Array, gradient: Array, state: dict[str, Array], step: int
) -> None:
    numbers = tuple(map(np.float32, optimizer.numbers(state, step)))
    loop(parameters, gradient, *(state[name] for name in optimizer.remembers), numbers)


def _same_bits(loop: Loop, optimizer: Optimizer) -> bool:
    """Whether loop and ``update`` agree to the last bit over a few steps from the same start."""
    rng = np.random.default_rng(1)
    mine, theirs = (np.linspace(-1, 1, TRIED, dtype=np.float32) for _ in range(2))
    my_state, their_state = optimizer.init(mine), optimizer.init(theirs)
    for step in range(1, 6):
        gradient = (rng.normal(0, 0.1, TRIED) * (rng.random(TRIED) < 0.7)).astype(np.float32)
        _through(loop, optimizer, mine, gradient.copy(), my_state, step)
        optimizer.update(theirs, gradient, their_state, step)
    pairs = [(mine, theirs), *((my_state[name], their_state[name]) for name in their_state)]
    return all(np.array_equal(one, other) for one, other in pairs)


@functools.cache
def _compiled(each: Callable[..., Sequence[float]], arrays: int) -> Any:
    """A loop over parameter, gradient and so many arrays of the state; None for more than two of them."""
    import numba

    compiled = functools.partial(numba.njit, nogil=True, error_model="numpy")
    one = compiled(each)
    if arrays == 1:

        @compiled
        def over_one(parameters, gradient, a, numbers):  # type: ignore[no-untyped-def]
            for i in range(len(parameters)):
                parameters[i], a[i] = one(parameters[i], gradient[i], a[i], *numbers)

        return over_one
    if arrays == 2:

        @compiled
        def over_two(parameters, gradient, a, b, numbers):  # type: ignore[no-untyped-def]
            for i in range(len(parameters)):
                parameters[i], a[i], b[i] = one(parameters[i], gradient[i], a[i], b[i], *numbers)

        return over_two
    return None
