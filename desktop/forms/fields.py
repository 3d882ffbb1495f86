"""Fields that do not change under a passing wheel, and give back what they held on Esc."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QMenu,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
)

from desktop.look import ThemeSwitch
from desktop.parts.painting import RIGHT, width_of

STEPS = {
    Qt.Key.Key_Up: (1, False),
    Qt.Key.Key_Down: (-1, False),
    Qt.Key.Key_PageUp: (1, True),
    Qt.Key.Key_PageDown: (-1, True),
}
"""Steps and whether they are large ones, by key; Shift makes the arrows' steps large."""


class TextField(QLineEdit):
    """A line of text; Esc asks for what was there before, the menu key offers what ``extend_menu`` adds."""

    given_up = Signal()
    """Esc was pressed."""
    menu_shown = Signal(QMenu)
    """Its menu is about to show; add to it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.isModified() or self.property("wrong")):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_shown.emit(menu)
        menu.popup(event.globalPos())


class NumberField(TextField):
    """A number; its unit stands inside, behind it. Arrow keys step it."""

    stepped = Signal(int, bool)
    """Steps up (negative: down), and whether large ones."""

    def __init__(self, look: ThemeSwitch, unit: str = "") -> None:
        super().__init__()
        self._look, self._unit = look, unit
        self.setProperty("kind", "number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        room = round(width_of(look.theme, unit, "small")) + 6 if unit else 0
        self.setTextMargins(0, 0, room, 0)
        self.setFixedWidth(80 + room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.stepped.emit(step[0], step[1] or shifted)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            theme = self._look.theme
            painter.setFont(theme.font("small"))
            painter.setPen(theme["text_3" if self.isEnabled() else "disabled"])
            painter.drawText(self.rect().adjusted(0, 0, -8, 0), RIGHT, self._unit)
            painter.end()


class QuietCombo(QComboBox):
    """A list to choose from; the wheel moves it only while it has the focus. It widens for long words, to a limit."""

    LEAST, NARROW, WIDE = 100, 132, 172
    BESIDE = 40
    """Pixels beside the words: margins and the arrow."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = self.NARROW
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentTextChanged.connect(self._fit)
        self._fit(self.currentText())
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one takes no style for its items

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + self.BESIDE)
        view.setAccessibleName(self.accessibleName())
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - self.BESIDE
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def _fit(self, words: str) -> None:
        wanted = self.fontMetrics().horizontalAdvance(words) + self.BESIDE
        self._wanted = min(max(wanted, self.NARROW), self.WIDE)
        self.setMinimumWidth(self.LEAST)
        self.setMaximumWidth(self._wanted)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._wanted, super().sizeHint().height())


class QuietSlider(QSlider):
    """A slider whose handle comes to where it is pressed. Keys belong to the field beside it, so Tab passes it by."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            handle = 14
            at, span = round(event.position().x()) - handle // 2, self.width() - handle
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, span))
        super().mousePressEvent(event)
