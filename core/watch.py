"""Notices files that another program changed, once they have come to rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .errors import BadPlugin
from .host import read_source
from .trust import digest

REST = 0.2
"""Seconds for which a file must hold the same before it counts: editors write in pieces."""
What = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class Change:
    """A plugin's file that is not what is loaded. ``source`` is empty for one that is gone."""

    key: str
    path: Path
    what: What
    source: bytes
    hash: str


class Watch:
    """The files of one folder. Nobody is told twice of the same content."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self._clock = clock
        self._known: dict[str, str] = {}  # file name -> hash; "" for one that is gone
        self._seen: dict[str, tuple[str, float]] = {}  # what waits to be stable: hash, and since when

    def know(self, key: str, sha256: str) -> None:
        """This content of a file is no news."""
        self._known[key] = sha256
        self._seen.pop(key, None)

    def forget(self, key: str) -> None:
        """A file that was removed on purpose."""
        self._known.pop(key, None)
        self._seen.pop(key, None)

    @property
    def waiting(self) -> bool:
        """Whether something changed that has not come to rest yet: ask again in a moment."""
        return bool(self._seen)

    def changes(self) -> tuple[Change, ...]:
        """What changed and has been the same in two reads at least ``REST`` seconds apart."""
        found, now = [], self._clock()
        there: dict[str, bytes] = {}
        for path in sorted(self.folder.glob("*.py")) if self.folder.is_dir() else ():
            try:
                there[path.name] = read_source(path)
            except BadPlugin:  # it is being replaced, or no file at all
                continue
        for key in [*there, *(key for key, known in self._known.items() if known and key not in there)]:
            source = there.get(key)
            sha256 = "" if source is None else digest(source)
            known = self._known.get(key)
            if sha256 == (known or ""):
                self._seen.pop(key, None)
                continue
            last, since = self._seen.get(key, (None, now))
            if last != sha256:
                self._seen[key] = sha256, now
                continue
            if now - since < REST:
                continue
            what: What = "removed" if source is None else "changed" if known else "added"
            self.know(key, sha256)
            found.append(Change(key, self.folder / key, what, source or b"", sha256))
        return tuple(found)
