"""A mistake in a plugin, told so that one can mend it: where it is, the call, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, IconButton, IconLabel, button, column, label, row

if TYPE_CHECKING:
    from core.faults import Fault

BUTTONS = {"retry": "Retry", "last-good": "Use last good", "disable": "Disable", "stop": "Stop the step"}
MOST = 6
"""Arguments that are listed."""


class TroubleCard(QFrame):
    """A title, where it is, sentences, facts in two columns, a hint, and what can be done about it."""

    asked = Signal(str)
    """The name of a button."""
    line_asked = Signal(str, int)
    """A file and its line, to be opened."""
    closed = Signal()

    def __init__(self, look: ThemeSwitch, title: str, place: str, sentence: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("trouble")
        self.setAccessibleName(f"Problem: {title}. {sentence} {place}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = label(title, "title", wrap=True)
        self.place = label(place, "note", wrap=True)
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.cross = IconButton(look, "cross", "Close this card", size=14)
        self.cross.clicked.connect(self.closed)
        head = row(IconLabel(look, "warning", "danger", 18), (self.title, 3), (self.place, 2), self.cross, gap=8)
        self.buttons: dict[str, QPushButton] = {}
        self._buttons = row(gap=8)
        self._middle = column(gap=8)
        whole = column(head, gap=8, margins=(16, 10, 8, 12))
        if sentence:
            self._middle.addWidget(label(sentence, "body", wrap=True))
        inner = column(self._middle, self._buttons, gap=10, margins=(0, 0, 8, 0))
        whole.addLayout(inner)
        self.setLayout(whole)

    def add_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names and what they were, in two columns on a sunken ground."""
        box = QFrame()
        box.setObjectName("facts")
        grid = QGridLayout()
        grid.setContentsMargins(10, 7, 10, 7)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for at, (name, words) in enumerate(facts):
            grid.addWidget(label(name, "note"), at, 0, Qt.AlignmentFlag.AlignTop)
            said = label(words, "facts", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, at, 1)
        box.setLayout(grid)
        self._middle.addWidget(box)

    def add_hint(self, words: str) -> None:
        """What to do about it, in plain words."""
        if words:
            mark = IconLabel(self._look, "spark", "accent_text", 16)
            self._middle.addLayout(row(column(mark, STRETCH), (label(_sentence(words), "body", wrap=True), 1), gap=8))

    def add_widget(self, widget: QWidget) -> None:
        """Something of its own, above the buttons."""
        self._middle.addWidget(widget)

    def add_button(self, name: str, words: str, kind: str = "", icon: str = "") -> QPushButton:
        """A way out."""
        made = button(self._look, words, kind, icon)
        made.clicked.connect(lambda: self.asked.emit(name))
        self.buttons[name] = made
        self._buttons.addWidget(made)
        return made

    def end_buttons(self) -> None:
        """No more of them: they stay at the left."""
        self._buttons.addStretch(1)

    def announce(self) -> None:
        """Have a screen reader say it, wherever the focus is."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


class FaultCard(TroubleCard):
    """What happened in a training: the run is paused at the start of the step, and nothing of it is lost."""

    def __init__(self, look: ThemeSwitch, fault: Fault, can_go_back: bool = True) -> None:
        place = Path(fault.path).name + (f", line {fault.line}" if fault.line else "") + f", {fault.hook}"
        at = f"Training is paused before step {fault.step:,}; nothing of it is lost." if fault.step else ""
        super().__init__(look, f"{fault.plugin} does not do what its kind promises", place, at)
        self.fault = fault
        facts = [("called with", one) for one in fault.arguments[:1]]
        facts += [("", one) for one in fault.arguments[1:MOST]]
        facts += [("expected", fault.expected), ("got", fault.got)]
        self.add_facts([(name, words) for name, words in facts if words])
        self.add_hint(fault.hint)
        if fault.line:
            go = self.add_button("go", f"Go to line {fault.line}", "primary", "pen")
            go.clicked.connect(lambda: self.line_asked.emit(fault.path, fault.line))
        self.add_button("retry", BUTTONS["retry"])
        last = self.add_button("last-good", BUTTONS["last-good"])
        last.setVisible(can_go_back and fault.origin == "file")
        self.add_button("disable", f"Disable {fault.plugin}")
        self.end_buttons()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?")) else ".")
