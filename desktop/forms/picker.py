"""Choose a component of a kind, and set it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core import Component
from core.registry import Registry
from core.settings import Setting
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, column, label, row

from .fields import QuietCombo
from .form import SettingsForm
from .rows import in_words


def summary(cls: type[Component]) -> str:
    """The first paragraph of what its author wrote about it, empty where nothing was written."""
    written = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    if written.startswith(cls.__name__ + "("):  # what dataclasses put there in the author's stead
        return ""
    return " ".join(written.partition("\n\n")[0].split())


class ComponentPicker(QWidget):
    """A list of the names of a kind, and beneath it the settings of the chosen one."""

    chosen = Signal(str)
    """The name, when the user chose one; empty for none."""
    setting_changed = Signal(str, str, object)
    """Name of the component, name of the setting, new value."""

    def __init__(
        self,
        look: ThemeSwitch,
        registry: Registry,
        kind: type[Component],
        name: str,
        values: Mapping[str, Any] | None = None,
        title: str = "",
        none: str = "",
    ) -> None:
        """``title`` stands before the list; ``none`` is the words of an entry for no component at all."""
        super().__init__()
        self._look, self._registry, self._kind, self._none = look, registry, kind, none
        self.combo = QuietCombo()
        self.combo.setAccessibleName(tr(title) if title else in_words(kind.kind))
        self.combo.activated.connect(self._picked)
        self.title = label(title or in_words(kind.kind), "label", wrap=True)
        self.title.setBuddy(self.combo)
        self.form: SettingsForm | None = None
        self._shown: tuple[str, Mapping[str, Setting]] = ("", {})
        self._column = column(row(self.title, STRETCH, self.combo, gap=6), gap=8)
        self.setLayout(self._column)
        self.set_registry(registry)
        self.set_component(name, values)

    @property
    def name(self) -> str:
        """The name that is chosen, empty for none."""
        return self._shown[0]

    def set_registry(self, registry: Registry) -> None:
        """Offer what this registry has, as after a plugin came or went; what is chosen stays."""
        former, values = self.name, self.form.values() if self.form else {}
        self._registry = registry
        self.combo.clear()
        if self._none:
            self.combo.addItem(self._none, "")
        for cls in registry.all(self._kind):  # type: ignore[type-abstract]
            self.combo.addItem(cls.name, cls.name)
            self.combo.setItemData(self.combo.count() - 1, summary(cls), Qt.ItemDataRole.ToolTipRole)
        if former and self.combo.findData(former) >= 0:
            self.set_component(former, values)

    def set_component(self, name: str, values: Mapping[str, Any] | None = None) -> None:
        """Show a component and its values without a signal. Raises UnknownComponent for a name that is not there."""
        settings = self._registry.find(self._kind, name).settings if name else {}
        self.combo.setCurrentIndex(self.combo.findData(name))
        self.combo.setToolTip(str(self.combo.currentData(Qt.ItemDataRole.ToolTipRole) or ""))
        if self.form is not None and self._shown[0] == name and self._shown[1] is settings:
            self.form.set_values({key: one.default for key, one in settings.items()} | dict(values or {}))
            return
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self._shown = (name, settings)
        self.form = SettingsForm(self._look, settings, values)
        self.form.changed.connect(lambda key, value: self.setting_changed.emit(self.name, key, value))
        self._column.addWidget(self.form)
        self.form.setVisible(bool(settings))

    def _picked(self, index: int) -> None:
        name = str(self.combo.itemData(index) or "")
        if name == self._shown[0]:
            return
        self.set_component(name)
        self.chosen.emit(name)
