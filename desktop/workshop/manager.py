"""The plugin manager: every plugin there is, found by a word, on and off by a switch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QMenu, QScrollArea, QVBoxLayout, QWidget

from core.trust import own_folder
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, EmptyState, Panel, Segments, button, column, row

from .plugin_rows import ORIGINS, STATES, PluginEntry, kinds_of, provided, shown_name
from .plugins import Plugins

if TYPE_CHECKING:
    from core.shelf import Plugin

SHOWN = {"All": None, "Yours": "file", "Installed": "package", "Built in": "built-in"}
LIST = "inknet plugin list (*.json)"


class Manager(Panel):
    """A search line, a choice of origins, and one entry each; install, export and import stand at the top."""

    open_asked = Signal(str)
    """A key whose source shall be shown."""
    trust_asked = Signal(str)
    new_asked = Signal()

    def __init__(self, look: ThemeSwitch, plugins: Plugins) -> None:
        super().__init__(look, "Plugins", margins=(12, 0, 12, 8))
        self._plugins = plugins
        self.entries: dict[str, PluginEntry] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find by name, kind or state"))
        self.search.setAccessibleName(tr("Find a plugin"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.origin = Segments(list(SHOWN), "All", "Origin")
        self.origin.chosen.connect(self._filter)
        self.install = button(
            look, "Install a file", "", "plus", "Install a plugin from a file; or drop it on the window"
        )
        self.install.clicked.connect(lambda: self.choose_to_install())
        self.folder = button(look, "Open folder", "quiet", "folder", "Open the folder of your plugins")
        self.folder.clicked.connect(self.open_folder)
        self.more = self.add_tool("more", "Export, import, and what is asked about")
        self.more.clicked.connect(self._menu)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(column(self._list, STRETCH, gap=0, margins=(0, 0, 4, 0)))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self.none = EmptyState(look, "plugin", "Nothing fits.", "", "Show all")
        self.none.acted.connect(self._show_all)
        self.none.hide()
        self.body.addWidget(self.search)
        self.body.addLayout(row(self.origin, STRETCH))
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.none, 1)
        self.body.addLayout(row(self.install, self.folder, STRETCH, gap=6))
        plugins.changed.connect(self._renew)
        self._fresh = False
        self.setMinimumWidth(300)

    def show_plugins(self, plugins: Sequence[Plugin]) -> None:
        """Show these; entries that are there already are kept."""
        keys = {plugin.key for plugin in plugins}
        for key in [key for key in self.entries if key not in keys]:
            gone = self.entries.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        ordered = sorted(plugins, key=lambda one: (list(ORIGINS).index(one.origin), shown_name(one)))
        for at, plugin in enumerate(ordered):
            held = self.entries.get(plugin.key)
            if held is None:
                held = self.entries[plugin.key] = PluginEntry(self._look, plugin)
                held.switched.connect(self._switch)
                held.asked.connect(self._asked)
                self._list.insertWidget(at, held)
            elif held.plugin is not plugin:
                held.show_plugin(plugin)
        states = Counter[str](plugin.state for plugin in plugins)
        told = [f"{states[state]} {tr(word)}" for state, (_, _, word) in STATES.items() if states[state]]
        self.set_note(" · ".join(told))
        self._filter()

    def choose_to_install(self) -> QFileDialog:
        """Ask for a file beside the window; it is installed when it is chosen."""
        chooser = QFileDialog(self, tr("Install a plugin"), "", tr("Python files") + " (*.py)")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda path: self._plugins.install(Path(path)))
        chooser.open()
        return chooser

    def open_folder(self) -> None:
        """Show the folder of the user's plugins in the system's file manager."""
        folder = own_folder(self._plugins.folder)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def export(self, path: str) -> None:
        """Write which plugins there are."""
        self._plugins.export_to(Path(path))

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Export the list")).triggered.connect(lambda: self._choose(True))
        menu.addAction(tr("Import a list")).triggered.connect(lambda: self._choose(False))
        menu.addSeparator()
        asks = menu.addAction(tr("Ask before a file that another program changed runs"))
        asks.setCheckable(True)
        asks.setChecked(self._plugins.asks_on_change)
        asks.triggered.connect(self._plugins.ask_on_change)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _choose(self, out: bool) -> None:
        chooser = QFileDialog(self, tr("Export the list") if out else tr("Import a list"), "", LIST)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if out:
            chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            chooser.setDefaultSuffix("json")
            chooser.selectFile("plugins.json")
            chooser.fileSelected.connect(self.export)
        else:
            chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
            chooser.fileSelected.connect(lambda path: self._plugins.import_from(Path(path)))
        chooser.open()

    def _switch(self, key: str, on: bool) -> None:
        plugin = self._plugins.find(key)
        if on and plugin is not None and plugin.state == "waiting":
            self.entries[key].show_plugin(plugin)
            self.trust_asked.emit(key)
        elif on:
            self._plugins.turn_on(key)
        else:
            self._plugins.turn_off(key)

    def _asked(self, key: str, what: str) -> None:
        if what == "open":
            self.open_asked.emit(key)
        elif what == "trust":
            self.trust_asked.emit(key)
        elif what == "folder":
            self.open_folder()
        elif what == "remove":
            self._plugins.remove(key)

    def _filter(self) -> None:
        words = self.search.text().lower().split()
        origin = SHOWN[self.origin.current]
        shown = 0
        for held in self.entries.values():
            plugin = held.plugin
            text = " ".join(
                (plugin.name, kinds_of(plugin), provided(plugin), STATES[plugin.state][2], ORIGINS[plugin.origin])
            ).lower()
            fits = (origin is None or plugin.origin == origin) and all(word in text for word in words)
            held.setVisible(fits)
            shown += fits
        self._scroll.setVisible(shown > 0)
        self.none.setVisible(shown == 0)

    def _show_all(self) -> None:
        self.search.clear()
        self.origin.set_current("All")
        self._filter()

    def _renew(self) -> None:
        """Entries are made when somebody looks: there are many."""
        if self.isVisible():
            self.show_plugins(self._plugins.all)
        else:
            self._fresh = False

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if not self._fresh:
            self._fresh = True
            self.show_plugins(self._plugins.all)
