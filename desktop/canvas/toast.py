"""A line at the foot of the canvas that tells why something was refused."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.look import ThemeSwitch
from desktop.parts import label, rounded, row

STAYS = 5000
"""Milliseconds."""
WIDEST = 460


class Toast(QFrame):
    """Comes by itself and goes by itself; nothing depends on seeing it."""

    def __init__(self, look: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.words = label("", "body", wrap=True)
        self.setLayout(row((self.words, 1), margins=(12, 6, 12, 6)))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, words: str) -> None:
        """Show words for a while."""
        self.words.setText(words)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """At the foot of its parent, in the middle."""
        parent = self.parentWidget()
        if parent is None:
            return
        room = min(WIDEST, parent.width() - 32)
        wide = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 30
        wide = min(room, wide)
        layout = self.layout()
        height = layout.totalHeightForWidth(wide) if layout is not None else 0
        self.setGeometry((parent.width() - wide) // 2, parent.height() - height - 52, wide, max(34, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), theme["raised"], theme["control"], 8)
        painter.end()
