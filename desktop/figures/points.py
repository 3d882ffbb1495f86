"""Points in the plane or in space, by class, perhaps over a picture."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from core import Array, Axis, Figure, Image, Points
from desktop.look import Theme

from . import words
from .axes import Limits
from .card import Line
from .colours import BAR_ROOM, paint_bar, pixels, reach
from .names import NameButton, in_rows
from .plot import Canvas, Plot
from .renderer import Renderer
from .scale import Span

ZOOM = 0.85
BARRED = 240
"""Width in pixels from which there is room for a colour bar beside the plane."""
NEAR = 10.0
"""How far from a point, in pixels, the pointer still means it."""
TURN = math.radians(0.5)
"""Turned per pixel dragged."""
START = (math.radians(35), math.radians(20))


class PointsRenderer(Renderer):
    """One scatter item per class. Wheel zooms, drag moves the plane or turns space, a double click shows all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.plot = Plot(theme, self, Canvas)
        assert isinstance(self.plot.canvas, Canvas)
        self._scene = self.plot.canvas
        self._behind = pg.ImageItem()
        self._tripod = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._scene.add(self._behind, -40)
        self._scene.add(self._tripod, -10)
        self._way = pg.PlotCurveItem(antialias=True)
        self._last = pg.ScatterPlotItem(pxMode=True, antialias=True, symbol="o", size=13)
        self._scene.add(self._way, 0)
        self._scene.add(self._last, 2)
        self._letters = [pg.TextItem(letter, anchor=(0.5, 0.5)) for letter in "123"]
        for letter in self._letters:
            self._scene.add(letter, 5)
        self._scatters: list[pg.ScatterPlotItem] = []
        self._names: list[NameButton] = []
        self._held: list[tuple[Array, Array]] = []
        self._hidden: set[int] = set()
        self._dressed: tuple[object, ...] = ()
        self._x, self._y = Span(), Span()
        self._zoom: Limits | None = None
        self._turned = START
        self._far = 1.0
        """The distance of the outermost point from the middle of space."""
        self._flat: Array = np.zeros((0, 2))
        self._known: Array = np.zeros(0, bool)
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.moved.connect(self._point)
        self.plot.left.connect(self.leave)
        self.plot.clicked.connect(self._click)
        self.plot.wheeled.connect(self._wheel)
        self.plot.dragged.connect(self._drag)
        self.plot.fit_asked.connect(self.fit)

    def retheme(self, theme: Theme) -> None:
        self.plot.retheme(theme)
        for name in self._names:
            name.theme = theme
        super().retheme(theme)

    def fit(self) -> None:
        """Show all points, and space from where it was first seen."""
        self._zoom, self._turned = None, START
        self._x, self._y = Span(), Span()
        self._arrange()

    def leave(self) -> None:
        super().leave()
        self._at = None
        self.plot.point(None, [])

    def sharpen(self, on: bool) -> None:
        left, right, bottom, top = self.plot.axes.limits
        for scatter, (x, y) in zip(self._scatters, self._held, strict=True):
            inside = (left <= x) & (x <= right) & (bottom <= y) & (y <= top) if on else slice(None)
            scatter.opts["useCache"] = not on
            scatter.setData(x=x[inside], y=y[inside])  # a file is not clipped as the screen is

    def turn(self, right: float, down: float) -> None:
        """Turn space by angles in radians."""
        yaw, pitch = self._turned
        limit = math.pi / 2
        self._turned = (yaw + right, min(max(pitch + down, -limit), limit))
        self.leave()
        self._arrange()

    @property
    def in_space(self) -> bool:
        """Whether the points have three columns."""
        return isinstance(self.figure, Points) and self.figure.points.shape[1] == 3

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Points)
        self._known = np.asarray(np.isfinite(figure.points).all(axis=1))
        self.lost = int(len(self._known) - self._known.sum())
        self._fill_names(figure)
        count = 1 if figure.labels is None else max(len(figure.classes), int(figure.labels.max(initial=-1)) + 1, 1)
        while len(self._scatters) > count:
            self._scene.remove(self._scatters.pop())
            self._held.pop()
        while len(self._scatters) < count:
            self._scatters.append(pg.ScatterPlotItem(pxMode=True, antialias=True))
            self._held.append((np.zeros(0), np.zeros(0)))
            self._scene.add(self._scatters[-1], 1)
        self._dress(figure)
        self._behind.setVisible(figure.behind is not None)
        if figure.behind is not None and figure.behind.extent is not None:
            behind = figure.behind
            left, right, bottom, top = figure.behind.extent
            made = pixels(self.theme, behind.values, behind.colours, reach(behind), behind.strength)
            self._behind.setImage(np.ascontiguousarray(made[::-1].transpose(1, 0, 2)), autoLevels=False)
            self._behind.setRect(QRectF(left, bottom, right - left, top - bottom))
        self.plot.axes.bare = self.in_space
        self.plot.label(Axis() if self.in_space else figure.x, Axis() if self.in_space else figure.y)

    def _dress(self, figure: Points) -> None:
        """Give every class its colour; only where that is another than before, for it costs as much as new points."""
        outlined = figure.behind is not None or len(figure.points) <= 400
        size = 7 if len(figure.points) <= 2000 else 5
        dress = (self.theme, outlined, size, len(self._scatters), figure.labels is None)
        if dress == self._dressed:
            return
        self._dressed = dress
        for k, scatter in enumerate(self._scatters):
            colour = self.theme["test"] if figure.labels is None else self.theme.class_colour(k)
            scatter.setPen(pg.mkPen(self.theme["panel"], width=1) if outlined else pg.mkPen(None))
            scatter.setBrush(pg.mkBrush(colour))
            scatter.setSize(size)

    def _fill_names(self, figure: Points) -> None:
        classes = figure.classes if figure.labels is not None else ()
        while len(self._names) > len(classes):
            self._names.pop().deleteLater()
        while len(self._names) < len(classes):
            button = NameButton(self.theme, self)
            label = len(self._names)
            button.clicked.connect(lambda _checked, label=label: self.toggle(label))
            self._names.append(button)
            self.card.raise_()
        for k, (button, name) in enumerate(zip(self._names, classes, strict=True)):
            button.name(name, self.theme.class_colour(k), "dot")

    def toggle(self, label: int) -> None:
        """Hide the points of a class, or show them again."""
        self._hidden ^= {label}
        self.leave()
        self._arrange()

    def _around(self) -> object:
        behind = self._measured()
        return self.lost, None if behind is None else (behind.colours, reach(behind))

    def _measured(self) -> Image | None:
        """The picture behind the points where its colours are to be read off a bar, and there is room for one."""
        behind = self.figure.behind if isinstance(self.figure, Points) else None
        return behind if behind is not None and behind.colours != "classes" and self.width() >= BARRED else None

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        if (behind := self._measured()) is not None:
            box = self.plot.area
            bar = QRectF(area.right() - BAR_ROOM, box.top(), BAR_ROOM, box.height())
            paint_bar(painter, self.theme, bar, behind.colours, reach(behind))

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Points)
        room = self.area().adjusted(0, 0, -BAR_ROOM if self._measured() is not None else 0, 0)
        self.plot.setGeometry(room.toRect())
        top, placed = in_rows(self._names, self.width() - 4, max(20.0, self.height() * 0.3), gap=2)
        for k, name in enumerate(self._names):
            name.setVisible(k < placed)
        self._flat = self._flattened(figure)
        if self.in_space:
            self.plot.show_limits(Limits(0, 1, 0, 1), top=top)
            self.plot.show_limits(self._zoom or self._room(), top=top)
        else:
            self.plot.show_limits(self._zoom or self._limits(figure), top=top, right=8)
        for item in (self._tripod, *self._letters):
            item.setVisible(self.in_space)
        for k, scatter in enumerate(self._scatters):
            scatter.setVisible(k not in self._hidden)
            mine = self._known if figure.labels is None else self._known & (figure.labels == k)
            x, y = self._flat[mine, 0], self._flat[mine, 1]
            if not (np.array_equal(self._held[k][0], x) and np.array_equal(self._held[k][1], y)):
                self._held[k] = (x, y)
                scatter.setData(x=x, y=y)
        self._join(self._flat[self._known] if figure.joined else self._flat[:0])

    def _join(self, places: Array) -> None:
        """Draw the line from each place to the next, and a ring around the last; nothing where there are none."""
        self._way.setPen(pg.mkPen(self.theme["test"], width=1.5))
        self._way.setData(places[:, 0], places[:, 1])
        self._last.setPen(pg.mkPen(self.theme["danger"], width=2))
        self._last.setBrush(pg.mkBrush(None))
        self._last.setData(x=places[-1:, 0], y=places[-1:, 1])

    def _flattened(self, figure: Points) -> Array:
        """Where the points lie in the plane that is shown, (n, 2)."""
        points = figure.points
        if not self.in_space:
            flat = points.copy()
            for column, axis in enumerate((figure.x, figure.y)):
                if axis.log:
                    with np.errstate(divide="ignore", invalid="ignore"):
                        flat[:, column] = np.log10(points[:, column])
            self._known = np.asarray(np.isfinite(flat).all(axis=1))
            return flat
        known = points[self._known]
        low, high = (known.min(axis=0), known.max(axis=0)) if len(known) else (np.zeros(3), np.ones(3))
        middle, size = (low + high) / 2, float((high - low).max()) / 2 or 1.0
        self._far = float(np.sqrt((((known - middle) / size) ** 2).sum(axis=1).max(initial=0)))
        seen = turned(*self._turned)
        arms = np.zeros((6, 3))
        arms[1::2] = np.eye(3)
        arms = arms @ seen * 1.1
        self._tripod.setPen(pg.mkPen(self.theme["line_strong"], width=1.25))
        self._tripod.setData(arms[:, 0], arms[:, 1])
        for letter, (x, y) in zip(self._letters, arms[1::2] * 1.05, strict=True):
            letter.setColor(self.theme["text_3"])
            letter.setFont(self.theme.font("caption"))
            letter.setPos(x, y)
        return (points - middle) / size @ seen

    def _room(self) -> Limits:
        """Space around its middle, a length as long across as upwards."""
        box = self.plot.area
        half = 1.05 * max(1.0, self._far)
        wide = max(1.0, box.width() / max(box.height(), 1)) * half
        high = max(1.0, box.height() / max(box.width(), 1)) * half
        return Limits(-wide, wide, -high, high)

    def _limits(self, figure: Points) -> Limits:
        if figure.behind is not None and figure.behind.extent is not None:
            return Limits(*figure.behind.extent)
        known = self._flat[self._known]
        if not len(known):
            return Limits(0, 1, 0, 1)
        (left, bottom), (right, top) = known.min(axis=0), known.max(axis=0)
        self._x.fit(float(left), float(right), figure.x)
        self._y.fit(float(bottom), float(top), figure.y)
        return Limits(self._x.low, self._x.high, self._y.low, self._y.high)

    def nearest(self, at: QPointF) -> int | None:
        """The point that the pointer means, by its row in the figure."""
        figure = self.figure
        if not isinstance(figure, Points) or not self._known.any():
            return None
        left, right, bottom, top = self.plot.axes.limits
        box, (x, y) = self.plot.area, self.plot.axes.to_value(at)
        across = (self._flat[:, 0] - x) / (right - left) * box.width()
        along = (self._flat[:, 1] - y) / (top - bottom) * box.height()
        far = np.where(self._known, across**2 + along**2, np.inf)
        if figure.labels is not None and self._hidden:
            far = np.where(np.isin(figure.labels, list(self._hidden)), np.inf, far)
        best = int(far.argmin())
        return best if far[best] <= NEAR**2 else None

    def _point(self, at: QPointF) -> None:
        figure = self.figure
        index = self.nearest(at)
        if index is None or not isinstance(figure, Points):
            self.leave()
            return
        self._at = index
        lines, colour = [], self.theme["test"]
        if figure.labels is not None:
            label = int(figure.labels[index])
            colour = self.theme.class_colour(label)
            name = figure.classes[label] if 0 <= label < len(figure.classes) else str(label)
            lines.append(Line("class", name, colour))
        sample = None if figure.samples is None else int(figure.samples[index])
        if sample is not None:
            lines.append(Line(f"{figure.split} sample", f"{sample:,}"))
        if not self.in_space:
            for axis, name, value in (
                (figure.x, "x", figure.points[index, 0]),
                (figure.y, "y", figure.points[index, 1]),
            ):
                lines.append(Line(axis.label or name, words.in_unit(words.number(float(value), 3), axis.unit)))
        place = self.plot.axes.to_pixel(float(self._flat[index, 0]), float(self._flat[index, 1]))
        self.plot.point(None, [(place, colour)])
        self.tell(place, lines, self.sample_picture(figure.split, sample))

    def _click(self, at: QPointF) -> None:
        index, figure = self.nearest(at), self.figure
        if index is not None and isinstance(figure, Points) and figure.samples is not None:
            self.samples_chosen.emit(figure.split, [int(figure.samples[index])])

    def _wheel(self, at: QPointF, notches: float) -> None:
        self._zoom_at(*self.plot.axes.to_value(at), ZOOM**notches)

    def _zoom_at(self, x: float, y: float, factor: float) -> None:
        left, right, bottom, top = self.plot.axes.limits
        self._zoom = Limits(
            x - (x - left) * factor, x + (right - x) * factor, y - (y - bottom) * factor, y + (top - y) * factor
        )
        self.leave()
        self._arrange()

    def _drag(self, step: QPointF) -> None:
        if self.in_space:
            self.turn(step.x() * TURN, step.y() * TURN)
            return
        left, right, bottom, top = self.plot.axes.limits
        across = -step.x() / self.plot.area.width() * (right - left)
        along = step.y() / self.plot.area.height() * (top - bottom)
        self._zoom = Limits(left + across, right + across, bottom + along, top + along)
        self.leave()
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        arrows = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        left, right, bottom, top = self.plot.axes.limits
        if key in arrows:
            across, down = arrows[Qt.Key(key)]
            if self.in_space:
                self.turn(across * math.radians(5), down * math.radians(5))
            else:
                self._drag(QPointF(-20 * across, -20 * down))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom_at((left + right) / 2, (bottom + top) / 2, ZOOM if key == Qt.Key.Key_Plus else 1 / ZOOM)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _painted_elsewhere(self) -> float:
        return self.plot.spent()


def turned(yaw: float, pitch: float) -> Array:
    """What rows (x, y, z) are multiplied by to lie in the plane of the screen, (3, 2): across and upwards.

    z points up; the eye goes around it by ``yaw`` and looks down by ``pitch``.
    """
    across = [math.cos(yaw), math.sin(yaw), 0.0]
    up = [-math.sin(pitch) * math.sin(yaw), math.sin(pitch) * math.cos(yaw), math.cos(pitch)]
    return np.array([across, up]).T
