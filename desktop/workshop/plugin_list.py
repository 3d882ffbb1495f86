"""The workshop's left side: the user's own plugins, and what begins a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, Panel, button, column, label, row

from .new_form import NewForm
from .plugin_rows import PluginRow

if TYPE_CHECKING:
    from core.shelf import Plugin

WIDTH = 240
FOOT = "They live in your plugin folder and work without a restart. A file from elsewhere runs only after you trust it."


class PluginList(Panel):
    """One row for each plugin that is a file of the user's, and for what is open besides."""

    opened = Signal(str)
    """The key of a row that was chosen."""
    all_asked = Signal()
    """Show every plugin there is."""

    def __init__(self, look: ThemeSwitch, taken: Callable[[str, str], str]) -> None:
        super().__init__(look, "Your plugins", margins=(8, 0, 8, 10))
        self.rows: dict[str, PluginRow] = {}
        self.current = ""
        self.new = NewForm(look, taken)
        self.add_tool("plus", "New activation").clicked.connect(lambda: self.new.ask("activation"))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.empty = label("None yet. Begin with a template.", "note", wrap=True)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(column(self._list, self.empty, 12, self.new, STRETCH, gap=2, margins=(4, 0, 4, 0)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.all = button(look, "All plugins", "quiet", "plugin", "Every plugin, built-in ones too")
        self.all.setProperty("side", "left")
        self.all.clicked.connect(self.all_asked)
        self.body.addWidget(scroll, 1)
        self.body.addLayout(row(4, (label(FOOT, "note", wrap=True), 1), gap=0))
        self.body.addWidget(self.all)
        self.setFixedWidth(WIDTH)

    def show_plugins(self, plugins: Sequence[Plugin]) -> None:
        """Show these, in this order."""
        keys = [plugin.key for plugin in plugins]
        for key in [key for key in self.rows if key not in keys]:
            gone = self.rows.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, plugin in enumerate(plugins):
            held = self.rows.get(plugin.key)
            if held is None:
                held = self.rows[plugin.key] = PluginRow(self._look, plugin)
                held.clicked.connect(lambda _=False, key=plugin.key: self.opened.emit(key))
                self._list.insertWidget(at, held)
            else:
                held.show_plugin(plugin)
        self.set_note(str(len(keys)) if keys else "")
        self.empty.setVisible(not keys)
        self.set_current(self.current)

    def set_current(self, key: str) -> None:
        """Which of them is open in the editor."""
        self.current = key
        for name, held in self.rows.items():
            held.setAutoExclusive(False)
            held.setChecked(name == key)
            held.setAutoExclusive(True)

    def set_unsaved(self, key: str, unsaved: bool) -> None:
        """Mark what has changes that are not saved."""
        if key in self.rows:
            self.rows[key].unsaved = unsaved
            self.rows[key].update()
