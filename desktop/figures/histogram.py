"""Rows of small histograms."""

from __future__ import annotations

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core import Array, Bins, Figure, Histogram
from desktop.look import Theme
from desktop.parts.painting import width_of, write

from . import words
from .axes import BELOW
from .card import Line
from .renderer import Renderer
from .scale import Span, ticks

LEAST_ROW = 26.0
ALIKE = 8.0
"""One axis for all rows where the widest is at most this many times as wide as the narrowest."""
FOOT = 16


class HistogramRenderer(Renderer):
    """A row per group with its name and highest count at the left; one axis below where the groups share it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._groups: list[Bins] = []
        self._spans: list[Span] = []
        self._shared = True
        self._kind: tuple[str, ...] = ()
        self._at: tuple[int, int] | None = None

    def leave(self) -> None:
        super().leave()
        if self._at is not None:
            self._at = None
            self.update()

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Histogram)
        self.lost = sum(int((~np.isfinite(g.edges)).sum() + (~np.isfinite(g.counts)).sum()) for g in figure.groups)
        self._groups = [known(group) for group in figure.groups]
        wide = [float(np.ptp(group.edges)) for group in self._groups if len(group.counts)]
        self._shared = not wide or max(wide) <= ALIKE * max(min(wide), 1e-300)
        kind = tuple(group.name for group in self._groups)
        if kind != self._kind:
            self._kind, self._spans = kind, [Span() for _ in self._groups]
        for span, (low, high) in zip(self._spans, self._reaches(), strict=True):
            span.fit(low, high, figure.x)

    def _reaches(self) -> list[tuple[float, float]]:
        own = [(float(g.edges[0]), float(g.edges[-1])) if len(g.counts) else (0.0, 1.0) for g in self._groups]
        if self._shared and own:
            return [(min(low for low, _ in own), max(high for _, high in own))] * len(own)
        return own

    def _rows(self) -> tuple[int, float, QRectF]:
        """How many rows are shown, how high each is, and the box of the histograms."""
        area = self.area()
        each = 0.0 if self._shared else BELOW - 4
        below = BELOW + 2 if self._shared else 0.0
        count = max(len(self._groups), 1)
        room, least = area.height() - below, LEAST_ROW + each
        hidden = FOOT if count * least > room else 0
        shown = max(1, min(count, int((room - hidden) / least)))
        row = (room - hidden) / shown
        names = [width_of(self.theme, group.name, "small") for group in self._groups]
        peaks = [width_of(self.theme, peak(group), "caption") for group in self._groups]
        left = min(max([*names, *peaks], default=0) + 12, area.width() * 0.35)
        return shown, row, QRectF(left, area.top(), max(area.width() - left - 10, 8), row * shown)

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure, theme = self.figure, self.theme
        assert isinstance(figure, Histogram)
        shown, row, box = self._rows()
        for k in range(shown):
            group, span = self._groups[k] if self._groups else None, self._spans[k] if self._spans else None
            if group is None or span is None:
                return
            place = self._row_box(k, row, box)
            if row >= 36:
                write(painter, theme, QRectF(2, place.top() - 1, box.left() - 12, 16), group.name, "small", "text_2")
                write(
                    painter, theme, QRectF(2, place.top() + 15, box.left() - 12, 14), peak(group), "caption", "text_3"
                )
            else:
                write(
                    painter, theme, QRectF(2, place.bottom() - 15, box.left() - 12, 16), group.name, "small", "text_2"
                )
            self._paint_bars(painter, group, span, place, k)
            painter.setPen(QPen(theme["line_strong"], 1))
            painter.drawLine(QPointF(place.left(), place.bottom() + 0.5), QPointF(place.right(), place.bottom() + 0.5))
            if not self._shared:
                self._paint_ticks(painter, span, place, figure)
        if self._shared and self._spans:
            self._paint_ticks(painter, self._spans[0], self._row_box(shown - 1, row, box), figure)
        if shown < len(self._groups):
            foot = QRectF(0, area.bottom() - FOOT, box.left(), FOOT)
            write(painter, theme, foot, f"{len(self._groups) - shown} more", "caption", "text_3")

    def _row_box(self, index: int, row: float, box: QRectF) -> QRectF:
        below = 2.0 if self._shared else BELOW - 2
        top = box.top() + index * row + 6
        return QRectF(box.left(), round(top), box.width(), round(row - 6 - below))

    def _paint_bars(self, painter: QPainter, group: Bins, span: Span, place: QRectF, index: int) -> None:
        if not len(group.counts) or group.counts.max() <= 0:
            return
        colour = self._colour(group)
        x = place.left() + (group.edges - span.low) / (span.high - span.low) * place.width()
        y = place.bottom() - group.counts / group.counts.max() * place.height()
        across, along = np.repeat(x, 2).round(), np.concatenate([[place.bottom()], np.repeat(y, 2), [place.bottom()]])
        outline = arrayToQPolygonF(across, along)
        fill = QColor(colour)
        fill.setAlphaF(0.3)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(fill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # upright and level edges need none
        painter.drawPolygon(outline)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._at is not None and self._at[0] == index and self._at[1] < len(y):
            at = self._at[1]
            painter.fillRect(
                QRectF(x[at], y[at], max(x[at + 1] - x[at], 1.5), place.bottom() - y[at]), self.theme["accent"]
            )

    def _colour(self, group: Bins) -> QColor:
        return self.theme[{"test": "test", "measured": "third"}.get(group.role, "train")]

    def _paint_ticks(self, painter: QPainter, span: Span, place: QRectF, figure: Histogram) -> None:
        theme = self.theme
        painter.setFont(theme.font("caption", 400))
        metrics = QFontMetricsF(painter.font())
        name = figure.x.label if self._shared else ""
        end = place.right() + 10
        if name:
            wide = metrics.horizontalAdvance(name)
            painter.setPen(theme["text_3"])
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(end - wide - 2, place.bottom() + 3, wide + 2, 15), right, name)
            end -= wide + 8
        for tick in ticks(span.low, span.high, figure.x, max(2, min(5, round(place.width() / 56)))):
            at, wide = (
                place.left() + (tick.at - span.low) / (span.high - span.low) * place.width(),
                metrics.horizontalAdvance(tick.text),
            )
            if at + wide / 2 > end or at - wide / 2 < place.left() - 12:
                continue
            painter.setPen(QPen(theme["line_strong"], 1))
            painter.drawLine(QPointF(round(at) + 0.5, place.bottom() + 1), QPointF(round(at) + 0.5, place.bottom() + 4))
            painter.setPen(theme["text_3"])
            text = QRectF(at - wide / 2, place.bottom() + 3, wide + 2, 15)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, tick.text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._read(event.position())

    def _read(self, at: QPointF) -> None:
        figure = self.figure
        assert isinstance(figure, Histogram)
        shown, row, box = self._rows()
        index = int((at.y() - box.top()) // row)
        if not (0 <= index < min(shown, len(self._groups)) and box.left() <= at.x() <= box.right()):
            self.leave()
            return
        group, span = self._groups[index], self._spans[index]
        value = span.low + (at.x() - box.left()) / box.width() * (span.high - span.low)
        place = int(np.searchsorted(group.edges, value, "right")) - 1
        if not 0 <= place < len(group.counts):
            self.leave()
            return
        self._at = (index, place)
        low, high = (words.number(float(group.edges[place + k]), 3) for k in (0, 1))
        lines = [
            Line(group.name or figure.x.label or "value"),
            Line(figure.x.label or "from", f"{low} to {high}"),
            Line(figure.y.label or "count", words.number(float(group.counts[place]), 7), self._colour(group)),
        ]
        self.tell(at, lines)
        self.update()


def known(group: Bins) -> Bins:
    """The bins whose edges and counts are finite; their edges ascend."""
    edges, counts = group.edges, group.counts
    whole = np.isfinite(edges)
    good: Array = whole[:-1] & whole[1:] & np.isfinite(counts)
    if good.all():
        return group
    first = np.flatnonzero(good)
    if not len(first):
        return Bins(np.zeros(1), np.zeros(0), group.name, group.role)
    run = slice(int(first[0]), int(first[-1]) + 1)
    inner = edges[run.start : run.stop + 1]
    inner = np.interp(np.arange(len(inner)), np.flatnonzero(np.isfinite(inner)), inner[np.isfinite(inner)])
    return Bins(inner, np.where(good[run], np.nan_to_num(counts[run]), 0), group.name, group.role)


def peak(group: Bins) -> str:
    """The highest count, in words."""
    return f"up to {words.number(float(group.counts.max(initial=0)), 7)}"
