"""The window onto the canvas: scrolls it, zooms it about a place, and comes along when a drag nears its edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

NEAR = 36
"""Pixels from the edge at which a drag begins to scroll."""
STEP = 14
STEP_ZOOM = 1.2
"""Factor of one step of zoom."""
PERIOD = 30
BAR = 16


class CanvasScroll(QScrollArea):
    """Holds the canvas. ``resized`` tells how much room there is."""

    resized = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__()
        self._canvas = canvas
        self.setWidget(canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(False)
        self.viewport().setAutoFillBackground(False)
        self._following: Callable[[], QPointF | None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self._follow)

    def room(self, wide: bool = False) -> QSize:
        """What can be seen; ``wide`` where the canvas is wider, so that a scroll bar takes a strip."""
        size = self.maximumViewportSize()
        return QSize(size.width(), size.height() - (BAR if wide else 0))

    def sight(self) -> QRect:
        """The part of the canvas that can be seen."""
        canvas = self._canvas
        return QRect(-canvas.pos(), self.viewport().size()).intersected(canvas.rect())

    def pan(self, by: QPoint) -> None:
        """Move the canvas under the hand."""
        for bar, step in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() - step)

    def show_place(self, at: QPointF, where: QPointF) -> None:
        """Scroll so that a place of the canvas stands at ``where`` in the view, as far as that goes."""
        self.horizontalScrollBar().setValue(round(at.x() - where.x()))
        self.verticalScrollBar().setValue(round(at.y() - where.y()))

    def follow(self, pointer: Callable[[], QPointF | None] | None) -> None:
        """While something is dragged: scroll when the pointer (in the canvas) is near an edge. None ends it."""
        self._following = pointer
        if pointer is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _follow(self) -> None:
        at = self._following() if self._following else None
        if at is None:
            return
        seen = at + QPointF(self._canvas.pos())
        step = QPoint(0, 0)
        for far, size, direction in (
            (seen.x(), self.viewport().width(), QPoint(1, 0)),
            (seen.y(), self.viewport().height(), QPoint(0, 1)),
        ):
            if far < NEAR:
                step += direction * STEP
            elif far > size - NEAR:
                step -= direction * STEP
        if step != QPoint(0, 0):
            self.pan(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
