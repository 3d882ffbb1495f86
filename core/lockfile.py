"""One writer for each project: whoever opens it second knows that it is open elsewhere.

The lock is a hidden file beside the project, locked by the operating system for as long as its program lives; it goes
with the program, however that ends.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from .errors import BadProject
from .files import SYSTEM, open_lock, shown


class Lock:
    """A held lock. Where none could be made, as in a folder that cannot be written, it holds nothing."""

    def __init__(self, path: Path, file: Path, descriptor: int | None) -> None:
        self.path = path
        """What it is for, in full and without links."""
        self._file, self._descriptor = file, descriptor

    def release(self) -> None:
        """Let others have it. Does nothing the second time."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):  # the folder may be gone
                if os.name != "nt":
                    SYSTEM.remove(self._file)
            os.close(self._descriptor)
            self._descriptor = None
            if os.name == "nt":  # there a file that is open cannot go
                with contextlib.suppress(OSError):
                    SYSTEM.remove(self._file)


@contextlib.contextmanager
def held(path: Path) -> Iterator[Lock]:
    """Hold a project's lock meanwhile. Raises BadProject where another program holds it."""
    lock = hold(path)
    if lock is None:
        raise BadProject(f"{shown(path)}: is open in a window or written by another program; choose another name")
    try:
        yield lock
    finally:
        lock.release()


def hold(path: Path) -> Lock | None:
    """Hold a project's lock until ``release()`` or the end of the program; None where another one holds it."""
    place = Path(os.path.realpath(path))
    file = place.with_name(f".{place.name[:200]}.lock")
    try:
        descriptor = open_lock(file)
    except OSError:
        return Lock(place, file, None)
    return Lock(place, file, descriptor) if descriptor is not None else None
