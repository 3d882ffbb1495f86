"""A widget that hands its events to the parts that understand them: pointer, keys and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from .drag import load_in
from .keys import press
from .menus import Menus
from .pointer import Pointer

if TYPE_CHECKING:
    from .canvas import Canvas


class Board(QWidget):
    """What the canvas is to Qt's events."""

    pointer: Pointer
    menus: Menus
    zoom: float

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setMouseTracking(True)

    def event(self, event: QEvent) -> bool:
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self.pointer.zoom_about(event.position(), self.zoom * (1 + event.value()))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press(cast("Canvas", self), event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.pointer.wheel(event)

    def leaveEvent(self, event: object) -> None:
        self.pointer.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menus.open_context(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if load_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        load = load_in(event.mimeData())
        event.setAccepted(load is not None and self.pointer.hover(load, event.position()).accepted)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pointer.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        load = load_in(event.mimeData())
        if load is not None and self.pointer.drop(load, event.position()):
            event.acceptProposedAction()
