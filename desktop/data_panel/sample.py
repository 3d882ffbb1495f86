"""One sample up close: its pixels, the same as numbers and as text, its target, and what centring makes of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from core import Array
from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, IconButton, PixelTile, Segments, column, label, row

from .closely import Means, as_numbers, as_text
from .one_hot import OneHot
from .summary import SplitName, Summary, answer

FORMS = ("Pixels", "Numbers", "Text")
LARGE, SMALL, TEXT = 168, 78, 292
"""Sides of pictures, and the height of the text in which 28 lines are seen at once."""


class Subtraction(QWidget):
    """The sample, the mean of all training samples, and what is left when that is taken away."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self.sample, self.mean = PixelTile(look, SMALL), PixelTile(look, SMALL)
        self.left = PixelTile(look, SMALL, "diverging")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        parts = (self.sample, label("−", "title"), self.mean, label("=", "title"), self.left)
        for k, part in enumerate(parts):
            grid.addWidget(part, 0, k, Qt.AlignmentFlag.AlignCenter)
        for k, words in ((0, "sample"), (2, "mean"), (4, "centred")):
            grid.addWidget(label(words, "caption"), 1, k, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(5, 1)

    def show_sample(self, sample: Array, mean: Array) -> None:
        """Show a sample and the mean, (rows, columns) each."""
        limit = float(max(np.abs(sample).max(), np.abs(mean).max(), 1e-9))
        for tile, values in ((self.sample, sample), (self.mean, mean)):
            tile._limit = limit
            tile.show_values(values)
        self.left.show_values(sample.astype(float) - mean)
        self.left.setAccessibleName(tr("Sample minus mean: blue above the mean, orange below it"))
        self.left.setToolTip(tr("Blue: more ink than the mean. Orange: less."))


class SampleView(QWidget):
    """The sample that was chosen, in one of three forms."""

    turned = Signal(str, int)
    """The split and row of the sample that is shown now."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self._summary: Summary | None = None
        self._means: Means | None = None
        self._true: dict[int, int] = {}
        self.split: SplitName = "train"
        self.row = 0
        self.title = label("", "strong")
        self.noise = label("", "warning", wrap=True)
        self.back = IconButton(look, "left", "Sample before", size=16)
        self.on = IconButton(look, "right", "Next sample", size=16)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.forms = Segments(list(FORMS), "Pixels", "Form of the sample")
        self.forms.chosen.connect(lambda _: self._show())
        self.tile = PixelTile(look, LARGE)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "code")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.text.setMinimumHeight(TEXT)
        self.text.setTabChangesFocus(True)
        self.place = QStackedWidget()
        pixels = QWidget()
        pixels.setLayout(row(STRETCH, self.tile, STRETCH))
        self.place.addWidget(pixels)
        self.place.addWidget(self.text)
        self.target = OneHot(look)
        self.target_name = label("Target, one-hot", "caption")
        self.centred = Subtraction(look)
        self.centred_name = label("With the mean of all training samples taken away", "caption", wrap=True)
        head = row(self.back, self.on, (self.title, 1), gap=4)
        whole = (head, self.noise, self.forms, (self.place, 1), self.target_name, self.target)
        self.setLayout(column(*whole, self.centred_name, self.centred, gap=8))
        self.setAccessibleName(tr("One sample"))
        look.changed.connect(self._retheme)

    def show_data(self, summary: Summary, means: Means, true: dict[int, int]) -> None:
        """Look at the samples of these data; ``true`` has the former classes of rows that label noise changed."""
        self._summary, self._means, self._true = summary, means, true
        self.row = min(self.row, summary.count(self.split) - 1)
        self._show()

    def show_sample(self, split: str, row_: int) -> None:
        """Show another sample."""
        self.split, self.row = "train" if split == "train" else "test", row_
        self._show()

    def turn(self, by: int) -> None:
        """To a sample before or after; there it goes round."""
        if self._summary is not None:
            self.row = (self.row + by) % max(1, self._summary.count(self.split))
            self._show()
            self.turned.emit(self.split, self.row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_text()

    def _show(self) -> None:
        summary, means = self._summary, self._means
        if summary is None or means is None:
            return
        data = summary.data
        inputs, targets = (part[self.row] for part in getattr(data, self.split))
        told = answer(data, targets)
        what = tr("labelled {name}", name=told) if data.task == "classification" else tr("to predict: {n}", n=told)
        self.title.setText(f"{self.split} {self.row:,}, {what}")
        former = self._true.get(self.row) if self.split == "train" else None
        self.noise.setVisible(former is not None)
        if former is not None:
            self.noise.setText(tr("Label noise changed it: it was a {name}.", name=data.classes[former]))
        sample = inputs.reshape(data.input_shape if summary.pictures else (1, -1))
        form = self.forms.current if summary.pictures else "Numbers"
        self.forms.setVisible(summary.pictures)
        self.place.setCurrentIndex(0 if form == "Pixels" else 1)
        self.tile.show_values(sample if summary.pictures else None)
        self.tile.setAccessibleName(self.title.text())
        if form != "Pixels":
            low, high = min(summary.low, 0.0), summary.high
            self.text.setPlainText(as_numbers(sample) if form == "Numbers" else as_text(sample, low, high))
            self.text.setAccessibleName(tr("The sample as numbers" if form == "Numbers" else "The sample as text"))
            self._fit_text()
        classes = data.task == "classification"
        self.target.setVisible(classes)
        self.target_name.setVisible(classes)
        if classes:
            self.target.show_target(targets, data.classes)
        self.centred.setVisible(summary.pictures)
        self.centred_name.setVisible(summary.pictures)
        if summary.pictures:
            self.centred.show_sample(sample, means.of_all.reshape(data.input_shape))

    def _fit_text(self) -> None:
        """As large as fits, so that a digit is seen whole; numbers are wider and scroll."""
        font = self._look.theme.font("code")
        font.setFeature(QFont.Tag("calt"), 0)  # two signs beside each other stay two signs
        lines = self.text.toPlainText().split("\n")
        longest = max(map(len, lines))
        if self.forms.current == "Text" and longest > 4:
            room = self.text.viewport().width() - 12
            wide = QFontMetricsF(font).horizontalAdvance("0") / font.pixelSize()
            font.setPixelSize(int(min(8, max(4, room / longest / wide))))
        elif len(lines) > 4:
            font.setPixelSize(10)
        self.text.setFont(font)
        self.text.setStyleSheet(f"font-size: {font.pixelSize()}px;")  # the sheet of the window has the last word

    def _retheme(self, _theme: Theme) -> None:
        self._show()
