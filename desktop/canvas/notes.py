"""Notes on the canvas: words that a learner puts beside the network. Kept as plain data for the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from desktop.look import Theme, ThemeSwitch
from desktop.parts import IconButton
from desktop.parts.painting import rounded

if TYPE_CHECKING:
    from .canvas import Canvas

WIDTH = 170
PAD = 9
MOST_WORDS = 2000
MOST_NOTES = 200
STEP = 8
"""Pixels that an arrow key moves a note."""


@dataclass(frozen=True)
class NoteData:
    """Words and their place, as shares of the canvas's width and height."""

    text: str
    x: float
    y: float

    def plain(self) -> dict[str, Any]:
        """As a project keeps it."""
        return {"text": self.text, "x": round(self.x, 4), "y": round(self.y, 4)}


def read_notes(kept: Any) -> list[NoteData]:
    """Notes as ``plain`` gave them; what makes no sense is passed over."""
    found = []
    for one in kept[:MOST_NOTES] if isinstance(kept, list) else []:
        if not isinstance(one, dict) or not isinstance(one.get("text"), str):
            continue
        x, y = _share(one.get("x")), _share(one.get("y"))
        if x is not None and y is not None:
            found.append(NoteData(one["text"][:MOST_WORDS], x, y))
    return found


def _share(value: Any) -> float | None:
    sound = isinstance(value, int | float) and abs(value) <= 1e9  # which leaves out what is no number
    return min(1.0, max(0.0, value)) if sound else None


class Note(QFrame):
    """One note. Enter or a double click writes on it, arrows and the mouse move it, Delete removes it."""

    moved = Signal()
    changed = Signal()
    removed = Signal()

    def __init__(self, look: ThemeSwitch, canvas: QWidget, data: NoteData) -> None:
        super().__init__(canvas)
        self._look, self._canvas = look, canvas
        self.data = data
        self._hold: QPoint | None = None
        self._pressed = data
        self._before = data.text
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.field = QPlainTextEdit(self)
        self.field.setFrameShape(QFrame.Shape.NoFrame)
        self.field.setStyleSheet("QPlainTextEdit { border: 0; background: transparent; }")
        self.field.document().setDocumentMargin(0)
        self.field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field.setPlaceholderText("Write a note")
        self.field.setTabChangesFocus(True)
        self.field.setProperty("ring", False)
        self.field.setAccessibleName("Text of the note")
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.field.hide()
        self.cross = IconButton(look, "cross", "Remove this note", "Del", size=12)
        self.cross.setParent(self)
        self.cross.setFixedSize(24, 24)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.clicked.connect(self.removed)
        self.cross.hide()
        look.changed.connect(self._retheme)
        self.fit()

    @property
    def writing(self) -> bool:
        """Whether it is being written on."""
        return self.field.isVisible()

    def write(self) -> None:
        """Open it for writing."""
        self._before = self.data.text
        self.field.setPlainText(self.data.text)
        self.field.setFont(self._look.theme.font("small"))
        self.field.show()
        self.fit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def done(self, keep: bool = True) -> None:
        """Close it; with ``keep`` false the words are as they were. A note without words goes."""
        if not self.writing:
            return
        text = self.field.toPlainText().strip()[:MOST_WORDS] if keep else self._before
        self.field.hide()
        if not text:
            self.removed.emit()
            return
        changed, self.data = text != self._before, NoteData(text, self.data.x, self.data.y)
        self.fit()
        if changed:
            self.changed.emit()

    def fit(self) -> None:
        """Take the size of the words, and the place in the canvas."""
        text = (self.field.toPlainText() if self.writing else self.data.text) or "Write a note"
        metrics = QFontMetrics(self._look.theme.font("small"))
        flags = int(Qt.TextFlag.TextWordWrap)
        words = metrics.boundingRect(0, 0, WIDTH - 2 * PAD, 10_000, flags, text)
        wide = max(90, words.width() + 2 * PAD + 6) if not self.writing else WIDTH
        self.resize(wide, max(34, words.height() + 2 * PAD + (metrics.lineSpacing() if self.writing else 0)))
        canvas = self._canvas
        x = min(max(2.0, self.data.x * canvas.width()), max(2.0, canvas.width() - self.width() - 2.0))
        y = min(max(2.0, self.data.y * canvas.height()), max(2.0, canvas.height() - self.height() - 2.0))
        self.move(round(x), round(y))
        self.field.setGeometry(PAD, PAD, self.width() - 2 * PAD, self.height() - 2 * PAD)
        self.cross.move(self.width() - 26, 2)
        self.setAccessibleName(f"Note: {self.data.text}")
        self.setAccessibleDescription("Enter writes on it, arrow keys move it, Delete removes it")
        self.update()

    def move_to(self, place: QPoint) -> None:
        """Put it somewhere else."""
        canvas = self._canvas
        x, y = place.x() / max(1, canvas.width()), place.y() / max(1, canvas.height())
        self.data = NoteData(self.data.text, min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))
        self.fit()

    def _typed(self) -> None:
        if self.writing:
            self.fit()

    def _retheme(self, theme: Theme) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        edge = "accent" if self.writing or self.hasFocus() else "line_strong"
        rounded(painter, box, theme["raised"], theme[edge], 6)
        painter.setPen(QPen(theme["control"], 2))
        painter.drawLine(QPointF(3, 8), QPointF(3, box.height() - 8))
        if not self.writing:
            painter.setFont(theme.font("small"))
            painter.setPen(theme["text_2"])
            words = box.adjusted(PAD, PAD, -PAD, -PAD)
            painter.drawText(words, int(Qt.TextFlag.TextWordWrap), self.data.text)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.done()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Return and control):
                self.done(keep=event.key() != Qt.Key.Key_Escape)
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: QPoint(-STEP, 0),
            Qt.Key.Key_Right: QPoint(STEP, 0),
            Qt.Key.Key_Up: QPoint(0, -STEP),
            Qt.Key.Key_Down: QPoint(0, STEP),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.move_to(self.pos() + moves[key])
            self.moved.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.write()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hold, self._pressed = event.position().toPoint(), self.data

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hold is not None:
            self.move_to(self.pos() + event.position().toPoint() - self._hold)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._hold is not None:
            self._hold = None
            if self.data != self._pressed:
                self.moved.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.write()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEvent) -> None:  # type: ignore[override]
        self.cross.setVisible(not self.writing)

    def leaveEvent(self, event: QEvent) -> None:
        self.cross.hide()


class NoteBoard(QObject):
    """All notes of a canvas."""

    changed = Signal(str)
    """A note was written, moved or removed by hand: what was done."""

    def __init__(self, look: ThemeSwitch, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._look, self._canvas = look, canvas
        self.shown: list[Note] = []
        canvas.arranged.connect(self.follow)
        canvas.note_wanted.connect(self.add_at)

    def notes(self) -> list[dict[str, Any]]:
        """All notes as plain data."""
        return [one.data.plain() for one in self.shown if one.data.text]

    def set_notes(self, kept: Any) -> None:
        """Show these notes instead; anything that is no note is passed over."""
        for one in self.shown:
            one.hide()
            one.deleteLater()
        self.shown = []
        for data in read_notes(kept):
            self._add(data)

    def add_at(self, at: QPointF) -> Note:
        """A new note at a place of the canvas, open for writing."""
        canvas = self._canvas
        note = self._add(NoteData("", at.x() / max(1, canvas.width()), at.y() / max(1, canvas.height())))
        note.write()
        return note

    def follow(self) -> None:
        """The canvas has another size."""
        for one in self.shown:
            one.fit()

    def _add(self, data: NoteData) -> Note:
        note = Note(self._look, self._canvas, data)
        note.moved.connect(lambda: self.changed.emit("Move note"))
        note.changed.connect(lambda: self.changed.emit("Write note"))
        note.removed.connect(lambda: self._remove(note))
        self.shown.append(note)
        note.show()
        note.raise_()
        return note

    def _remove(self, note: Note) -> None:
        if note not in self.shown:
            return
        self.shown.remove(note)
        focus = note.hasFocus() or note.isAncestorOf(note.window().focusWidget() or note.window())
        note.hide()
        note.deleteLater()
        if note.data.text:
            self.changed.emit("Remove note")
        if focus:
            self._canvas.focus_current()
