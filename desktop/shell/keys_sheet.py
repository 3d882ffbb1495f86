"""The sheet of keys: made of the table of actions and of the canvas's own, so that it is never out of date."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from desktop.actions import ALSO, TABLE, shown_keys
from desktop.canvas import key_words
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, IconButton, column, label, row

from .sheet import Sheet

GROUPS = ("Training", "Project", "Drawing", "Window")
PAD = (("Say what the drawing is", ("0", "9")), ("Add it to my digits", ("Return",)))
"""The pad's own keys, while it has the focus; the first two are the ends of a range."""
Line = tuple[str, list[str]]
ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def lines() -> dict[str, list[Line]]:
    """By group, what each key does: words, and the keys as they are printed."""
    found: dict[str, list[Line]] = {group: [] for group in GROUPS}
    for name, entry in TABLE.items():
        keys = [shown_keys(entry)] if entry.keys else []
        keys += [key for key, action in ALSO.items() if action == name]
        if keys:
            found.setdefault(entry.group, []).append((tr(entry.words), keys))
    found["Canvas"] = [(tr(words), _printed(keys)) for words, keys in key_words.CANVAS]
    found["Inside a layer"] = [(tr(words), _printed(keys)) for words, keys in key_words.LANE]
    found["Drawing"] += [(tr(words), [f"{keys[0]} … {keys[1]}"] if len(keys) > 1 else [*keys]) for words, keys in PAD]
    return found


def _printed(keys: key_words.Keys) -> list[str]:
    shown = []
    for key, held in keys:
        if key in key_words.TWICE or (key == Qt.Key.Key_Plus and held & Qt.KeyboardModifier.ShiftModifier):
            continue
        words = QKeySequence(QKeyCombination(held, key)).toString(QKeySequence.SequenceFormat.NativeText)
        head, plus, last = words.rpartition("+")
        shown.append(f"{head}{plus}{ARROWS.get(last, last)}" if last else words)
    return shown


class KeysSheet(Sheet):
    """Every key by what it does. F1 opens and closes it."""

    TOP = 40

    def __init__(self, window: QMainWindow, look: ThemeSwitch) -> None:
        super().__init__(window, tr("Keys"), 860, 680)
        self.cross = IconButton(look, "cross", "Close", "Esc", size=16)
        self.cross.clicked.connect(self.close_sheet)
        note = label(
            "Single letters act only while no field has the focus. The settings switch them off.", "note", True
        )
        head = row(label("Keys", "title"), STRETCH, self.cross, margins=(20, 12, 12, 0))
        columns = [QVBoxLayout(), QVBoxLayout()]
        for at, (group, held) in enumerate(lines().items()):
            columns[0 if at < 4 else 1].addWidget(_group(group, held))
        for one in columns:
            one.setSpacing(16)
            one.addStretch(1)
        page = QWidget()
        page.setObjectName("page")
        both = QHBoxLayout(page)
        both.setContentsMargins(20, 8, 20, 16)
        both.setSpacing(32)
        for one in columns:
            both.addLayout(one, 1)
        self.area = QScrollArea()
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(tr("All keys"))
        foot = row((note, 1), margins=(20, 0, 20, 12))
        whole = column(gap=8, margins=(1, 1, 1, 1))
        whole.addLayout(head)
        whole.addWidget(self.area, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def first(self) -> QWidget:
        return self.area


def _group(title: str, held: list[Line]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "caption"), 0, 0, 1, 2)
    for at, (words, keys) in enumerate(held, 1):
        grid.addWidget(label(words, "label", wrap=True), at, 0)
        caps = row(STRETCH, *(_cap(key) for key in keys), gap=4)
        grid.addLayout(caps, at, 1, Qt.AlignmentFlag.AlignTop)
    return made


def _cap(key: str) -> QLabel:
    made = label(key, "key")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
