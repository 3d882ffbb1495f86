"""A new plugin: which kind, called what. The file that comes of it runs already and explains itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from core.components import KINDS
from core.errors import BadArguments
from core.templates import class_name
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, button, column, label, restyle, row

FIRST = ("activation", "loss", "optimizer", "dataset", "visualization")
"""Kinds that are offered at once; the others stand behind More."""


class NewForm(QWidget):
    """A button for each kind; a press opens a line for the name beneath it."""

    created = Signal(str, str)
    """Kind and name."""

    def __init__(self, look: ThemeSwitch, taken: Callable[[str, str], str]) -> None:
        """``taken(kind, name)`` says who has that name, or nothing."""
        super().__init__()
        self._look, self._taken = look, taken
        self.kind = ""
        self.buttons: dict[str, QPushButton] = {}
        self.setAccessibleName("New plugin from a template")
        rest = [kind.kind for kind in KINDS.values() if kind.kind not in FIRST]
        self._more = QWidget()
        self._more.setLayout(column(*(self._offer(kind) for kind in rest), gap=2))
        self._more.hide()
        self.more = button(look, "More kinds", "quiet", "chevron")
        self.more.setCheckable(True)
        self.more.setProperty("side", "left")
        self.more.toggled.connect(self._more.setVisible)
        self.form = self._form()
        self.form.hide()
        first = column(*(self._offer(kind) for kind in FIRST), gap=2)
        caption = label("New from a template", "caption")
        self.setLayout(column(caption, self.form, first, self.more, self._more, gap=2))

    def ask(self, kind: str, name: str = "") -> None:
        """Open the line for the name."""
        self.kind = kind
        self.field.setText(name or self._free(kind))
        self._title.setText(tr("A new {kind}, called", kind=kind))
        self.form.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        self._look_at(self.field.text())

    def give_up(self) -> None:
        """Close the line."""
        self.form.hide()
        chosen = self.buttons.get(self.kind)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Make it, unless the name will not do."""
        name = self.field.text().strip()
        if not self.why_not(name):
            self.form.hide()
            self.created.emit(self.kind, name)

    def why_not(self, name: str) -> str:
        """Why no plugin can be called so, or nothing."""
        try:
            _, component = class_name(name)
        except BadArguments as error:
            return str(error)
        place = self._taken(self.kind, component)
        return tr("There is one of that name already, in {place}.", place=place) if place else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self.give_up()
        else:
            super().keyPressEvent(event)

    def _offer(self, kind: str) -> QPushButton:
        made = button(self._look, kind.capitalize(), "quiet", "plus", f"New {kind} from a template")
        made.setAccessibleName(f"New {kind}")
        made.setProperty("side", "left")
        made.clicked.connect(lambda: self.ask(kind))
        self.buttons[kind] = made
        return made

    def _form(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        self._title = label("", "label")
        self.field = QLineEdit()
        self.field.setAccessibleName("Name of the new plugin")
        self._title.setBuddy(self.field)
        self.message = label("", "danger", wrap=True)
        self.make = button(self._look, "Create", "primary")
        self.leave = button(self._look, "Cancel", "quiet")
        self.field.textChanged.connect(self._look_at)
        self.field.returnPressed.connect(self.finish)
        self.make.clicked.connect(self.finish)
        self.leave.clicked.connect(self.give_up)
        ways = row(self.make, self.leave, STRETCH, gap=6)
        frame.setLayout(column(self._title, self.field, self.message, ways, gap=6, margins=(10, 8, 10, 10)))
        return frame

    def _look_at(self, name: str) -> None:
        reason = self.why_not(name.strip())
        self.message.setText(reason[:1].upper() + reason[1:])
        self.message.setVisible(bool(reason))
        self.make.setEnabled(not reason)
        restyle(self.field, wrong=bool(reason))

    def _free(self, kind: str) -> str:
        """A name that nobody has."""
        number, name = 1, f"my-{kind}"
        while self._taken(kind, name):
            number += 1
            name = f"my-{kind}-{number}"
        return name
