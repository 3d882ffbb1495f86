"""Blocks of training rows: gathered (or made afresh), augmented and preprocessed, one ahead on the second core.

A block is the same whoever makes it and whenever: its randomness is drawn from the seed, the epoch and the row that it
begins with. Where rows are augmented or made afresh, which takes time, the next block is made by a thread of its own
while the network learns from this one. That thread ends with its block: never is more than one block made ahead.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .components import Array, Augmentation
from .data import Data, Split
from .errors import BadData
from .randomness import AUGMENTATION, FRESH, ORDER, rng_for

JOIN = 0.1
"""Seconds between two looks of the waiting thread, so that it can be interrupted."""


class Place(NamedTuple):
    """A block of an epoch: its rows from ``start`` to below ``stop``."""

    epoch: int
    start: int
    stop: int


class _Buffers:
    """Room for one block."""

    def __init__(self, size: int, data: Data, dtype: np.dtype[Any]) -> None:
        self.raw = np.empty((size, data.features), data.train.inputs.dtype)
        self.inputs = np.empty((size, data.features), dtype)
        self.targets = np.empty((size, data.outputs), dtype)


class Blocks:
    """The training rows, block by block. ``preprocess(raw, out)`` makes raw inputs what the network sees.

    ``more`` makes fresh samples, which then take the place of the data's own.
    """

    def __init__(
        self,
        data: Data,
        size: int,
        dtype: np.dtype[Any],
        preprocess: Callable[[Array, Array], object],
        *,
        seed: int,
        shuffle: bool = True,
        augmentations: tuple[Augmentation, ...] = (),
        more: Callable[[int, np.random.Generator], Split] | None = None,
    ) -> None:
        self.size = size
        self.ahead = bool(augmentations or more) and (os.cpu_count() or 1) > 1
        self._data, self._preprocess, self._seed, self._shuffle = data, preprocess, seed, shuffle
        self._augmentations = augmentations
        self._more = more
        self._order: tuple[int, Array] = (-1, np.empty(0, int))
        self._here = _Buffers(size, data, dtype)
        self._there = _Buffers(size, data, dtype) if self.ahead else self._here
        self._under_way: _Task | None = None

    def take(self, place: Place, following: Place) -> Split:
        """Inputs for the network and targets of a block, valid until the next one is taken.

        ``following`` is what will most likely be asked for next. Raises what data sets and augmentations raise.
        """
        task, self._under_way = self._under_way, None
        if task is not None:
            task.wait()
        if task is not None and task.place == place:
            if task.error is not None:
                raise task.error
            self._here, self._there = self._there, self._here
        else:
            self._make(place, self._here)
        if self.ahead:
            self._under_way = _Task(self._make, following, self._there)
        rows = place.stop - place.start
        return Split(self._here.inputs[:rows], self._here.targets[:rows])

    def _make(self, place: Place, buffers: _Buffers) -> None:
        epoch, start, stop = place
        rows = stop - start
        raw, targets = buffers.raw[:rows], buffers.targets[:rows]
        if self._more is None:
            order = self._ordered(epoch)[start:stop]
            np.take(self._data.train.inputs, order, 0, raw, "clip")
            targets[...] = self._data.train.targets[order]
        else:
            self._make_afresh(rows, rng_for(self._seed, FRESH, epoch, start), raw, targets)
        for k, augmentation in enumerate(self._augmentations):
            rng = rng_for(self._seed, AUGMENTATION, epoch, start, k)
            raw = augmentation.apply(raw, self._data.input_shape, rng)
        self._preprocess(raw, buffers.inputs[:rows])

    def _ordered(self, epoch: int) -> Array:
        """Every row once, in the order of this epoch."""
        if self._order[0] != epoch:
            rows = len(self._data.train.inputs)
            order = rng_for(self._seed, ORDER, epoch).permutation(rows) if self._shuffle else np.arange(rows)
            self._order = epoch, order
        return self._order[1]

    def _make_afresh(self, rows: int, rng: np.random.Generator, raw: Array, targets: Array) -> None:
        assert self._more is not None
        made = self._more(rows, rng)
        shapes = np.shape(made[0]), np.shape(made[1])
        if shapes != (raw.shape, targets.shape):
            raise BadData(
                f"more({rows}, rng): expected inputs of shape {raw.shape} and targets of shape {targets.shape}, "
                f"found {shapes[0]} and {shapes[1]}; let it return as many samples as it is asked for"
            )
        raw[...], targets[...] = made[0], made[1]


class _Task:
    """One block under way in a thread of its own."""

    def __init__(self, make: Callable[[Place, _Buffers], None], place: Place, buffers: _Buffers) -> None:
        self.place = place
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, args=(make, buffers), name="next block", daemon=True)
        self._thread.start()

    def _work(self, make: Callable[[Place, _Buffers], None], buffers: _Buffers) -> None:
        try:
            with np.errstate(all="ignore"):  # training looks for what is not finite itself
                make(self.place, buffers)
        except BaseException as error:  # a plugin's code may raise anything; it is raised where the block is taken
            self.error = error

    def wait(self) -> None:
        """Wait until the block is done."""
        while self._thread.is_alive():
            self._thread.join(JOIN)
