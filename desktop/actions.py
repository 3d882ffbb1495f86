"""Everything that can be asked of the window by menu, button or key, in one table."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from desktop.language import tr
from desktop.look import ThemeSwitch


class Entry(NamedTuple):
    """Words, icon and keys of an action, and where the sheet of keys lists it.

    Single keys act only while no field has the focus, and not at all where the settings say so.
    """

    words: str
    icon: str = ""
    keys: str = ""
    group: str = "Window"


TABLE = {
    "new": Entry("New project", "plus", "Ctrl+N", "Project"),
    "open": Entry("Open project", "folder", "Ctrl+O", "Project"),
    "save": Entry("Save project", "save", "Ctrl+S", "Project"),
    "save-as": Entry("Save project as", "", "Ctrl+Shift+S", "Project"),
    "quit": Entry("Quit", "", "Ctrl+Q", "Project"),
    "undo": Entry("Undo", "undo", "Ctrl+Z", "Project"),
    "redo": Entry("Redo", "redo", "Ctrl+Shift+Z", "Project"),
    "train": Entry("Train or pause", "play", "Space", "Training"),
    "step-batch": Entry("Step one batch", "step-batch", ".", "Training"),
    "step-epoch": Entry("Step to the end of the epoch", "step-epoch", ">", "Training"),
    "reset": Entry("Reset weights", "reset", "Ctrl+R", "Training"),
    "pen": Entry("Pen", "pen", "P", "Drawing"),
    "eraser": Entry("Eraser", "eraser", "E", "Drawing"),
    "network": Entry("Network", "layer", "Ctrl+1"),
    "draw": Entry("Draw", "pen", "Ctrl+2"),
    "bench": Entry("Bench", "bench", "Ctrl+4"),
    "data": Entry("Data", "data", "Ctrl+Shift+D"),
    "plugins": Entry("Plugins", "plugin", "Ctrl+Shift+P"),
    "lessons": Entry("Lessons", "lesson", "L", "Lessons"),
    "records": Entry("Own best results", "flag", "", "Lessons"),
    "close-lesson": Entry("Close the lesson", "", "Shift+L", "Lessons"),
    "find": Entry("Find anything", "search", "Ctrl+K"),
    "settings": Entry("Settings", "sliders", "Ctrl+,"),
    "theme": Entry("Light or dark", "theme", ""),
    "keys": Entry("Keys", "help", "F1"),
    "what": Entry("What is this?", "", "Shift+F1"),
    "next-region": Entry("Next part of the window", "", "F6"),
    "previous-region": Entry("Previous part of the window", "", "Shift+F6"),
}
SINGLE = frozenset({"train", "step-batch", "step-epoch", "pen", "eraser", "lessons", "close-lesson"})
"""Actions whose key is a single one: the focused widget has it first."""
ALSO = {"?": "keys"}
"""Single keys of actions that have other keys besides."""
SHOWN = {"Space": "Space", ">": "Shift+."}


def make_actions(look: ThemeSwitch, parent: QObject) -> dict[str, QAction]:
    """The actions by name; whoever owns a part of the window connects ``triggered``."""
    made = {}
    for name, entry in TABLE.items():
        action = QAction(tr(entry.words), parent)
        action.setProperty("glyph", entry.icon)
        action.setProperty("keys", shown_keys(entry))
        if entry.icon:
            look.keep_icon(action, entry.icon)
        if entry.keys and name not in SINGLE:
            action.setShortcut(QKeySequence(entry.keys))
        made[name] = action
    return made


def shown_keys(entry: Entry) -> str:
    """The keys of an action as they are printed on a keyboard."""
    return SHOWN.get(entry.keys, entry.keys)


def single_key(event: QKeyEvent) -> str | None:
    """The action that a single key asks for, if any."""
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return None
    typed = "Space" if event.key() == Qt.Key.Key_Space else event.text().upper()
    if typed.isalpha() and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        typed = f"Shift+{typed}"
    return next((name for name in SINGLE if TABLE[name].keys == typed), ALSO.get(typed))
