"""A throw-away process for code that may hang, crash or leave: started, ended, and what is to be said of its end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..errors import BadPlugin

ROOT = Path(__file__).parents[2]
"""The folder that core is in: a checkout or site-packages."""
MEMORY = 4 << 30  # bytes that the child may ask for, where the system can be told
HEAD = """
import faulthandler, sys
trace = open(sys.argv[2] + "/trace", "w")
faulthandler.enable(trace)
faulthandler.dump_traceback_later(float(sys.argv[3]) * 0.8, file=trace)
"""


def start(code: str, path: Path, folder: Path, seconds: float, builtins: str) -> subprocess.Popen[bytes]:
    """A process that runs ``code`` with path, folder, seconds and builtins as its arguments 1 to 4.

    It has one BLAS thread, no input, nowhere to print, and only core's own folder added to its path. Raises BadPlugin
    where the system starts none.
    """
    old = os.environ.get("PYTHONPATH", "")
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment = {**os.environ, **threads, "PYTHONPATH": os.pathsep.join([str(ROOT), *([old] if old else [])])}
    apart: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    if os.name == "posix":
        apart = {"start_new_session": True}  # what it starts itself is ended with it
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-c", HEAD + code, str(path), str(folder), str(seconds), builtins],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **apart,
        )
    except OSError as error:
        raise BadPlugin(f"{path}: its checks could not start: {error.strerror}; close other programs first") from error


def end(process: subprocess.Popen[bytes]) -> None:
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


def epitaph(path: Path, folder: Path, status: int | None, seconds: float) -> str:
    """One line on a child that ended without a verdict: the line it was at, what was called, how it ended.

    ``status`` None says that it was still running.
    """
    doing = read_text(folder / "doing")
    if not doing:
        return f"{path}: its checks could not start (exit status {status}); try again, or reinstall inknet"
    frames = re.findall(rf'File "{re.escape(str(path))}", line (\d+)', read_text(folder / "trace"))
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


def read_text(path: Path) -> str:
    """What a file holds; nothing where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def limit(seconds: int = 0) -> None:
    """In the child: whoever asks for too much gets a MemoryError; too many seconds of processor end it."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(what)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        if most:
            try:
                resource.setrlimit(what, (soft, hard))
            except (ValueError, OSError):  # macOS knows the limit, but does not let it be set
                continue
