"""A small field over a card's number of units."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from core.text_form import WIDEST


class UnitsField(QLineEdit):
    """Enter takes the number, Esc and leaving give it up."""

    taken = Signal(int)
    closed = Signal(bool)
    """Whether the focus shall go back to the card."""

    def __init__(self, parent: QWidget, now: str, typed: str, name: str) -> None:
        super().__init__(typed or now, parent)
        self.setProperty("kind", "number")
        self.setProperty("ring", False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setValidator(QIntValidator(1, WIDEST, self))
        self.setAccessibleName(f"Units of {name}")
        self._done = False
        if not typed:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.hasAcceptableInput():
                self.taken.emit(int(self.text()))
                self._close(True)
        elif event.key() == Qt.Key.Key_Escape:
            self._close(True)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.text().isdigit():
            step = 1 if event.key() == Qt.Key.Key_Up else -1
            self.setText(str(max(1, min(WIDEST, int(self.text()) + step))))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._close(False)
        return super().event(event)

    def _close(self, back: bool) -> None:
        if not self._done:
            self._done = True
            self.closed.emit(back)
