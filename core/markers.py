"""Which plugin's code was running when the program ended without saying goodbye.

Each running program has a file of its own, locked for as long as it lives, whose first bytes say for every thread which
hook it is in. They are shared memory: writing one costs a tenth of a microsecond, and what was written stays when the
process is gone. The names of the hooks are on the disk before the first of them is called. A file that nobody holds a
lock on is from a program that ended; where it ended inside a hook, that plugin is named. A program that was ended
elsewhere, or a second one that runs at the same time, blames nobody.
"""

from __future__ import annotations

import contextlib
import functools
import json
import mmap
import os
import secrets
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from .components import Component
from .trust import private_folder

THREADS = 128
"""Threads that can be told apart; the first is for all that come after the others."""
WIDTH = 2  # bytes of a hook's number
MOST = 2 ** (8 * WIDTH) - 1
SUFFIX = ".running"


class Crash(NamedTuple):
    """A hook that a program ended in."""

    plugin: str
    hash: str
    hook: str
    pid: int


class Markers:
    """This program's file, and what the files of others tell."""

    def __init__(self, folder: Path) -> None:
        self.folder = private_folder(folder)
        self._file: Any = None
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self._map: mmap.mmap | None = None
        self._now = memoryview(bytearray(THREADS * WIDTH)).cast("H")
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._slots: dict[int, int] = {}
        self._lock = threading.Lock()

    def crashes(self) -> tuple[Crash, ...]:
        """The hooks that programs ended in since somebody last asked; their files are removed."""
        found: list[Crash] = []
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            if path == self._path:
                continue
            try:
                with open(path, "r+b") as file:
                    if not _lock(file.fileno()):
                        continue  # it is running
                    found += _read(file.read())
                path.unlink(missing_ok=True)
            except OSError:  # another start was faster
                continue
        return tuple(dict.fromkeys(found))

    @contextmanager
    def inside(self, plugin: str, sha256: str, hook: str) -> Iterator[None]:
        """Say that this thread is in a plugin's code, for as long as it is."""
        (number,) = self.numbers(plugin, sha256, (hook,))
        now, slot = self._now, self._slot()
        before = now[slot]
        now[slot] = number
        try:
            yield
        finally:
            now[slot] = before

    def numbers(self, plugin: str, sha256: str, hooks: Sequence[str]) -> list[int]:
        """The numbers of some hooks. Their names are on the disk when this returns."""
        with self._lock:
            lines = b""
            for hook in hooks:
                key = (plugin, sha256, hook)
                if key not in self._numbers and len(self._numbers) < MOST:
                    self._numbers[key] = len(self._numbers) + 1
                    tree = {"plugin": plugin, "hash": sha256, "hook": hook, "pid": os.getpid()}
                    lines += json.dumps(tree).encode() + b"\n"
            if lines:
                self._open()
                self._file.seek(0, os.SEEK_END)
                self._file.write(lines)
                self._file.flush()
                os.fsync(self._file.fileno())
            return [self._numbers.get((plugin, sha256, hook), MOST) for hook in hooks]

    def guard(self, classes: Iterable[type[Component]], plugin: str, sha256: str) -> None:
        """Have each public method that the classes bring say that it is running."""
        found = [
            (cls, name, method)
            for cls in classes
            for name, method in vars(cls).items()
            if callable(method) and not name.startswith("_") and hasattr(method, "__code__")
        ]
        numbers = self.numbers(plugin, sha256, [f"{cls.__name__}.{name}" for cls, name, _ in found])
        for (cls, name, method), number in zip(found, numbers, strict=True):
            setattr(cls, name, self._guarded(method, number))

    def _guarded(self, method: Callable[..., Any], number: int) -> Callable[..., Any]:
        now, slots, new, thread = self._now, self._slots, self._slot, threading.get_ident

        @functools.wraps(method)
        def guarded(*arguments: Any, **named: Any) -> Any:
            slot = slots.get(thread()) or new()
            before = now[slot]
            now[slot] = number
            try:
                return method(*arguments, **named)
            finally:
                now[slot] = before

        return guarded

    def _slot(self) -> int:
        """Where this thread writes."""
        me = threading.get_ident()
        slot = self._slots.get(me)
        if slot is None:
            slot = len(self._slots) + 1
            self._slots[me] = slot = slot if slot < THREADS else 0
        return slot

    def _open(self) -> None:
        """Make the file, lock it, and share its first bytes."""
        if self._file is not None:
            return
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        while True:
            self._file = os.fdopen(os.open(self._path, flags, 0o600), "r+b")
            if _lock(self._file.fileno()) and self._path.exists():
                break
            self._file.close()  # another start took the unlocked file for a dead program's, and cleared it away
            self._path = self.folder / f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        weakref.finalize(self, self._file.close)
        self._file.write(bytes(THREADS * WIDTH))
        self._file.flush()
        self._map = mmap.mmap(self._file.fileno(), THREADS * WIDTH)
        self._now = memoryview(self._map).cast("H")

    def close(self) -> None:
        """The program ends as it should: its file goes."""
        if self._file is not None:
            for slot in range(THREADS):
                self._now[slot] = 0
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def _read(content: bytes) -> list[Crash]:
    """The hooks that the threads of a dead program were in."""
    head, lines = content[: THREADS * WIDTH], content[THREADS * WIDTH :].splitlines()
    if len(head) < THREADS * WIDTH:
        return []
    numbers = sorted({number for number in memoryview(head).cast("H") if number})
    found = []
    for number in numbers:
        with contextlib.suppress(IndexError, ValueError, KeyError, TypeError):
            tree = json.loads(lines[number - 1])
            found.append(Crash(str(tree["plugin"]), str(tree["hash"]), str(tree["hook"]), int(tree["pid"])))
    return found


def _lock(descriptor: int) -> bool:
    """Lock a file for as long as it is open; False where another program holds it."""
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_on_windows(descriptor: int) -> bool:
    import msvcrt

    try:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # beyond what is written, which stays readable
        getattr(msvcrt, "locking")(descriptor, getattr(msvcrt, "LK_NBLCK"), 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    except OSError:
        return False
    return True
