"""What stands where nothing is yet: an icon, a sentence, at most one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.look import ThemeSwitch

from .buttons import button
from .labels import IconLabel, label
from .layout import STRETCH, column, row


class EmptyState(QWidget):
    """One icon, one sentence for what will be here, and perhaps a button that brings it."""

    acted = Signal()
    """The button was pressed."""

    def __init__(self, look: ThemeSwitch, icon: str, title: str, sentence: str = "", action: str = "") -> None:
        super().__init__()
        self.title, self.sentence = label(title, "strong", wrap=True), label(sentence, "note", wrap=True)
        words = [self.title, self.sentence] if sentence else [self.title]
        for line in words:
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        parts = [row(STRETCH, IconLabel(look, icon, "control", 24), STRETCH), *words]
        if action:
            press = button(look, action)
            press.clicked.connect(self.acted)
            parts.append(row(STRETCH, press, STRETCH))
        self.setLayout(column(STRETCH, *parts, STRETCH, gap=6, margins=(16, 12, 16, 12)))
        self.setAccessibleName(f"{tr(title)} {tr(sentence)}".strip())
