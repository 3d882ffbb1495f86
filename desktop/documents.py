"""The project that is open: where it is kept, whether it has changed, and saving and opening it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from core.experiment import Experiment
from core.host import Registry
from core.project import Project, open_project, project_of, save
from core.session import Session
from desktop.language import tr
from desktop.live import Live
from desktop.waiting import when_done

SUFFIX = ".inknet"
FILTER = f"inknet projects (*{SUFFIX})"
Answer = Literal["save", "discard", "cancel"]


class Documents(QObject):
    """New, open, save. Files are read and written beside the window's thread; nothing open is lost when one fails."""

    told = Signal(str, str)
    """A kind of notice and its sentence."""
    changed = Signal()
    """The path, or whether there is something unsaved."""
    opened = Signal(object)
    """The extras of an opened project: what the window kept in it."""

    def __init__(self, live: Live, registry: Registry, extras: Callable[[], dict[str, Any]]) -> None:
        super().__init__()
        self.path: Path | None = None
        self._live, self._registry, self._extras = live, registry, extras
        self._files = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._kept: tuple[Experiment, int] = (live.experiment, 0)

    def set_registry(self, registry: Registry) -> None:
        """Open projects with what this registry has."""
        self._registry = registry

    @property
    def name(self) -> str:
        """What the title bar calls it."""
        return self.path.stem if self.path else tr("Untitled")

    @property
    def unsaved(self) -> bool:
        """Whether the experiment or its training differ from what is on disk."""
        experiment, step = self._kept
        return self._live.experiment != experiment or self._live.session.run.status.step != step

    def new(self) -> None:
        """Begin with the first experiment again."""
        self._live.open(Session(Experiment(), self._registry))
        self._now(None, 0)

    def open(self, path: Path) -> None:
        """Read a project and go on with it; where that fails, what was open stays."""
        self._read(self._files.submit(open_project, path), path)

    def _read(self, future: Future[Project], path: Path) -> None:
        def then(project: Project) -> None:
            start = (project.moment, project.history) if project.moment and project.history else None
            try:
                session = Session(project.experiment, self._registry, start)
            except Exception as error:
                self._fail(error)
                return
            self._live.open(session)
            self._now(path, project.moment.step if project.moment else 0)
            self.opened.emit(project.extras)
            self.told.emit("info", tr("{name} is open.", name=path.name))

        when_done(self, future, then, self._fail)

    def save(self, path: Path | None = None, then: Callable[[], object] = lambda: None) -> None:
        """Write the project to ``path``, or to where it was; ``then`` is called when it is on disk."""
        target = (path or self.path or Path()).with_suffix(SUFFIX)
        experiment, extras = self._live.experiment, self._extras()
        asked = self._live.session.run.ask(lambda trainer: project_of(experiment, trainer, extras))

        def write(project: Project) -> None:
            def written(_: None) -> None:
                self._now(target, project.moment.step if project.moment else 0, experiment)
                self.told.emit("success", tr("{name} is saved.", name=target.name))
                then()

            when_done(self, self._files.submit(save, target, project), written, self._fail)

        when_done(self, asked, write, self._fail)

    def close(self) -> None:
        """Wait for what is being written."""
        self._files.shutdown()

    def _now(self, path: Path | None, step: int, experiment: Experiment | None = None) -> None:
        self.path, self._kept = path, (experiment or self._live.experiment, step)
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self.told.emit("danger", str(error))
