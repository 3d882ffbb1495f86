"""Between the session, which trains on its own thread, and the window, which only looks and asks."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import InknetError
from core.experiment import Experiment
from core.history import History
from core.session import (
    Built,
    Deed,
    Faulted,
    Finished,
    Rejected,
    Session,
    Slow,
    Stopped,
    SwapAsks,
    Swapped,
    SwapRejected,
)
from core.status import Status
from core.training import Moment

PERIOD = 40
"""Milliseconds between two looks into the mailbox."""
TELL = 0.25
"""Seconds between two words on how far the run is, while it only goes on."""
LOOK = 0.115
"""Seconds between two snapshots while it trains: each is copied, read and painted, and all of that takes from it."""


class Live(QObject):
    """Polls the run and tells the window; takes edits from the window and tells what became of them."""

    edited = Signal(object)
    """The experiment, after it changed for whatever reason."""
    built = Signal(object)
    """The Built event: experiment and data are ready."""
    loaded = Signal(object)
    """The data that a first experiment could not be built with: they show what does not fit."""
    refused = Signal(str)
    """Why an edit was not taken."""
    stopped = Signal(object)
    """The error that ended training."""
    finished = Signal(str)
    """Which stopping rule ended it."""
    swapped = Signal(object)
    """The Swapped event: a plugin's new version is in the training."""
    swap_asks = Signal(object)
    """The SwapAsks event: what an optimizer remembers would be lost."""
    swap_rejected = Signal(object)
    """The SwapRejected event: the version before goes on."""
    faulted = Signal(object)
    """The Faulted event: a plugin failed, and the training rests at the start of that step."""
    slow = Signal(object)
    """The Slow event: a step takes far longer than usual."""
    status = Signal(object)
    """The run's Status, when it changed."""
    snapshot = Signal(object)
    """A new Snapshot."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.guard: Callable[[Experiment, Experiment], str] = lambda before, after: ""
        """Why a change from one experiment to another is not admitted now, as in a lesson; nothing where it is."""
        session.run.measure_threads()
        self._status: Status | None = None
        self._told = self._looked = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self.poll)
        self._timer.start()

    @property
    def experiment(self) -> Experiment:
        """The experiment as the user last had it."""
        return self.session.experiment

    def open(self, session: Session) -> None:
        """Go on with another session; the one before ends."""
        self.session.stop()
        self.session = session
        session.run.measure_threads()
        self._status = None
        self.edited.emit(session.experiment)

    def close(self) -> None:
        """End the session and the polling."""
        self._timer.stop()
        self.session.stop()

    def edit(self, change: Callable[[Experiment], Experiment], label: str, merge: str = "") -> bool:
        """Change the experiment as one edit; False where that was refused and nothing changed."""
        try:
            after = change(self.experiment)
            if words := self.guard(self.experiment, after):
                raise InknetError(words)
            self.session.change(after, label, merge)
        except InknetError as error:
            self.refused.emit(str(error))
            self.edited.emit(self.experiment)
            return False
        self.edited.emit(self.experiment)
        return True

    def put(self, experiment: Experiment, label: str, start: tuple[Moment, History] | None = None) -> bool:
        """Begin anew with another experiment, or where ``start`` stood, as one edit; False where that was refused."""
        try:
            self.session.put(experiment, label, start)
        except InknetError as error:
            self.refused.emit(str(error))
            return False
        self.edited.emit(self.experiment)
        return True

    def record(self, deed: Deed, merge: str = "") -> None:
        """Put something that was done beside the experiment on the undo list."""
        self.session.record(deed, merge)
        self.edited.emit(self.experiment)

    def undo(self) -> None:
        """Take the last edit back."""
        self.session.undo()
        self.edited.emit(self.experiment)

    def redo(self) -> None:
        """Do the edit that was undone last again."""
        self.session.redo()
        self.edited.emit(self.experiment)

    def reset(self) -> None:
        """Fresh weights; an edit like any other."""
        self.session.reset()
        self.edited.emit(self.experiment)

    def train(self) -> None:
        """Train, or pause if it trains."""
        run = self.session.run
        run.pause() if run.status.state == "training" else run.play()

    def poll(self) -> None:
        """Hand on what happened since the last time."""
        for event in self.session.poll():
            if isinstance(event, Built):
                self.built.emit(event)
            elif isinstance(event, Rejected):
                if event.experiment is None and event.data is not None:
                    self.loaded.emit(event.data)
                self.refused.emit(str(event.error))
                self.edited.emit(self.experiment)
            elif isinstance(event, Stopped):
                self.stopped.emit(event.error)
            elif isinstance(event, Finished):
                self.finished.emit(event.reason)
            elif isinstance(event, Swapped):
                self.edited.emit(self.experiment)
                self.swapped.emit(event)
            elif isinstance(event, SwapAsks):
                self.swap_asks.emit(event)
            elif isinstance(event, SwapRejected):
                self.swap_rejected.emit(event)
            elif isinstance(event, Faulted):
                self.faulted.emit(event)
            elif isinstance(event, Slow):
                self.slow.emit(event)
        status, now = self.session.run.status, time.monotonic()
        self._tell(status)
        if status.state == "training" and now < self._looked + LOOK:
            return
        snapshot = self.session.run.take()
        if snapshot is not None:
            self._looked = now
            self.snapshot.emit(snapshot)

    def _tell(self, status: Status) -> None:
        """Emit the status: a new state at once, mere progress a few times a second."""
        now, last = time.monotonic(), self._status
        goes_on = last is not None and status.state == last.state and status.state in ("training", "loading")
        if status is not last and not (goes_on and now < self._told + TELL):
            self._status, self._told = status, now
            self.status.emit(status)
