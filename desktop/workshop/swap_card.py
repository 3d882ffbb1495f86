"""A quiet coloured line at the foot of the editor: what has just become of the running training."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, IconButton, IconLabel, button, column, label, row

ICONS = {"success": "check", "info": "info", "warning": "warning"}


class SwapCard(QFrame):
    """A title, a sentence beneath it, and what can be asked now."""

    closed = Signal()

    def __init__(
        self,
        look: ThemeSwitch,
        kind: str,
        title: str,
        sentence: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("kind", kind)
        self.setAccessibleName(f"{title}. {sentence}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title, self.sentence = label(title, "strong", wrap=True), label(sentence, "note", wrap=True)
        self.buttons: list[QPushButton] = []
        for words, act in actions:
            press = button(look, words, "link")
            press.clicked.connect(lambda _=False, act=act: act())
            self.buttons.append(press)
        self.cross = IconButton(look, "cross", "Close this message", size=14)
        self.cross.clicked.connect(self.closed)
        words_ = column(self.title, self.sentence, gap=0)
        beneath = len(self.buttons) > 1  # two questions beside a sentence would leave it no room
        if beneath:
            words_.addLayout(row(*self.buttons, STRETCH, gap=16))
        whole = row(IconLabel(look, ICONS[kind], {"info": "accent_text"}.get(kind, kind), 18), gap=12)
        whole.addLayout(words_, 1)
        for press in [] if beneath else self.buttons:
            whole.addWidget(press)
        whole.addWidget(self.cross)
        whole.setContentsMargins(14, 7, 6, 7)
        self.setLayout(whole)

    def announce(self) -> None:
        """Have a screen reader say it."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
