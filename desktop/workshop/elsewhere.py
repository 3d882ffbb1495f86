"""Files that another program wrote, while something else is in the editor: checked one by one, and swapped in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.bench import Failed, Passed
from core.watch import Change
from desktop.language import tr

from .checking import Checking
from .plugins import Plugins


class Elsewhere(QObject):
    """A queue. Of one file only the latest version counts."""

    told = Signal(str, str)

    def __init__(self, plugins: Plugins, parent: QObject) -> None:
        super().__init__(parent)
        self._plugins = plugins
        self._waiting: dict[str, Change] = {}
        self._now: Change | None = None
        self._checking = Checking(plugins.builtins, self)
        self._checking.decided.connect(self._decided)

    def take(self, change: Change) -> None:
        """Check a version and swap it in, after those that came before."""
        self._waiting[change.key] = change
        if self._now is None or self._now.key == change.key:
            self._next()

    def close(self) -> None:
        """Give up what is under way."""
        self._waiting.clear()
        self._checking.cancel()

    def _next(self) -> None:
        self._now = self._waiting.pop(next(iter(self._waiting)), None) if self._waiting else None
        if self._now is not None:
            self._checking.begin(self._now.path, self._now.source)

    def _decided(self, verdict: Passed | Failed) -> None:
        change, name = self._now, self._now.path.stem if self._now else ""
        self._checking.cancel()
        if change is not None and isinstance(verdict, Passed):
            said = tr("{name} was changed by another program; the new version is in use.", name=name)
            done = lambda _: self.told.emit("success", said)  # noqa: E731
            self._plugins.swap(change.key, change.source, name, done, lambda why: self.told.emit("warning", why))
        elif isinstance(verdict, Failed):
            self.told.emit("warning", f"{verdict.message} " + tr("The version before stays in use."))
        self._next()
