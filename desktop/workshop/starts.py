"""Whether the program came up the last times: after two starts that ended at once, a safe start is offered."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from core.errors import InknetError
from core.files import content, replace_file
from core.trust import own_folder

WITHIN = 300.0
"""Seconds in which starts that failed count together."""
ENOUGH = 2


class Starts:
    """Notes each start in a file, and takes the note away when the program has come up or is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = [os.getpid(), time.time()]

    def begin(self) -> int:
        """Note this start; how many before it, within five minutes, never came to their end."""
        now = self._own[1]
        failed = [one for one in self._noted() if now - one[1] < WITHIN and not _lives(int(one[0]))]
        others = [one for one in self._noted() if _lives(int(one[0]))]
        self._write([*others, *failed, self._own])
        return len(failed)

    def well(self) -> None:
        """The program is up and well, or was left in order: this start and those before it count no more."""
        self._write([one for one in self._noted() if one != self._own and _lives(int(one[0]))])

    def _noted(self) -> list[list[float]]:
        try:
            noted = json.loads(self._path.read_text(encoding="utf-8"))
            return [[int(pid), float(at)] for pid, at in noted]
        except (OSError, ValueError, TypeError):
            return []

    def _write(self, noted: list[list[float]]) -> None:
        try:
            own_folder(self._path.parent)
            replace_file(self._path, content(json.dumps(noted).encode()))
        except (OSError, InknetError):
            return  # a folder that cannot be written costs the offer, not the start


def _lives(pid: int) -> bool:
    """Whether a process of that number is there; our own is not a former start."""
    if pid == os.getpid():
        return False
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
