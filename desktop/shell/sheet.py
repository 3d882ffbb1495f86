"""A sheet over the window: it takes the focus, keeps Tab inside, and gives the focus back when it goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QWidget
from shiboken6 import isValid

EDGE = 16
"""Pixels that a sheet stays away from the window's edges."""


class Sheet(QFrame):
    """Esc, a click beside it, or the focus going elsewhere closes it. Say what it holds and where the focus begins."""

    TOP = 64

    def __init__(self, window: QMainWindow, name: str, wide: int, high: int) -> None:
        super().__init__(window)
        self._window, self._wide, self._high = window, wide, high
        self._before: QWidget | None = None
        self.setObjectName("card")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def first(self) -> QWidget:
        """What has the focus when the sheet opens."""
        raise NotImplementedError

    def open_sheet(self) -> None:
        """Show it; when it is there already, take it away."""
        if self.isVisible():
            self.close_sheet()
            return
        self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.first().setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]

    def close_sheet(self, give_back: bool = True) -> None:
        """Take it away; the focus goes to where it was."""
        if not self.isVisible():
            return
        QApplication.instance().focusChanged.disconnect(self._moved)  # type: ignore[union-attr]
        self._window.removeEventFilter(self)
        self.hide()
        before, self._before = self._before, None
        if give_back:
            there = before is not None and isValid(before) and before.isVisible() and before.isEnabled()
            (before if there and before is not None else self._window).setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """In the middle, near the top, inside the window."""
        room = self._window.size()
        wide, high = min(self._wide, room.width() - 2 * EDGE), min(self._high, room.height() - self.TOP - EDGE)
        self.setGeometry((room.width() - wide) // 2, self.TOP, wide, high)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        outside = new is not None and new.window() is self._window and new is not self and not self.isAncestorOf(new)
        if outside:
            self.close_sheet(give_back=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.close_sheet()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        event.accept()  # no key means anything to what lies beneath

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [one for one in self.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        stops = [one for one in stops if one.isVisible() and one.isEnabled()]
        stops.sort(key=lambda one: (one.mapTo(self, QPoint(0, 0)).y(), one.mapTo(self, QPoint(0, 0)).x()))
        if not stops:
            return False
        focus = QApplication.focusWidget()
        at = stops.index(focus) if focus in stops else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True
