"""All randomness of a run, by name: the same seed, purpose and place draw the same numbers, whoever draws them."""

from __future__ import annotations

import numpy as np

WEIGHTS, DATA, ORDER, DROPOUT, AUGMENTATION, NOISE, VALIDATION, FRESH = range(8)
"""Purposes of randomness."""


def rng_for(seed: int, purpose: int, *key: int) -> np.random.Generator:
    """The generator for one purpose at one place of a run. A resumed run redraws it, and so does another thread."""
    return np.random.default_rng((seed, purpose, *key))
