"""One task: whether it is done, what to do, how far it is, and a hint for whoever wants one."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget

from core.lessons import State, Task
from core.lessons.checks import COMPARED, OPERATORS
from core.lessons.lesson import Span
from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, button, column, label, restyle, row

from .prose import Prose

SIDE = 20
SHARES = {"test_accuracy", "train_accuracy", "best_test_accuracy", "gap", "dropout", "label_noise"}
"""Numbers that are said in percent."""


class Tick(QAbstractButton):
    """A ring that becomes a tick; the learner presses it where the program cannot see what is done."""

    def __init__(self, look: ThemeSwitch, by_hand: bool) -> None:
        super().__init__()
        self._look = look
        self.state = "open"
        self.setCheckable(True)
        self.setEnabled(by_hand)
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if by_hand else Qt.FocusPolicy.NoFocus)
        if by_hand:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._retheme)

    def show_state(self, state: str) -> None:
        """done, next or open."""
        self.state = state
        self.setChecked(state == "done")
        words = {"done": "Done", "next": "To do next", "open": "To do"}[state]
        self.setAccessibleName(tr(words))
        self.setToolTip(
            tr("Mark as done" if state != "done" else "Mark as not done") if self.isEnabled() else tr(words)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(2.75, 2.75, SIDE - 1.5, SIDE - 1.5)
        if self.state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["success"])
            painter.drawEllipse(ring.adjusted(-0.75, -0.75, 0.75, 0.75))
            painter.setPen(QPen(theme["panel"], 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([QPointF(7.8, 12.2), QPointF(10.8, 15.2), QPointF(16.2, 9.2)])
        else:
            near = self.state == "next" or (self.underMouse() and self.isEnabled())
            painter.setPen(QPen(theme["accent_text" if near else "control"], 1.75))
            painter.setBrush(theme["panel"])
            painter.drawEllipse(ring)
            if self.state == "next":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme["accent_text"])
                painter.drawEllipse(ring.adjusted(5, 5, -5, -5))
        painter.end()

    def _retheme(self, _theme: Theme) -> None:
        self.update()


class TaskRow(QFrame):
    """A task and, on demand, its hint and its answer."""

    ticked = Signal(bool)
    """The learner says whether it is done."""

    def __init__(self, look: ThemeSwitch, task: Task, stands_in: bool = False) -> None:
        """Where other digits stand in for those that a number is asked of, the learner may tick it off."""
        super().__init__()
        self.task = task
        self.setObjectName("task")
        asks = any(name in SHARES for name, *_ in COMPARED.findall(task.check.words))
        self.tick = Tick(look, task.check.by_hand or (stands_in and asks))
        self.tick.clicked.connect(lambda on: self.ticked.emit(on))
        self.words = Prose(look, task.spans, "reading", "text")
        self.far = label("", "note", wrap=True)
        self.hint, self.answer = (self._more(look, word, spans) for word, spans in _mores(task))
        self.hint_button, self.answer_button = button(look, "Hint", "link"), button(look, "Answer", "link")
        self.hint_button.clicked.connect(lambda: self._unfold(self.hint, self.hint_button, "hint"))
        self.answer_button.clicked.connect(lambda: self._unfold(self.answer, self.answer_button, "answer"))
        self.hint_button.setVisible(bool(task.hint))
        self.answer_button.setVisible(bool(task.answer))
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.hint_button, self.answer_button, STRETCH, gap=12))
        self.buttons.setVisible(bool(task.hint or task.answer))
        beside = column(self.words, self.far, self.hint, self.answer, self.buttons, gap=2)
        whole = row(gap=8, margins=(8, 6, 10, 6))
        whole.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(beside, 1)
        self.setLayout(whole)
        self.show_state("open")

    def show_state(self, state: str) -> None:
        """done, next or open."""
        self.tick.show_state(state)
        restyle(self, next=state == "next")
        self.words.set_colour("text_2" if state == "done" else "text")
        said = {"done": "Done", "next": "To do next", "open": "To do"}[state]
        self.setAccessibleName(f"{tr('Task')}: {self.words.plain} {tr(said)}.")
        if state == "done":
            self.far.hide()

    def show_far(self, state: State) -> None:
        """How far it is, in the numbers that its check compares."""
        words = how_far(self.task, state) if self.tick.state != "done" else ""
        if words != self.far.text():
            self.far.setText(words)
        self.far.setVisible(bool(words))

    def _more(self, look: ThemeSwitch, word: str, spans: tuple[Span, ...]) -> QFrame:
        """A hint or an answer, hidden until it is asked for."""
        box = QFrame()
        box.setObjectName("facts")
        box.setLayout(column(Prose(look, (Span("strong", f"{tr(word)}: "), *spans), "body"), margins=(10, 6, 10, 8)))
        box.hide()
        return box

    def _unfold(self, box: QFrame, press: QWidget, what: str) -> None:
        box.setVisible(box.isHidden())
        there = {"hint": ("Hide the hint", "Hint"), "answer": ("Hide the answer", "Answer")}[what]
        press.setText(tr(there[box.isHidden()]))  # type: ignore[attr-defined]


def _mores(task: Task) -> tuple[tuple[str, tuple[Span, ...]], tuple[str, tuple[Span, ...]]]:
    return ("Hint", task.hint), ("Answer", task.answer)


def how_far(task: Task, state: State) -> str:
    """The numbers that are not yet as a check asks: ``Now: test accuracy 79.9 %``; empty where none is known."""
    told = {}
    for name, sign, limit, percent in COMPARED.findall(task.check.words):
        value = state.numbers.get(name, math.nan)
        asked = float(limit) / (100 if percent else 1)
        if math.isfinite(value) and not OPERATORS[sign](value, asked):
            shown = f"{value:.1%}".replace("%", " %") if name in SHARES else f"{value:,.4g}"
            told[name] = f"{name.replace('_', ' ')} {shown}"
    return tr("Now: {numbers}", numbers=", ".join(told.values())) if told else ""
