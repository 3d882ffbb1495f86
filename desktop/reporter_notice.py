"""Tells the user calmly of a fault in the program: a notice with the report to copy, never a dialog, never a flood."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from desktop.language import tr
from desktop.parts import Notices
from desktop.reporter import Report, Reporter

PERIOD = 500
"""Milliseconds between two looks for news."""
QUIET = 5.0
"""Seconds between two notices, at the least."""


class ReportNotices(QObject):
    """Looks for news and tells them in the window's notices."""

    def __init__(self, reporter: Reporter, notices: Notices, quiet: float = QUIET) -> None:
        super().__init__(notices)
        self._reporter, self._notices, self._quiet = reporter, notices, quiet
        self._last = -quiet
        self._waiting: dict[str, Report] = {}
        timer = QTimer(self)
        timer.setInterval(PERIOD)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Tell what is new, unless something was told a moment ago: then it waits, and is told together."""
        self._waiting |= {one.where: one for one in self._reporter.news()}
        if not self._waiting or time.monotonic() - self._last < self._quiet:
            return
        self._last = time.monotonic()
        told, self._waiting = list(self._waiting.values()), {}
        self._notices.tell("warning", words_of(told), [(tr("Copy report"), self.copy)])

    def copy(self) -> None:
        """The whole report to the clipboard."""
        QGuiApplication.clipboard().setText(self._reporter.report())
        words = tr("The report is copied. It holds no data and no folders of yours: paste it where you report faults.")
        self._notices.tell("info", words)


def words_of(reports: list[Report]) -> str:
    """One sentence on what happened, one on what to do."""
    first, others = reports[-1], len(reports) - 1
    more = tr(" and {others} others", others=others) if others else ""
    what = tr("inknet met a fault of its own: {where}{more}.", where=first.where, more=more)
    return f"{what} " + tr("Your work is still here: save it, and go on.")
