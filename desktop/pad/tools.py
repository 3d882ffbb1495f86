"""The tools of the pad: pen and eraser, their width, undo, redo and clearing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from desktop.look import Theme, ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, IconButton, Segments, row

from .canvas import Pad
from .pen import PENS

DOTS = {"Thin": 4.0, "Medium": 7.0, "Thick": 11.0}
"""Diameters in pixels of what stands for a width where there is no room for its name."""


class Tools(QWidget):
    """A row of tools that follows the pad, whoever changes it. Without ``widths`` those are left to ``WidthMenu``."""

    def __init__(self, look: ThemeSwitch, pad: Pad, widths: bool = True) -> None:
        super().__init__()
        self._pad, self._look = pad, look
        self.pen = IconButton(look, "pen", "Pen", "P", checkable=True, size=16)
        self.eraser = IconButton(look, "eraser", "Eraser", "E", checkable=True, size=16)
        self.undo = IconButton(look, "undo", "Undo stroke", size=16)
        self.redo = IconButton(look, "redo", "Redo stroke", size=16)
        self.wipe = IconButton(look, "clear", "Clear the drawing", size=16)
        self.widths: Segments | None = None
        either = QButtonGroup(self)
        either.addButton(self.pen)
        either.addButton(self.eraser)
        self.pen.clicked.connect(pad.take_pen)
        self.eraser.clicked.connect(pad.take_eraser)
        self.undo.clicked.connect(pad.undo_stroke)
        self.redo.clicked.connect(pad.redo_stroke)
        self.wipe.clicked.connect(pad.clear)
        steps = (self.undo, self.redo, self.wipe)
        if widths:
            self.widths = Segments(list(PENS), pad.width_name, "Width")
            self.widths.chosen.connect(pad.set_width)
            self._named = {name: self.widths.button(name).minimumWidth() for name in PENS}
            for name in PENS:
                self.widths.button(name).setToolTip(f"{name} line")
            self.setLayout(row(self.pen, self.eraser, 2, self.widths, STRETCH, *steps, gap=2))
            self._worded: bool | None = None
            self._fit()
            look.changed.connect(self._retheme)
        else:
            self.setLayout(row(self.pen, self.eraser, *steps, STRETCH, gap=2))
        pad.state_changed.connect(self._show_state)
        self._show_state()

    def minimumSizeHint(self) -> QSize:
        return QSize(150 if self.widths is None else 250, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.widths is not None:
            self._fit()

    def _fit(self) -> None:
        """Name the widths where the names fit beside the other tools, else show dots of their size."""
        assert self.widths is not None
        worded = self.width() >= sum(self._named.values()) + 5 * SIZE["target"] + 24
        if worded == self._worded:
            return
        self._worded = worded
        for name in PENS:
            one = self.widths.button(name)
            one.setMinimumWidth(self._named[name] if worded else 28)
            one.setStyleSheet("" if worded else "padding: 0 4px;")
            one.setText(name if worded else "")
            one.setIcon(QIcon() if worded else _dot(self._look.theme, DOTS[name], self.devicePixelRatioF()))
            one.setIconSize(QSize(12, 12))

    def _retheme(self, theme: Theme) -> None:
        self._worded = None
        self._fit()

    def _show_state(self) -> None:
        pad = self._pad
        (self.eraser if pad.erasing else self.pen).setChecked(True)
        self.undo.setEnabled(pad.can_undo)
        self.redo.setEnabled(pad.can_redo)
        self.wipe.setEnabled(bool(pad.strokes()))
        if self.widths is not None:
            self.widths.set_current(pad.width_name)


class WidthMenu(QMenu):
    """The widths in a menu, where there is no room for them beside the other tools."""

    def __init__(self, tool: QToolButton, pad: Pad) -> None:
        super().__init__(tool)
        group = QActionGroup(self)
        self.widths: dict[str, QAction] = {}
        for name in PENS:
            action = self.addAction(f"{name} line")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, name=name: pad.set_width(name))
            group.addAction(action)
            self.widths[name] = action
        tool.setMenu(self)
        tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        pad.state_changed.connect(lambda: self.widths[pad.width_name].setChecked(True))
        self.widths[pad.width_name].setChecked(True)


def _dot(theme: Theme, across: float, ratio: float) -> QIcon:
    picture = QPixmap(round(12 * ratio), round(12 * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme["text"])
    painter.drawEllipse(QPointF(6, 6), across / 2, across / 2)
    painter.end()
    return QIcon(picture)
