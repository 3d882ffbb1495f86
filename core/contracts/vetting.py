"""A plugin's file under examination: in this process, or in a throw-away one that it may hang, crash or leave.

The child writes what it is about to call to one file and its verdict to another, so that it need not answer for itself
when it can no longer.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..components import Component
from ..errors import BadPlugin
from ..host import built_ins, line_of, load_file, where
from ..registry import Entry, Registry
from .checking import check
from .probe import Breach

ROOT = Path(__file__).parents[2]
"""The folder that core is in: a checkout or site-packages."""
MEMORY = 4 << 30  # bytes that the child may ask for, where the system can be told
CODE = """
import faulthandler, sys
trace = open(sys.argv[2] + "/trace", "w")
faulthandler.enable(trace)
faulthandler.dump_traceback_later(float(sys.argv[3]), file=trace)
from core.contracts.child import run
run(sys.argv[1], sys.argv[2], sys.argv[4])
"""
Said = Callable[[str], None]


@dataclass(frozen=True)
class Vetted:
    """A file that passed: its components as (kind, name), hints, and the sha256 of the source that was examined."""

    components: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]
    sha256: str


def check_file(path: Path, builtins: str = "", say: Said | None = None) -> tuple[list[Entry], tuple[str, ...]]:
    """Load and check a file in this process; returns its components and hints.

    ``builtins`` names the package whose activations a loss's shortcut may be meant for; ``say`` is told what is called,
    before it is. Raises BadPlugin with file, line, method, what was expected, what was found and what to do.
    """
    path = Path(path)
    say = say or (lambda words: None)
    entries = load_file(path)
    registry = Registry(entries)
    if any(getattr(entry.cls, "fuses_with", "") for entry in entries) and builtins:
        registry = _beside(entries, builtins)
    hints: list[str] = []
    for entry in entries:
        cls = entry.cls

        def note(method: str, cls: type[Component] = cls) -> None:
            say(f"{_line_of_method(cls, method, path)}: {cls.__name__}.{method}")

        try:
            hints += [words for words in check(_made(cls, path), registry, note) if words not in hints]
        except Breach as error:
            raise BadPlugin(f"{_place(error, cls, path)}: {error}") from error
    return entries, tuple(hints)


def _made(cls: type[Component], path: Path) -> Component:
    """A component with its default settings."""
    try:
        return cls()
    except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
        raised = where(error, str(path))
        place = raised if raised != str(path) else _line_of_class(cls, path)
        words = f"{cls.__name__}() raised {type(error).__name__}: {error}"
        raise BadPlugin(f"{place}: {words}; it must work with its default settings") from error


def _beside(entries: list[Entry], builtins: str) -> Registry:
    """The file's own components, and the built-in ones that it does not bring itself."""
    own = {(entry.cls.kind, entry.cls.name) for entry in entries}
    found = [entry for plugin in built_ins(builtins) if isinstance(plugin, list) for entry in plugin]
    return Registry([*entries, *(entry for entry in found if (entry.cls.kind, entry.cls.name) not in own)])


def _place(error: Breach, cls: type[Component], path: Path) -> str:
    """Where something was raised inside the file, or else where the method in question begins."""
    raised = where(error.__cause__, str(path)) if error.__cause__ else str(path)
    return raised if raised != str(path) else _line_of_method(cls, error.method, path)


def _line_of_method(cls: type[Component], method: str, path: Path) -> str:
    function = getattr(cls, method, None)
    code = getattr(function, "__code__", None)
    own = code is not None and code.co_filename == str(path)
    return line_of(function, str(path)) if own else _line_of_class(cls, path)


def _line_of_class(cls: type[Component], path: Path) -> str:
    try:
        return f"{path}:{inspect.getsourcelines(cls)[1]}"
    except (OSError, TypeError):  # made by type(), or its source is not to be found
        return str(path)


def check_in_child(path: Path, seconds: float = 10, builtins: str = "") -> Vetted:
    """Check a file in a process of its own, which is ended after ``seconds``: nothing in the file can harm this one.

    Raises BadPlugin as ``check_file`` does, and for a plugin that hangs, crashes, leaves, or meddles with what belongs
    to the whole program.
    """
    path = Path(path).absolute()
    with tempfile.TemporaryDirectory(prefix="inknet-check-", ignore_cleanup_errors=True) as folder:
        process = _start(path, folder, seconds, builtins)
        try:
            status: int | None = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end(process)
        verdict = _read(Path(folder, "verdict"))
        if not verdict:
            raise BadPlugin(_epitaph(path, Path(folder), status, seconds))
    answer = json.loads(verdict)
    if "error" in answer:
        raise BadPlugin(answer["error"])
    components = tuple((kind, name) for kind, name in answer["components"])
    return Vetted(components, tuple(answer["hints"]), answer["sha256"])


def _start(path: Path, folder: str, seconds: float, builtins: str) -> subprocess.Popen[bytes]:
    """The child: one BLAS thread, no input, nowhere to print, and only core's own folder added to its path."""
    old = os.environ.get("PYTHONPATH", "")
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment = {**os.environ, **threads, "PYTHONPATH": os.pathsep.join([str(ROOT), *([old] if old else [])])}
    apart: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    if os.name == "posix":
        apart = {"start_new_session": True}  # what it starts itself is ended with it
    return subprocess.Popen(
        [sys.executable, "-P", "-c", CODE, str(path), folder, str(seconds * 0.8), builtins],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **apart,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child, if it still runs, and whatever it started."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # all of it has ended by itself
            return
        finally:
            process.wait()
    elif process.poll() is None:
        process.kill()
        process.wait()


def _epitaph(path: Path, folder: Path, status: int | None, seconds: float) -> str:
    """One line on a child that ended without a verdict: the line it was at, what was called, how it ended."""
    doing = _read(folder / "doing")
    if not doing:
        return f"{path}: its checks could not start (exit status {status}); try again, or reinstall inknet"
    frames = re.findall(rf'File "{re.escape(str(path))}", line (\d+)', _read(folder / "trace"))
    place, _, what = doing.rpartition(": ")
    place = f"{path}:{frames[0]}" if frames else place
    if status is None:
        return f"{place}: {what} did not answer within {seconds:g} s; look for a loop that never ends"
    if status < 0 or status > 255:
        return f"{place}: {what} crashed Python ({_fault(status)}); look for ctypes or a compiled module in it"
    return f"{place}: {what} ended the process with exit status {status}; a plugin may not leave the program"


def _fault(status: int) -> str:
    try:
        return signal.Signals(-status).name
    except ValueError:  # Windows, which has codes of its own
        return f"status {status:#x}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def digest(path: Path) -> str:
    """The sha256 of a file, or nothing where it cannot be read: loading it then says why."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
