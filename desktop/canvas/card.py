"""A layer as a card: a real widget, with focus, a name for screen readers and buttons of its own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from core.remap import INPUT
from desktop.figures.words import compact
from desktop.look import ThemeSwitch
from desktop.parts.painting import CENTRE, LEFT, RIGHT, width_of, write

from .chip import Chip, Pill
from .curves import Shape
from .layout import Box, Level
from .units_field import UnitsField

KEYS = (
    "Left and Right choose a layer, Up and Down change its units, with Shift by 10. A opens the activations, "
    "D dropout, Enter goes to its neurons, F freezes it, Alt with Left or Right moves it, Insert adds a layer, "
    "Delete removes this one."
)
ROOMY = 130
"""Width of a card from which its words stand as far from the edge as they should."""
INPUT_KEYS = "Left and Right choose a layer, Up and Down show another sample, Insert adds a layer."


@dataclass(frozen=True)
class Face:
    """What a card says, ready to be shown."""

    key: int
    name: str
    short: str
    units: str
    shape: str
    parameters: str
    chip: str
    curve: Shape | None
    spoken: str
    level: Level = "full"
    initializer: str = ""
    dropout: float = 0.0
    frozen: bool = False
    output: bool = False
    mistake: str = ""
    """Title of what is wrong with it."""


class LayerCard(QAbstractButton):
    """Shows a Face. Presses that are no click on its buttons go on to the canvas, which drags it; keys too."""

    focused = Signal(int)
    activations_asked = Signal(int)
    dropout_asked = Signal(int)
    units_typed = Signal(int, int)
    """Key and number of units."""

    def __init__(self, look: ThemeSwitch, parent: QWidget, key: int) -> None:
        super().__init__(parent)
        self._look, self.key = look, key
        self.face: Face | None = None
        self._current = self._selected = self._away = False
        self._preview: tuple[str, str] | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.chip = Chip(look, self, "data" if key == INPUT else "")
        self.chip.clicked.connect(lambda: self.activations_asked.emit(self.key))
        self.dropout = Pill(look, parent)
        self.dropout.hide()
        self.dropout.clicked.connect(lambda: self.dropout_asked.emit(self.key))
        self.field: UnitsField | None = None
        self.clicked.connect(lambda: self.focused.emit(self.key))  # a screen reader's press

    def show_face(self, face: Face) -> None:
        """Say this."""
        if face == self.face:
            return
        self.face, self._preview = face, None
        words = f"{face.spoken}. {face.mistake}" if face.mistake else face.spoken
        if words != self.accessibleName():
            self.setAccessibleName(words)
        self.describe()
        self.setToolTip(words if face.level != "full" else "")
        self.chip.show_choice(face.chip, face.curve, bool(face.mistake))
        what = "Data set" if self.key == INPUT else f"Activation of {face.name}"
        self.chip.setAccessibleName(f"{what}: {face.chip}")
        self.chip.setToolTip(f"{what}: {face.chip}" + ("" if self.key == INPUT else "  (A)"))
        self.dropout.setText(f"{face.dropout:g}" if face.level == "compact" else f"dropout {face.dropout:g}")
        self.dropout.setAccessibleName(f"Dropout behind {face.name}: {face.dropout:g}")
        self.dropout.setToolTip(f"In each step {face.dropout:.0%} of the units rest, chosen at random")
        self.update()

    def describe(self, words: str = "") -> None:
        """What a screen reader says of it besides its name; by default what its keys do."""
        self.setAccessibleDescription(words or (INPUT_KEYS if self.key == INPUT else KEYS))

    def place(self, box: Box, level: Level) -> None:
        """Stand here."""
        self.setGeometry(round(box.x), round(box.y), round(box.w), round(box.h))
        self.chip.small = level == "compact"
        self.chip.setVisible(level == "full" or (level == "compact" and self.key != INPUT))
        hint = self.chip.sizeHint()
        if level == "full":
            side = 10 if self.width() >= ROOMY else 7
            self.chip.setGeometry(side, 51, min(hint.width(), self.width() - 2 * side), hint.height())
        else:
            self.chip.setGeometry(6, self.height() - 25, hint.width(), hint.height())
        shown = bool(self.face and self.face.dropout) and level != "dots"
        if shown:
            wide = self.dropout.sizeHint()
            self.dropout.setGeometry(
                round(box.x + box.w / 2 - wide.width() / 2), round(box.bottom) + 3, *wide.toTuple()
            )
        self.dropout.setVisible(shown)

    def mark(self, current: bool, selected: bool) -> None:
        """Whether it is the layer that keys act on, and whether it is one of the chosen ones."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
        if (current, selected) != (self._current, self._selected):
            self._current, self._selected = current, selected
            self.setChecked(selected or current)
            self.update()

    def carry(self, away: bool) -> None:
        """While it is carried to another place, an outline stays here."""
        if away != self._away:
            self._away = away
            self.chip.setVisible(not away and bool(self.face) and self.face is not None and self.face.level == "full")
            self.update()

    def preview(self, units: str, parameters: str) -> None:
        """Count along with a drag."""
        self._preview = (units, parameters)
        self.update()

    def end_preview(self) -> None:
        """Back to what is."""
        if self._preview is not None:
            self._preview = None
            self.update()

    def type_units(self, text: str = "") -> None:
        """Open a field for the number of units, beginning with what was typed."""
        face = self.face
        if face is None or self.field is not None:
            return
        field = self.field = UnitsField(self, face.units.replace(",", ""), text, face.name)
        wide = min(76, self.width() - 8)
        field.setGeometry(self.width() - wide - 5, 3, wide, 26)
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.taken.connect(lambda units: self.units_typed.emit(self.key, units))
        field.closed.connect(self._field_closed)

    def _field_closed(self, back: bool) -> None:
        field, self.field = self.field, None
        if field is not None:
            field.hide()
            field.deleteLater()
        if back:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # the canvas has mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:  # then the press itself says what is chosen
            self.focused.emit(self.key)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        face, theme = self.face, self._look.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        if self._away or face is None:
            painter.setPen(QPen(theme["control"], 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        else:
            self._paint_edge(painter, box, face)
            {"full": self._paint_full, "compact": self._paint_compact, "dots": self._paint_dots}[face.level](
                painter, box, face
            )
        painter.end()

    def _paint_edge(self, painter: QPainter, box: QRectF, face: Face) -> None:
        theme = self._look.theme
        radius = 5 if face.level == "dots" else 8
        fill = theme["accent_soft" if self._selected and not self._current else "raised"]
        wide = 2.0 if self._current else 1.0
        token = "accent" if self._current or self._selected else "warning_mark" if face.mistake else "line_strong"
        painter.setPen(QPen(theme[token], wide))
        painter.setBrush(fill)
        half = wide / 2
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
        if face.mistake and token == "accent":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["warning_mark"])
            painter.drawEllipse(box.topRight() + QPointF(-7, 7), 3, 3)

    def _numbers(self, face: Face) -> tuple[str, str]:
        return self._preview or (face.units, face.parameters)

    def _paint_full(self, painter: QPainter, box: QRectF, face: Face) -> None:
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        units, parameters = self._numbers(face)
        pad = 12 if box.width() >= ROOMY else 9
        first = QRectF(box.left() + pad, box.top() + 7, box.width() - 2 * pad, 20)
        write(painter, theme, first.adjusted(0, 0, -34, 0), face.name, "strong")
        write(painter, theme, first, units, "number", "accent_text" if self._preview else "text_2", RIGHT, 600)
        if face.frozen:
            x = first.left() + width_of(theme, face.name, "strong") + 6
            painter.drawPixmap(QPointF(x, first.center().y() - 7), theme.pixmap("freeze", "accent_text", 14, ratio))
        second = QRectF(first.left(), box.top() + 28, first.width(), 16)
        shape = width_of(theme, face.shape, "caption", 400) + 6
        if shape + width_of(theme, parameters, "caption", 400) > second.width():
            parameters = compact(float(parameters.replace(",", ""))) if parameters.replace(",", "").isdigit() else ""
        room = width_of(theme, parameters, "caption", 400) + 6
        write(painter, theme, second.adjusted(0, 0, -room, 0), face.shape, "caption", "text_3", LEFT, 400)
        write(painter, theme, second, parameters, "caption", "text_3", RIGHT, 400)
        left = self.chip.geometry().right() + 6 if self.chip.isVisible() else 12
        third = QRectF(left, 51, box.width() - pad - left, 24)
        if third.width() >= 14:
            write(painter, theme, third, face.initializer, "caption", "text_3", RIGHT, 400)

    def _paint_compact(self, painter: QPainter, box: QRectF, face: Face) -> None:
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        units, _ = self._numbers(face)
        first = QRectF(box.left() + 7, box.top() + 6, box.width() - 14, 18)
        write(painter, theme, first, face.short, "small", "text", LEFT, 600)
        room = width_of(theme, face.short, "small", 600) + 4
        write(painter, theme, first.adjusted(room, 0, 0, 0), units, "caption", "text_2", RIGHT, 600)
        if face.frozen:
            mark = theme.pixmap("freeze", "accent_text", 14, ratio)
            painter.drawPixmap(QPointF(box.right() - 20, box.bottom() - 22), mark)
        if self.key == INPUT:
            write(painter, theme, first.translated(0, 24), face.chip, "caption", "text_3", LEFT, 400)

    def _paint_dots(self, painter: QPainter, box: QRectF, face: Face) -> None:
        units, _ = self._numbers(face)
        write(painter, self._look.theme, box.adjusted(1, 0, -1, 0), units, "caption", "text_2", CENTRE, 600)
        if face.frozen:
            painter.setPen(QPen(self._look.theme["accent"], 1.5))
            painter.drawLine(QPointF(8, box.bottom() - 2), QPointF(box.right() - 8, box.bottom() - 2))
