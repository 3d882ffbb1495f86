"""The ring around what has the keyboard focus: 2 px wide, 2 px off, and only when the keyboard brought it there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from .tokens import RADIUS, WIDTH

GAP = 2
MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QObject):
    """Follows the focus of the application. A widget with the property ``ring`` set to False draws its own."""

    def __init__(self, app: QApplication, colour: Callable[[], QColor]) -> None:
        super().__init__(app)
        self._colour = colour
        self._frame: _Frame | None = None
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        if new is None or new.property("ring") is False or isinstance(new, QAbstractScrollArea):
            return
        window = new.window()
        if not window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            return
        self._frame = _Frame(window, new, self._colour)
        self._frame.destroyed.connect(self._gone)
        above: QWidget | None = new
        while above is not None and above is not window:
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()
        self._frame.place()

    def _leave(self) -> None:
        for widget in self._watched:
            if isValid(widget):  # what had the focus may be gone, and its parents with it
                widget.removeEventFilter(self)
        self._watched = []
        if self._frame is not None and isValid(self._frame):
            self._frame.destroyed.disconnect(self._gone)
            self._frame.hide()
            self._frame.deleteLater()
        self._frame = None

    def _gone(self) -> None:
        """The window went, and the ring with it."""
        self._frame = None
        self._watched = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES and self._frame is not None:
            self._frame.place()
        return False


class _Frame(QWidget):
    """The ring itself: lies over the window, lets the mouse through."""

    def __init__(self, window: QWidget, target: QWidget, colour: Callable[[], QColor]) -> None:
        super().__init__(window)
        self._window, self._target, self._colour = window, target, colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def place(self) -> None:
        """Around the target, no further than the scroll areas it lies in show of it."""
        target, window = self._target, self._window
        if not isValid(target):
            self.hide()
            return
        off = GAP + round(WIDTH["focus"])
        around = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-off, -off, off, off)
        seen = window.rect()
        above = target.parentWidget()
        while above is not None and above is not window:
            beyond = above.parentWidget()
            if isinstance(beyond, QAbstractScrollArea) and beyond.viewport() is above:
                seen &= QRect(above.mapTo(window, QPoint(0, 0)), above.size()).adjusted(-off, -off, off, off)
            above = beyond
        self.setGeometry(around)
        shown = (around & seen).translated(-around.topLeft())
        self.setMask(shown)
        self.setVisible(target.isVisible() and not shown.isEmpty())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = WIDTH["focus"]
        painter.setPen(QPen(self._colour(), width))
        half = width / 2
        radius = RADIUS["control"] + GAP
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()
