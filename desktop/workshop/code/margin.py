"""Beside the text: line numbers, and a bar where something is wrong, with its sentence as a tool tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

if TYPE_CHECKING:
    from .edit import CodeEdit

LEFT, RIGHT = 14, 14
"""Pixels before and behind the numbers."""
BAR = 3


class Margin(QWidget):
    """Paints what the editor shows at its left. A click puts the cursor on the line."""

    def __init__(self, editor: CodeEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        digits = max(2, len(str(self._editor.blockCount())))
        wide = self._editor.fontMetrics().horizontalAdvance("9" * digits)
        return QSize(LEFT + wide + RIGHT, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        editor, theme = self._editor, self._editor.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(event.rect(), theme["panel"])
        painter.setFont(editor.number_font())
        current = editor.textCursor().blockNumber()
        for block, box in editor.visible_blocks():
            if box.top() > event.rect().bottom():
                break
            line = block.blockNumber() + 1
            wrong = line in editor.marks
            if wrong:
                painter.fillRect(QRectF(0, box.top(), self.width(), box.height()), theme["danger_soft"])
                painter.fillRect(QRectF(0, box.top(), BAR, box.height()), theme["danger"])
            colour = "danger" if wrong else "text" if line - 1 == current else "text_3"
            painter.setPen(theme[colour])
            place = QRectF(0, box.top(), self.width() - RIGHT, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line))
        painter.end()

    def line_at(self, y: float) -> int:
        """The number of the line at this height; 0 below the last."""
        return next(
            (b.blockNumber() + 1 for b, box in self._editor.visible_blocks() if box.top() <= y < box.bottom()), 0
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._editor.marks.get(self.line_at(event.pos().y()), "")
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self.line_at(event.position().y())
        if line:
            self._editor.setTextCursor(QTextCursor(self._editor.document().findBlockByNumber(line - 1)))
            self._editor.setFocus(Qt.FocusReason.MouseFocusReason)
