"""One recipe from several seeds, one after the other on a run of its own each. ``spread`` makes their picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import InknetError
from core.experiment import Experiment
from core.registry import Registry
from core.session import Built, Faulted, Finished, Rejected, Session, Stopped

LOOKS = 100
"""Milliseconds between two looks at the run."""


@dataclass
class Start:
    """A training from one seed: test accuracy (test loss of a regression) over the epochs so far."""

    seed: int
    epochs: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    state: str = "waits"
    """waits, loading, training, done or failed."""
    trouble: str = ""
    """Why it ended early."""


class Starts(QObject):
    """Trains beside the window's own run; the network on the table is not touched."""

    changed = Signal()
    """Somewhere one is further than before."""
    finished = Signal()
    """All are at their end, or given up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.accuracy = True
        """Whether values are accuracies; losses otherwise."""
        self.starts: list[Start] = []
        self.share = 0.0
        """Of the start under way: how far it is, 0 to 1."""
        self._experiment: Experiment | None = None
        self._registry: Registry | None = None
        self._session: Session | None = None
        self._timer = QTimer(self, interval=LOOKS)
        self._timer.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        """Whether there is something under way."""
        return self._timer.isActive()

    @property
    def now(self) -> Start | None:
        """The start under way."""
        return next((one for one in self.starts if one.state in ("loading", "training")), None)

    def run(self, title: str, experiment: Experiment, registry: Registry, seeds: Sequence[int]) -> None:
        """Train this experiment from these seeds; what was under way is given up, and what came of it goes."""
        self.cancel()
        self.title, self._experiment, self._registry = title, experiment, registry
        self.starts, self.accuracy = [], True
        self.more(seeds)

    def more(self, seeds: Sequence[int]) -> None:
        """Train from further seeds too."""
        self.starts += [Start(seed) for seed in seeds]
        self._timer.start()
        self._next()

    def cancel(self) -> None:
        """Give up what is under way and what waits; what is done stays."""
        self._timer.stop()
        if self._session is not None:
            self._session.stop(0)
            self._session = None
            self.starts = [one for one in self.starts if one.state in ("done", "failed")]
            self.changed.emit()
            self.finished.emit()

    def _next(self) -> None:
        following = next((one for one in self.starts if one.state == "waits"), None)
        if self._session is not None:
            return
        if following is None:
            self._timer.stop()
            self.changed.emit()
            self.finished.emit()
            return
        assert self._experiment is not None
        assert self._registry is not None
        following.state, self.share = "loading", 0.0
        try:
            self._session = Session(replace(self._experiment, seed=following.seed), self._registry)
        except InknetError as error:
            self._end(following, str(error))
        self.changed.emit()

    def _look(self) -> None:
        session, now = self._session, self.now
        if session is None or now is None:
            return
        for event in session.poll():
            if isinstance(event, Built):
                now.state = "training"
                self.accuracy = event.data.task == "classification"
                session.run.play()
            elif isinstance(event, Finished):
                self._take(session, now)
                self._end(now, "")
                return
            elif isinstance(event, Rejected | Stopped | Faulted):
                self._take(session, now)
                self._end(now, str(event.error))
                return
        status = session.run.status
        self.share = status.share if status.state == "loading" else min(1.0, status.epoch / max(1, status.goal))
        self._take(session, now)
        self.changed.emit()

    def _take(self, session: Session, start: Start) -> None:
        snapshot = session.run.take()
        if snapshot is None:
            return
        values = [
            (one.epoch, one.test_accuracy if self.accuracy else one.test_loss) for one in snapshot.history.evaluations
        ]
        known = [(epoch, value) for epoch, value in values if math.isfinite(value)]
        start.epochs, start.values = [epoch for epoch, _ in known], [value for _, value in known]

    def _end(self, start: Start, trouble: str) -> None:
        start.state, start.trouble = "failed" if trouble else "done", trouble
        if self._session is not None:
            self._session.stop(0)
            self._session = None
        self._next()
