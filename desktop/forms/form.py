"""A form of settings, made from their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.settings import Setting
from desktop.look import ThemeSwitch
from desktop.parts import column

from .fold import Fold
from .rows import SettingRow, in_words, setting_row


class SettingsForm(QWidget):
    """One row per setting, in the order of declaration, those that are rare behind "More".

    A value that is not given is the default.
    """

    changed = Signal(str, object)
    """Name and new value, when the user changed one. Comes often while a slider is dragged."""

    def __init__(
        self, look: ThemeSwitch, settings: Mapping[str, Setting], values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        given = values or {}
        self.rows: dict[str, SettingRow] = {}
        self.fold: Fold | None = None
        """What is behind "More", where something is."""
        for name, setting in settings.items():
            one = setting_row(look, setting, given.get(name, setting.default))
            one.changed.connect(lambda value, name=name: self._change(name, value))
            self.rows[name] = one
        usual, rare = ([one for one in self.rows.values() if one.setting.rare is kept] for kept in (False, True))
        parts: list[QWidget] = [*usual]
        if rare:
            hidden = QWidget()
            hidden.setLayout(column(*rare, gap=8))
            about = ", ".join(in_words(one.setting.name) for one in rare)
            self.fold = Fold(look, hidden, folds=bool(usual), about=about)
            parts.append(self.fold)
        self.setLayout(column(*parts, gap=8))
        self._count()

    def values(self) -> dict[str, Any]:
        """The admitted value of every setting."""
        return {name: one.value for name, one in self.rows.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values without a signal, as undo does; names that are not in the form are passed over."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].show_value(value)
        self._count()

    def _change(self, name: str, value: Any) -> None:
        self._count()
        self.changed.emit(name, value)

    def _count(self) -> None:
        if self.fold is not None:
            rare = [one for one in self.rows.values() if one.setting.rare]
            self.fold.show_changed(sum(one.value != one.setting.default for one in rare))
