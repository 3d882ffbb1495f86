"""One place for whatever nobody caught: exceptions of every thread, of clean-up code, and what Qt complains of.

Hooks may be called from any thread and at any moment, so nothing here touches a widget: text is made, logged, and put
aside for the window, which asks for it.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from core.log import Log, cleaned, machine, place_of, told

MOST = 200
"""Different faults that are told apart; what comes after them is counted with the last."""
QUIET = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


@dataclass
class Report:
    """One fault: where it was first met, and how often since."""

    where: str
    """Type and place, in a few words."""
    text: str
    """All that may be told of it."""
    count: int = 1
    notable: bool = True
    """Whether the user should know of it."""


class Reporter:
    """Counts every fault, logs each of them when it is met first and at every power of ten after that."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.begun = time.strftime("%Y-%m-%d %H:%M:%S")
        self._reports: dict[tuple[str, ...], Report] = {}
        self._news: list[Report] = []
        self._lock = threading.RLock()
        self._inside = threading.local()
        self._former: tuple[Any, Any, Any] | None = None

    def install(self) -> None:
        """Take the hooks of this process over; what they did before is still done."""
        self._former = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._uncaught, self._in_thread, self._unraisable
        qInstallMessageHandler(self._qt)

    def remove(self) -> None:
        """Give the hooks back: none may be called while the interpreter is taken apart."""
        if self._former is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._former
            qInstallMessageHandler(None)
            self._former = None

    def take(self, where: str, text: str, key: tuple[str, ...], notable: bool = True) -> None:
        """Note a fault; equal keys are one. May be called from any thread."""
        with self._lock:
            known = self._reports.get(key)
            if known is None and len(self._reports) >= MOST:
                known = next(reversed(self._reports.values()))
            if known is None:
                known = self._reports[key] = Report(where, text, notable=notable)
                self.log.write(text)
            else:
                known.count += 1
                if str(known.count).strip("0") == "1":
                    self.log.write(f"{known.where}: {known.count:,} times by now")
            if notable and known not in self._news:
                self._news.append(known)

    def news(self) -> list[Report]:
        """What the user should know of and was not asked for yet."""
        with self._lock:
            found, self._news = self._news, []
            return found

    @property
    def count(self) -> int:
        """Faults so far that the user should know of."""
        with self._lock:
            return sum(one.count for one in self._reports.values() if one.notable)

    def report(self) -> str:
        """Everything met so far, to be sent to who can mend it; nothing of it is private."""
        from PySide6.QtCore import qVersion

        head = f"inknet, begun {self.begun}, {machine()}, Qt {qVersion()}"
        with self._lock:
            parts = [f"{one.text}\n({one.count:,} times)" for one in self._reports.values()]
        return "\n\n".join([head, *parts]) + "\n"

    # the hooks

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            self._exception(kind, error, trace, "")
        self._go_on(0, kind, error, trace)

    def _in_thread(self, arguments: Any) -> None:
        kind, thread = arguments.exc_type, getattr(arguments.thread, "name", "")
        if not issubclass(kind, SystemExit):
            self._exception(kind, arguments.exc_value, arguments.exc_traceback, f"in thread {thread}")
        self._go_on(1, arguments)

    def _unraisable(self, arguments: Any) -> None:
        words = cleaned(arguments.err_msg or "in clean-up code")
        self._exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback, words)
        self._go_on(2, arguments)

    def _qt(self, mode: QtMsgType, context: Any, message: str) -> None:
        def note() -> None:
            if mode not in QUIET:
                words = f"Qt: {cleaned(message)}"
                self.take(words, words, ("Qt", cleaned(message)), notable=mode != QtMsgType.QtWarningMsg)

        self._guarded(note)
        if sys.stderr is not None:
            print(message, file=sys.stderr)

    def _exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, place: str
    ) -> None:
        def note() -> None:
            frames = traceback.extract_tb(trace)
            last = f"{place_of(frames[-1].filename)}, line {frames[-1].lineno}" if frames else place or "no place"
            text = "\n".join(part for part in (place, told(kind, error, trace)) if part)
            self.take(f"{kind.__name__} in {last}", text, (kind.__name__, last))

        self._guarded(note)

    def _guarded(self, note: Callable[[], None]) -> None:
        """Note something, but not what goes wrong in noting: that would go round in circles."""
        if getattr(self._inside, "noting", False):
            return
        self._inside.noting = True
        try:
            note()
        except Exception:
            traceback.print_exc()
        finally:
            self._inside.noting = False

    def _go_on(self, which: int, *arguments: Any) -> None:
        if self._former is not None and sys.stderr is not None:  # a program without a terminal has none
            self._former[which](*arguments)
