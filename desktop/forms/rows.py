"""One declared setting as one row: name, field, unit, slider, and what is allowed when something else was typed."""

from __future__ import annotations

import contextlib
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.errors import BadSetting
from core.settings import Setting
from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, IconButton, Switch, column, label, restyle, row

from . import scale
from .fields import NumberField, QuietCombo, QuietSlider, TextField

CHOOSERS = {"folder": "Choose a folder", "file": "Choose a file"}
"""Units that are no units: text with a button, and the button's words."""


def in_words(name: str) -> str:
    """learning_rate -> Learning rate."""
    words = name.replace("_", " ").strip()
    return tr(words[:1].upper() + words[1:])


def allowed(error: BadSetting) -> str:
    """What the setting has to say, as a sentence of its own: the row has its name already."""
    words = str(error).partition(": ")[2]
    return words[:1].upper() + words[1:] + "."


class SettingRow(QWidget):
    """A field for one setting. It holds the last admitted value, whatever is being typed."""

    changed = Signal(object)
    """A new admitted value, when the user gave one."""

    def __init__(self, look: ThemeSwitch, setting: Setting, value: Any) -> None:
        super().__init__()
        self.setting = setting
        self.value: Any = setting.default
        self._shown = False
        self.name = label(in_words(setting.name), "label", wrap=True)
        self.dot = _Dot(look)
        self.message = label("", "danger", wrap=True)
        self.message.hide()
        self._head = row(self.name, self.dot, STRETCH, gap=6)
        parts: list[Any] = [self._head, *self._fields(look)]
        self.setLayout(column(*parts, self.message, gap=2))
        self.setToolTip(self._tip())
        self.field.setAccessibleName(in_words(setting.name))
        self.field.setAccessibleDescription(self._tip())
        self.name.setBuddy(self.field)
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """Show another value without a signal. What is being typed stays where the value is the same.

        A value that a file or a command line gave may lie outside what the form admits; it is shown as it is.
        """
        with contextlib.suppress(BadSetting):
            value = self.setting.read(value)
        if value != self.value or not self._shown:
            self._take(value)

    def reset(self) -> None:
        """Back to the default."""
        self._accept(self.setting.default)

    def try_text(self, text: Any) -> None:
        """Take what was typed or chosen; where it is not admitted keep the old value and say what is."""
        try:
            value = self.setting.read(text)
        except BadSetting as error:
            self._complain(allowed(error))
        else:
            self._accept(value)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._extend(menu)
        menu.popup(event.globalPos())

    def _accept(self, value: Any) -> None:
        """A value by the user's hand."""
        new = value != self.value
        self._take(value)
        if new:
            self.changed.emit(value)

    def _take(self, value: Any) -> None:
        self.value = value
        self._shown = True
        self._complain("")
        self._write(value)
        changed = value != self.setting.default
        self.dot.show_dot(changed, tr("Changed; by default {value}", value=self._spelled(self.setting.default)))

    def _complain(self, words: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))
        if bool(self.field.property("wrong")) != bool(words):
            restyle(self.field, wrong=bool(words))
        self.field.setAccessibleDescription(words or self._tip())

    def _extend(self, menu: QMenu) -> None:
        if menu.actions():
            menu.addSeparator()
        back = menu.addAction(tr("Back to default ({value})", value=self._spelled(self.setting.default)))
        back.setEnabled(self.value != self.setting.default)
        back.triggered.connect(self.reset)

    def _spelled(self, value: Any) -> str:
        if self.setting.kind is bool:
            return tr("on") if value else tr("off")
        return scale.written(value) or tr("empty")

    def _tip(self) -> str:
        admits = self.setting.admits() if self.setting.kind is not bool else "on or off"
        admitted = f"{admits[:1].upper()}{admits[1:]}; by default {self._spelled(self.setting.default)}."
        return f"{self.setting.help.rstrip('.')}.\n{admitted}" if self.setting.help else admitted

    # what differs between kinds of setting

    field: QWidget

    def _fields(self, look: ThemeSwitch) -> list[Any]:
        """Make ``self.field``, put it into the head; what is returned goes beneath."""
        raise NotImplementedError

    def _write(self, value: Any) -> None:
        """Show the value in the field, with no signal from it."""
        raise NotImplementedError


class SwitchRow(SettingRow):
    """bool: a switch."""

    field: Switch

    def _fields(self, look: ThemeSwitch) -> list[Any]:
        self.field = Switch(look)
        self.field.toggled.connect(self._accept)
        self._head.addWidget(self.field)
        return []

    def _write(self, value: Any) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setChecked(value)
        self.field.blockSignals(blocked)
        self.field.update()


class ChoiceRow(SettingRow):
    """One of a few words: a list."""

    field: QuietCombo

    def _fields(self, look: ThemeSwitch) -> list[Any]:
        self.field = QuietCombo()
        self.field.addItems([str(choice) for choice in self.setting.choices])
        self.field.textActivated.connect(self.try_text)
        self._head.addWidget(self.field)
        return []

    def _write(self, value: Any) -> None:
        self.field.setCurrentText(str(value))


class TextRow(SettingRow):
    """Text; with a button where it is the name of a folder or a file."""

    field: TextField

    def _fields(self, look: ThemeSwitch) -> list[Any]:
        self.field = TextField()
        self.field.editingFinished.connect(self._edited)
        self.field.given_up.connect(lambda: self._take(self.value))
        self.field.menu_shown.connect(self._extend)
        unit = self.setting.unit
        if unit not in CHOOSERS:
            if unit:
                self._head.addWidget(label(unit, "note"))
            return [self.field]
        self.button = IconButton(look, unit, CHOOSERS[unit], size=16)
        self.button.clicked.connect(self.choose)
        return [row((self.field, 1), self.button, gap=4)]

    def choose(self) -> QFileDialog:
        """Open the system's chooser beside the form; what is chosen is taken when it closes."""
        dialog = QFileDialog(self, CHOOSERS[self.setting.unit], self.value)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.setting.unit == "folder":
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.try_text)
        dialog.open()
        return dialog

    def _edited(self) -> None:
        if self.field.isModified():
            self.try_text(self.field.text())

    def _write(self, value: Any) -> None:
        self.field.setText(value)


class NumberRow(SettingRow):
    """A number: a field, and a slider where it has two ends."""

    field: NumberField

    def _fields(self, look: ThemeSwitch) -> list[Any]:
        self.field = NumberField(look, self.setting.unit)
        self.field.editingFinished.connect(self._edited)
        self.field.given_up.connect(lambda: self._take(self.value))
        self.field.menu_shown.connect(self._extend)
        self.field.stepped.connect(self._step)
        self._head.addWidget(self.field)
        self.slider: QuietSlider | None = None
        self._sliding = False
        if not scale.has_slider(self.setting):
            return []
        self.slider = QuietSlider()
        self.slider.setRange(0, scale.POSITIONS)
        self.slider.setAccessibleName(in_words(self.setting.name) + " slider")
        self.slider.valueChanged.connect(self._slid)
        return [self.slider]

    def _edited(self) -> None:
        if self.field.isModified():
            self.try_text(self.field.text())

    def _step(self, steps: int, large: bool) -> None:
        self._accept(scale.stepped(self.setting, self.value, steps, large))

    def _slid(self, position: int) -> None:
        self._sliding = True
        self._accept(scale.value_at(self.setting, position))
        self._sliding = False

    def _write(self, value: Any) -> None:
        self.field.setText(scale.written(value))
        if self.slider is not None and not self._sliding:  # the handle stays where the hand holds it
            blocked = self.slider.blockSignals(True)
            self.slider.setValue(scale.position_of(self.setting, value))
            self.slider.blockSignals(blocked)


class _Dot(QWidget):
    """The mark of a changed setting."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look, self._on = look, False
        self.setFixedSize(8, 16)
        look.changed.connect(self._retheme)

    def show_dot(self, on: bool, tip: str) -> None:
        self._on = on
        self.setToolTip(tip if on else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._on:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.theme["accent_text"])
            painter.drawEllipse(1, 5, 6, 6)
            painter.end()

    def _retheme(self, theme: Theme) -> None:
        self.update()


def setting_row(look: ThemeSwitch, setting: Setting, value: Any) -> SettingRow:
    """The row that fits a setting."""
    if setting.choices:
        return ChoiceRow(look, setting, value)
    rows: dict[type, type[SettingRow]] = {bool: SwitchRow, int: NumberRow, float: NumberRow, str: TextRow}
    return rows[setting.kind](look, setting, value)
