"""Keeps what is unsaved: edits within two seconds, the training from time to time. Another thread writes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.experiment import Experiment
from core.project import Project
from core.recovery import Keeper, Pace
from desktop.documents import Documents
from desktop.language import tr
from desktop.live import Live
from desktop.waiting import when_done

PERIOD = 500
"""Milliseconds between two looks at what has changed."""
CONTENT = ("drawing", "notes")
"""What of the window counts as work; where its docks stand does not."""


class Keeping(QObject):
    """Looks twice a second at what has changed since it was saved or kept."""

    told = Signal(str, str)
    """A kind of notice and its sentence."""

    def __init__(self, live: Live, documents: Documents, extras: Callable[[], dict[str, Any]], folder: Path) -> None:
        super().__init__()
        self._live, self._documents, self._extras = live, documents, extras
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="recovery")
        self._keeper: Keeper | None = None  # of the writer's thread alone
        self._busy: Future[Any] | None = None
        self._asked = False
        self._dirty = self._noted = self._failed = False
        self._content: tuple[Experiment, dict[str, Any]] | None = None
        self._step = 0
        self._pace = Pace(time.monotonic())
        self.slowest = 0.0
        """Seconds that the longest look took of the window's time."""
        self._submit(lambda _: self._begin(folder))
        live.edited.connect(self._edited)
        documents.settled.connect(self._settle)
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Have written what has changed, unless something still is."""
        begin = time.perf_counter()
        if self._busy is None or self._busy.done():
            unsaved = self._documents.unsaved
            if self._dirty or (unsaved and not self._noted):
                self._note(unsaved)
            elif unsaved and not self._asked and self._due():
                self._checkpoint()
        self.slowest = max(self.slowest, time.perf_counter() - begin)

    def take_over(self, adopt: Callable[[], Keeper], step: int) -> None:
        """Go on in the folder of what was restored, which stays until that is saved or given up."""

        def change(_: Keeper | None) -> None:
            if self._keeper is not None:
                self._keeper.close()
            self._keeper = adopt()

        self._submit(change)
        self._content, self._step, self._noted = None, step, False

    def close(self, given_up: bool) -> None:
        """The window closes in order. What was restored stays, unless it was saved or is ``given_up``."""
        self._timer.stop()

        def end(keeper: Keeper | None) -> None:
            if keeper is not None:
                keeper.keep = keeper.keep and not given_up
                keeper.close()

        self._submit(end)
        self._writer.shutdown()

    def _begin(self, folder: Path) -> None:
        self._keeper = Keeper.begin(folder)

    def _edited(self, _: object) -> None:
        self._dirty = True

    def _note(self, unsaved: bool) -> None:
        experiment, extras = self._live.experiment, self._extras()
        content = (experiment, {name: extras.get(name) for name in CONTENT})
        self._dirty = False
        if content == self._content and (self._noted or not unsaved):
            return
        self._content, self._noted = content, True
        path, title, step = self._documents.path, self._documents.name, self._live.session.run.status.step
        self._write(lambda keeper: keeper.note(experiment, extras, path, title, step))

    def _due(self) -> bool:
        run, now = self._live.session.run, time.monotonic()
        if run.experiment is None or run.status.step == self._step:
            return False
        return self._pace.due(now) if run.status.state == "training" else self._pace.rest_due(now)

    def _checkpoint(self) -> None:
        begin, session = time.monotonic(), self._live.session
        self._asked = True

        def keep(project: Project) -> None:
            self._asked = False
            if self._live.session is not session or not self._documents.unsaved:
                return  # saved, or given up, since it was asked for

            def kept(keeper: Keeper | None) -> None:
                if keeper is not None:
                    keeper.checkpoint(project)
                now = time.monotonic()
                self._pace.took(now, now - begin)

            self._step = project.moment.step if project.moment else 0
            self._submit(kept)

        def failed(_: BaseException) -> None:
            self._asked = False  # nothing is built: there is no training to keep

        when_done(self, self._documents.current(), keep, failed)

    def _settle(self) -> None:
        """All is saved, or given up: nothing is left to offer."""
        extras = self._extras()
        self._content = (self._live.experiment, {name: extras.get(name) for name in CONTENT})
        self._dirty = self._noted = False
        self._step = self._live.session.run.status.step
        self._write(lambda keeper: keeper.clear())

    def _write(self, write: Callable[[Keeper], None]) -> None:
        """Have something written, if there is a folder for it."""

        def told(keeper: Keeper | None) -> None:
            if keeper is not None:
                write(keeper)

        self._submit(told)

    def _submit(self, write: Callable[[Keeper | None], object]) -> None:
        self._busy = self._writer.submit(lambda: write(self._keeper))
        when_done(self, self._busy, lambda _: None, self._tell)

    def _tell(self, error: BaseException) -> None:
        """Say once that unsaved work is not kept; it stays where it is, and everything goes on."""
        if not self._failed:
            self._failed = True
            words = tr("Unsaved work cannot be kept for a start after a crash: {reason}. Save it now and then.")
            self.told.emit("warning", words.format(reason=str(error).rstrip(".")))
