"""Choosing where a project is kept, and the list of recent ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.documents import FILTER, SUFFIX, Documents
from desktop.language import tr
from desktop.preferences import Preferences

Then = Callable[[], object]


def _nothing() -> None:
    """What comes after a save that nothing waits for."""


class Files(QObject):
    """The choosers of the window; they stand beside it and block nothing."""

    def __init__(self, window: QWidget, documents: Documents, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._documents, self._preferences = window, documents, preferences
        documents.changed.connect(self._remember)

    def save(self, then: Then = _nothing) -> None:
        """Save the project where it is kept, or ask where."""
        if self._documents.path:
            self._documents.save(then=then)
        else:
            self.choose_to_save(then)

    def choose_to_save(self, then: Then = _nothing) -> None:
        """Ask where, and save."""
        chooser = self._chooser(tr("Save project"), QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile(f"{self._documents.name}{SUFFIX}")
        chooser.fileSelected.connect(lambda path: self._documents.save(Path(path), then))
        chooser.open()

    def choose_to_open(self) -> None:
        """Ask which, and open."""
        chooser = self._chooser(tr("Open project"), QFileDialog.AcceptMode.AcceptOpen)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.open)
        chooser.open()

    def open(self, path: str) -> None:
        """Open a project; where that fails, what was open stays."""
        self._documents.open(Path(path))

    def fill_menu(self, menu: QMenu) -> None:
        """The recent projects that are still there."""
        menu.clear()
        for path in self._preferences.recent:
            if Path(path).exists():
                menu.addAction(Path(path).name).triggered.connect(lambda _=False, path=path: self.open(path))
        if menu.isEmpty():
            menu.addAction(tr("No recent projects")).setEnabled(False)

    def _chooser(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        chooser = QFileDialog(self._window, title, self._preferences.folder, FILTER)
        chooser.setAcceptMode(mode)
        chooser.setDefaultSuffix(SUFFIX)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return chooser

    def _remember(self) -> None:
        path = self._documents.path
        if path is not None:
            self._preferences.folder = str(path.parent)
            self._preferences.recent = [str(path), *(one for one in self._preferences.recent if one != str(path))]
