"""What the pointer is over: a neuron or an edge, its value, and the weights of a first-layer neuron as a picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.look import ThemeSwitch
from desktop.parts.painting import LEFT, RIGHT, rounded, width_of, write

SIDE = 84
LINE = 17
OFF = 16


@dataclass(frozen=True, eq=False)
class Told:
    """Rows of name and value under a title; an image of weights where there is one."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    image: QImage | None = None

    def spoken(self) -> str:
        """In one sentence."""
        return ", ".join([self.title, *(f"{name} {value}".strip() for name, value in self.rows)])


class Peek(QWidget):
    """A small card beside the pointer that lets the mouse through."""

    def __init__(self, look: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.told: Told | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def tell(self, told: Told, at: QPointF, sight: QRect) -> None:
        """Show it beside a place, within what is in sight."""
        self.told = told
        theme = self._look.theme
        wide = width_of(theme, told.title, "small", 600)
        for name, value in told.rows:
            wide = max(wide, width_of(theme, name, "caption", 400) + 14 + width_of(theme, value, "caption", 600))
        height = 12 + 18 + LINE * len(told.rows)
        if told.image is not None:
            wide, height = max(wide, SIDE), height + SIDE + 8
        self.resize(round(wide) + 22, height)
        x = at.x() + OFF
        if x + self.width() > sight.right():
            x = at.x() - OFF - self.width()
        y = min(max(at.y() - self.height() / 2, sight.top() + 4), sight.bottom() - self.height() - 4)
        self.move(round(max(sight.left() + 4.0, x)), round(y))
        self.show()
        self.raise_()
        self.update()

    def away(self) -> None:
        """The pointer went on."""
        if self.told is not None:
            self.told = None
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        told, theme = self.told, self._look.theme
        if told is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        rounded(painter, QRectF(self.rect()), theme["raised"], theme["line_strong"], 6)
        box = QRectF(11, 6, self.width() - 22, 18)
        write(painter, theme, box, told.title, "small", "text", LEFT, 600)
        y = 25.0
        if told.image is not None:
            frame = QRectF(11, y + 2, SIDE, SIDE)
            painter.drawImage(frame, told.image)
            rounded(painter, frame, None, theme["line"], 3)
            y += SIDE + 8
        for name, value in told.rows:
            row = QRectF(11, y, box.width(), LINE)
            write(painter, theme, row, name, "caption", "text_2", LEFT, 400)
            write(painter, theme, row, value, "caption", "text", RIGHT, 600)
            y += LINE
        painter.end()
