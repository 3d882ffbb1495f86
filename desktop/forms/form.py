"""A form of settings, made from their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.settings import Setting
from desktop.look import ThemeSwitch
from desktop.parts import column

from .rows import SettingRow, setting_row


class SettingsForm(QWidget):
    """One row per setting, in the order of declaration. A value that is not given is the default."""

    changed = Signal(str, object)
    """Name and new value, when the user changed one. Comes often while a slider is dragged."""

    def __init__(
        self, look: ThemeSwitch, settings: Mapping[str, Setting], values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        given = values or {}
        self.rows: dict[str, SettingRow] = {}
        for name, setting in settings.items():
            one = setting_row(look, setting, given.get(name, setting.default))
            one.changed.connect(lambda value, name=name: self.changed.emit(name, value))
            self.rows[name] = one
        self.setLayout(column(*self.rows.values(), gap=8))

    def values(self) -> dict[str, Any]:
        """The admitted value of every setting."""
        return {name: one.value for name, one in self.rows.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values without a signal, as undo does; names that are not in the form are passed over."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].show_value(value)
