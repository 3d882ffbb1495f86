"""What floats over the network during a drag: the mark of where it goes, what it means, and the thing in the hand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.look import Theme, ThemeSwitch
from desktop.parts.painting import CENTRE, rounded, width_of, write

from .hits import insertion
from .lanes import rect
from .layout import Column, Picture
from .offers import Offer

LINE = 17
"""Height of a line of words."""


class Overlay(QWidget):
    """Lies over the canvas while something is dragged, and lets the mouse through."""

    def __init__(self, look: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._over = look, parent
        self._picture: Picture | None = None
        self._at = QPointF()
        self._ghost: QPixmap | None = None
        self._grip = QPointF()
        self._last = QRect()
        self._sight = QRectF()
        self._lift = 0.0
        self.offer: Offer | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def carry(self, ghost: QPixmap | None, grip: QPointF) -> None:
        """What is in the hand, and where the hand holds it."""
        self._ghost, self._grip = ghost, grip

    def show_offer(self, offer: Offer, picture: Picture, at: QPointF, sight: QRect) -> None:
        """Show what letting go at ``at`` would do; words and cards stay within ``sight``."""
        self.offer, self._picture, self._at, self._sight = offer, picture, at, QRectF(sight)
        self._lift = float(sight.top())
        if self.geometry() != self._over.rect():
            self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        now = self._covered()
        self.update(now.united(self._last))
        self._last = now

    def clear(self) -> None:
        """Nothing is in the hand any more."""
        self.offer, self._ghost, self._last = None, None, QRect()
        self.hide()

    def _covered(self) -> QRect:
        parts = [self._words_box(), self._ghost_box(), self._mark_box()]
        whole = QRectF()
        for part in parts:
            whole = whole.united(part)
        return whole.toAlignedRect().adjusted(-4, -4, 4, 4)

    def _mark_box(self) -> QRectF:
        offer, picture = self.offer, self._picture
        if offer is None or picture is None:
            return QRectF()
        if offer.mark == "line":
            line = insertion(picture, offer.at, self._lift)
            return QRectF(line.x - 12, line.y - 12, 24, line.h + 24)
        if offer.mark == "layer":
            column = picture.column(offer.key)
            return rect(column.lane).united(self._card(column)).adjusted(-8, -8, 8, 8)
        return QRectF()

    def _ghost_box(self) -> QRectF:
        if self._ghost is None:
            return QRectF()
        size = self._ghost.deviceIndependentSize()
        return QRectF(self._at - self._grip, size)

    def _words_box(self) -> QRectF:
        offer, picture = self.offer, self._picture
        if offer is None or picture is None or not offer.words:
            return QRectF()
        theme = self._look.theme
        wide = max(width_of(theme, words, "caption", 600) for words in offer.words) + 24
        tall = 10 + LINE * len(offer.words)
        if offer.mark == "line":
            line = insertion(picture, offer.at, self._lift)
            x, y = line.x, line.bottom + 6
        elif offer.mark == "layer":
            column = picture.column(offer.key)
            x, y = column.x, column.lane.bottom + 12
        else:
            x, y = self._at.x(), self._at.y() + (self._ghost_box().height() if self._ghost else 0) + 22
        sight = self._sight
        x = max(sight.left() + wide / 2 + 4, min(sight.right() - wide / 2 - 4, x))
        y = max(sight.top() + 4, min(sight.bottom() - tall - 6, y))
        return QRectF(x - wide / 2, y, wide, tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        offer, picture = self.offer, self._picture
        if offer is None or picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        theme = self._look.theme
        if offer.mark == "line":
            self._paint_line(painter, theme, picture, offer.at)
        elif offer.mark == "layer":
            self._paint_ring(painter, theme, picture, offer.key)
        if self._ghost is not None:
            painter.setOpacity(0.94)
            painter.drawPixmap(self._ghost_box().topLeft(), self._ghost)
            painter.setOpacity(1)
        self._paint_words(painter, theme, offer)
        painter.end()

    def _paint_line(self, painter: QPainter, theme: Theme, picture: Picture, at: int) -> None:
        line = insertion(picture, at, self._lift)
        top, accent = QPointF(line.x, line.y), theme["accent"]
        painter.setPen(QPen(accent, 2))
        painter.drawLine(top, QPointF(line.x, line.bottom + 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(top, 9, 9)
        painter.setPen(QPen(theme["on_accent"], 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(top + QPointF(-4, 0), top + QPointF(4, 0))
        painter.drawLine(top + QPointF(0, -4), top + QPointF(0, 4))

    def _paint_ring(self, painter: QPainter, theme: Theme, picture: Picture, key: int) -> None:
        column = picture.column(key)
        painter.setBrush(theme.faded("accent", 0.08))
        painter.setPen(QPen(theme["accent"], 2))
        lane = rect(column.lane).adjusted(-4, -4, 4, 4)
        radius = 10 if column.picture or column.tiles else lane.width() / 2
        painter.drawRoundedRect(lane, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._card(column).adjusted(-3, -3, 3, 3), 10, 10)

    def _card(self, column: Column) -> QRectF:
        return rect(column.card).translated(0, self._lift)

    def _paint_words(self, painter: QPainter, theme: Theme, offer: Offer) -> None:
        box = self._words_box()
        if box.isNull():
            return
        bad = offer.mark == "refused"
        rounded(painter, box, theme["danger_soft" if bad else "accent"], theme["danger"] if bad else None, 6)
        ink = "danger" if bad else "on_accent"
        for k, words in enumerate(offer.words):
            line = QRectF(box.left(), box.top() + 5 + LINE * k, box.width(), LINE)
            write(painter, theme, line, words, "caption", ink, CENTRE, 600 if k == 0 else 500)
