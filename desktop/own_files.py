"""The user's own data: which data set reads a file or folder, and choosing one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core import Dataset
from core.errors import UnknownComponent
from core.experiment import Choice
from core.registry import Registry
from core.settings import Setting
from desktop.language import tr

READS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".npz": "npz"}
"""The data set that reads a file, by its suffix."""
IDX = "-ubyte"
"""What the names of the files of MNIST hold."""


def path_setting(cls: type[Dataset]) -> Setting | None:
    """The setting without which a data set has nothing to read: a file or a folder that has no usual place."""
    return next((one for one in cls.settings.values() if one.unit in ("file", "folder") and one.needed), None)


def reader_of(path: Path, registry: Registry) -> Choice | None:
    """The data set that reads a file or folder, with its place; None where there is none."""
    if path.is_dir():
        name = "idx" if any(IDX in one.name for one in path.iterdir() if one.is_file()) else "images"
    else:
        name = READS.get(path.suffix.lower(), "")
    try:
        needed = path_setting(registry.find(Dataset, name)) if name else None  # type: ignore[type-abstract]
    except UnknownComponent:
        return None
    return Choice(name).set(needed.name, str(path)) if needed is not None else None


def with_path(
    parent: QWidget,
    cls: type[Dataset],
    then: Callable[[Choice], object],
    given_up: Callable[[], object] = lambda: None,
) -> None:
    """Choose a data set; where it has nothing to read yet, its file or folder is asked for first."""
    needed = path_setting(cls)
    if needed is None:
        then(Choice(cls.name))
        return
    choose_path(parent, needed, lambda path: then(Choice(cls.name).set(needed.name, path)), given_up)


def choose_path(
    parent: QWidget, setting: Setting, then: Callable[[str], object], given_up: Callable[[], object]
) -> None:
    """Ask for a file or folder without holding anything up."""
    folder = setting.unit == "folder"
    dialog = QFileDialog(parent, tr("Choose a folder" if folder else "Choose a file"))
    dialog.setObjectName("own data")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile)
    if not folder:
        dialog.setNameFilter(tr("Tables and arrays (*.csv *.tsv *.txt *.npz);;All files (*)"))
    dialog.fileSelected.connect(then)
    dialog.rejected.connect(given_up)
    dialog.open()
