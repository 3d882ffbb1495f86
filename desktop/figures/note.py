"""A sentence in place of a picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from core import Figure, Note

from .renderer import Renderer

ICON = 24
WIDEST = 320.0


class NoteRenderer(Renderer):
    """An icon and one sentence in the middle."""

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Note)
        self.setAccessibleDescription(figure.text)

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure = self.figure
        assert isinstance(figure, Note)
        font = self.theme.font("body")
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        wide = min(WIDEST, area.width() - 24)
        text = QFontMetricsF(font).boundingRect(QRectF(0, 0, wide, 2000), int(flags), figure.text)
        icon = ICON + 12 if text.height() + ICON + 24 <= area.height() else 0
        top = max(0.0, (area.height() - icon - text.height()) / 2)
        if icon:
            ratio = self.devicePixelRatioF()
            image = self.theme.pixmap("see", "control", ICON, ratio)
            painter.drawPixmap(QRectF((area.width() - ICON) / 2, top, ICON, ICON), image, QRectF(image.rect()))
        painter.setFont(font)
        painter.setPen(self.theme["text_2"])
        place = QRectF((area.width() - wide) / 2, top + icon, wide, text.height() + 4)
        painter.drawText(place, int(flags), figure.text)
