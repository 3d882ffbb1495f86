"""The one module that writes files: whatever happens, a file under its own name is the whole old one or the whole new.

A file is written beside its place under a temporary name, brought to the disk, and only then takes the name over.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO, TypeVar

from .errors import InknetError

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8) if os.name == "nt" else ()
"""Seconds between attempts at taking a name over: on Windows another program may hold the file for a moment."""
PRIVATE = 0o600
E = TypeVar("E", bound=InknetError)
CREATE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
EXTEND = os.O_CREAT | os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
TEMPORARY = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d{1,10})\.[0-9a-f]{8}\.tmp", re.DOTALL)
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


class NoFile(OSError):
    """A folder, a pipe or a device where a file is expected; ``found`` says which."""

    def __init__(self, found: str) -> None:
        super().__init__(errno.EINVAL, f"expected a file, found {found}")
        self.found = found


class FileSystem:
    """What writing needs of the operating system, one call each, so that every one of them can be made to fail."""

    def create(self, path: Path) -> BinaryIO:
        """A new file that only its owner may read. Raises FileExistsError, a planted link included."""
        return os.fdopen(os.open(path, CREATE, PRIVATE), "wb")

    def extend(self, path: Path) -> FileIO:
        """A file to write to the end of, unbuffered; made where it is not there, and then only its owner may read."""
        return FileIO(os.open(path, EXTEND, PRIVATE), "a+")

    def sync(self, file: BinaryIO | FileIO) -> None:
        """Bring what was written to the disk."""
        file.flush()
        os.fsync(file.fileno())

    def link(self, path: Path, name: Path) -> None:
        """A second name for a file."""
        os.link(path, name)

    def replace(self, path: Path, name: Path) -> None:
        """Give a file a name, in one piece; what had the name before loses it."""
        os.replace(path, name)

    def sync_folder(self, folder: Path) -> None:
        """Bring the names in a folder to the disk, where the system can."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Take a name away, if it is there."""
        path.unlink(missing_ok=True)


SYSTEM = FileSystem()
"""What everything is written through where nothing else is said; looked up at every call."""


def replace_file(
    path: Path, write: Callable[[BinaryIO], None], backup: bool = False, system: FileSystem | None = None
) -> None:
    """Put what ``write`` writes in place of the file at ``path``, or leave the old one as it is.

    With ``backup`` the old file stays as ``path`` with ``.bak`` added. A link is followed. Raises InknetError with path
    and cause where the system refuses; what ``write`` raises passes through. No temporary file stays behind.
    """
    system = system or SYSTEM
    place = Path(os.path.realpath(path))
    temporary = temporary_name(place)
    try:
        old = _mode_of(place)
        try:
            with system.create(temporary) as file:
                write(file)
                system.sync(file)
            if old is not None:
                with contextlib.suppress(OSError):  # not every file system keeps modes
                    os.chmod(temporary, old)
                if backup:
                    _back_up(place, system)
            _take_over(temporary, place, system)
        except BaseException:
            with contextlib.suppress(OSError):
                system.remove(temporary)
            raise
        system.sync_folder(place.parent)
    except OSError as error:
        raise InknetError(f"{shown(path)}: cannot be written: {reason(error)}; {_advice(error)}") from error


def content(data: bytes) -> Callable[[BinaryIO], None]:
    """What writes these bytes, for ``replace_file``."""

    def write(file: BinaryIO) -> None:
        file.write(data)

    return write


def new_file(path: Path, content: bytes, system: FileSystem | None = None) -> None:
    """Write a file that is not there yet. Raises InknetError where it is, or where the system refuses."""
    system = system or SYSTEM
    try:
        with system.create(path) as file:
            try:
                file.write(content)
                system.sync(file)
            except BaseException:
                system.remove(path)
                raise
    except FileExistsError:
        raise InknetError(f"{shown(path)}: is there already; choose another name, or move it away first") from None
    except OSError as error:
        raise InknetError(f"{shown(path)}: cannot be written: {reason(error)}; {_advice(error)}") from error


def append_line(path: Path, line: bytes, system: FileSystem | None = None) -> None:
    """Add a line to the end of a file, which is made where it is not there; what it holds is not touched.

    A last line without its end is ended first. Where the system refuses, what came of the new line is taken off again.
    Raises InknetError with path and cause.
    """
    system = system or SYSTEM
    try:
        new = _mode_of(Path(os.path.realpath(path))) is None
        with system.extend(path) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 1, 0))
            left = memoryview((b"\n" if file.read(1) not in (b"", b"\n") else b"") + line + b"\n")
            try:
                while left:
                    left = left[file.write(left) :]
                system.sync(file)
            except BaseException:
                with contextlib.suppress(OSError):
                    file.truncate(size)
                raise
        if new:
            system.sync_folder(path.parent)
    except OSError as error:
        raise InknetError(f"{shown(path)}: cannot be written: {reason(error)}; {_advice(error)}") from error


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let no other program that asks likewise touch a file meanwhile; whoever comes second waits.

    The lock is a file beside it, so that the file itself may be replaced. Raises OSError where that cannot be made.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path.with_name(f".{path.name}.lock"), flags, PRIVATE)
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int | None:
    """Lock the file at ``path``, which is made where it is not there, for as long as its descriptor is open.

    None where another program holds it. Raises OSError where it cannot be made; a link is not followed.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    while True:
        descriptor = os.open(path, flags, PRIVATE)
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            else:
                import fcntl

                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK):
                return None
            raise
        with contextlib.suppress(OSError):
            if os.name == "nt" or os.path.samestat(os.fstat(descriptor), path.lstat()):
                return descriptor
        os.close(descriptor)  # who held it before took the name away meanwhile


def open_regular(path: Path) -> BinaryIO:
    """A file to read from. Raises OSError, also for a folder, a pipe or a device, which need not end."""
    try:
        descriptor = os.open(path, READ)
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, str(error)) from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise NoFile(_what(mode))
    return os.fdopen(descriptor, "rb")


def unreadable(kind: type[E], path: Path, error: OSError) -> E:
    """What to raise where ``open_regular`` or reading was refused."""
    if isinstance(error, NoFile):
        return kind.at(path, "", "a file", error.found, "give the path of a file", "not-regular")
    expected, remedy = "a file that can be read", "check its name and permissions"
    return kind.at(path, "", expected, f"'{reason(error)}'", remedy, "unreadable")


def backup_name(path: Path) -> Path:
    """Where the version before is kept."""
    return path.with_name(path.name + ".bak")


def temporary_name(path: Path) -> Path:
    """A name beside ``path`` that nobody can foresee, with the number of this process in it."""
    return path.with_name(f".{path.name[:50]}.{os.getpid()}.{secrets.token_hex(4)}.tmp")


def clear_stale(path: Path, system: FileSystem | None = None) -> list[Path]:
    """Remove what programs that were ended in the middle of writing ``path`` left beside it; returns what went.

    A file whose writer still runs, or that another user owns, stays. To be called by who holds the project's lock.
    """
    system, place, gone = system or SYSTEM, Path(os.path.realpath(path)), []
    with contextlib.suppress(OSError):
        for one in place.parent.iterdir():
            found = TEMPORARY.fullmatch(one.name)
            theirs = found is None or found["name"] not in (place.name[:50], backup_name(place).name[:50])
            if theirs or lives(int(found["pid"])) or not _own(one):  # type: ignore[index]
                continue
            with contextlib.suppress(OSError):
                system.remove(one)
                gone.append(one)
    return gone


def lives(pid: int) -> bool:
    """Whether a process of that number is there; where the system cannot say, it is taken to be."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def shown(path: Path) -> str:
    """A path as text that can be printed; a name need not be text on every system."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def reason(error: BaseException) -> str:
    """Why the system refused, in its words."""
    return str(getattr(error, "strerror", None) or error)


def _mode_of(path: Path) -> int | None:
    """The permissions of the file that is there, if any. Raises OSError for what is no file."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"expected a file, found {_what(mode)}")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file there is read-only")
    return stat.S_IMODE(mode)


def _own(path: Path) -> bool:
    """Whether it is a file of this user's; a link is none."""
    state = path.lstat()
    return stat.S_ISREG(state.st_mode) and (os.name == "nt" or state.st_uid == os.getuid())


def _what(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or a link"


def _back_up(path: Path, system: FileSystem) -> None:
    """Let the file have the backup's name too, or a copy of it where a file can have but one name."""
    temporary = temporary_name(path)
    try:
        try:
            system.link(path, temporary)
        except OSError:
            with open_regular(path) as source, system.create(temporary) as target:
                shutil.copyfileobj(source, target)
                system.sync(target)
        _take_over(temporary, backup_name(path), system)
    finally:
        system.remove(temporary)  # replacing one of two names of a single file by the other leaves both


def _take_over(temporary: Path, path: Path, system: FileSystem) -> None:
    for wait in WAITS:
        try:
            return system.replace(temporary, path)
        except PermissionError:
            time.sleep(wait)
    system.replace(temporary, path)


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "free some space, or choose another folder"
    if error.errno == errno.ENOENT:
        return "make the folder first, or choose another"
    return "choose another file or folder"
