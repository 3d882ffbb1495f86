"""The pad with its tools, what the network makes of the drawing, and what the user says that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from core.strokes import Drawing, image
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, AnswerBars, DigitReadout, IconLabel, Panel, PixelTile, column, label, row
from desktop.parts.answers import DIGITS

from .canvas import Pad
from .correction import Correction
from .fitting import Fitting
from .kept import drawing_of, plain, same
from .paper import SIZE
from .recent import RecentStrip
from .tools import Tools, WidthMenu

SEES = "What the network sees"
NOTHING = "Draw something first."
ADDED = "This drawing is among your digits."


class PadPanel(Panel):
    """Draw, and see the answer. Small, it is a dock; ``large``, it fills a side of the Draw workspace.

    Parts that there is no room for stay away, the paper last of all.
    """

    strokes_changed = Signal(object)
    """The drawing (a tuple of Stroke), while it is being drawn and after each undo."""
    added = Signal(str, object, object)
    """A drawing shall be kept: its class, its strokes, and its image (28, 28) uint8 as training digits are made."""
    recent_changed = Signal()
    """Another drawing is among the recent ones."""

    def __init__(self, look: ThemeSwitch, large: bool = False, side: int = 164) -> None:
        super().__init__(look, "Drawing")
        self.pad = Pad(look)
        self.classes: tuple[str, ...] = DIGITS
        self.answer: AnswerBars | DigitReadout = DigitReadout(look) if large else AnswerBars(look)
        self.seen = PixelTile(look, 52 if large else 28, limit=255)
        self.seen.setAccessibleName(SEES)
        self.seen.setToolTip(SEES)
        self.tools = Tools(look, self.pad, widths=large)
        self.correction = Correction(look)
        self.strip_of_recent = RecentStrip(look)
        self._drawn: Drawing = ()
        self._added: tuple[str, Drawing] | None = None
        self._total = 0
        self.tip_line = self._make_tip(look)
        self.caption = label("What the\nnetwork sees" if large else "The network sees", "note")
        below, above, reading = QWidget(), QWidget(), QWidget()
        below.setLayout(column(self.tip_line, self.correction, self.strip_of_recent, STRETCH, gap=8))
        if large:
            reading.setLayout(row((self.answer, 1), self.seen, self.caption, gap=10))
            above.setLayout(column((self.pad, 1), self.tools, gap=8))
            below.layout().insertWidget(1, reading)  # type: ignore[union-attr]
        else:
            self.width_menu = WidthMenu(self.add_tool("more", "Width of the pen"), self.pad)
            beside = row(self.pad, (self.answer, 1), gap=14)
            above.setLayout(column(beside, row(self.tools, STRETCH, self.caption, self.seen, gap=8), gap=4))
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(8)
        self._both.addWidget(above, 0, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(below, 1)
        self.body.addLayout(self._both, 1)
        whole = self.layout()
        assert whole is not None
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the parts follow the size, not it them
        self._fitting = Fitting(self, above, reading, large, side)
        self._connect()

    def _connect(self) -> None:
        self.pad.changed.connect(lambda: self.strokes_changed.emit(self.pad.strokes()))
        self.pad.state_changed.connect(self._follow)
        self.correction.asked.connect(self._add)
        self.correction.classes.chosen.connect(lambda _: self._show_addable())
        self.strip_of_recent.chosen.connect(self.bring_back)
        self._show_addable()

    # what the network makes of it

    def show_answer(self, probabilities: Any, classes: Sequence[str] | None = None) -> None:
        """Show probabilities (classes,) of the drawing, None for none."""
        if classes is not None and tuple(classes) != self.classes:
            self.classes = tuple(classes)
            self._show_addable()
            self._fitting.fit()
        self.answer.show_answer(probabilities, self.classes)
        shown = self.answer.probabilities
        self.set_note("" if shown is None else reads(self.classes[int(np.argmax(shown))]))

    def show_seen(self, image: Any) -> None:
        """Show the (28, 28) uint8 image that the network is given, None for none."""
        self.seen.show_values(image)

    @property
    def tip(self) -> str:
        """The line under the tools."""
        return self._tip_words.text()

    def set_tip(self, words: str) -> None:
        """A line under the tools, such as what to do first; empty takes it away."""
        if words != self._tip_words.text():
            self._tip_words.setText(words)
            self.tip_line.setVisible(bool(words))
            self._fitting.fit()

    # drawings

    def set_strokes(self, strokes: Any) -> None:
        """Show another drawing, without a signal; the one before is not among the recent ones for it."""
        self._drawn = tuple(strokes)
        self.pad.set_strokes(self._drawn)
        self._show_addable()

    def bring_back(self, drawing: Drawing) -> None:
        """Put a drawing on the paper in place of what is there, as the user's own doing; undo takes it back."""
        self.pad.set_strokes(drawing)
        self.strokes_changed.emit(self.pad.strokes())
        self.pad.finished.emit()

    def recent(self) -> list[list[dict[str, Any]]]:
        """The recent drawings, newest first, as a project keeps them."""
        return [plain(drawing) for drawing in self.strip_of_recent.drawings()]

    def set_recent(self, kept: Any) -> None:
        """Show the recent drawings that ``recent`` gave; what is none is left out."""
        found = [drawing_of(one) for one in kept] if isinstance(kept, list) else []
        self.strip_of_recent.set_drawings(found)
        self._fitting.fit()

    def _follow(self) -> None:
        """Remember what was cleared or replaced; a drawing that goes on, or is taken back, is still the same one."""
        now, before = self.pad.strokes(), self._drawn
        if now == before:
            return
        self._drawn = now
        related = now[: len(before)] == before or before[: len(now)] == now != ()
        if not related and not (now == () and self.pad.can_redo):
            self.strip_of_recent.remember(before)
            self._fitting.fit()
            self.recent_changed.emit()
        if not now:
            self.correction.classes.choose(None)
        self._show_addable()

    # saying what it is

    def show_own(self, counts: Mapping[str, int]) -> None:
        """How many digits of every class are the user's own by now; fewer than before means one was taken back."""
        total = sum(counts.values())
        if total < self._total:
            self._added = None
        self._total = total
        self.correction.show_counts(counts)
        self._show_addable()

    def allow_again(self) -> None:
        """What was added last was not kept: it can be added again."""
        self._added = None
        self._show_addable()

    @property
    def correctable(self) -> bool:
        """Whether a drawing can become one of the user's digits: only where digits are drawn."""
        return self.classes == DIGITS and self.pad.isEnabled()

    def _add(self, name: str) -> None:
        drawing = self.pad.strokes()
        self._added = (name, drawing)
        self._show_addable()
        self.added.emit(name, drawing, image(drawing, SIZE))

    def _show_addable(self) -> None:
        drawing = self.pad.strokes()
        there = self._added is not None and self._added[0] == self.correction.said and same(self._added[1], drawing)
        why_not = NOTHING if not drawing else ADDED if there else ""
        self.correction.show_addable(not why_not, why_not)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain_key and self.correctable and event.text() in DIGITS:
            self.correction.say(event.text())
            self._show_addable()
        elif plain_key and self.correctable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.correction.ask()
        else:
            super().keyPressEvent(event)

    # room

    def minimumSizeHint(self) -> QSize:
        return self._fitting.least()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.fit()

    def set_direction(self, beside: bool) -> None:
        """Paper beside the rest, or above it."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(across if beside else down)
        self._both.setSpacing(16 if beside else 8)

    def _make_tip(self, look: ThemeSwitch) -> QWidget:
        self._tip_words = label("", "note", wrap=True)
        line = QWidget()
        line.setLayout(row(IconLabel(look, "info", "text_3", 14), (self._tip_words, 1), gap=6))
        line.setVisible(False)
        return line


def reads(name: str) -> str:
    """``reads a 7``, ``reads an 8``."""
    vowel = name[:1].lower() in tuple("aeiou8") or name in ("11", "18")
    return f"reads {'an' if vowel else 'a'} {name}"
