"""A target as the network is given it: zeros, and a one in the place of the class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from core import Array
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts.painting import CENTRE, Painted, rounded, write

NAME, CELL = 16, 24
MOST = 16
"""Classes that are shown in cells; of more, the first ones."""


class OneHot(Painted):
    """A cell for each class with its 0 or 1, the name of the class over it."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self._classes: tuple[str, ...] = ()
        self._values: list[float] = []
        self.setFixedHeight(NAME + CELL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_target(self, target: Array, classes: Sequence[str]) -> None:
        """Show a target (classes,)."""
        self._classes, self._values = tuple(classes[:MOST]), [float(value) for value in target[:MOST]]
        said = ", ".join(f"{value:g}" for value in self._values)
        self.setAccessibleName(tr("One-hot target: {numbers}", numbers=said))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, NAME + CELL)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        if not self._classes:
            return
        wide = min(40.0, (region.width() + 2) / len(self._classes))
        for k, (name, value) in enumerate(zip(self._classes, self._values, strict=True)):
            on = value > 0.5
            cell = QRectF(k * wide, NAME, wide - 2, CELL)
            write(painter, self.theme, QRectF(cell.x(), 0, cell.width(), NAME), name, "caption", "text_3", CENTRE)
            rounded(painter, cell, self.theme["accent_soft" if on else "sunken"], None, 4)
            words, colour = f"{value:g}", "accent_text" if on else "text_2"
            write(painter, self.theme, cell, words, "number", colour, CENTRE, 600 if on else None)
