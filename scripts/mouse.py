"""A mouse for pictures: Qt's own events, sent to the widget under them, and a pointer that the camera sees."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from camera import Camera, rest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
STEPS = 8
Stroke = list[tuple[float, float]]
Seen = Callable[[], None]


def _nothing() -> None:
    """What is done at each step of a drag that nobody watches."""


class Mouse:
    """Drags and strokes in one window. ``seen`` is called at every step, such as to take a frame of a film."""

    def __init__(self, window: Any, camera: Camera) -> None:
        self.window, self.camera = window, camera
        self.canvas = window.network.editor.canvas

    def go(self, widget: QWidget, at: QPoint) -> None:
        """The pointer stands there."""
        self.camera.pointer = widget.mapTo(self.window, at) if widget is not self.window else at

    def drag(self, start: QPoint, end: QPoint, seen: Seen = _nothing, drop: bool = True) -> None:
        """Press at a place of the canvas, move, and let go."""
        target = self.canvas.childAt(start) or self.canvas
        QTest.mousePress(target, LEFT, NONE, target.mapFrom(self.canvas, start))
        for k in range(1, STEPS + 1):
            at = start + (end - start) * (k / STEPS)
            QTest.mouseMove(target, target.mapFrom(self.canvas, at))
            self.go(self.canvas, at)
            rest(0.03)
            seen()
        if drop:
            QTest.mouseRelease(target, LEFT, NONE, target.mapFrom(self.canvas, end))
        rest(0.3)

    def carry(self, name: str, end: QPoint, seen: Seen = _nothing, drop: bool = True, held: Seen = _nothing) -> None:
        """Drag a thing of the palette to a place of the canvas; ``held`` is called before it is let go."""
        palette = self.window.network.palette_panel
        tile, canvas = palette.tiles[name], self.canvas
        start, copy = canvas.mapFromGlobal(tile.mapToGlobal(QPoint(30, 15))), Qt.DropAction.CopyAction

        def play(drag: QDrag, actions: Qt.DropAction) -> Qt.DropAction:
            data = drag.mimeData()
            self.camera.held = (tile.held, drag.hotSpot())
            for k in range(1, STEPS + 1):
                at = start + (end - start) * (k / STEPS)
                if canvas.visibleRegion().contains(at):
                    QApplication.sendEvent(canvas, QDragEnterEvent(at, actions, data, LEFT, NONE))
                    QApplication.sendEvent(canvas, QDragMoveEvent(at, actions, data, LEFT, NONE))
                self.go(canvas, at)
                rest(0.03)
                seen()
            held()
            self.camera.held = None
            leave = QDropEvent(QPointF(end), actions, data, LEFT, NONE) if drop else QDragLeaveEvent()
            QApplication.sendEvent(canvas, leave)
            return copy

        before, palette.exec_drag = palette.exec_drag, play
        QTest.mousePress(tile, LEFT, NONE, QPoint(20, 12))
        QTest.mouseMove(tile, QPoint(50, 20))
        QTest.mouseRelease(tile, LEFT, NONE, QPoint(50, 20))
        palette.exec_drag = before
        rest(0.3)

    def click(self, widget: QWidget) -> None:
        """Press a button."""
        self.go(widget, widget.rect().center())
        QTest.mouseClick(widget, LEFT)

    def draw(self, pad: QWidget, strokes: list[Stroke], seen: Seen = _nothing) -> None:
        """Write on a pad; points are shares of its sides."""
        for stroke in strokes:
            path = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in dense(stroke)]
            QTest.mousePress(pad, LEFT, NONE, path[0])
            for k, point in enumerate(path[1:]):
                QTest.mouseMove(pad, point)
                self.go(pad, point)
                if k % 7 == 6:
                    rest(0.1)
                    seen()
            QTest.mouseRelease(pad, LEFT, NONE, path[-1])


def dense(stroke: Stroke, between: int = 8) -> Stroke:
    """The stroke with points in between, as a hand gives them."""
    points = []
    for (x0, y0), (x1, y1) in itertools.pairwise(stroke):
        points += [(x0 + (x1 - x0) * k / between, y0 + (y1 - y0) * k / between) for k in range(between)]
    return [*points, stroke[-1]]
