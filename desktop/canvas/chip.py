"""The small buttons of a card: an activation with its curve, the data set, a dropout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.look import ThemeSwitch
from desktop.parts.painting import LEFT, rounded, width_of, write

from .curves import Shape, paint_curve

HEIGHT = 24


class Chip(QAbstractButton):
    """A curve or an icon, words, and an arrow that says: here opens a list. Keys reach it through the canvas."""

    def __init__(self, look: ThemeSwitch, parent: QWidget, icon: str = "") -> None:
        super().__init__(parent)
        self._look, self._icon = look, icon
        self._shape: Shape | None = None
        self._warn = False
        self.small = False
        """Only the curve or icon, without words."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_choice(self, words: str, shape: Shape | None = None, warn: bool = False) -> None:
        """Show another choice; ``warn`` where it is a mistake."""
        if (words, shape, warn) != (self.text(), self._shape, self._warn):
            self._shape, self._warn = shape, warn
            self.setText(words)
            self.update()

    def sizeHint(self) -> QSize:
        if self.small:
            return QSize(28, 20)
        room = 14 if self._icon == "dropout" else 46
        return QSize(round(width_of(self._look.theme, self.text(), "small", 500)) + room + 8, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ink = "warning" if self._warn else "accent_text"
        under = self.underMouse() or self.isDown()
        edge = theme["warning_mark" if self._warn else "accent"] if under else None
        rounded(painter, box, theme["warning_soft" if self._warn else "accent_soft"], edge, 5)
        if self.small:
            paint_curve(painter, box.adjusted(7, 5, -7, -5), self._shape, theme[ink])
        else:
            self._paint_whole(painter, box, ink)
        painter.end()

    def _paint_whole(self, painter: QPainter, box: QRectF, ink: str) -> None:
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        middle = box.center().y()
        if self._icon:
            painter.drawPixmap(QPointF(box.left() + 7, middle - 7), theme.pixmap(self._icon, ink, 14, ratio))
        else:
            paint_curve(painter, QRectF(box.left() + 8, middle - 6, 14, 12), self._shape, theme[ink])
        write(painter, theme, box.adjusted(27, 0, -20, 0), self.text(), "small", ink, LEFT, 500)
        painter.drawPixmap(QPointF(box.right() - 19, middle - 7), theme.pixmap("chevron", ink, 14, ratio))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class Pill(QAbstractButton):
    """What hangs under a card: the dropout behind a layer. Pressed, it opens the list of rates."""

    def __init__(self, look: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(round(width_of(self._look.theme, self.text(), "caption")) + 34, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        edge = "accent" if self.underMouse() else "line_strong"
        rounded(painter, box, theme["raised"], theme[edge], box.height() / 2)
        icon = theme.pixmap("dropout", "text_2", 14, ratio)
        painter.drawPixmap(QPointF(box.left() + 7, box.center().y() - 7), icon)
        write(painter, theme, box.adjusted(24, 0, -6, 0), self.text(), "caption", "text_2", LEFT)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)
