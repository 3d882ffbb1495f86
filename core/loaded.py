"""The last few data sets of a run, so that undo need not load them again."""

from __future__ import annotations

from typing import Any

from .build import Known, data_of
from .components import Progress
from .data import Data
from .experiment import Experiment
from .registry import Registry

KEPT = 2
"""Data sets that stay in memory."""


class Loaded:
    """Data by what they were made from."""

    def __init__(self) -> None:
        self._parts: Known = {}
        self._ready: list[tuple[tuple[Any, ...], Data]] = []

    def data(self, experiment: Experiment, registry: Registry, progress: Progress) -> Data:
        """The experiment's data, loaded unless they are among the last few. Raises as ``data_of`` does."""
        key = (experiment.dataset, experiment.mixed, experiment.sampling, experiment.seed)
        for known, data in self._ready:
            if known == key:
                return data
        progress(0.0, f"Loading {experiment.dataset.name}")
        data = data_of(experiment, registry, progress, self._parts)
        while len(self._parts) > KEPT:
            del self._parts[next(iter(self._parts))]
        self._ready = [*self._ready[-1:], (key, data)]
        return data

    def forget(self, name: str) -> None:
        """Load data sets of this name again when they are next asked for."""
        self._parts = {key: data for key, data in self._parts.items() if key[0].name != name}
        self._ready = [one for one in self._ready if name not in (one[0][0].name, *(mixed.name for mixed in one[0][1]))]
