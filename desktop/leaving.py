"""The one question before something unsaved would go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.documents import Documents
from desktop.language import tr

Then = Callable[[], object]


def ask_to_keep(window: QWidget, documents: Documents, save: Callable[[Then], object], then: Then) -> None:
    """Go on with ``then``: at once where all is saved, else after the user saved or chose not to."""
    if not documents.unsaved:
        then()
        return
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("inknet")
    box.setText(tr("Save {name} first?", name=documents.name))
    box.setInformativeText(tr("The network and its training are not saved yet."))
    kept = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
    lost = box.addButton(tr("Do not save"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(kept)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answered(_: int) -> None:
        pressed = box.clickedButton()
        if pressed is kept:
            save(then)
        elif pressed is lost:
            then()

    box.finished.connect(answered)
    box.open()
