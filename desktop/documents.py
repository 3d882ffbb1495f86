"""The project that is open: where it is kept, whether it has changed, and saving and opening it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from core.errors import BadProject
from core.experiment import Experiment
from core.files import backup_name, clear_stale, shown
from core.host import Registry
from core.lockfile import Lock, hold
from core.placeholders import missing, with_placeholders
from core.project import Project, open_project, project_of, save
from core.session import Session
from desktop.language import tr
from desktop.live import Live
from desktop.waiting import when_done

SUFFIX = ".inknet"
FILTER = f"inknet projects (*{SUFFIX})"
Answer = Literal["save", "discard", "cancel"]


class Opened(NamedTuple):
    """A project that was read, and the lock on its file, unless another window has that."""

    project: Project
    lock: Lock | None


class Documents(QObject):
    """New, open, save. Files are read and written beside the window's thread; nothing open is lost when one fails."""

    told = Signal(str, str)
    """A kind of notice and its sentence."""
    asked = Signal(str, str, list)
    """The same, and what can be done about it: pairs of words and what they do."""
    elsewhere = Signal()
    """A name for the project is wanted: it cannot be saved where it is."""
    changed = Signal()
    """The path, or whether there is something unsaved."""
    offered = Signal(object)
    """The registry that the project to be shown next needs, with places for what is missing."""
    opened = Signal(object)
    """The extras of an opened project: what the window kept in it."""
    settled = Signal()
    """Everything is saved, or given up by the user."""

    def __init__(self, live: Live, registry: Registry, extras: Callable[[], dict[str, Any]]) -> None:
        super().__init__()
        self.path: Path | None = None
        self._live, self._registry, self._extras = live, registry, extras
        self._files = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._kept: tuple[Experiment | None, int] = (live.experiment, 0)
        self._lock: Lock | None = None
        self._title = ""
        self._project: Project | None = None  # as it was opened, for saving what cannot be built here

    def set_registry(self, registry: Registry) -> None:
        """Open projects with what this registry has."""
        self._registry = registry

    @property
    def name(self) -> str:
        """What the title bar calls it."""
        return self.path.stem if self.path else self._title or tr("Untitled")

    @property
    def unsaved(self) -> bool:
        """Whether the experiment or its training differ from what is on disk."""
        experiment, step = self._kept
        return self._live.experiment != experiment or self._step != step

    @property
    def _step(self) -> int:
        """Steps trained; what could not be built stands where it was opened."""
        run, opened = self._live.session.run, self._project
        if run.experiment is None and opened is not None and opened.moment is not None:
            return opened.moment.step
        return run.status.step

    def new(self) -> None:
        """Begin with the first experiment again."""
        self._live.open(Session(Experiment(), self._registry))
        self._project, self._title = None, ""
        self._hold(None)
        self._now(None, 0)
        self.settled.emit()

    def open(self, path: Path, copy: bool = False) -> None:
        """Read a project and go on with it; where that fails, what was open stays.

        One that another window has open, and with ``copy`` any, is opened as a copy: it keeps no path.
        """
        held = self._lock

        def read() -> Opened:
            lock = None if copy else held if _is_for(held, path) else hold(path)
            try:
                project = open_project(path)
            except BaseException:
                if lock is not None and lock is not held:
                    lock.release()
                raise
            if lock is not None:
                clear_stale(path)
            return Opened(project, lock)

        def then(opened: Opened) -> None:
            if not self.go_on_with(opened.project):
                if opened.lock is not None and opened.lock is not self._lock:
                    opened.lock.release()
                return
            self._hold(opened.lock)
            self._title = "" if opened.lock else tr("{name} (copy)", name=path.name.partition(".")[0])
            self._now(path if opened.lock else None, self._step)
            self.settled.emit()
            self.opened.emit(opened.project.extras)
            self.told.emit(*self._tell_opened(path, copy or opened.lock is not None))

        when_done(self, self._files.submit(read), then, lambda error: self._fail_to_open(error, path))

    def go_on_with(self, project: Project) -> bool:
        """Show a project and have it trained on; False, and told, where that cannot be. It counts as unsaved."""
        registry = with_placeholders(project.experiment, self._registry)
        try:
            session = Session(project.experiment, registry, project.start)
        except Exception as error:
            self.told.emit("danger", str(error))
            return False
        if registry is not self._registry:
            self.offered.emit(registry)
        self._project = project
        self._live.open(session)
        self._kept = (None, 0)
        return True

    def save(self, path: Path | None = None, then: Callable[[], object] = lambda: None) -> None:
        """Write the project to ``path``, or to where it was; ``then`` is called when it is on disk."""
        target = (path or self.path or Path()).with_suffix(SUFFIX)
        experiment, session = self._live.experiment, self._live.session

        def write(project: Project) -> None:
            held = self._lock

            def written(lock: Lock) -> None:
                if self._live.session is session:
                    self._hold(lock)
                    self._now(target, project.moment.step if project.moment else 0, experiment)
                    self.settled.emit()
                elif lock is not self._lock:  # another project was opened meanwhile
                    lock.release()
                self.told.emit("success", tr("{name} is saved.", name=target.name))
                then()

            when_done(self, self._files.submit(_save, target, project, held), written, self._fail_to_save)

        when_done(self, self.current(), write, self._fail_to_save)

    def current(self) -> Future[Project]:
        """The project as it stands; one that cannot be built here as it was opened, with what was changed since."""
        experiment, extras, run = self._live.experiment, self._extras(), self._live.session.run
        if run.experiment is None and self._project is not None:
            now: Future[Project] = Future()
            now.set_result(replace(self._project, experiment=experiment, extras=extras))
            return now
        return run.ask(lambda trainer: project_of(experiment, trainer, extras))

    def recovered(self, path: Path | None, title: str) -> None:
        """What was shown last was recovered: it belongs to ``path``, if nobody else has it open, and is not saved."""
        lock = hold(path) if path is not None and not _is_for(self._lock, path) else self._lock
        self._hold(lock)
        self._title = title
        self.path = path if path is not None and lock is not None else None
        self.changed.emit()

    def close(self) -> None:
        """Wait for what is being written."""
        self._files.shutdown()
        self._hold(None)

    def _hold(self, lock: Lock | None) -> None:
        if self._lock is not None and self._lock is not lock:
            self._lock.release()
        self._lock = lock

    def _now(self, path: Path | None, step: int, experiment: Experiment | None = None) -> None:
        self.path, self._kept = path, (experiment or self._live.experiment, step)
        self.changed.emit()

    def _tell_opened(self, path: Path, own: bool) -> tuple[str, str]:
        names = ", ".join(missing(self._live.session.registry))
        if names:
            words = "{name} is open. No plugin here brings {names}: it can be seen and saved, but not trained."
            return "warning", tr(words, name=path.name, names=names)
        if not own:
            words = "{name} is open in another window. This is a copy of it: save it under a name of its own."
            return "warning", tr(words, name=path.name)
        return "info", tr("{name} is open.", name=path.name)

    def _fail_to_open(self, error: BaseException, path: Path) -> None:
        backup = backup_name(path)
        if isinstance(error, BadProject) and backup.exists():
            self.asked.emit("danger", str(error), [(tr("Open the version before"), lambda: self.open(backup, True))])
        else:
            self.told.emit("danger", str(error))

    def _fail_to_save(self, error: BaseException) -> None:
        self.asked.emit("danger", str(error), [(tr("Save as…"), self.elsewhere.emit)])


def _is_for(lock: Lock | None, path: Path) -> bool:
    return lock is not None and lock.path == path.resolve()


def _save(path: Path, project: Project, held: Lock | None) -> Lock:
    """Write the project; the lock on its file. Raises BadProject where another window has it open."""
    lock = held if held is not None and _is_for(held, path) else hold(path)
    if lock is None:
        raise BadProject(f"{shown(path)}: is open in another window; choose another name, or close it there")
    try:
        save(path, project)
    except BaseException:
        if lock is not held:
            lock.release()
        raise
    return lock
