"""A small matrix as sharp pixels in a rounded frame."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPainterPath

from desktop.look import Theme, ThemeSwitch
from desktop.look.theme import MapKind

from .painting import Painted, rounded


class PixelTile(Painted):
    """Shows a matrix (rows, columns) through a colour map; empty paper without one."""

    def __init__(
        self, look: ThemeSwitch, side: int = 44, kind: MapKind = "sequential", limit: float | None = None
    ) -> None:
        super().__init__(look)
        self._kind, self._limit = kind, limit
        self._values: Any = None
        self._image: QImage | None = None
        self._side = side
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def show_values(self, values: Any) -> None:
        """Show this matrix; None empties the tile."""
        self._values = values
        self._image = None
        self.update()

    def paint(self, painter: QPainter, region: QRectF) -> None:
        theme = self.theme
        if self._image is None and self._values is not None:
            self._image = theme.image(self._values, self._kind, self._limit)
        rounded(painter, region, theme["paper"] if self._kind == "sequential" else theme["panel"], None, 6)
        if self._image is not None:
            shape = QPainterPath()
            shape.addRoundedRect(region, 6, 6)
            painter.setClipPath(shape)
            painter.drawImage(region, self._image)
            painter.setClipping(False)
        rounded(painter, region, None, theme["line_strong"], 6)

    def _retheme(self, theme: Theme) -> None:
        self._image = None
        self.update()
