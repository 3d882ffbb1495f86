"""What the network answers: a bar for each class, and the chosen class in large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from desktop.look import ThemeSwitch

from .painting import CENTRE, LEFT, RIGHT, Painted, rounded, width_of, write

DIGITS = tuple("0123456789")


def percent(share: float) -> str:
    """``96.9 %``; whole numbers at the ends."""
    if not np.isfinite(share):
        return "–"
    words = f"{100 * share:.1f}"
    return words.removesuffix(".0") + " %" if words in ("0.0", "100.0") else words + " %"


def in_words(probabilities: Any, classes: Sequence[str], most: int = 3) -> str:
    """``7 with 96.9 %, 2 with 1.9 %``: the likeliest first."""
    order = np.argsort(-np.asarray(probabilities, float), kind="stable")[:most]
    return ", ".join(f"{classes[k]} with {percent(float(probabilities[k]))}" for k in order)


class AnswerBars(Painted):
    """One row for each class: its name, a bar, a percentage; the winner in the accent. Nothing is animated."""

    def __init__(self, look: ThemeSwitch, classes: Sequence[str] = DIGITS) -> None:
        super().__init__(look)
        self.classes = tuple(classes)
        self.probabilities: np.ndarray | None = None
        self.before: np.ndarray | None = None
        self._columns: tuple[Any, tuple[float, float, list[str]]] = (None, (0.0, 0.0, []))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Answer")
        self.show_answer(None)

    def sizeHint(self) -> QSize:
        return QSize(150, 16 * len(self.classes))

    def minimumSizeHint(self) -> QSize:
        return QSize(110, 13 * len(self.classes))

    def show_answer(self, probabilities: Any, classes: Sequence[str] | None = None, before: Any = None) -> None:
        """Show probabilities (classes,), None for none yet; ``before`` is marked on each bar to compare with.

        Probabilities of another number of classes are of other data: they count as none.
        """
        if classes is not None and tuple(classes) != self.classes:
            self.classes = tuple(classes)
            self.updateGeometry()
            self.update()
        fits = probabilities is not None and len(probabilities) == len(self.classes) > 0
        was = self._rows()
        self.probabilities = np.asarray(probabilities, float) if fits else None  # else it is of data that were there
        known = fits and before is not None and len(before) == len(self.classes)
        self.before = np.asarray(before, float) if known else None
        now = self._rows()
        if now == was and any(now) and self.accessibleDescription():
            return  # beside a training it is asked many times a second
        words = "No answer yet" if self.probabilities is None else in_words(self.probabilities, self.classes)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
        step = self.height() / max(len(now), 1)
        for k, (old, new) in enumerate(zip(was, now, strict=False)):
            if old != new:
                self.update(QRectF(0, k * step, self.width(), step).toAlignedRect())
        if len(was) != len(now):
            self.update()

    def _rows(self) -> list[tuple[object, ...]]:
        """What can be told apart in each row: its share to a thousandth, whether it wins, its mark."""
        shares, count = self.probabilities, len(self.classes)
        if shares is None or len(shares) != count:  # there is none, or it is of data that were there
            return [()] * count
        before = [None] * count if self.before is None else np.round(self.before, 3).tolist()
        winner = int(np.argmax(shares))
        return [(one, k == winner, before[k]) for k, one in enumerate(np.round(shares, 3).tolist())]

    def paint(self, painter: QPainter, region: QRectF) -> None:
        theme, count = self.theme, len(self.classes)
        if not count:
            return  # numbers are predicted, no classes
        step = region.height() / count
        thick = 10.0 if step >= 26 else 7.0
        names_width, numbers_width, names = self._measured(region.width())
        winner = -1 if self.probabilities is None else int(np.argmax(self.probabilities))
        shares = None if self.probabilities is None else np.clip(np.nan_to_num(self.probabilities), 0, 1).tolist()
        plain, strong = theme.font("small"), theme.font("strong")
        number, strong_number = theme.font("number", 400), theme.font("number", 600)
        track = QRectF(names_width, 0, region.width() - names_width - numbers_width, thick)
        for k, name in enumerate(names):
            won, top = k == winner, k * step
            if not self.painted.intersects(QRectF(0, top, region.width(), step)):
                continue
            painter.setFont(strong if won else plain)
            painter.setPen(theme["text" if won else "text_2"])
            painter.drawText(QRectF(0, top, names_width, step), LEFT, name)
            track.moveTop(top + (step - thick) / 2)
            rounded(painter, track, theme["sunken"], None, thick / 2)
            if shares is None or self.probabilities is None:
                continue
            length = track.width() * shares[k]
            if length >= 0.5:
                bar = QRectF(track.left(), track.top(), max(thick / 2, length), thick)
                rounded(painter, bar, theme["accent" if won else "control"], None, thick / 2)
            if self.before is not None:
                at = track.left() + track.width() * float(np.clip(self.before[k], 0, 1))
                painter.setPen(QPen(theme["text"], 1.5))
                painter.drawLine(QLineF(at, track.top() - 3, at, track.bottom() + 3))
            painter.setFont(strong_number if won else number)
            painter.setPen(theme["text" if won else "text_3"])
            words = percent(float(self.probabilities[k]))
            painter.drawText(QRectF(track.right(), top, numbers_width, step), RIGHT, words)

    def _measured(self, width: float) -> tuple[float, float, list[str]]:
        """Widths of the columns of names and numbers, and names that fit: measured once per width, classes and look."""
        key = (width, self.classes, self.theme.name)
        if self._columns[0] != key:
            widest = max(width_of(self.theme, name, "strong") for name in self.classes)
            names_width = min(widest + 10, width * 0.4)
            metrics = QFontMetricsF(self.theme.font("strong"))
            fitting = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, names_width) for name in self.classes]
            self._columns = (key, (names_width, width_of(self.theme, "99.9 %", "number", 600) + 8, fitting))
        return self._columns[1]


class DigitReadout(Painted):
    """The answer in large, and how certain it is."""

    def __init__(self, look: ThemeSwitch, classes: Sequence[str] = DIGITS) -> None:
        super().__init__(look)
        self.classes = tuple(classes)
        self.probabilities: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Reading")
        self.show_answer(None)

    def sizeHint(self) -> QSize:
        return QSize(180, 52)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 52)

    def show_answer(self, probabilities: Any, classes: Sequence[str] | None = None) -> None:
        """Show the likeliest of the probabilities (classes,), None for none yet."""
        if classes is not None:
            self.classes = tuple(classes)
        self.probabilities = None if probabilities is None else np.asarray(probabilities, float)
        words = "No answer yet" if self.probabilities is None else in_words(self.probabilities, self.classes, 2)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
        self.update()

    def paint(self, painter: QPainter, region: QRectF) -> None:
        theme = self.theme
        chosen = "–" if self.probabilities is None else self.classes[int(np.argmax(self.probabilities))]
        tile_width = min(max(region.height(), width_of(theme, chosen, "display") + 20), region.width() * 0.5)
        tile = QRectF(region.left(), region.top(), tile_width, region.height())
        known = self.probabilities is not None
        rounded(painter, tile, theme["accent_soft" if known else "sunken"], None, 8)
        inside = tile.adjusted(4, 0, -4, 0)
        write(painter, theme, inside, chosen, "display", "accent_text" if known else "text_3", CENTRE)
        upper = QRectF(tile.right() + 12, region.top(), region.right() - tile.right() - 12, region.height() / 2)
        lower = upper.translated(0, region.height() / 2)
        low, high = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, LEFT
        if self.probabilities is None:
            write(painter, theme, upper.united(lower), "No answer yet", "strong", "text_2")
            return
        order = np.argsort(-self.probabilities, kind="stable")
        write(painter, theme, upper, f"{percent(float(self.probabilities[order[0]]))} sure", "strong", "text", low)
        if len(order) > 1:
            second = f"then {self.classes[order[1]]} with {percent(float(self.probabilities[order[1]]))}"
            write(painter, theme, lower.adjusted(0, 0, 0, -4), second, "small", "text_3", high)
