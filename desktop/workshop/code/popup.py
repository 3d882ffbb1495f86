"""The list beneath a half written word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QStyledItemDelegate

from .completion import offers

if TYPE_CHECKING:
    from .edit import CodeEdit

LEAST = 2
"""Letters after which the list comes by itself."""
WIDEST = 460
TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class Popup(QObject):
    """Comes after two letters or by Ctrl+Space; Enter and Tab take what is chosen, Esc closes it."""

    def __init__(self, editor: CodeEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._model = QStringListModel(self)
        self._begun = ""
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(editor)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self.take)
        popup = self._completer.popup()
        assert popup is not None
        self._list = popup
        popup.setItemDelegate(QStyledItemDelegate(popup))  # the usual one takes no style for its items
        popup.setAccessibleName("Completions")

    @property
    def shown(self) -> bool:
        """Whether the list is there."""
        return self._list.isVisible()

    def words(self) -> list[str]:
        """What the list offers."""
        return self._model.stringList()

    def hide(self) -> None:
        """Take the list away."""
        self._list.hide()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the list rather than to the text."""
        return self.shown and event.key() in (*TAKES, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)

    def offer(self, least: int = LEAST) -> None:
        """Show what the word at the cursor may become, if at least so many letters are there."""
        cursor = self._editor.textCursor()
        begun, words = offers(self._editor.toPlainText(), cursor.position())
        if len(begun) < least or not words:
            self.hide()
            return
        self._begun = begun
        self._model.setStringList(words)
        popup = self._list
        popup.setFont(self._editor.font())
        place = self._editor.cursorRect()
        place.translate(self._editor.text_left() - self._editor.fontMetrics().horizontalAdvance(begun), 2)
        place.setWidth(min(WIDEST, popup.sizeHintForColumn(0) + 40))
        self._completer.complete(place)
        popup.setCurrentIndex(self._model.index(0, 0))

    def take(self, word: str) -> None:
        """Put a word in the place of what was begun."""
        cursor = self._editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._begun))
        cursor.insertText(word)
        self._editor.setTextCursor(cursor)
        self.hide()
