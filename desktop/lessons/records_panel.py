"""The table of own best results: what came out, what produced it, and a way to open that again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import EmptyState, IconLabel, Panel, button, column, label, row, rule

from .records import TO_BEAT, Record, Records

NAMES = {"mnist": "On MNIST", "digits": "On the built-in digits"}
FIRST = ("mnist", "digits")
"""Data sets whose results come first."""


class RecordRow(QFrame):
    """One result."""

    opened = Signal()

    def __init__(self, look: ThemeSwitch, place: int, record: Record) -> None:
        super().__init__()
        self.record = record
        beats = record.data == "mnist" and record.accuracy > TO_BEAT
        told = f"{record.accuracy:.2%}".replace("%", " %")
        head = row(label(f"{place}.", "note"), label(told, "strong"), gap=6)
        if beats:
            head.addWidget(IconLabel(look, "flag", "success", 14))
        head.addWidget(label(record.network, "number"))
        head.addStretch(1)
        press = button(look, "Open", "link")
        press.setAccessibleName(tr("Open the experiment of {result}, {network}", result=told, network=record.network))
        press.setToolTip(tr("Put this experiment on the table, with fresh weights. Undo takes it back."))
        press.clicked.connect(self.opened)
        head.addWidget(press)
        tested = tr("{n} test images, {day}", n=f"{record.tested:,}", day=record.day)
        self.how = label("", "note", wrap=True)
        self.how.setText(f"{record.how}. {tested}")
        self.press = press
        self.setLayout(column(head, self.how, gap=0, margins=(0, 3, 0, 5)))


class RecordsPanel(Panel):
    """Best first, by data set; on MNIST with the number to beat in its place."""

    open_asked = Signal(object)
    """The Experiment of a result shall be on the table."""

    def __init__(self, look: ThemeSwitch, records: Records) -> None:
        super().__init__(look, "Own best results", margins=(0, 0, 0, 4))
        self._records = records
        self.rows: list[RecordRow] = []
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(tr("Own best results"))
        self.body.addWidget(self.area, 1)
        self.show_records()

    def show_records(self) -> None:
        """Show the table as it is now."""
        self.rows = []
        names = {one.data for one in self._records.records}
        if not names:
            told = "No results yet.", "Every training on digits leaves its best test accuracy here. To beat: 97.8 %."
            empty = EmptyState(self._look, "flag", *told)
            empty.setObjectName("page")
            self.area.setWidget(empty)
            return
        page = QWidget()
        page.setObjectName("page")
        whole = column(gap=0, margins=(12, 0, 12, 8))
        for name in [*(one for one in FIRST if one in names), *sorted(names - set(FIRST))]:
            self._add(whole, name)
        whole.addStretch(1)
        page.setLayout(whole)
        self.area.setWidget(page)

    def _add(self, whole: QVBoxLayout, data: str) -> None:
        heading = label(NAMES.get(data, data), "caption")
        heading.setContentsMargins(0, 6, 0, 2)
        whole.addWidget(heading)
        asked = data == "mnist"
        for place, record in enumerate(self._records.best(data), 1):
            if asked and record.accuracy <= TO_BEAT:
                whole.addLayout(self._to_beat())
                asked = False
            one = RecordRow(self._look, place, record)
            one.opened.connect(lambda record=record: self.open_asked.emit(record.experiment))
            self.rows.append(one)
            whole.addWidget(one)
            whole.addWidget(rule())
        if asked:
            whole.addLayout(self._to_beat())

    def _to_beat(self) -> QVBoxLayout:
        words = row(IconLabel(self._look, "flag", "accent_text", 14), label("97.8 %", "strong"), gap=6)
        words.addWidget(label("to beat: the article's 784-128-64-10", "note", wrap=True), 1)
        return column(words, rule(), gap=4, margins=(0, 4, 0, 0))
