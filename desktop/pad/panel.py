"""The pad with its tools, and what the network makes of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from desktop.look import ThemeSwitch
from desktop.parts import (
    STRETCH,
    AnswerBars,
    DigitReadout,
    IconButton,
    IconLabel,
    Panel,
    PixelTile,
    Segments,
    column,
    label,
    row,
)
from desktop.parts.answers import DIGITS

from .canvas import Pad
from .pen import PENS

SEES = "What the network sees"


class PadPanel(Panel):
    """Draw, and see the answer. Small, it is a dock; ``large``, it fills a side of the Draw workspace."""

    strokes_changed = Signal(object)
    """The drawing (a tuple of Stroke), while it is being drawn and after each undo."""

    def __init__(self, look: ThemeSwitch, large: bool = False, side: int = 164) -> None:
        super().__init__(look, "Drawing")
        self._large = large
        self.pad = Pad(look)
        self.classes: tuple[str, ...] = DIGITS
        self.answer: AnswerBars | DigitReadout = DigitReadout(look) if large else AnswerBars(look)
        self.seen = PixelTile(look, 52 if large else 44, limit=255)
        self.seen.setAccessibleName(SEES)
        self._tip_line = self._make_tip(look)
        self._make_tools(look)
        caption = label("What the\nnetwork sees" if large else SEES, "note", wrap=not large)
        if large:
            self.widths = Segments(list(PENS), self.pad.width_name, "Width")
            self.widths.chosen.connect(self.pad.set_width)
            for tool in (self.undo, self.redo, self.wipe):  # beside the widths they would not fit a narrow dock
                self.add_widget(tool)
            tools = row(self.pen, self.eraser, 4, self.widths, STRETCH, gap=2)
            below = row((self.answer, 1), self.seen, caption, gap=10)
            content = column((self.pad, 1), tools, self._tip_line, below, gap=8)
            content.addStretch(0)
        else:
            self.pad.setFixedSize(side, side)
            self._make_menu()
            tools = row(self.pen, self.eraser, self.undo, self.redo, self.wipe, STRETCH, gap=2)
            left = column(self.pad, tools, STRETCH, gap=4)
            right = column((self.answer, 1), row(self.seen, (caption, 1), gap=8), gap=6)
            both = row(left, gap=14)
            both.addLayout(right, 1)
            content = column(both, self._tip_line, gap=8)
        self.body.addLayout(content, 1)
        self.pad.changed.connect(lambda: self.strokes_changed.emit(self.pad.strokes()))
        self.pad.state_changed.connect(self._show_state)
        self._show_state()

    def show_answer(self, probabilities: Any, classes: Sequence[str] | None = None) -> None:
        """Show probabilities (classes,) of the drawing, None for none."""
        self.classes = tuple(classes) if classes is not None else self.classes
        self.answer.show_answer(probabilities, self.classes)
        self.set_note("" if probabilities is None else reads(self.classes[int(np.argmax(probabilities))]))

    def show_seen(self, image: Any) -> None:
        """Show the (28, 28) uint8 image that the network is given, None for none."""
        self.seen.show_values(image)

    def set_tip(self, words: str) -> None:
        """A line under the tools, such as what to do first; empty takes it away."""
        self._tip_words.setText(words)
        self._tip_line.setVisible(bool(words))

    def set_strokes(self, strokes: Any) -> None:
        """Show another drawing, without a signal."""
        self.pad.set_strokes(strokes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paper is square: height that is left over belongs to what is beneath."""
        super().resizeEvent(event)
        if self._large:
            self.pad.setMaximumHeight(max(self.contentsRect().width() - 24, self.pad.minimumHeight()))

    def _make_tip(self, look: ThemeSwitch) -> QWidget:
        self._tip_words = label("", "note", wrap=True)
        line = QWidget()
        line.setLayout(row(IconLabel(look, "info", "text_3", 14), (self._tip_words, 1), gap=6))
        line.setVisible(False)
        return line

    def _make_tools(self, look: ThemeSwitch) -> None:
        self.pen = IconButton(look, "pen", "Pen", "P", checkable=True, size=16)
        self.eraser = IconButton(look, "eraser", "Eraser", "E", checkable=True, size=16)
        self.undo = IconButton(look, "undo", "Undo stroke", "Ctrl+Z", size=16)
        self.redo = IconButton(look, "redo", "Redo stroke", "Ctrl+Shift+Z", size=16)
        self.wipe = IconButton(look, "clear", "Clear the drawing", size=16)
        either = QButtonGroup(self)
        either.addButton(self.pen)
        either.addButton(self.eraser)
        self.pen.clicked.connect(self.pad.take_pen)
        self.eraser.clicked.connect(self.pad.take_eraser)
        self.undo.clicked.connect(self.pad.undo_stroke)
        self.redo.clicked.connect(self.pad.redo_stroke)
        self.wipe.clicked.connect(self.pad.clear)

    def _make_menu(self) -> None:
        """Widths in a menu of the title strip, where there is no room for them beside the tools."""
        more = self.add_tool("more", "Width of the pen")
        menu = QMenu(more)
        group = QActionGroup(menu)
        self._width_actions: dict[str, QAction] = {}
        for name in PENS:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, name=name: self.pad.set_width(name))
            group.addAction(action)
            self._width_actions[name] = action
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _show_state(self) -> None:
        """Buttons follow the pad, whoever changed it."""
        pad = self.pad
        (self.eraser if pad.erasing else self.pen).setChecked(True)
        self.undo.setEnabled(pad.can_undo)
        self.redo.setEnabled(pad.can_redo)
        self.wipe.setEnabled(bool(pad.strokes()))
        if hasattr(self, "widths"):
            self.widths.set_current(pad.width_name)
        else:
            self._width_actions[pad.width_name].setChecked(True)


def reads(name: str) -> str:
    """``reads a 7``, ``reads an 8``."""
    vowel = name[:1].lower() in tuple("aeiou8") or name in ("11", "18")
    return f"reads {'an' if vowel else 'a'} {name}"
