"""Names, bars and probabilities beside the output's neurons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from core import Array
from desktop.figures.words import number
from desktop.look import Theme
from desktop.parts import percent
from desktop.parts.painting import LEFT, RIGHT, rounded, width_of, write

from .layout import Column

TWO_LINES = 27.0
"""Distance of two outputs from which a long name may stand over its bar."""
PERCENT = 44.0
MOST = 500
"""Pictures of bars that are kept."""


@dataclass(frozen=True)
class _Rows:
    """How the rows of a column are laid out."""

    stacked: bool
    """Names stand over their bars."""
    room: float
    """For a name."""
    height: float
    step: float


@dataclass
class _Kept:
    """The names and the empty bars as they were painted last for a winner, and for what."""

    column: Column
    names: Sequence[str]
    corner: QPoint
    rows: _Rows
    picture: QPixmap


class AnswerColumn:
    """Paints what the output answers: shares as bars with names, or plain numbers. Names are kept as a picture."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme, self.ratio = theme, ratio
        self._kept: dict[int, _Kept] = {}
        self._bars: dict[tuple[int, float, bool], QPixmap] = {}
        self._font = theme.font("caption", 600)

    def around(self, column: Column) -> QRect:
        """All that ``paint`` covers."""
        box = column.answers
        return QRectF(box.x - 1, box.y - 14, box.w + 2, box.h + 28).toAlignedRect() if box else QRect()

    def paint(
        self, painter: QPainter, column: Column, names: Sequence[str], answers: Array | None, shares: bool
    ) -> None:
        """One row for each shown output; ``shares`` says that the answers are probabilities of classes."""
        if column.answers is None or not column.shown:
            return
        if not shares:
            self._numbers(painter, column, names, answers)
            return
        best = int(np.nan_to_num(answers).argmax()) if answers is not None else -1
        kept = self._kept.get(best)
        if kept is None or kept.column is not column or kept.names != names:
            kept = _Kept(column, names, self.around(column).topLeft(), *self._names(column, names, best))
            self._kept[best] = kept
        rows = kept.rows
        painter.drawPixmap(kept.corner, kept.picture)
        if answers is None:
            return
        for unit, y in zip(column.shown, column.ys, strict=True):
            value = float(answers[unit]) if unit < len(answers) else 0.0
            line = self._line(column, rows, y)
            share = min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0
            if share * line.width() >= 0.5:
                bar = self._bar(max(line.height(), share * line.width()), line.height(), unit == best)
                painter.drawPixmap(line.topLeft(), bar)
            if unit == best and (rows.stacked or rows.step >= TWO_LINES):
                top = line.center().y() - 8 if rows.stacked else line.top() - 17
                painter.setFont(self._font)
                painter.setPen(self.theme["accent_text"])
                painter.drawText(QRectF(column.answers.x, top, column.answers.w, 15), RIGHT, percent(value))

    def _bar(self, wide: float, tall: float, won: bool) -> QPixmap:
        """A bar as a picture; a screen has only so many widths."""
        key = (round(wide * self.ratio), tall, won)
        kept = self._bars.get(key)
        if kept is None:
            if len(self._bars) >= MOST:  # every height of a column has its own
                self._bars.clear()
            kept = self._bars[key] = self._blank(math.ceil(wide) + 1, math.ceil(tall))
            painter = QPainter(kept)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(0, 0, key[0] / self.ratio, tall)
            rounded(painter, box, self.theme["accent" if won else "control"], None, tall / 2)
            painter.end()
        return kept

    def _blank(self, width: int, height: int) -> QPixmap:
        picture = QPixmap(round(width * self.ratio), round(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _names(self, column: Column, names: Sequence[str], best: int) -> tuple[_Rows, QPixmap]:
        box = column.answers
        assert box is not None
        step = min((b - a for a, b in zip(column.ys, column.ys[1:], strict=False)), default=40.0)
        longest = max(width_of(self.theme, names[unit], "strong") for unit in column.shown)
        stacked = longest > 0.45 * box.w and step >= TWO_LINES
        rows = _Rows(stacked, box.w if stacked else min(longest + 7, 0.6 * box.w), min(18.0, step), step)
        around = self.around(column)
        picture = self._blank(around.width(), around.height())
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(-around.topLeft())
        for unit, y in zip(column.shown, column.ys, strict=True):
            top = y - (rows.height - 1 if stacked else rows.height / 2)
            won = unit == best
            place = QRectF(box.x, top, rows.room, rows.height)
            write(painter, self.theme, place, names[unit], "strong" if won else "small", _ink(won), LEFT)
            line = self._line(column, rows, y)
            if line.width() >= 8:
                rounded(painter, line, self.theme.faded("control", 0.18), None, line.height() / 2)
        painter.end()
        return rows, picture

    @staticmethod
    def _line(column: Column, rows: _Rows, y: float) -> QRectF:
        box = column.answers
        assert box is not None
        if rows.stacked:
            return QRectF(box.x, y + 4, max(8.0, box.w - PERCENT), 5)  # a percentage stands behind it
        return QRectF(box.x + rows.room, y - 3, max(0.0, box.w - rows.room), 6)

    def _numbers(self, painter: QPainter, column: Column, names: Sequence[str], answers: Array | None) -> None:
        box = column.answers
        assert box is not None
        for unit, y in zip(column.shown, column.ys, strict=True):
            known = answers is not None and unit < len(answers)
            words = number(float(answers[unit]), 3) if answers is not None and known else names[unit]
            write(painter, self.theme, QRectF(box.x, y - 9, box.w, 18), words, "small", "text", LEFT)


def _ink(won: bool) -> str:
    return "text" if won else "text_2"
