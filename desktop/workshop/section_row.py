"""One thing that the bench has looked at: how it went, its name, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.look import ThemeSwitch
from desktop.parts.painting import LEFT, RIGHT, Painted, rounded, width_of, write

if TYPE_CHECKING:
    from core.bench import Section

STATES = {
    "running": ("time", "text_3", "sunken", "Running"),
    "ok": ("check", "success", "success_soft", "Passed"),
    "hint": ("info", "warning", "warning_soft", "Hint"),
    "failed": ("cross", "danger", "danger_soft", "Failed"),
}
"""Icon, colour, fill and word of a state."""
HEIGHT = 30
WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
TEXT = 30
"""Where the words begin, behind the icon."""


class SectionRow(Painted):
    """A line with an icon for its state; what does not fit beside the name stands beneath. A click or Enter chooses."""

    chosen = Signal(object)
    """The Section."""

    def __init__(self, look: ThemeSwitch, section: Section) -> None:
        super().__init__(look)
        self.section = section
        self.current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_section(section)

    def show_section(self, section: Section) -> None:
        """Show a section, or what has become of it."""
        self.section = section
        word = STATES[section.state][3]
        self.setAccessibleName(f"{word}: {section.title}")
        place = f" Line {section.line}." if section.line else ""
        self.setAccessibleDescription(f"{section.words}{place}")
        self.setToolTip(section.words)
        self._fit()
        self.update()

    def set_current(self, on: bool) -> None:
        """Whether its picture is the one that is shown."""
        self.current = on
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As tall as its words need at this width."""
        beside = self._beside(self.width())
        self.setFixedHeight(HEIGHT if beside else HEIGHT + 2 + round(self._words_height(self.width())))

    def _beside(self, width: float) -> bool:
        """Whether the words have room beside the name."""
        theme = self.theme
        name = width_of(theme, self.section.title, "body", 600)
        return TEXT + name + 16 + width_of(theme, self.section.words, "small") <= width - 8

    def _words_height(self, width: float) -> float:
        metrics = QFontMetricsF(self.theme.font("small"))
        return metrics.boundingRect(QRectF(0, 0, width - TEXT - 8, 400), WRAP, self.section.words).height()

    def paint(self, painter: QPainter, region: QRectF) -> None:
        theme, section = self.theme, self.section
        icon, colour, fill, _ = STATES[section.state]
        if self.current or self.underMouse():
            rounded(painter, region, theme["accent_soft" if self.current else "hover"], None, 6)
        ratio = self.devicePixelRatioF()
        rounded(painter, QRectF(4, 5, 20, 20), theme[fill], None, 10)
        painter.drawPixmap(8, 9, theme.pixmap(icon, colour, 12, ratio))
        failed = section.state == "failed"
        name = QRectF(TEXT, 0, region.width() - TEXT - 8, HEIGHT)
        title_colour = "danger" if failed else "text_2" if section.state == "running" else "text"
        write(painter, theme, name, section.title, "body", title_colour, LEFT, 600 if failed else None)
        words = "danger" if failed else "text_3"
        if self._beside(region.width()):
            write(painter, theme, name, section.words, "small", words, RIGHT)
        else:
            painter.setFont(theme.font("small"))
            painter.setPen(theme["text_2" if failed else "text_3"])
            place = QRectF(TEXT, HEIGHT - 4, region.width() - TEXT - 8, region.height() - HEIGHT + 4)
            painter.drawText(place, WRAP, section.words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.section)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.section)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)
