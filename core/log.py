"""What went wrong, kept for who is to mend it: a short log that tells nothing of its user or of their data.

An exception is told by its type and the places it went through. Its message stays out where it may quote what the user
has, as those of the program's own errors do, which name files and what was found in them; of all others, what stands in
quotes or brackets stays out, and paths.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import threading
import time
import traceback
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import numpy as np

from . import files
from .errors import InknetError
from .trust import private_folder

NAME = "inknet.log"
LARGEST = 300_000
"""Bytes of a log from which on another one begins; the two before it are kept."""
KEPT = 2
LONGEST = 300
"""Characters of a message."""
ROOT = Path(__file__).parent.parent
LIBRARIES = (str(Path(np.__file__).parents[1]), str(Path(os.__file__).parent))
"""Where installed packages are, and Python's own; the latter may be around the former."""
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[“‘«][^”’»]*[”’»]")
LISTED = re.compile(r"\[(?!Errno \d+\]|WinError \d+\])[^\]]*\]|\{[^}]*\}|\([^)]*,[^)]*\)")
ABSOLUTE = re.compile(r"(?:(?<![\w.])/|\b[A-Za-z]:[\\/]|\\\\|~[\\/])[^:;,'\"<>|]+")  # names may have spaces
FRAME = re.compile(r'File "([^"]+)"')


class Log:
    """Appends to one file, which several programs may share; never raises, as nothing must fail over a log."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / NAME
        self._lock = threading.Lock()

    def write(self, text: str) -> None:
        """Add an entry, with the time. ``text`` must hold nothing private."""
        entry = f"{time.strftime('%Y-%m-%d %H:%M:%S')} [{os.getpid()}] {text.rstrip()}\n"
        with self._lock, contextlib.suppress(OSError, InknetError):
            private_folder(self.folder)
            self._turn()
            with files.SYSTEM.extend(self.path) as file:
                file.write(entry.encode("utf-8", "backslashreplace"))

    def _turn(self) -> None:
        """Begin another file where this one is long."""
        if not self.path.exists() or self.path.stat().st_size < LARGEST:
            return
        names = [self.path, *(self.path.with_name(f"{NAME}.{k}") for k in range(1, KEPT + 1))]
        for newer, older in reversed(list(pairwise(names))):
            if newer.exists():
                files.SYSTEM.replace(newer, older)


def told(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """An exception and what led to it, outermost cause first, without anything private."""
    lines, seen = [], set()
    while kind is not None:
        frames = traceback.extract_tb(trace)
        part = ["Traceback (the latest last):"] if frames else []
        part += [f"  {place_of(one.filename)}:{one.lineno} in {one.name}" for one in frames]
        part.append(f"{kind.__name__}{_message(error, frames[-1].filename if frames else '')}")
        lines.append("\n".join(part))
        seen.add(id(error))
        cause = (
            None if error is None else error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        )
        if cause is None or id(cause) in seen:
            break
        kind, error, trace = type(cause), cause, cause.__traceback__
    return "\n\nand then\n\n".join(reversed(lines))


def _message(error: BaseException | None, file: str) -> str:
    """What an exception says, as far as it can hold nothing of the user's."""
    if error is None or isinstance(error, InknetError) or not (_ours(file) or _library(file)):
        return ""
    try:
        words = str(error)
    except BaseException:  # an exception of a plugin's own
        return ""
    return f": {cleaned(words)}" if words else ""


def cleaned(words: str) -> str:
    """A message without what it quotes and lists, and without paths; in one line."""
    for pattern, instead in ((QUOTED, "'…'"), (LISTED, "[…]"), (ABSOLUTE, "<path>")):
        words = pattern.sub(instead, words)
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def stacks(text: str) -> str:
    """What faulthandler wrote, with the places of its frames as ``place_of`` has them."""
    return FRAME.sub(lambda found: f'File "{place_of(found[1])}"', text)


def place_of(file: str) -> str:
    """The file of a frame: beneath the program or its libraries from there on, of all others the name alone."""
    path = Path(file)
    for root in (str(ROOT), *LIBRARIES):
        with contextlib.suppress(ValueError):
            inside = path.relative_to(root)
            if not any(part in ("site-packages", "dist-packages") for part in inside.parts):
                return inside.as_posix()
    return path.name if os.path.isabs(file) else file


def _ours(file: str) -> bool:
    return any(Path(file).is_relative_to(ROOT / name) for name in ("core", "desktop", "plugins"))


def _library(file: str) -> bool:
    return file.startswith("<frozen") or any(Path(file).is_relative_to(one) for one in LIBRARIES)


def machine() -> str:
    """What the program runs on, in one line."""
    import platform

    return f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {sys.byteorder}-endian"
