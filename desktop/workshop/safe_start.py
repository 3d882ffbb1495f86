"""Whether this start loads the user's plugins: by option, by a held key, or by an offer after starts that failed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from desktop.language import tr

from .starts import ENOUGH


def wants_safe_start(asked: bool, failed: int) -> bool:
    """Safe where it was asked for, where Shift is held, or where the user takes the offer after failed starts."""
    if asked or QGuiApplication.queryKeyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
        return True
    return failed >= ENOUGH and offer(failed).exec() == QMessageBox.DialogCode.Accepted


def offer(failed: int) -> QMessageBox:
    """The question before anything of the user's is loaded; its answer is Accepted for a safe start."""
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("inknet")
    box.setText(tr("Start without your plugins?"))
    box.setInformativeText(
        tr("The last {count} starts came to no good end. A safe start loads built-in plugins only.", count=failed)
    )
    safe = box.addButton(tr("Safe start"), QMessageBox.ButtonRole.AcceptRole)
    usual = box.addButton(tr("Start as usual"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(safe)
    box.setEscapeButton(usual)
    safe.clicked.connect(lambda: box.done(QMessageBox.DialogCode.Accepted))
    usual.clicked.connect(lambda: box.done(QMessageBox.DialogCode.Rejected))
    return box
