"""Pens: their widths, the paths they leave, and the cursors that show their size."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPen, QPixmap

from core import Array

PENS = {"Thin": 7.0, "Medium": 11.0, "Thick": 18.0}
"""Widths of the pen on a pad of side 280."""
ERASERS = {"Thin": 18.0, "Medium": 30.0, "Thick": 48.0}


def smooth_path(points: Array) -> QPainterPath:
    """A curve along points (k, 2): through the middles between them, bent towards each; one point is a dot."""
    path = QPainterPath()
    if len(points) == 0:
        return path
    ends = [QPointF(float(x), float(y)) for x, y in points]
    path.moveTo(ends[0])
    for point, following in itertools.pairwise(ends[1:]):
        path.quadTo(point, (point + following) / 2)
    path.lineTo(ends[-1] if len(ends) > 1 else ends[0] + QPointF(0.01, 0))
    return path


def ink_pen(colour: QColor, width: float) -> QPen:
    """Round at the ends and at the bends."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def round_cursor(width: float, dark: QColor, light: QColor, ratio: float) -> QCursor:
    """A circle as wide as the pen, outlined twice so that it is seen on paper and on ink."""
    across = min(max(width, 5.0), 100.0)
    side = round(across) + 5
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QRectF((side - across) / 2, (side - across) / 2, across, across)
    painter.setPen(QPen(light, 3))
    painter.drawEllipse(middle)
    painter.setPen(QPen(dark, 1.25))
    painter.drawEllipse(middle)
    painter.end()
    return QCursor(picture, side // 2, side // 2)
