"""After an edit, columns slide from where they stood to where they stand now. Only what is seen moves: the picture
that hands and keys go by is the new one at once."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from .layout import Picture

MOVE = 180
"""Milliseconds, as everything that moves takes."""
LEAST = 2.0
"""Pixels under which nothing is seen to move."""


class Glide(QObject):
    """How far each column still is from its place."""

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._way: dict[int, float] = {}
        self._left = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(MOVE)
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    @property
    def shifts(self) -> dict[int, int]:
        """Whole pixels by which a column is shown beside its place, by key; none where all have arrived."""
        found = ((key, round(way * self._left)) for key, way in self._way.items())
        return {key: shift for key, shift in found if shift}

    def begin(self, before: Picture, after: Picture) -> None:
        """Let the columns that are in both pictures go from one to the other."""
        shown = self.shifts
        stood = {one.key: one.x + shown.get(one.key, 0) for one in before.columns}
        way = {one.key: stood[one.key] - one.x for one in after.columns if one.key in stood}
        self._animation.stop()
        if any(abs(pixels) >= LEAST for pixels in way.values()):
            self._way, self._left = way, 1.0
            self._animation.start()
            self.moved.emit()
        else:
            self.end()

    def end(self) -> None:
        """Everything is where it belongs."""
        self._animation.stop()
        if self._way:
            self._way, self._left = {}, 0.0
            self.moved.emit()

    def _step(self, left: float) -> None:
        self._left = left
        if left == 0.0:
            self._way = {}
        self.moved.emit()
