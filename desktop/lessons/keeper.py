"""Watches trainings, and keeps the best that each came to when it rests."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.data import Data
from core.experiment import Experiment
from core.snapshot import Snapshot
from core.status import Built, Status
from desktop.live import Live

from .records import Record, Records

DIGITS = tuple("0123456789")
SETTLED = ("paused", "finished")


class Keeper(QObject):
    """Only trainings on digits count, as they come: with noise on the test images a number means something else."""

    kept = Signal(object)
    """A Record that is new in the table."""

    def __init__(self, live: Live, records: Callable[[], Records], parent: QObject) -> None:
        """``records`` gives the table when it is first needed."""
        super().__init__(parent)
        self._records = records
        self._experiment: Experiment | None = None
        self._data: Data | None = None
        self._snapshot: Snapshot | None = None
        self._from, self._changed, self._told = 0, False, -1
        live.built.connect(self._show_built)
        live.snapshot.connect(self._show_snapshot)
        live.status.connect(self._show_status)
        self._status: Status | None = None

    def _show_built(self, event: Built) -> None:
        self._experiment, self._data, self._snapshot = event.experiment, event.data, None
        self._from, self._changed, self._told = event.step, event.step > 0, event.step

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.data is not self._data:
            return
        self._snapshot = snapshot
        self._keep()

    def _show_status(self, status: Status) -> None:
        self._status = status
        self._keep()

    def _keep(self) -> None:
        """Where the training rests at a step that was not looked at yet, its best measurement."""
        seen, data, experiment = self._snapshot, self._data, self._experiment
        resting = self._status is not None and self._status.state in SETTLED
        if seen is None or data is None or experiment is None or not resting or seen.step == self._told:
            return
        if self._status is None or self._status.step != seen.step:
            return  # its last moment is still to come
        self._told = seen.step
        counts = data.input_shape == (28, 28) and data.classes == DIGITS and not experiment.sampling.pixel_noise
        measured = [one for one in seen.history.evaluations if one.step > self._from]
        measured = [one for one in measured if math.isfinite(one.test_accuracy)]
        if not counts or not measured:
            return
        best = max(measured, key=lambda one: one.test_accuracy)
        network, tested = experiment.text(data.features, data.outputs), len(data.test.inputs)
        result = (best.test_accuracy, best.epoch, best.seconds, time.strftime("%Y-%m-%d"), network, tested)
        record = Record(*result, experiment, self._changed)
        if self._records().add(record):
            self.kept.emit(record)
