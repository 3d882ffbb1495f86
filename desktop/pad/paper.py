"""The sheet itself: paper, faint guides, and the ink that is on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from core.strokes import Drawing, Stroke, ink
from desktop.look import Theme
from desktop.parts.painting import rounded

from .pen import ink_pen, smooth_path

SIZE = 280.0
"""Side of the pad in the units of its strokes, however large it is shown."""
CORNER = 8


def paint_paper(painter: QPainter, theme: Theme, area: QRectF, lines: Drawing) -> None:
    """The square of paper with its guides, and lines on it."""
    rounded(painter, area, theme["paper"], None, CORNER)
    painter.setPen(theme["grid"])
    for k in (1, 2, 3):
        x, y = (round(start + area.width() * k / 4) + 0.5 for start in (area.left(), area.top()))
        painter.drawLine(QPointF(x, area.top() + 6), QPointF(x, area.bottom() - 6))
        painter.drawLine(QPointF(area.left() + 6, y), QPointF(area.right() - 6, y))
    paint_ink(painter, theme, area, lines)


def paint_ink(painter: QPainter, theme: Theme, area: QRectF, lines: Drawing) -> None:
    """Lines in units of SIZE, on the square ``area`` and not beyond it."""
    painter.save()
    paper = QPainterPath()
    paper.addRoundedRect(area, CORNER, CORNER)
    painter.setClipPath(paper, Qt.ClipOperation.IntersectClip)
    painter.translate(area.topLeft())
    painter.scale(area.width() / SIZE, area.width() / SIZE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in lines:
        painter.setPen(ink_pen(theme["ink"], line.width))
        painter.drawPath(smooth_path(line.points))
    painter.restore()


def removes(eraser: Stroke, drawing: Drawing) -> bool:
    """Whether an eraser's stroke takes anything from a drawing."""
    before, after = ink(drawing, SIZE), ink((*drawing, eraser), SIZE)
    return len(before) != len(after) or any(
        not np.array_equal(one.points, other.points) for one, other in zip(before, after, strict=True)
    )
