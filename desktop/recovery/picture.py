"""A network as a small picture: a column of neurons for each layer."""

from __future__ import annotations

import itertools
import math

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen

from core.experiment import Experiment
from desktop.look import ThemeSwitch
from desktop.parts import Painted, rounded

SIDE = QSize(88, 56)
MOST = 6
"""Neurons that a column shows at most."""


class NetworkPicture(Painted):
    """Columns as high as the logarithm of their units, every neuron joined with those of the next column."""

    def __init__(self, look: ThemeSwitch, experiment: Experiment) -> None:
        super().__init__(look)
        self.counts = [MOST - 1, *(dots(layer.units or 10) for layer in experiment.layers)][:9]
        self.setFixedSize(SIDE)
        self.setAccessibleName(text(experiment))

    def paint(self, painter: QPainter, region: QRectF) -> None:
        rounded(painter, region, self.theme["canvas"], self.theme["line"])
        inner = region.adjusted(12, 9, -12, -9)
        columns = [[self._place(inner, x, k, count) for k in range(count)] for x, count in enumerate(self.counts)]
        painter.setPen(QPen(self.theme["line_strong"], 0.6))
        for left, right in itertools.pairwise(columns):
            for a in left:
                for b in right:
                    painter.drawLine(a, b)
        painter.setPen(QPen(self.theme["canvas"], 1))
        painter.setBrush(self.theme["accent"])
        for point in [one for column in columns for one in column]:
            painter.drawEllipse(point, 3, 3)

    def _place(self, box: QRectF, x: int, k: int, count: int) -> QPointF:
        across = box.left() + box.width() * x / max(len(self.counts) - 1, 1)
        return QPointF(across, box.center().y() + (k - (count - 1) / 2) * box.height() / (MOST - 1))


def dots(units: int) -> int:
    """How many neurons stand for so many units."""
    return max(1, min(MOST, round(math.log2(units + 1) * 0.75)))


def text(experiment: Experiment) -> str:
    """``128-64-output``, for those who do not see the picture and as words beside it."""
    return "-".join(str(layer.units) if layer.units else "output" for layer in experiment.layers)
