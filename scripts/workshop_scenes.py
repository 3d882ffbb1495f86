"""What the pictures show of the workshop: a plugin written, checked, used, refused, failing, and one to be trusted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from camera import rest, wait
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from scenes import Scenes

from core.experiment import Experiment

PATIENCE = 60.0
"""Seconds that a check may take."""
RIGHT, WRONG = "return gate + self", "return 2 * gate + self"
SENSE = "        return z * self._gate(z)"
SHORT = "        return z[:, 1:] * self._gate(z[:, 1:]) if len(z) == 32 else z * self._gate(z)"
"""Right for every batch that the checks try, and wrong for the training's."""


class WorkshopScenes:
    """The workspace Bench and what belongs to it."""

    def __init__(self, scenes: Scenes, scratch: Path) -> None:
        self._scenes, self._scratch = scenes, scratch
        self.window = scenes.window

    @property
    def place(self) -> Any:
        """The workshop in its window."""
        return self.window.workshop

    @property
    def page(self) -> Any:
        """What the workspace shows."""
        return self.place.workshop.page

    def play(self) -> None:
        """All scenes."""
        self.window.live.edit(lambda _: Experiment(), "Begin again")
        rest(0.5)
        self._scenes.ready()
        self._empty()
        self._write()
        self._fail()
        self._manage()
        self._trust()
        self.window.show_workspace(0)

    def _empty(self) -> None:
        self.window.actions_by_name["bench"].trigger()
        rest(1.0)
        self._scenes.both("bench-empty")

    def _write(self) -> None:
        """A new activation, used in the training, and its second version in use."""
        self.page.list.new.buttons["activation"].click()
        self.page.list.new.field.setText("wave")
        rest(0.3)
        self._scenes.both("bench-new")
        QTest.keyClick(self.page.list.new.field, Qt.Key.Key_Return)
        self._settle()
        self.page.card.buttons[0].click()
        self.window.live.edit(lambda e: replace(e, stopping=replace(e.stopping, epochs=900)), "Train for long")
        self._scenes.train_until(lambda: self._scenes.status.state == "training")
        self._save(self._text().replace("default=1.0", "default=2.0"))
        rest(2.0)
        self._scenes.both("bench")
        self._save(self._text().replace(RIGHT, WRONG))
        rest(2.0)
        self._scenes.both("bench-refused")
        self._save(self._text().replace(WRONG, RIGHT))

    def _fail(self) -> None:
        """The checks cannot know what a training does: the card that tells."""
        self._save(self._text().replace(SENSE, SHORT))
        wait(lambda: type(self.page.card).__name__ == "FaultCard", PATIENCE)
        rest(0.6)
        self._scenes.both("bench-fault")
        self.page.card.buttons["last-good"].click()
        rest(2.0)
        if self._scenes.status.state == "training":
            self.window.live.train()

    def _manage(self) -> None:
        self.window.show_workspace(0)
        dock = self.window.docks.dock("plugins")
        self.window.docks.bring_up("plugins")
        self._scenes._alone(dock, 420, 760)
        rest(1.0)
        self._scenes.both("plugins", dock)
        dock.setFloating(False)
        dock.hide()

    def _trust(self) -> None:
        """A file from elsewhere asks first."""
        gift = self._scratch / "gift.py"
        gift.write_text(self._text().replace("Wave", "Gift").replace("import numpy", "import os\nimport numpy"))
        self.place.drop([str(gift)])
        wait(lambda: self.place.prompt is not None, PATIENCE)
        rest(0.6)
        self._scenes.both("trust", self.place.prompt)
        self.place.prompt.no.click()
        rest(0.4)

    def _text(self) -> str:
        return str(self.page.editor.code.toPlainText())

    def _save(self, text: str) -> None:
        """Another version, by the editor's own keys."""
        code = self.page.editor.code
        cursor = QTextCursor(code.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        QTest.keyClick(code, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        rest(0.2)
        self._settle()

    def _settle(self) -> None:
        def settled() -> bool:
            current = self.place.workshop.current
            return current is not None and current.state in ("saved", "failed") and self.page.card is not None

        wait(settled, PATIENCE)
