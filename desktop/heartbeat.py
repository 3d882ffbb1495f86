"""Where the window stood still, and where the program ended: the stacks of all threads, written by the interpreter.

faulthandler writes them without the interpreter's help, so even code that never lets go of it is found. It writes to a
file of this process's own, which the log takes over, without what is private, at the next beat or the next start.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from core import files
from core.errors import InknetError
from core.log import stacks
from core.trust import private_folder
from desktop.reporter import Reporter

STILL = 10.0
"""Seconds without a beat after which the stacks are written."""
BEAT = 1000
"""Milliseconds between two beats."""
NAME = re.compile(r"stacks-(\d{1,10})\.txt")


def asleep() -> float:
    """Seconds that the machine has slept since it was started, where the system tells."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) - time.monotonic() if boot is not None else 0.0


class Heartbeat(QObject):
    """Beats on the window's thread, also while a dialog is open, as that has an event loop of its own.

    A machine that sleeps stops the clock, as a rule; where it went on, what was written then is thrown away.
    """

    def __init__(self, reporter: Reporter, folder: Path, still: float = STILL, period: int = BEAT) -> None:
        super().__init__()
        self._reporter, self._still = reporter, still
        self._path = folder / f"stacks-{os.getpid()}.txt"
        self._file: FileIO | None = None
        self._last, self._asleep = time.monotonic(), asleep()
        with contextlib.suppress(OSError, InknetError):
            private_folder(folder)
            self._file = files.SYSTEM.extend(self._path)
            faulthandler.enable(self._file)
        self._timer = QTimer(self)
        self._timer.setInterval(period)
        self._timer.timeout.connect(self.beat)
        self._timer.start()
        self.beat()

    def beat(self) -> None:
        """The window is alive: look what was written meanwhile, and wait anew."""
        if self._file is None:
            return
        faulthandler.dump_traceback_later(self._still, file=self._file)
        now, slept = time.monotonic(), asleep()
        if os.fstat(self._file.fileno()).st_size:
            self._file.seek(0)
            text = self._file.read().decode("utf-8", "replace")
            self._file.truncate(0)  # it names folders
            if slept - self._asleep < 1:
                seconds = now - self._last
                words = f"the window stood still for {seconds:.0f} s"
                self._reporter.take(words, f"{words}\n{stacks(text)}", ("still", _innermost(text)))
        self._last, self._asleep = now, slept

    def close(self) -> None:
        """The program ends as it should."""
        self._timer.stop()
        if self._file is not None:
            faulthandler.cancel_dump_traceback_later()
            faulthandler.disable()
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                files.SYSTEM.remove(self._path)


def _innermost(text: str) -> str:
    """The innermost frame of the window's thread, which faulthandler writes last."""
    threads = re.split(r"\n\n", text.strip())
    frames = [line.strip() for line in threads[-1].splitlines() if "File " in line]
    return frames[0] if frames else ""


@contextlib.contextmanager
def watched(reporter: Reporter, folder: Path) -> Iterator[Heartbeat]:
    """Everything of this process reported and its heart beating; what crashed before is reported, too."""
    reporter.install()
    for text in left(folder):
        reporter.take("the last start ended too early", text, ("crash", text))
    heart = Heartbeat(reporter, folder)
    try:
        yield heart
    finally:
        heart.close()
        reporter.remove()


def left(folder: Path) -> list[str]:
    """The stacks of programs that crashed before this start, without what is private; their files go.

    To be called before this start has a heart of its own: a file with its number is then another's.
    """
    found = []
    for path in sorted(folder.glob("stacks-*.txt")):
        named = NAME.fullmatch(path.name)
        if named is None or (int(named[1]) != os.getpid() and files.lives(int(named[1]))):
            continue
        with contextlib.suppress(OSError):
            with files.open_regular(path) as file:
                text = file.read().decode("utf-8", "replace")
            files.SYSTEM.remove(path)
            if "Fatal Python error" in text:
                found.append(stacks(text[text.rindex("Fatal Python error") :]))
    return found
