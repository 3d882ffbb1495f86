"""Calm messages that stand in nobody's way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop.language import tr
from desktop.look import ThemeSwitch

from .buttons import IconButton, button
from .labels import IconLabel, label
from .layout import column, row

KINDS = {
    "info": ("info", "accent_text", "Note"),
    "success": ("check", "success", "Done"),
    "warning": ("warning", "warning", "Warning"),
    "danger": ("warning", "danger", "Problem"),
}
"""Icon, colour and the word a screen reader says first, by kind."""
Action = tuple[str, Callable[[], object]]


class Notice(QFrame):
    """One message: an icon, a sentence, perhaps buttons, and a cross that takes it away."""

    closed = Signal()

    def __init__(self, look: ThemeSwitch, kind: str, message: str, actions: Sequence[Action] = ()) -> None:
        super().__init__()
        icon, colour, word = KINDS[kind]
        self.kind, self.message = kind, message
        self.setObjectName("notice")
        self.setProperty("kind", kind)
        self.setAccessibleName(f"{tr(word)}: {tr(message)}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        words = label(message, "body", wrap=True)
        self.buttons = []
        for text, act in actions:
            press = button(look, text)
            press.clicked.connect(lambda _=False, act=act: act())
            self.buttons.append(press)
        self.cross = IconButton(look, "cross", "Close this message", size=14)
        self.cross.clicked.connect(self.close_message)
        mark = IconLabel(look, icon, colour, 16)
        self.setLayout(row(mark, (words, 1), *self.buttons, self.cross, gap=8, margins=(12, 4, 4, 4)))

    def close_message(self) -> None:
        """Take it away."""
        self.hide()
        self.closed.emit()

    def announce(self) -> None:
        """Have a screen reader say it, wherever the focus is."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class Notices(QWidget):
    """The place for messages: newest at the top, at most three, none of them twice."""

    MOST = 3

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self._shown: list[Notice] = []
        self._column = column(gap=6)
        self.setLayout(self._column)
        self.setVisible(False)

    def tell(self, kind: str, message: str, actions: Sequence[Action] = ()) -> Notice:
        """Show a message of kind info, success, warning or danger; actions are ``(words, callable)``."""
        for former in [one for one in self._shown if (one.kind, one.message) == (kind, message)]:
            self._remove(former)
        notice = Notice(self._look, kind, message, actions)
        notice.closed.connect(lambda: self._remove(notice))
        self._shown.insert(0, notice)
        self._column.insertWidget(0, notice)
        for old in self._shown[self.MOST :]:
            self._remove(old)
        self.setVisible(True)
        notice.announce()
        return notice

    def messages(self) -> list[str]:
        """What is shown, newest first."""
        return [one.message for one in self._shown]

    def clear(self) -> None:
        """Take all of them away."""
        for notice in list(self._shown):
            self._remove(notice)

    def _remove(self, notice: Notice) -> None:
        if notice in self._shown:
            self._shown.remove(notice)
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._shown))
