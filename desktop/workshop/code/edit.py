"""A text editor for Python: numbers, colours, indentation, completion, marks on lines that are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextDocumentLayout, QPlainTextEdit, QTextEdit, QToolTip

from desktop.language import tr
from desktop.look import Theme, ThemeSwitch

from . import brackets, typing
from .highlight import Highlighter
from .margin import Margin
from .popup import Popup

TOP = 6
"""Pixels above the first line."""
ZOOM = (9, 32)
"""Smallest and largest letters, in pixels."""
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
OWN = {
    (Qt.Key.Key_S, CONTROL),
    (Qt.Key.Key_F, CONTROL),
    (Qt.Key.Key_H, CONTROL),
    (Qt.Key.Key_Slash, CONTROL),
    (Qt.Key.Key_Space, CONTROL),
    (Qt.Key.Key_Plus, CONTROL),
    (Qt.Key.Key_Minus, CONTROL),
    (Qt.Key.Key_0, CONTROL),
    (Qt.Key.Key_D, CONTROL),
}
"""Keys that are the editor's while it has the focus, whatever the window does with them."""


class CodeEdit(QPlainTextEdit):
    """Shows documents made by ``document_of``; each keeps its own text, undo and marks while another is shown."""

    save_asked = Signal()
    find_asked = Signal(bool)
    """Whether to replace too."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self._size = look.theme.font("code").pixelSize()
        self._all_marks: dict[QTextDocument, dict[int, str]] = {}
        self.setProperty("kind", "source")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setCursorWidth(2)
        self.setAccessibleName("Source")
        self.setAccessibleDescription("F6 leaves the editor, Ctrl+Space completes a word, Ctrl+S checks and swaps.")
        self.margin = Margin(self)
        self.popup = Popup(self)
        self.blockCountChanged.connect(self._fit)
        self.updateRequest.connect(lambda _rect, dy: self.margin.scroll(0, dy) if dy else self.margin.update())
        self.cursorPositionChanged.connect(self._highlight)
        look.changed.connect(self._retheme)
        self.setDocument(self.document_of(""))
        self._zoom_to(self._size)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._look.theme

    def document_of(self, text: str) -> QTextDocument:
        """A document of its own for ``setDocument``."""
        document = QTextDocument(self)
        document.setDocumentLayout(QPlainTextDocumentLayout(document))
        document.setDocumentMargin(0)  # tints reach from side to side
        document.setDefaultFont(self.font())
        document.setPlainText(text)
        document.setModified(False)
        document.highlighter = Highlighter(document, self.theme)  # type: ignore[attr-defined]
        self._all_marks[document] = {}
        return document

    def setDocument(self, document: QTextDocument) -> None:
        self.popup.hide()
        document.setDefaultFont(self.font())
        super().setDocument(document)
        self._fit()
        self._highlight()

    def forget(self, document: QTextDocument) -> None:
        """Let a document go that is shown no more."""
        self._all_marks.pop(document, None)
        document.deleteLater()

    # marks

    @property
    def marks(self) -> Mapping[int, str]:
        """Line numbers, from 1, of what is wrong in the text, each with its sentence."""
        return self._all_marks.get(self.document(), {})

    def mark(self, marks: Mapping[int, str]) -> None:
        """Mark these lines, and no others."""
        self._all_marks[self.document()] = {line: words for line, words in marks.items() if line >= 1}
        self._highlight()
        self.margin.update()
        self.viewport().update()

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, behind its indentation, and have it in sight."""
        block = self.document().findBlockByNumber(max(1, line) - 1)
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        cursor.setPosition(cursor.block().position() + len(typing.indent_of(cursor.block().text())))
        self.setTextCursor(cursor)
        self.centerCursor()

    # geometry

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, QRectF]]:
        """The lines in sight with their places in this widget."""
        block = self.firstVisibleBlock()
        bottom = self.viewport().height() + TOP
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset() + QPointF(0, TOP))
            if box.top() > bottom:
                return
            if block.isVisible():
                yield block, box
            block = block.next()

    def text_left(self) -> int:
        """Where the text begins, in pixels of this widget."""
        return self.viewport().x()

    def number_font(self) -> QFont:
        """The font of line numbers."""
        font = self.theme.font("number", 400)
        font.setPixelSize(max(8, self._size - 2))
        return font

    def _fit(self) -> None:
        wide = self.margin.sizeHint().width()
        self.setViewportMargins(wide, TOP, 0, 0)
        self.margin.setGeometry(0, 0, wide, self.height())
        self.margin.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # what is drawn over the text

    def _highlight(self) -> None:
        """The current line, lines that are wrong, the bracket at the cursor and its partner."""
        selections = []
        if not self.marks.get(self.textCursor().blockNumber() + 1) and not self.isReadOnly():
            selections.append(self._line(self.textCursor(), "code_line"))
        for line in self.marks:
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                selections += [self._line(QTextCursor(block), "danger_soft"), self._underline(block)]
        found = brackets.match(self.toPlainText(), self.textCursor().position()) if not self.isReadOnly() else None
        for place in set(found or ()):
            lonely = found is not None and found[0] == found[1]
            selections.append(self._letter(place, "danger_soft" if lonely else "accent_soft"))
        self.setExtraSelections(selections)
        self.margin.update()

    def _line(self, cursor: QTextCursor, token: str) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(self.theme[token])
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)
        cursor.clearSelection()
        made.cursor, made.format = cursor, form  # type: ignore[attr-defined]
        return made

    def _underline(self, block: QTextBlock) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(self.theme["danger"])
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + len(typing.indent_of(block.text())))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, form  # type: ignore[attr-defined]
        return made

    def _letter(self, place: int, token: str) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(self.theme[token])
        form.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.document())
        cursor.setPosition(place)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, form  # type: ignore[attr-defined]
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.marks:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme["danger"])
        metrics, own = QFontMetricsF(painter.font()), QFontMetricsF(self.font())
        for block, box in self.visible_blocks():
            words = self.marks.get(block.blockNumber() + 1, "")
            left = own.horizontalAdvance(block.text()) + self.contentOffset().x() + 24
            room = self.viewport().width() - left - 8
            if words and room > 80:
                place = QRectF(left, box.top() - TOP, room, box.height())
                short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, short)
        painter.end()

    # keys

    def event(self, event: QEvent) -> bool:
        shortcut = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if shortcut and (Qt.Key(event.key()), event.modifiers() & ~SHIFT) in OWN:  # type: ignore[attr-defined]
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.marks.get(self.margin.line_at(event.pos().y()), "")
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.wants(event):
            event.ignore()  # the list itself takes it
        elif self._command(event):
            event.accept()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif self._typed(event):
            self.popup.hide()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)
            self._follow(event)

    def _command(self, event: QKeyEvent) -> bool:
        """Keys that do not write."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Save):
            self.save_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.find_asked.emit(False)
        elif key == Qt.Key.Key_H and event.modifiers() == CONTROL:
            self.find_asked.emit(not self.isReadOnly())
        elif event.modifiers() & CONTROL and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom_to(self._size + 1)
        elif event.modifiers() & CONTROL and key == Qt.Key.Key_Minus:
            self._zoom_to(self._size - 1)
        elif event.modifiers() & CONTROL and key == Qt.Key.Key_0:
            self._zoom_to(self.theme.font("code").pixelSize())
        else:
            return False
        return True

    def _typed(self, event: QKeyEvent) -> bool:
        """Keys that write more than their letter."""
        key, cursor = event.key(), self.textCursor()
        plain = not event.modifiers() & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            typing.new_line(cursor)
        elif key == Qt.Key.Key_Tab and plain:
            typing.tab(cursor)
        elif key == Qt.Key.Key_Backtab:
            typing.untab(cursor)
        elif key == Qt.Key.Key_Backspace and plain:
            if not typing.backspace(cursor):
                return False
        elif key == Qt.Key.Key_Home and plain:
            column = typing.home(cursor.block().text(), cursor.positionInBlock())
            keep = QTextCursor.MoveMode.KeepAnchor if event.modifiers() & SHIFT else QTextCursor.MoveMode.MoveAnchor
            cursor.setPosition(cursor.block().position() + column, keep)
        elif event.modifiers() & CONTROL and event.text() != "\x7f" and key == Qt.Key.Key_Slash:
            typing.toggle_comment(cursor)
        elif event.modifiers() == CONTROL and key == Qt.Key.Key_Space:
            self.popup.offer(least=0)
            return True
        else:
            return False
        self.setTextCursor(cursor)
        return True

    def _follow(self, event: QKeyEvent) -> None:
        """The list of completions comes and goes with what is typed."""
        text = event.text()
        if text and (text.isalnum() or text == "_"):
            self.popup.offer()
        elif text == "." or (self.popup.shown and event.key() == Qt.Key.Key_Backspace):
            self.popup.offer(least=0 if text == "." else 1)
        else:
            self.popup.hide()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        writes = not self.isReadOnly()
        for words, keys, do, on in (
            ("Find", "Ctrl+F", lambda: self.find_asked.emit(False), True),
            ("Replace", "Ctrl+H", lambda: self.find_asked.emit(True), writes),
            ("Make a comment, or a line again", "Ctrl+/", lambda: typing.toggle_comment(self.textCursor()), writes),
            ("Complete the word", "Ctrl+Space", lambda: self.popup.offer(least=0), writes),
            ("Check and swap", "Ctrl+S", self.save_asked.emit, writes),
        ):
            action = menu.addAction(f"{tr(words)}\t{keys}")
            action.setEnabled(on)
            action.triggered.connect(lambda _=False, do=do: do())
        menu.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & CONTROL and event.angleDelta().y():
            self._zoom_to(self._size + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def _zoom_to(self, pixels: int) -> None:
        self._size = min(max(pixels, ZOOM[0]), ZOOM[1])
        font = self.theme.font("code")
        font.setPixelSize(self._size)
        for joined in ("calt", "liga"):
            font.setFeature(QFont.Tag(joined), 0)  # == is two letters to whoever learns to type it
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.setTabStopDistance(typing.STEP * QFontMetricsF(font).horizontalAdvance(" "))
        self._fit()

    def _retheme(self, theme: Theme) -> None:
        for document in self._all_marks:
            document.highlighter.retheme(theme)  # type: ignore[attr-defined]
        self._highlight()
        self.viewport().update()
