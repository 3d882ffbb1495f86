"""Paints lanes and their neurons. What rests is kept as pictures, so that a repaint beside a training only copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from core import Array
from desktop.look import Theme
from desktop.parts.painting import CENTRE, rounded, write

from .layout import Box, Column

STEPS = 32
"""Shades of a neuron: more cannot be told apart."""
FRAME = 5
"""Around the input's picture."""
MOST = 500
"""Pictures of neurons that are kept."""


def rect(box: Box) -> QRectF:
    """A box as Qt has it."""
    return QRectF(box.x, box.y, box.w, box.h)


@dataclass
class _Kept:
    """A column as it was painted last: the lane alone, and with its neurons."""

    column: Column
    current: bool
    lane: QPixmap
    look: object = None
    """Shades, chosen unit and weight pictures of ``whole``."""
    whole: QPixmap | None = None


class LanePainter:
    """Lanes and neurons of one theme on one screen. A column is drawn anew only where it looks different."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme, self.ratio = theme, ratio
        self._circles: dict[tuple[float, int, bool], QPixmap] = {}
        self._columns: dict[int, _Kept] = {}
        table = theme.table("sequential")
        self._ramp = [QColor(*(int(v) for v in table[round(255 * k / STEPS)][:3])) for k in range(STEPS + 1)]

    def forget(self) -> None:
        """Lanes have other places now."""
        self._columns.clear()

    def around(self, column: Column) -> QRect:
        """All that ``paint`` covers of a column."""
        box = rect(column.lane).adjusted(-8, -8, 8, 14)
        if column.pill:
            box = box.united(rect(column.pill).adjusted(-1, -1, 1, 1))
        return box.toAlignedRect()

    def paint(
        self,
        painter: QPainter,
        column: Column,
        around: QRect,
        current: bool,
        levels: dict[int, int],
        chosen: int | None,
        tiles: Sequence[QImage] = (),
    ) -> None:
        """A lane with its neurons: ``levels`` are shades by unit, ``chosen`` is a unit that stands out."""
        kept = self._columns.get(column.key)
        if kept is None or kept.column is not column or kept.current is not current:
            kept = self._columns[column.key] = _Kept(column, current, self._lane(column, current, around))
        look = (levels, chosen, tiles)
        if kept.whole is None or kept.look != look:
            kept.look, kept.whole = look, kept.lane if column.picture else QPixmap(kept.lane)
            if not column.picture:
                self._neurons(kept.whole, column, around, levels, chosen, tiles)
        painter.drawPixmap(around.topLeft(), kept.whole)

    def _neurons(
        self,
        picture: QPixmap,
        column: Column,
        around: QRect,
        levels: dict[int, int],
        chosen: int | None,
        tiles: Sequence[QImage],
    ) -> None:
        painter = self._painter(picture)
        painter.translate(-around.left(), -around.top())
        if tiles:
            self._tiles(painter, column, tiles, chosen)
        else:
            half = self.circle(column.size, 0, False).deviceIndependentSize().width() / 2
            for unit, y in zip(column.shown or (-1,) * len(column.ys), column.ys, strict=True):
                circle = self.circle(column.size, levels.get(unit, 0), unit == chosen and unit >= 0)
                painter.drawPixmap(QPointF(column.x - half, y - half), circle)
        painter.end()

    def circle(self, size: float, level: int, chosen: bool) -> QPixmap:
        """A neuron of a shade."""
        key = (size, level, chosen)
        picture = self._circles.get(key)
        if picture is None:
            if len(self._circles) >= MOST:  # every size of a column has its own
                self._circles.clear()
            side = int(size) + 8
            picture = self._blank(side, side)
            painter = self._painter(picture)
            middle = QPointF(side / 2, side / 2)
            painter.setBrush(self._ramp[max(0, min(STEPS, level))])
            painter.setPen(QPen(self.theme["accent" if chosen else "control"], 2 if chosen else 1))
            painter.drawEllipse(middle, size / 2, size / 2)
            painter.end()
            self._circles[key] = picture
        return picture

    def _blank(self, width: int, height: int) -> QPixmap:
        picture = QPixmap(round(width * self.ratio), round(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    @staticmethod
    def _painter(picture: QPixmap) -> QPainter:
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        return painter

    def _tiles(self, painter: QPainter, column: Column, tiles: Sequence[QImage], chosen: int | None) -> None:
        half = column.size / 2
        for unit, y, tile in zip(column.shown, column.ys, tiles, strict=False):
            box = QRectF(column.x - half, y - half, column.size, column.size)
            painter.drawImage(box, tile)
            on = unit == chosen
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme["accent" if on else "line_strong"], 2 if on else 1))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1) if on else box, 3, 3)

    def _lane(self, column: Column, current: bool, around: QRect) -> QPixmap:
        picture = self._blank(around.width(), around.height())
        painter = self._painter(picture)
        painter.translate(-QPoint(around.left(), around.top()))
        (self._draw_picture_frame if column.picture else self._draw_lane)(painter, column, current)
        painter.end()
        return picture

    def _draw_picture_frame(self, painter: QPainter, column: Column, current: bool) -> None:
        theme, box = self.theme, rect(column.lane)
        rounded(
            painter,
            box.adjusted(-FRAME, -FRAME, FRAME, FRAME),
            theme["raised"],
            theme["accent" if current else "line"],
            8,
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["control"])
        for y in column.ys:
            painter.drawEllipse(QPointF(box.right() + FRAME, y), 1.5, 1.5)

    def _draw_lane(self, painter: QPainter, column: Column, current: bool) -> None:
        theme, box = self.theme, rect(column.lane)
        edge = theme["accent" if current else "line"]
        radius = 8 if column.tiles else box.width() / 2
        rounded(painter, box, theme.faded("panel", 0.72), edge, radius)
        if column.dots is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["text_3"])
            reach = min(6.0, column.size / 3)
            for down in (-reach, 0, reach):
                painter.drawEllipse(QPointF(column.x, column.dots + down), 1.6, 1.6)
        if column.pill:
            pill = rect(column.pill)
            rounded(painter, pill, theme["raised"], theme["line_strong"], 9)
            write(painter, theme, pill.adjusted(2, 0, -2, 0), column.words, "caption", "text_2", CENTRE)
        if column.grip:
            grip = rect(column.grip)
            ink = theme["accent" if current else "control"]
            painter.setPen(QPen(ink, 1.5 if current else 1))
            painter.setBrush(theme["raised"])
            painter.drawRoundedRect(grip.adjusted(0.5, 0.5, -0.5, -0.5), 4.5, 4.5)
            painter.setPen(QPen(ink, 1.2))
            for down in (-1.5, 1.5):
                middle = grip.center() + QPointF(0, down)
                painter.drawLine(middle + QPointF(-5, 0), middle + QPointF(5, 0))


def levels_of(fill: Array, shown: Sequence[int], before: dict[int, int] | None = None) -> dict[int, int]:
    """Shades by unit, of how full the shown neurons are. One that was a single shade off ``before`` stays as it was."""
    levels = dict(zip(shown, np.rint(fill * STEPS).astype(int).tolist(), strict=True))
    if before is None:
        return levels
    return {unit: before[unit] if abs(before.get(unit, -9) - level) < 2 else level for unit, level in levels.items()}


def tile_images(tiles: Array) -> list[QImage]:
    """Weight pictures (slots, rows, columns, 4) as images that own their bytes."""
    _, rows, across, _ = tiles.shape
    kind = QImage.Format.Format_RGBA8888
    whole = np.ascontiguousarray(tiles)
    return [QImage(one.data, across, rows, across * 4, kind).copy() for one in whole]
