"""Saying what a drawing is, so that it becomes training data."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, button, column, label, row
from desktop.parts.answers import DIGITS

QUESTION = "Is that wrong? Say what it is, and it becomes training data."


class ClassButtons(QFrame):
    """A button for each class; at most one is down, and pressing it again lets it up."""

    chosen = Signal(object)
    """The class, or None, when the user changed it."""

    def __init__(self, classes: tuple[str, ...]) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName("What the drawing is")
        self.setFixedHeight(SIZE["control"])
        self.current: str | None = None
        self.buttons: dict[str, QPushButton] = {}
        for name in classes:
            one = QPushButton(name)
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setProperty("kind", "segment")
            one.setStyleSheet("padding: 0 1px;")  # ten of them stand side by side
            one.setMinimumWidth(20)
            one.setAccessibleName(f"It is a {name}")
            one.clicked.connect(lambda down, name=name: self._press(name if down else None))
            self.buttons[name] = one
        self.setLayout(row(*((one, 1) for one in self.buttons.values()), gap=1, margins=(2, 2, 2, 2)))

    def choose(self, name: str | None) -> None:
        """Show a class as said, or None, without a signal."""
        self.current = name
        for key, one in self.buttons.items():
            one.setChecked(key == name)

    def _press(self, name: str | None) -> None:
        self.choose(name)
        self.chosen.emit(name)


class Correction(QWidget):
    """The classes, a button that adds the drawing to the user's own digits, and how many those are."""

    asked = Signal(str)
    """The drawing shall be added as this class."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self.question = label(QUESTION, "note", wrap=True)
        self.classes = ClassButtons(DIGITS)
        self.add = button(look, "Add to my digits", icon="plus")
        self.count = label("", "note")
        self.setLayout(column(self.question, self.classes, row(self.add, (self.count, 1), STRETCH, gap=10), gap=8))
        self._total, self._addable = 0, False
        self.classes.chosen.connect(lambda _: self._show())
        self.add.clicked.connect(self.ask)
        self.show_counts({})

    @property
    def said(self) -> str | None:
        """The class that the user said."""
        return self.classes.current

    def say(self, name: str | None) -> None:
        """Say a class, as its button does; the one that is said already is taken back."""
        self.classes.choose(None if name == self.said else name)
        self._show()

    def ask(self) -> None:
        """Ask for the drawing to be added, where there is one and its class is said."""
        if self.said is not None and self.add.isEnabled():
            self.asked.emit(self.said)

    def show_addable(self, addable: bool, why_not: str = "") -> None:
        """Whether there is something to add that is not added yet."""
        self._addable, self._why_not = addable, why_not
        self._show()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many of every class the user has by now."""
        self._total = sum(counts.values())
        self.count.setText(f"{self._total:,} of yours so far" if self._total else "None of yours yet")
        for name, one in self.classes.buttons.items():
            one.setToolTip(f"It is a {name}  ({name})\n{counts.get(name, 0):,} of yours so far")
        self.show_addable(self._addable)

    def _show(self) -> None:
        self.add.setEnabled(self._addable and self.said is not None)
        if self.add.isEnabled():
            self.add.setToolTip(f"Add it as a {self.said}  (Return)")
        else:
            self.add.setToolTip(self._why_not or "Say what it is first.")
