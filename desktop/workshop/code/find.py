"""Find and replace, at the foot of the editor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QLineEdit

from desktop.look import ThemeSwitch
from desktop.parts import IconButton, Switch, button, column, label, restyle, row

from .edit import CodeEdit


class FindBar(QFrame):
    """Ctrl+F finds, Ctrl+H replaces too, Enter goes on, Shift+Enter back, Esc gives the focus back to the text."""

    def __init__(self, look: ThemeSwitch, editor: CodeEdit) -> None:
        super().__init__()
        self._editor = editor
        self.setObjectName("findbar")
        self.setAccessibleName("Find and replace")
        self.wanted, self.instead = QLineEdit(), QLineEdit()
        self.wanted.setPlaceholderText("Find")
        self.wanted.setAccessibleName("Find")
        self.instead.setPlaceholderText("Replace by")
        self.instead.setAccessibleName("Replace by")
        self.case = Switch(look, "Case")
        self.case.setAccessibleName("Tell capital letters from small ones")
        self.told = label("", "note")
        self.told.setMinimumWidth(72)
        forward = IconButton(look, "right", "Next", "F3", size=16)
        back = IconButton(look, "left", "Previous", "Shift+F3", size=16)
        self.cross = IconButton(look, "cross", "Close", "Esc", size=14)
        self.one, self.every = button(look, "Replace"), button(look, "Replace all")
        self._first = row((self.wanted, 1), self.told, back, forward, self.case, self.cross, gap=6)
        self._second = row((self.instead, 1), self.one, self.every, gap=6)
        self.setLayout(column(self._first, self._second, gap=6, margins=(12, 6, 8, 6)))
        self.wanted.textChanged.connect(self._searched)
        self.case.toggled.connect(self._searched)
        forward.clicked.connect(lambda: self.step(1))
        back.clicked.connect(lambda: self.step(-1))
        self.one.clicked.connect(self.replace)
        self.every.clicked.connect(self.replace_all)
        self.cross.clicked.connect(self.close_bar)
        self.hide()

    def open_bar(self, replace: bool) -> None:
        """Come up with what is selected in the text."""
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.wanted.setText(selected)
        for widget in (self.instead, self.one, self.every):
            widget.setVisible(replace)
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()
        self._searched()

    def close_bar(self) -> None:
        """Go, and give the focus back."""
        self.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, way: int) -> bool:
        """Select the next match (or the previous), from the other end where there is none left; False for none."""
        words, editor = self.wanted.text(), self._editor
        if not words:
            return False
        flags = self._flags() | (QTextDocument.FindFlag.FindBackward if way < 0 else QTextDocument.FindFlag(0))
        found = editor.document().find(words, editor.textCursor(), flags)
        if found.isNull():
            start = QTextCursor(editor.document())
            start.movePosition(QTextCursor.MoveOperation.Start if way > 0 else QTextCursor.MoveOperation.End)
            found = editor.document().find(words, start, flags)
        if not found.isNull():
            editor.setTextCursor(found)
        self._count()
        return not found.isNull()

    def replace(self) -> None:
        """Replace the match that is selected, and go to the next."""
        cursor, words = self._editor.textCursor(), self.wanted.text()
        same = cursor.selectedText() == words or (
            not self.case.isChecked() and cursor.selectedText().lower() == words.lower()
        )
        if same and words:
            cursor.insertText(self.instead.text())
        self.step(1)

    def replace_all(self) -> int:
        """Replace every match, as one step of undo; how many there were."""
        words, document = self.wanted.text(), self._editor.document()
        if not words:
            return 0
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        count, at = 0, document.find(words, 0, self._flags())
        while not at.isNull():
            at.insertText(self.instead.text())
            count += 1
            at = document.find(words, at.position(), self._flags())
        cursor.endEditBlock()
        self._tell(f"{count} replaced", count == 0)
        return count

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_bar()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.instead.hasFocus():
            self.replace()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _searched(self) -> None:
        """What is typed is found from where the last match began."""
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        found = self.step(1) if self.wanted.text() else True
        if not self.wanted.text():
            self._tell("", False)
        restyle(self.wanted, wrong=not found)

    def _count(self) -> None:
        words, text = self.wanted.text(), self._editor.toPlainText()
        if not self.case.isChecked():
            words, text = words.lower(), text.lower()
        total = text.count(words)
        before = text[: self._editor.textCursor().selectionEnd()].count(words)
        self._tell(f"{before} of {total}" if total else "Not there", total == 0)

    def _tell(self, words: str, wrong: bool) -> None:
        self.told.setText(words)
        restyle(self.told, role="danger" if wrong else "note")

    def _flags(self) -> QTextDocument.FindFlag:
        sensitive = self.case.isChecked()
        return QTextDocument.FindFlag.FindCaseSensitively if sensitive else QTextDocument.FindFlag(0)
