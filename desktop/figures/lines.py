"""Curves over a common axis."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from core import Figure, Lines
from desktop.look import Theme
from desktop.parts import write

from . import words
from .axes import Limits
from .card import Line
from .marks import Marks, placed
from .names import HEIGHT, NameButton, apart, in_rows
from .plot import Plot
from .renderer import Renderer
from .scale import Span
from .series import Series, Shown, Style, seen, shown, style

ZOOM = 0.8
"""How much of its range a notch of the wheel leaves."""
AT_END = 0.24
"""The share of the width that names at the lines' ends may take; wider ones stand in rows above."""
IN_ROWS = 0.4
"""The share of the height that rows of names may take; who has no place there is counted."""
IN_CARD = 12
"""Curves whose values fit into the card."""


class LinesRenderer(Renderer):
    """Names at the lines' ends (a click hides a line), values under the pointer or the arrow keys, zoom by wheel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.plot = Plot(theme, self)
        self.marks = Marks(self.plot, theme)
        self._series: list[Series] = []
        self._names: list[NameButton] = []
        self._data: list[Shown] = []
        self._styles: list[Style] = []
        self._hidden: set[str] = set()
        self._kind: tuple[object, ...] = ()
        self._x, self._y = Span(), Span()
        self._zoom: tuple[float, float] | None = None
        self._at: float | None = None
        self._more = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.moved.connect(self._point)
        self.plot.left.connect(self.leave)
        self.plot.wheeled.connect(self._wheel)
        self.plot.dragged.connect(self._drag)
        self.plot.fit_asked.connect(self.fit)
        self.card.raise_()

    def retheme(self, theme: Theme) -> None:
        self.plot.retheme(theme)
        self.marks.theme = theme
        for name in self._names:
            name.theme = theme
        super().retheme(theme)

    def fit(self) -> None:
        """Show all of the curves."""
        self._zoom = None
        self._x, self._y = Span(), Span()
        self._arrange()

    def toggle(self, name: str) -> None:
        """Hide the curves of this name, or show them again."""
        self._hidden ^= {name}
        self._y = Span()
        self._arrange()

    def leave(self) -> None:
        super().leave()
        self._at = None
        self.plot.point(None, [])

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Lines)
        kind = (figure.x, figure.y, tuple(curve.name for curve in figure.curves))
        if kind != self._kind:  # another picture: nothing of its axes is kept
            self._kind, self._zoom = kind, None
            self._x, self._y = Span(), Span()
        drawn = [shown(curve, figure.x, figure.y) for curve in figure.curves]
        self._data = [data for data, _ in drawn]
        self.lost = sum(lost for _, lost in drawn)
        count = len(figure.curves)
        self._styles = [style(curve, k, count, self.theme) for k, curve in enumerate(figure.curves)]
        while len(self._series) > count:
            self._series.pop().remove()
            name = self._names.pop()
            name.hide()
            name.deleteLater()
        while len(self._series) < count:
            self._series.append(Series(self.plot.canvas))
            button = NameButton(self.theme, self)
            button.clicked.connect(lambda _checked, own=button: self.toggle(own.text()))
            self._names.append(button)
            self.card.raise_()
        for button, curve, look in zip(self._names, figure.curves, self._styles, strict=True):
            button.name(curve.name, look.colour, look.mark)
            button.setChecked(curve.name not in self._hidden)
        named_above = figure.y.label.lower() == figure.title.lower() and len(figure.y.unit) <= 3
        self.plot.label(figure.x, dataclasses.replace(figure.y, label="") if named_above else figure.y)

    def _visible(self) -> list[int]:
        """The curves that are on and have points."""
        assert isinstance(self.figure, Lines)
        curves = self.figure.curves
        return [k for k, curve in enumerate(curves) if curve.name not in self._hidden and len(self._data[k].x)]

    def _limits(self) -> Limits:
        assert isinstance(self.figure, Lines)
        indices = self._visible()
        datas = [self._data[k] for k in indices]
        if not datas:
            return Limits(0, 1, 0, 1)
        low, high = min(float(d.x[0]) for d in datas), max(float(d.x[-1]) for d in datas)
        self._x.fit(low, high, self.figure.x, exact=not self.figure.x.log)
        left, right = self._zoom or (self._x.low, self._x.high)
        reaches = [d.reach(seen(d.x, left, right)) for d in datas]
        bottom, top = min(r[0] for r in reaches), max(r[1] for r in reaches)
        room = 0.04 * (top - bottom) if any(self._styles[k].circles for k in indices) else 0.0
        self._y.fit(bottom - room, top + room, self.figure.y)
        return Limits(left, right, self._y.low, self._y.high)

    def _arrange(self) -> None:
        self.plot.setGeometry(self.area().toRect())
        limits = self._limits()
        named = [k for k, name in enumerate(self._names) if name.text()]
        widest = max((self._names[k].sizeHint().width() for k in named), default=0)
        at_ends = len(named) * HEIGHT <= self.height() - 48 and widest <= max(64, self.width() * AT_END)
        top = 0.0
        self._more = 0
        if named and not at_ends:
            height, placed = in_rows([self._names[k] for k in named], self.width() - 4, self.height() * IN_ROWS)
            self._more, top = len(named) - placed, height + 4
        unseen = named[len(named) - self._more :]
        self.plot.show_limits(limits, right=widest + 10 if named and at_ends else 12, top=top)
        if at_ends:
            self._at_ends(named)
        for k, name in enumerate(self._names):
            name.setVisible(bool(name.text()) and k not in unseen)
        box = self.plot.area
        visible = self._visible()
        for k, series in enumerate(self._series):
            if k in visible:
                series.paint(self._data[k], self._styles[k], limits, (box.width(), box.height()))
            else:
                series.hide()
        assert isinstance(self.figure, Lines)
        self.marks.show_marks(self.figure.marks, self.plot.axes)
        if self._at is not None:
            self._read(self._at, snap=False)

    def _around(self) -> object:
        return self.lost, self._more

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        if self._more:
            last = max(
                (name.geometry() for name in self._names if name.isVisible()), key=lambda one: (one.top(), one.left())
            )
            beside = QRectF(last.right() + 8, last.top(), 60, HEIGHT)
            write(painter, self.theme, beside, f"{self._more} more", "caption", "text_3")

    def _at_ends(self, named: list[int]) -> None:
        """Each name beside the end of its line, none over another."""
        axes, box = self.plot.axes, self.plot.area
        ends, heights = [box.left()], []
        for k in named:
            data = self._data[k]
            inside = data.x[seen(data.x, axes.limits.left, axes.limits.right)]
            last = int(np.searchsorted(data.x, axes.limits.right, "right")) - 1
            at = axes.to_pixel(float(inside[-1]), float(data.y[last])) if len(inside) else box.center()
            ends.append(min(at.x(), box.right()))
            heights.append(min(max(at.y(), box.top()), box.bottom()))
        middle = HEIGHT / 2
        placed = apart(heights, HEIGHT, max(middle, box.top() - middle + 2), box.bottom() - middle)
        for k, height in zip(named, placed, strict=True):
            size = self._names[k].sizeHint().width()
            self._names[k].setGeometry(round(max(ends) + 7), round(height - middle), size, HEIGHT)

    def _point(self, at: QPointF) -> None:
        x, _ = self.plot.axes.to_value(at)
        self._read(x)

    def _read(self, x: float, snap: bool = True) -> None:
        """The hair line at the nearest point, a dot on every curve that has one there, and the card.

        With ``snap``, points of a curve that has few of them are preferred: there all curves can be compared.
        """
        assert isinstance(self.figure, Lines)
        visible = sorted(self._visible(), key=lambda k: len(self._data[k].x))
        limits = self.plot.axes.limits
        places = [nearest(self._data[k], x) for k in visible]
        xs = [float(self._data[k].x[place]) for k, place in zip(visible, places, strict=True)]
        if not xs:
            self.leave()
            return
        reach = (limits.right - limits.left) * 0.025
        near = [one for one in xs if abs(one - x) <= reach] if snap else []  # the curve with fewest points comes first
        self._at = near[0] if near else min(xs, key=lambda one: abs(one - x))
        hair = self.plot.axes.to_pixel(self._at, 0).x()
        at_x = 10**self._at if self.figure.x.log else self._at
        lines = [Line(self.figure.x.label or "x", words.in_unit(words.place(at_x), self.figure.x.unit))]
        dots = []
        for k in self._visible():
            place = nearest(self._data[k], self._at)
            own = float(self._data[k].x[place])
            if abs(own - self._at) > reach / 2:
                continue
            y = float(self._data[k].y[place])
            if limits.bottom <= y <= limits.top:
                dots.append((self.plot.axes.to_pixel(own, y), self._styles[k].colour))
            value = words.in_unit(words.number(10**y if self.figure.y.log else y), self.figure.y.unit)
            lines.append(Line(self.figure.curves[k].name or self.figure.y.label or "y", value, self._styles[k].colour))
        reach_of_mark = (limits.right - limits.left) * 0.015
        for x_mark, said in placed(self.figure.marks, self.figure.x.log):
            if abs(x_mark - self._at) <= reach_of_mark:
                lines.append(Line(said))
        most = max(2, min(IN_CARD, int(self.height() * 0.6 / 16)))
        if len(lines) > most + 1:
            lines = [*lines[: most + 1], Line(f"{len(lines) - most - 1} more")]
        self.plot.point(hair, dots)
        self.tell(QPointF(hair, self.plot.area.top() + 40), lines)

    def _wheel(self, at: QPointF, notches: float) -> None:
        self._zoom_at(self.plot.axes.to_value(at)[0], ZOOM**notches)

    def _zoom_at(self, x: float, factor: float) -> None:
        """Show ``factor`` times the range around a place; never less than a few points, nor more than there is."""
        left, right = self.plot.axes.limits[:2]
        low, high = x - (x - left) * factor, x + (right - x) * factor
        low, high = max(low, self._x.low), min(high, self._x.high)
        whole = self._x.high - self._x.low
        if high - low < whole / 5000:
            return
        self._zoom = None if high - low >= whole * 0.999 else (low, high)
        self._y = Span()
        self._arrange()

    def _drag(self, step: QPointF) -> None:
        if self._zoom is None:
            return
        low, high = self._zoom
        move = -step.x() / self.plot.area.width() * (high - low)
        move = min(max(move, self._x.low - low), self._x.high - high)
        self._zoom = (low + move, high + move)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        left, right = self.plot.axes.limits[:2]
        at = self._at if self._at is not None else (left + right) / 2
        key = event.key()
        moves = {Qt.Key.Key_Left: self._next(at, -1), Qt.Key.Key_Right: self._next(at, 1)}
        moves |= {Qt.Key.Key_Home: left, Qt.Key.Key_End: right}
        if key in moves:
            self._read(min(max(moves[Qt.Key(key)], left), right), snap=False)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom_at(at, ZOOM if key == Qt.Key.Key_Plus else 1 / ZOOM)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _next(self, x: float, way: int) -> float:
        """Where an arrow key goes: to the next point, and at least a hundredth of what is shown."""
        left, right = self.plot.axes.limits[:2]
        beyond = [data.x[way * data.x > way * x] for data in (self._data[k] for k in self._visible())]
        ahead = min((float(np.abs(points - x).min()) for points in beyond if len(points)), default=0.0)
        return x + way * max(ahead, (right - left) / 100)

    def _painted_elsewhere(self) -> float:
        return self.plot.spent()


def nearest(data: Shown, x: float) -> int:
    """The index of the point nearest to x."""
    place = int(np.searchsorted(data.x, x))
    if place == 0 or (place < len(data.x) and data.x[place] - x < x - data.x[place - 1]):
        return place
    return place - 1
