"""Everything that can be asked of the window by menu, button or key, in one table."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from desktop.look import ThemeSwitch


class Entry(NamedTuple):
    """Words, icon and keys of an action. Single keys act only while no field has the focus."""

    words: str
    icon: str = ""
    keys: str = ""


TABLE = {
    "new": Entry("New project", "plus", "Ctrl+N"),
    "open": Entry("Open project", "folder", "Ctrl+O"),
    "save": Entry("Save project", "save", "Ctrl+S"),
    "save-as": Entry("Save project as", "", "Ctrl+Shift+S"),
    "quit": Entry("Quit", "", "Ctrl+Q"),
    "undo": Entry("Undo", "undo", "Ctrl+Z"),
    "redo": Entry("Redo", "redo", "Ctrl+Shift+Z"),
    "train": Entry("Train or pause", "play", "Space"),
    "step-batch": Entry("Step one batch", "step-batch", "."),
    "step-epoch": Entry("Step to the end of the epoch", "step-epoch", ">"),
    "reset": Entry("Reset weights", "reset", "Ctrl+R"),
    "pen": Entry("Pen", "pen", "P"),
    "eraser": Entry("Eraser", "eraser", "E"),
    "network": Entry("Network", "layer", "Ctrl+1"),
    "draw": Entry("Draw", "pen", "Ctrl+2"),
    "data": Entry("Data", "data", "Ctrl+Shift+D"),
    "theme": Entry("Light or dark", "theme", ""),
    "next-region": Entry("Next part of the window", "", "F6"),
    "previous-region": Entry("Previous part of the window", "", "Shift+F6"),
}
SINGLE = frozenset({"train", "step-batch", "step-epoch", "pen", "eraser"})
"""Actions whose key is a single one: the focused widget has it first."""
SHOWN = {"Space": "Space", ">": "Shift+."}


def make_actions(look: ThemeSwitch, parent: QObject) -> dict[str, QAction]:
    """The actions by name; whoever owns a part of the window connects ``triggered``."""
    made = {}
    for name, entry in TABLE.items():
        action = QAction(entry.words, parent)
        action.setProperty("glyph", entry.icon)
        action.setProperty("keys", SHOWN.get(entry.keys, entry.keys))
        if entry.icon:
            look.keep_icon(action, entry.icon)
        if entry.keys and name not in SINGLE:
            action.setShortcut(QKeySequence(entry.keys))
        made[name] = action
    return made


def single_key(event: QKeyEvent) -> str | None:
    """The action that a single key asks for, if any."""
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return None
    typed = "Space" if event.key() == Qt.Key.Key_Space else event.text().upper()
    return next((name for name in SINGLE if TABLE[name].keys == typed), None)
