"""What all renderers are: widgets that show one kind of figure."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core import Array, Figure
from desktop.look import Theme
from desktop.parts import write
from desktop.parts.painting import RIGHT

from . import words
from .card import Card, Line
from .check import checked

FOOT = 16
"""Height of the line that says what could not be shown, in pixels."""
SamplePicture = Callable[[str, int], Array | None]
"""``picture(split, row)``: a sample as a matrix, or None where it is not an image."""


class Renderer(QWidget):
    """Shows figures of one kind. ``display`` again and again with new ones; what did not change is not painted anew.

    Subclasses take a figure apart in ``_take`` and paint it in ``_paint``, or fill child widgets instead.
    """

    samples_chosen = Signal(str, object)
    """A split and the row numbers (a list) of the samples behind what was clicked."""
    cell_clicked = Signal(int, int)
    """Row and column of a matrix."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.figure: Figure | None = None
        self.picture_of: SamplePicture | None = None
        """Gives the picture of a sample for the card under the pointer."""
        self.lost = 0
        """How many values are not finite and therefore not shown."""
        self._spent = 0.0
        self.card = Card(theme, self)
        self.setMouseTracking(True)
        self.setFont(theme.font("small"))
        self.setMinimumSize(120, 80)

    def display(self, figure: Figure) -> None:
        """Show a figure of this renderer's kind. Raises BadComponent for one whose parts do not fit together."""
        start = time.thread_time()
        self.figure = checked(figure)
        self.setAccessibleName(figure.title or type(figure).__name__)
        self.setAccessibleDescription(figure.note)
        before = self._around()
        self._take(self.figure)
        self._arrange()
        if before is None or before != self._around():
            self.update()
        self._spent += time.thread_time() - start

    def retheme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self.setFont(theme.font("small"))
        self.card.theme = theme
        if self.figure is not None:
            self._take(self.figure)
            self._arrange()
        self.update()

    def spent(self) -> float:
        """Seconds of the GUI thread that showing has taken since this was last asked."""
        spent, self._spent = self._spent + self._painted_elsewhere(), 0.0
        return spent

    def leave(self) -> None:
        """Take away what belongs to the pointer: card, hair line, outline."""
        self.card.hide()

    def sharpen(self, on: bool) -> None:
        """Paint for a file (on) rather than for this screen: shapes in place of pictures of them."""

    def out_of_sight(self) -> int:
        """Pixels of the figure's height that are scrolled away."""
        return 0

    def area(self) -> QRectF:
        """Where the figure goes: everything but the foot."""
        foot = FOOT if self.lost else 0
        return QRectF(0, 0, self.width(), max(1, self.height() - foot))

    def tell(self, at: QPointF, lines: list[Line], picture: Array | None = None) -> None:
        """Show the card beside a place, and let screen readers know."""
        self.card.tell(at, lines, picture)
        words_ = "; ".join(line.plain() for line in lines)
        if words_ != self.accessibleDescription():
            self.setAccessibleDescription(words_)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def sample_picture(self, split: str, row: int | None) -> Array | None:
        """The picture of a sample, where somebody gives pictures."""
        return None if self.picture_of is None or row is None else self.picture_of(split, row)

    def _take(self, figure: Figure) -> None:
        """Take a new figure apart; also called when the theme changes."""
        raise NotImplementedError

    def _arrange(self) -> None:
        """Place things for the size that there is."""

    def _around(self) -> object:
        """All that this widget paints itself, where its children paint the figure: unchanged, it is not painted anew.

        None where it paints the figure itself.
        """
        return None

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint the figure into an area."""

    def _painted_elsewhere(self) -> float:
        """Seconds that child widgets painted since this was last asked."""
        return 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        start = time.thread_time()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if self.figure is not None:
            self._paint(painter, self.area())
        if self.lost:
            foot = QRectF(0, self.height() - FOOT, self.width(), FOOT)
            text = words.counted(self.lost, "value is not finite", "values are not finite")
            write(painter, self.theme, foot, text, "caption", "warning", RIGHT)
        painter.end()
        self._spent += time.thread_time() - start

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.leave()
        if self.figure is not None:
            self._arrange()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.leave()


def shortened(metrics: QFontMetricsF, text: str, width: float) -> str:
    """The text, or its beginning and dots."""
    if metrics.horizontalAdvance(text) <= width + 0.5:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def every(names: Sequence[str], each: float, metrics: QFontMetricsF, upright: bool = False) -> int:
    """Every how many names there is room for, at ``each`` pixels a name."""
    need = metrics.ascent() + 1 if upright else max((metrics.horizontalAdvance(name) for name in names), default=0) + 4
    return max(1, math.ceil(need / max(each, 0.01)))
