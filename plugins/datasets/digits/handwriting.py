"""Digits by the thousand."""

import numpy as np

from .deform import control_points, deform, uniform
from .pen import write
from .styles import families

BLOCK = 5_000
"""Images that are written between two looks at whether to go on. Each block has a generator of its own."""
MESSINESS = {"neat": (0.25, 0.6), "default": (0.3, 1.1), "transfer": (0.3, 1.5)}
"""How messy the digits of each style are, from and to. Read by 784-128-64-10 after 8 epochs of 60,000, three seeds:

    neat      for galleries and first lessons: 97 % of its own test split, 94 to 95 % of MNIST's
    default   93 % of its own, 96 % of MNIST's
    transfer  hands of every kind, for reading others: 88 % of its own; MNIST as well as default, not better
"""


def generate(count, style, rng, told=lambda done: None):
    """Images (count, 784) uint8 and their labels (count,), each digit as often as the others, in random order.

    ``told(done)`` is called before every block.
    """
    images, labels = np.empty((count, 784), np.uint8), np.empty(count, np.int64)
    for start in range(0, count, BLOCK):
        told(start)
        block = slice(start, min(start + BLOCK, count))
        fill(images[block], labels[block], style, np.random.default_rng(rng.integers(2**63)))
    return images, labels


def fill(images, labels, style, rng):
    """One block of images and labels, written into the arrays given."""
    labels[:] = rng.permutation(np.arange(len(labels)) % 10)
    chosen = np.empty(len(labels), np.int64)
    for digit in range(10):
        numbers = [k for k, family in enumerate(families()) if family.digit == digit]
        weights = np.array([families()[k].weight for k in numbers])
        rows = np.flatnonzero(labels == digit)
        chosen[rows] = rng.choice(numbers, len(rows), p=weights / weights.sum())
    for number, family in enumerate(families()):
        rows = np.flatnonzero(chosen == number)
        if len(rows):
            images[rows] = sample(family, len(rows), style, rng).reshape(len(rows), -1)


def sample(family, count, style, rng):
    """``count`` digits of one family, (count, 28, 28) uint8."""
    messiness = uniform(rng, *MESSINESS[style], count)
    control = control_points(family, messiness, rng)
    x, y = (control[..., axis] @ family.curve.T for axis in (0, 1))
    deform(x, y, family.digit, messiness, rng)
    return write(x, y, family, rng)
