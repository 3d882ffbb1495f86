"""Drags from the palette: real ones of the window system, so that they cross widgets and windows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QWidget

from .offers import Load

MIME = "application/x-inknet-part"
ExecDrag = Callable[[QDrag, Qt.DropAction], Qt.DropAction]


def exec_drag(drag: QDrag, actions: Qt.DropAction) -> Qt.DropAction:
    """Carry it out: returns when it was dropped or cancelled."""
    return drag.exec(actions)


def mime_of(load: Load) -> QMimeData:
    """A load as it travels."""
    data = QMimeData()
    data.setData(MIME, load.to_text().encode())
    return data


def load_in(data: QMimeData) -> Load | None:
    """What travels, or None where it is nothing for the network."""
    return Load.from_text(bytes(data.data(MIME).data()).decode("utf-8", "replace")) if data.hasFormat(MIME) else None


def begin(source: QWidget, load: Load, picture: QPixmap, grip: QPoint, run: ExecDrag = exec_drag) -> None:
    """Drag ``load``, shown as ``picture`` held at ``grip``."""
    drag = QDrag(source)
    drag.setMimeData(mime_of(load))
    drag.setPixmap(picture)
    drag.setHotSpot(grip)
    run(drag, Qt.DropAction.CopyAction)
