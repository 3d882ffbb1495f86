"""The plugins as the window sees them: asked and changed off its thread, told by signals."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from core.files import replace_file
from core.registry import Registry
from core.session import Deed
from core.shelf import Plugin, Report, Shelf
from core.trust import Request
from core.watch import REST, Change
from desktop.language import tr

Names = tuple[tuple[str, str], ...]
Answer = tuple[Any, BaseException | None, tuple[Plugin, ...], Registry]
"""What work gave or raised, and what there is after it."""
PERIOD = 10
"""Milliseconds between two looks at what the thread has done, while something is to come."""
DEBOUNCE = 100
"""Milliseconds after the last sign of a change at which the folder is read: editors write in several goes."""


class Plugins(QObject):
    """Owns the shelf. What it is asked runs on a thread of its own, one thing after the other."""

    changed = Signal()
    """``all`` is another: something came, went, or has another state."""
    registry_changed = Signal(object, str)
    """The new Registry, and the words that charts shall say of it."""
    told = Signal(str, str)
    """A kind of notice and its words."""
    waiting = Signal(str)
    """The key of a plugin that has just come, or changed, and waits for trust."""
    edited_elsewhere = Signal(object)
    """A Change: a file that another program wrote, to be checked and swapped in."""
    done = Signal(object)
    """A Deed: what was done and how it is taken back."""

    def __init__(self, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self.all: tuple[Plugin, ...] = shelf.plugins
        self.registry: Registry = shelf.registry
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="plugins")
        self._closed = False
        self._asked: deque[tuple[Future[Answer], Callable[[Answer], object]]] = deque()
        self._answers = QTimer(self, interval=PERIOD)
        self._answers.timeout.connect(self._look)
        self._quiet = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._quiet.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._quiet.start())
        self._watcher.fileChanged.connect(lambda _: self._quiet.start())
        self._watch()

    @property
    def folder(self) -> Path:
        """Where the user's plugins live."""
        return self._shelf.folder

    @property
    def builtins(self) -> str:
        """The package of the built-in ones."""
        return self._shelf.builtins

    @property
    def safe(self) -> bool:
        """Whether this is a safe start, in which no plugin of the user's is loaded."""
        return self._shelf.safe

    @property
    def asks_on_change(self) -> bool:
        """Whether a file that another program changed runs only after it is trusted anew."""
        return self._shelf.asks_on_change

    def ask_on_change(self, asks: bool) -> None:
        """Ask about files that another program changed, or take them as one's own doing."""

        def put() -> None:
            self._shelf.asks_on_change = asks

        self._do(put)

    @property
    def mine(self) -> list[Plugin]:
        """The user's own files."""
        return [plugin for plugin in self.all if plugin.origin == "file"]

    def find(self, key: str) -> Plugin | None:
        """The plugin of a key."""
        return next((plugin for plugin in self.all if plugin.key == key), None)

    def at(self, place: str) -> Plugin | None:
        """The plugin of a file or module."""
        return next((one for one in self.all if place in (one.path, one.key, str(one.source_path))), None)

    def provider(self, kind: str, name: str) -> Plugin | None:
        """The active plugin that a component comes from."""
        return next((one for one in self.all if (kind, name) in one.provides and one.state == "active"), None)

    def taken(self, kind: str, name: str) -> str:
        """Where a component of this name is, or nothing; a file of that name counts too."""
        entry = self.registry.entries.get((kind, name))
        if entry is not None:
            return entry.place if entry.origin == "built-in" else Path(entry.place).name
        stems = {Path(one.key).stem.replace("_", "-") for one in self.mine}
        return f"{name}.py" if name in stems else ""

    # reading

    def source(self, key: str, then: Callable[[str], object]) -> None:
        """The text of a plugin."""
        self._do(lambda: self._shelf.source(key), then)

    def request(self, key: str, then: Callable[[Request], object]) -> None:
        """What is to be shown before a file that waits may run."""
        self._do(lambda: self._shelf.request(key), then)

    # versions

    def save(self, key: str, source: bytes) -> None:
        """Write a file of the user's folder. Nothing is loaded by that."""
        self._do(lambda: self._shelf.save(key, source), lambda _: self._watch())

    def swap(
        self, key: str, source: bytes, words: str, then: Callable[[Any], object], failed: Callable[[str], object]
    ) -> None:
        """Put a checked version in the place of the one there was. ``words`` stand on every chart."""
        self._do(lambda: self._shelf.swap(key, source), then, failed, words)

    def last_good(self, key: str, words: str, then: Callable[[Any], object]) -> None:
        """Go back to the version before the one in use; the file stays as it is."""
        self._do(lambda: self._shelf.last_good(key), then, words=words)

    # switching

    def turn_on(self, key: str) -> None:
        """Have a plugin's components there again."""
        self._do(lambda: self._shelf.turn_on(key), words=tr("{name} on", name=self._name(key)))

    def turn_off(self, key: str, then: Callable[[Any], object] = lambda _: None) -> None:
        """Have a plugin's components there no more; what uses them goes on with a built-in."""
        self._do(lambda: self._shelf.turn_off(key), then, words=tr("{name} off", name=self._name(key)))

    def consent(self, key: str, sha256: str) -> None:
        """Let a file run whose content, of this hash, the user has agreed to."""

        def told(_: object) -> None:
            self.told.emit("success", tr("{name} runs from now on.", name=self._name(key)))

        self._do(lambda: self._shelf.consent(key, sha256), told, words=self._name(key))

    def install(self, path: Path) -> None:
        """Copy a file into the user's folder; it waits there until it is trusted."""
        self._do(lambda: self._shelf.install(path), self._installed, words=path.stem)

    def remove(self, key: str) -> None:
        """Take a plugin's file away; undo brings it back."""
        name, restores = self._name(key), []

        def take() -> None:
            restores.append(self._shelf.remove(key))

        def again() -> None:
            self._do(take, words=tr("{name} off", name=name))

        def back() -> None:
            self._do(lambda: restores.pop()(), words=tr("{name} on", name=name))

        def removed(_: object) -> None:
            self.done.emit(Deed(tr("Remove {name}", name=name), back, again))
            self.told.emit("info", tr("{name} is removed. Undo brings it back.", name=name))

        self._do(take, removed, words=tr("{name} off", name=name))

    # lists

    def export_to(self, path: Path) -> None:
        """Write the list of plugins, without their sources."""

        def write() -> None:
            text = self._shelf.export_list().encode()
            replace_file(path, lambda file: write_all(file, text))

        self._do(write, lambda _: self.told.emit("success", tr("{name} is written.", name=path.name)))

    def import_from(self, path: Path) -> None:
        """Turn on and off what a list says, and tell what of it is not here."""

        def read() -> Report:
            return self._shelf.import_list(path.read_text(encoding="utf-8"))

        def told(report: Report) -> None:
            said = [*report.changed, *report.missing, *report.other]
            words = ". ".join(said) + "." if said else tr("Everything is as the list says already.")
            self.told.emit("warning" if report.missing or report.other else "info", words)

        self._do(read, told, words=path.stem)

    # the folder

    def refresh(self) -> None:
        """Take in what was changed elsewhere."""
        self._do(lambda: (self._shelf.refresh(), self._shelf.restless), self._refreshed)

    def crashes(self) -> list[str]:
        """What is to be told at this start: plugins in which the program ended, named."""
        return [
            tr("{plugin} is off: the program ended in its {hook} the last time.", plugin=one.plugin, hook=one.hook)
            for one in self._shelf.crashes
        ]

    def close(self) -> None:
        """Wait for what is under way; the program ends as it should."""
        if not self._closed:
            self._closed = True
            self._worker.shutdown()
            self._shelf.close()

    def _refreshed(self, found: tuple[tuple[Change, ...], bool]) -> None:
        changes, more = found
        self._watch()
        if more:
            self._quiet.start(round(1000 * REST) + DEBOUNCE)
        for change in changes:
            plugin = self.find(change.key)
            if change.what == "removed":
                self.told.emit("info", tr("{name} is gone from the folder; it stays in use.", name=change.key))
            elif plugin is not None and (plugin.state == "waiting" or "consent" in plugin.reason):
                self.waiting.emit(change.key)
            else:
                self.edited_elsewhere.emit(change)

    def _installed(self, key: str) -> None:
        self._watch()
        plugin = self.find(key)
        if plugin is not None and plugin.state == "waiting":
            self.waiting.emit(key)
        elif plugin is not None:
            self.told.emit("success", tr("{name} is installed.", name=plugin.name))

    def _name(self, key: str) -> str:
        plugin = self.find(key)
        return plugin.name if plugin else key

    def _watch(self) -> None:
        watched = {*self._watcher.directories(), *self._watcher.files()}
        wanted = [str(one.source_path) for one in self.mine if one.source_path and one.source_path.is_file()]
        if self.folder.is_dir():
            wanted.append(str(self.folder))
        new = [path for path in wanted if path not in watched]
        if new:
            self._watcher.addPaths(new)

    def _do(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object] = lambda _: None,
        failed: Callable[[str], object] | None = None,
        words: str = "",
    ) -> None:
        """Have work done; ``then`` gets what it gave, ``failed`` why it could not, after what there is was taken in."""
        if self._closed:
            return

        def job() -> Answer:
            value, wrong = None, None
            try:
                value = work()
            except BaseException as error:  # a plugin's code may raise anything
                wrong = error
            return value, wrong, self._shelf.plugins, self._shelf.registry

        def take(answer: Answer) -> None:
            value, wrong, plugins, registry = answer
            former = self.registry
            self.all, self.registry = plugins, registry
            self.changed.emit()
            if registry is not former:
                self.registry_changed.emit(registry, words)
            if wrong is None:
                then(value)
            elif failed is not None:
                failed(str(wrong))
            else:
                self.told.emit("warning", str(wrong))

        self._asked.append((self._worker.submit(job), take))
        self._answers.start()

    def _look(self) -> None:
        """Hand over what has been answered, in order. Nothing of it is kept: a registry holds every class it names."""
        while self._asked and self._asked[0][0].done():
            future, take = self._asked.popleft()
            take(future.result())
        if not self._asked:
            self._answers.stop()


def write_all(file: BinaryIO, content: bytes) -> None:
    """What ``replace_file`` is given."""
    file.write(content)


def differing(old: Registry, new: Registry) -> Names:
    """The components that came, went or are another class."""
    before, after = old.entries, new.entries
    both = {**before, **after}
    return tuple(key for key in both if key not in before or key not in after or before[key].cls is not after[key].cls)
