"""The last few drawings, small; a click brings one back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from core.strokes import Drawing, ink
from desktop.look import Theme, ThemeSwitch
from desktop.parts import label
from desktop.parts.painting import rounded

from .kept import same
from .paper import SIZE, paint_ink

MOST = 12
SIDE, GAP = 36, 4


class Thumbnail(QAbstractButton):
    """One drawing, in small."""

    def __init__(self, look: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._drawing: Drawing = ()
        self._picture: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(SIDE, SIDE)
        look.changed.connect(self._retheme)

    def show_drawing(self, drawing: Drawing, place: int) -> None:
        """Show a drawing, the ``place``-th of the strip."""
        self._drawing, self._picture = drawing, None
        self.setAccessibleName(f"Recent drawing {place + 1}")
        self.setToolTip("Bring this drawing back")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, box = self._look.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture is None:
            self._picture = self._painted(theme)
        painter.drawPixmap(0, 0, self._picture)
        rounded(painter, box, None, theme["accent" if self.underMouse() else "line_strong"], 6)
        painter.end()

    def _painted(self, theme: Theme) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), theme["paper"], None, 6)
        paint_ink(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), ink(self._drawing, SIZE))
        painter.end()
        return picture

    def _retheme(self, theme: Theme) -> None:
        self._picture = None
        self.update()


class RecentStrip(QWidget):
    """Up to twelve drawings, the newest first, in as many rows as their number needs; hidden without any."""

    chosen = Signal(object)
    """The drawing to bring back."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self._drawings: list[Drawing] = []
        self._thumbs: list[Thumbnail] = []
        self.rows = 1
        """Rows that there is room for; drawings beyond are not shown, but kept."""
        self._caption = label("Recent", "caption")
        self._caption.setParent(self)
        self.setAccessibleName("Recent drawings")

    def drawings(self) -> list[Drawing]:
        """The drawings, newest first."""
        return list(self._drawings)

    def set_drawings(self, drawings: Sequence[Drawing]) -> None:
        """Show these, newest first, at most twelve."""
        self._drawings = [one for one in drawings if one][:MOST]
        while len(self._thumbs) < len(self._drawings):
            thumb = Thumbnail(self._look, self)
            place = len(self._thumbs)
            thumb.clicked.connect(lambda _=False, place=place: self.chosen.emit(self._drawings[place]))
            self._thumbs.append(thumb)
        for place, drawing in enumerate(self._drawings):
            self._thumbs[place].show_drawing(drawing, place)
        self._place()

    def remember(self, drawing: Drawing) -> None:
        """Put a drawing first; where it is there already it moves."""
        if drawing:
            self.set_drawings([drawing, *(one for one in self._drawings if not same(one, drawing))])

    def needed(self, rows: int, width: int) -> int:
        """The height of so many rows in a width, as far as there are drawings for them."""
        filled = min(rows, -(-len(self._drawings) // self._columns(width)))
        return filled * (SIDE + GAP) - GAP + self._top() if filled else 0

    def sizeHint(self) -> QSize:
        return QSize(6 * (SIDE + GAP), self.needed(self.rows, self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(SIDE, self.needed(1, 10_000))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _top(self) -> int:
        return self._caption.sizeHint().height() + 3

    def _columns(self, width: int) -> int:
        return max(1, (width + GAP) // (SIDE + GAP))

    def _place(self) -> None:
        columns, top = self._columns(self.width()), self._top()
        self._caption.setGeometry(0, 0, self.width(), top - 3)
        for place, thumb in enumerate(self._thumbs):
            line, column = divmod(place, columns)
            thumb.move(column * (SIDE + GAP), top + line * (SIDE + GAP))
            thumb.setVisible(place < len(self._drawings) and line < self.rows)
        self.updateGeometry()
