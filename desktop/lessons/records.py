"""The learner's own best results on digits, with the experiments that gave them, in a file of the user's. No Qt."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InknetError
from core.experiment import Experiment

from .kept import KeptFile

TO_BEAT = 0.978
"""Test accuracy on MNIST of the article that the first lesson follows."""
MOST = 50
"""Results that are kept of each data set."""


@dataclass(frozen=True)
class Record:
    """A result: ``accuracy`` of the test split, 0 to 1, at ``epoch`` after ``seconds`` of steps, on day ``day``."""

    accuracy: float
    epoch: float
    seconds: float
    day: str
    network: str
    """In short, as 784-128-64-10."""
    tested: int
    """Rows of the test split."""
    experiment: Experiment
    changed: bool = False
    """Whether settings were changed while it trained: then the experiment is the last of several."""

    @property
    def data(self) -> str:
        """The name of the data set."""
        return self.experiment.dataset.name

    @property
    def how(self) -> str:
        """What produced it, in a line."""
        e = self.experiment
        hidden = sorted({layer.activation.name for layer in e.layers[:-1]})
        rate = dict(e.optimizer.settings).get("learning_rate")
        parts = [
            *hidden,
            e.optimizer.name + (f" {rate:g}" if isinstance(rate, float | int) else ""),
            f"batch {e.batch_size}",
            *(one.name for one in (*e.regularizers, *e.augmentations, *([e.schedule] if e.schedule else []))),
            f"epoch {self.epoch:.3g}",
            f"seed {e.seed}",
        ]
        return ", ".join(parts) + (", changed on the way" if self.changed else "")


class Records:
    """The best results, each experiment once. Written beside the window's thread."""

    def __init__(self, path: Path, failed: Callable[[str], object] = lambda words: None) -> None:
        """Reads the file; entries that make no sense are left out. ``failed`` is told in any thread."""
        self._file = KeptFile(path, failed)
        self.records = _read(path)

    def add(self, record: Record) -> bool:
        """Keep a result where its experiment had no better one; whether it is kept."""
        former = next((one for one in self.records if one.experiment == record.experiment), None)
        if former is not None and former.accuracy >= record.accuracy:
            return False
        others = [one for one in self.records if one is not former]
        ranked = sorted([*others, record], key=lambda one: (one.data, -one.accuracy))
        same = [one for one in ranked if one.data == record.data][:MOST]
        self.records = [one for one in ranked if one.data != record.data or one in same]
        text = json.dumps([_tree(one) for one in self.records], indent=1)
        self._file.write(text)
        return record in self.records

    def best(self, data: str) -> list[Record]:
        """The results on a data set, best first."""
        return sorted((one for one in self.records if one.data == data), key=lambda one: -one.accuracy)

    def close(self) -> None:
        """Wait for what is being written."""
        self._file.close()


def _tree(record: Record) -> dict[str, Any]:
    fields = {name: getattr(record, name) for name in ("accuracy", "epoch", "seconds", "day", "network", "tested")}
    return {**fields, "changed": record.changed, "experiment": record.experiment.to_tree()}


def _read(path: Path) -> list[Record]:
    try:
        trees = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    found = [_record(tree) for tree in trees if isinstance(tree, dict)] if isinstance(trees, list) else []
    return [one for one in found if one is not None]


def _record(tree: dict[str, Any]) -> Record | None:
    try:
        accuracy, epoch, seconds = (float(tree[name]) for name in ("accuracy", "epoch", "seconds"))
        experiment = Experiment.from_tree(tree["experiment"])
        words = str(tree["day"]), str(tree["network"])
        sound = all(map(math.isfinite, (accuracy, epoch, seconds))) and 0 <= accuracy <= 1
        changed, tested = bool(tree.get("changed")), int(tree["tested"])
    except (KeyError, TypeError, ValueError, InknetError):
        return None
    return Record(accuracy, epoch, seconds, *words, tested, experiment, changed) if sound else None
