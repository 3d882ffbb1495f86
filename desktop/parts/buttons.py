"""Buttons, choices in one strip, and the switch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QPushButton, QToolButton

from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.look.tokens import SIZE

from .layout import row

ICON_COLOURS = {"primary": "on_accent", "tonal": "accent_text", "link": "accent_text", "warning": "warning"}


def tip_with(words: str, shortcut: str = "") -> str:
    """A tool tip with its keys: ``Undo stroke  (Ctrl+Z)``."""
    words = tr(words)
    if not shortcut:
        return words
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words}  ({native or shortcut})"


def button(
    look: ThemeSwitch, text: str, kind: str = "", icon: str = "", tip: str = "", shortcut: str = ""
) -> QPushButton:
    """A button of words. Kinds: "" (outlined), primary, tonal, quiet, link, warning.

    ``shortcut`` is only said in the tool tip: the keys themselves belong to the window's actions.
    """
    made = QPushButton(tr(text))
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon:
        look.keep_icon(made, icon, ICON_COLOURS.get(kind, "text_2"), SIZE["icon_dock"])
        made.setIconSize(QSize(SIZE["icon_dock"], SIZE["icon_dock"]))
    if tip or shortcut:
        made.setToolTip(tip_with(tip or text, shortcut))
    return made


class IconButton(QToolButton):
    """A button of one icon; its words are its accessible name and tool tip."""

    def __init__(
        self,
        look: ThemeSwitch,
        icon: str,
        words: str,
        shortcut: str = "",
        checkable: bool = False,
        size: int = SIZE["icon"],
        colour: str = "text_2",
    ) -> None:
        super().__init__()
        self._look, self._size, self._colour = look, size, colour
        self.setFixedSize(SIZE["target"], SIZE["target"])
        self.setIconSize(QSize(size, size))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_icon(icon)
        self.set_words(words, shortcut)

    def show_icon(self, icon: str) -> None:
        """Another icon in the same place."""
        self._look.keep_icon(self, icon, self._colour, self._size)

    def set_words(self, words: str, shortcut: str = "") -> None:
        """What it does now, and by which keys."""
        self.setAccessibleName(tr(words))
        self.setToolTip(tip_with(words, shortcut))


class Segments(QFrame):
    """One choice of a few, all in sight. Arrow keys move between them; the strip is one stop for Tab."""

    chosen = Signal(str)
    """The choice, when the user made it."""

    def __init__(self, choices: Sequence[str], current: str = "", name: str = "") -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(tr(name))
        chosen_font = QFont(self.font())  # the chosen one is bolder, and no segment may move when it is chosen
        chosen_font.setPixelSize(12)
        chosen_font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(chosen_font)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for choice in choices:
            words = tr(choice)
            one = QPushButton(words)
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setProperty("kind", "segment")
            one.setMinimumWidth(metrics.horizontalAdvance(words) + 14)
            one.setAccessibleName(f"{tr(name)}: {words}" if name else words)
            self._group.addButton(one)
            self._buttons[choice] = one
        self.setLayout(row(*((one, 1) for one in self._buttons.values()), gap=2, margins=(2, 2, 2, 2)))
        self.setFixedHeight(SIZE["control"])
        self.set_current(current or choices[0])
        self._group.buttonToggled.connect(self._toggled)

    @property
    def current(self) -> str:
        """The choice that is made."""
        return next(choice for choice, one in self._buttons.items() if one.isChecked())

    def set_current(self, choice: str) -> None:
        """Show a choice without a signal."""
        blocked = self._group.blockSignals(True)
        self._buttons[choice].setChecked(True)
        self._group.blockSignals(blocked)

    def button(self, choice: str) -> QPushButton:
        """The button of one choice, to say more about it or to disable it."""
        return self._buttons[choice]

    def _toggled(self, one: QPushButton, on: bool) -> None:
        if on:
            self.chosen.emit(next(choice for choice, button in self._buttons.items() if button is one))


class Switch(QCheckBox):
    """On or off, told by the place of the knob as well as by the colour."""

    TRACK = QSize(30, 18)

    def __init__(self, look: ThemeSwitch, text: str = "") -> None:
        super().__init__(tr(text))
        self._look = look
        look.changed.connect(self._retheme)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 8 if self.text() else 0
        return QSize(self.TRACK.width() + words, max(24, self.TRACK.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on, enabled = self._look.theme, self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, (self.height() - self.TRACK.height()) / 2, self.TRACK.width(), self.TRACK.height())
        fill = "line_strong" if not enabled else "accent" if on else "control"
        if self.underMouse() and enabled and on:
            fill = "accent_hover"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme[fill])
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        painter.setBrush(theme["on_accent"] if on and enabled else theme["panel"])
        knob = track.height() - 6
        painter.drawEllipse(QRectF(track.right() - knob - 3 if on else track.left() + 3, track.top() + 3, knob, knob))
        if self.text():
            painter.setPen(theme["text" if enabled else "disabled"])
            words = self.rect().adjusted(self.TRACK.width() + 8, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def _retheme(self, theme: Theme) -> None:
        self.update()
