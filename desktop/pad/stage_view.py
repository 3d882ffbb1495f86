"""One step on the way from strokes to pixels: its picture, its name, what it does to the answer, and its switch."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, Painted, PixelTile, Switch, column, label, percent, restyle, rounded, row, write
from desktop.parts.painting import CENTRE, width_of

from .steps import Effect, Step

Form = Literal["wide", "medium", "small"]
Kind = Literal["neutral", "success", "danger"]
TEXT = {"wide": 80, "medium": 60, "small": 78}
"""Height in pixels of what stands beneath the picture, by form."""


class Chip(Painted):
    """A few words on a soft ground."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.words, self.kind = "", "neutral"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, kind: Kind = "neutral") -> None:
        """Show these; nothing without any."""
        if (words, kind) != (self.words, self.kind):
            self.words, self.kind = words, kind
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(width_of(self.theme, self.words, "caption", 600)) + 14 if self.words else 0, 24)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        region = region.adjusted(0, 2, 0, -2)
        if self.words:
            neutral = self.kind == "neutral"
            rounded(painter, region, self.theme["sunken" if neutral else f"{self.kind}_soft"], None, 4)
            write(painter, self.theme, region, self.words, "caption", "text_2" if neutral else self.kind, CENTRE, 600)


class Arrow(Painted):
    """From one step to the next."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.setFixedSize(14, 14)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        pen = QPen(self.theme["control"], 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        at = region.center()
        painter.drawPolyline([at + QPointF(-2.5, -5), at + QPointF(2.5, 0), at + QPointF(-2.5, 5)])


class StageTile(PixelTile):
    """A picture; the last one, which the network is given, is outlined in the accent."""

    def __init__(self, look: ThemeSwitch, last: bool) -> None:
        super().__init__(look, 56, limit=255)
        self._last = last

    def paint(self, painter: QPainter, region: QRectF) -> None:
        super().paint(painter, region)
        if self._last:
            painter.setPen(QPen(self.theme["accent"], 2))
            painter.drawRoundedRect(region.adjusted(1, 1, -1, -1), 6, 6)


class StageView(QWidget):
    """One step. ``set_form`` says how much room there is for words."""

    switched = Signal(bool)
    """The step was put in (True) or left out by the user."""

    def __init__(self, look: ThemeSwitch, step: Step, last: bool) -> None:
        super().__init__()
        self.step = step
        self.tile = StageTile(look, last)
        self.tile.setAccessibleName(f"{step.name}, {step.note}")
        self.name, self.note = label(step.name, "strong"), label(step.note, "note")
        self.chip = Chip(look)
        self.switch: Switch | None = None
        if step.field:
            self.switch = Switch(look)
            self.switch.setChecked(True)
            self.switch.setAccessibleName(f"{step.name}: put this step in")
            self.switch.setToolTip("Leave this step out")
            self.switch.toggled.connect(self._toggled)
        self._name_row: QHBoxLayout = row(self.name, STRETCH, gap=4)
        self._chip_row: QHBoxLayout = row(self.chip, STRETCH, gap=4)
        self._switch_row: QHBoxLayout = row(gap=0)
        words = column(self._name_row, self.note, self._chip_row, self._switch_row, gap=2)
        whole = column(self.tile, 4, words, STRETCH, gap=2)
        self.setLayout(whole)
        self._form: Form | None = None
        self.set_form("wide", 112)

    def set_form(self, form: Form, side: int) -> None:
        """Lay out for a picture of so many pixels a side."""
        self.tile.setFixedSize(side, side)
        if form == self._form:
            return
        self._form = form
        self.name.setText(self.step.name if form == "wide" else self.step.short)
        restyle(self.name, role="caption" if form == "small" else "strong")
        self.name.setMinimumHeight(24 if form == "medium" else 0)
        self.note.setVisible(form == "wide")
        if self.switch is not None:
            for line in (self._name_row, self._chip_row, self._switch_row):
                line.removeWidget(self.switch)
            {"wide": self._chip_row, "medium": self._name_row, "small": self._switch_row}[form].addWidget(self.switch)

    def show_on(self, on: bool) -> None:
        """Show whether the step is in, without a signal."""
        if self.switch is not None:
            blocked = self.switch.blockSignals(True)
            self.switch.setChecked(on)
            self.switch.blockSignals(blocked)
            self._describe(on)

    def show_picture(self, values: Any) -> None:
        """The drawing after this step, None for none."""
        self.tile.show_values(values)

    def show_reading(self, name: str) -> None:
        """What the strokes are read as, as they are."""
        self.chip.show_words(f"reads {name}" if name else "")

    def show_effect(self, top: str, effect: Effect | None, on: bool) -> None:
        """What the step does to the share of the class ``top``, None where there is no answer."""
        if effect is None:
            self.chip.show_words("")
            self.chip.setToolTip("")
            return
        number = f"{effect.points:+.1f}".replace("-", "−")
        none = number[1:] == "0.0"
        words = ("±0" if none else number) if self._form == "small" else f"{top}: {number} points"
        if none and self._form != "small":
            words = f"{top}: no change"
        self.chip.show_words(words, "neutral" if none or not on else "success" if effect.points > 0 else "danger")
        shares = f"With this step {top} gets {percent(effect.with_it)}, without it {percent(effect.without)}."
        self.chip.setToolTip(shares if on else f"Left out now. {shares}")

    def _toggled(self, on: bool) -> None:
        self._describe(on)
        self.switched.emit(on)

    def _describe(self, on: bool) -> None:
        assert self.switch is not None
        self.switch.setToolTip("Leave this step out" if on else "Put this step back in")
        restyle(self.name, role=("caption" if self._form == "small" else "strong") if on else "note")
