"""Many small pictures as one mosaic."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from core import Array, Figure, Tiles, strongest
from desktop.look import Theme
from desktop.parts.painting import CENTRE, width_of, write

from .card import Line
from .colours import BAR_ROOM, paint_bar, picture, pixels
from .renderer import FOOT, Renderer, shortened

GAP = 4
NAME = 15
LEAST, NAMED, MOST = 22.0, 32.0, 140.0
"""Sides of a picture in pixels: smaller ones tell nothing (and look lost over their names), larger ones no more."""
FINE = 3
"""Screen pixels for a pixel of the picture up to which a picture of many of them tells more where it is larger."""


class Grid(NamedTuple):
    """Tiles in rows and columns: how many of them, how large a picture is, and how far it is to the next."""

    columns: int
    rows: int
    wide: float
    high: float
    across: float
    down: float


class TilesRenderer(Renderer):
    """All tiles are one image of the screen's own pixels; hover, arrows and clicks choose one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._grid = Grid(1, 1, 1, 1, 1, 1)
        self._mosaic = QImage()
        self._colours: Array = np.zeros((0, 1, 1, 4), np.uint8)
        self._limit = 1.0
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def leave(self) -> None:
        super().leave()
        if self._at is not None:
            self._at = None
            self.update()

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Tiles)
        self.lost = int(figure.images.size - np.isfinite(figure.images).sum())
        self._limit = figure.limit or strongest(figure.images)
        self._colours = pixels(self.theme, figure.images, figure.colours, self._limit)

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Tiles)
        count, rows, columns = figure.images.shape
        name = NAME if any(figure.names) else 0
        area = self.area()
        ratio = self.devicePixelRatioF()
        widest = max((width_of(self.theme, one, "caption") for one in figure.names), default=0.0)
        least = min(max(LEAST, widest + 3 - GAP), area.width() / 2)
        self._grid = fit((count, rows, columns), area, least, name, ratio, bool(figure.more))
        self._mosaic = mosaic(self._colours[: self.seen], self._grid, area.width(), ratio)
        self._mosaic.setDevicePixelRatio(ratio)
        self.update()

    def area(self) -> QRectF:
        bar = isinstance(self.figure, Tiles) and self.figure.bar and self.figure.colours != "classes"
        return super().area().adjusted(0, 0, -BAR_ROOM if bar else 0, 0)

    @property
    def seen(self) -> int:
        """How many tiles fit."""
        return min(len(self._colours), self._grid.columns * self._grid.rows)

    def box(self, index: int) -> QRectF:
        """Where the picture of a tile lies."""
        grid = self._grid
        left = (self.area().width() - (grid.columns * grid.across - GAP)) / 2
        row, column = divmod(index, grid.columns)
        inset = round((grid.across - GAP - grid.wide) / 2)
        return QRectF(round(max(left, 0)) + column * grid.across + inset, row * grid.down + 1, grid.wide, grid.high)

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure = self.figure
        assert isinstance(figure, Tiles)
        grid, theme = self._grid, self.theme
        first = self.box(0)
        painter.drawImage(QPointF(first.left(), first.top()), self._mosaic)
        plain, wrong = QPainterPath(), QPainterPath()
        for index in range(self.seen):
            marked = figure.marked is not None and bool(figure.marked[index])
            (wrong if marked else plain).addRoundedRect(self.box(index).adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme["line_strong" if theme.dark else "line"], 1))
        painter.drawPath(plain)
        painter.setPen(QPen(theme["danger"], 2))
        painter.drawPath(wrong)
        if figure.names:
            self._write_names(painter, figure, grid)
        if self._at is not None and self._at < self.seen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme["accent"], 2))
            painter.drawRoundedRect(self.box(self._at).adjusted(-2, -2, 2, 2), 4, 4)
        if figure.bar:
            bar = QRectF(area.right(), first.top(), BAR_ROOM, self.box(self.seen - 1).bottom() - first.top())
            paint_bar(painter, theme, bar, figure.colours, self._limit)
        more = figure.more + len(self._colours) - self.seen
        if more:
            foot = QRectF(0, area.bottom() - FOOT, area.width(), FOOT)
            write(painter, theme, foot, f"{more:,} more", "caption", "text_3", CENTRE)

    def _write_names(self, painter: QPainter, figure: Tiles, grid: Grid) -> None:
        painter.setFont(self.theme.font("caption", 500))
        metrics = QFontMetricsF(painter.font())
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for index in range(self.seen):
            box = self.box(index)
            marked = figure.marked is not None and bool(figure.marked[index])
            painter.setPen(self.theme["danger" if marked else "text_2"])
            below = QRectF(box.center().x() - grid.across / 2, box.bottom() + 1, grid.across, NAME - 1)
            painter.drawText(below, middle, shortened(metrics, figure.names[index], grid.across))

    def tile_at(self, at: QPointF) -> int | None:
        """The tile at a pixel, its name included."""
        grid = self._grid
        first = self.box(0)
        column, row = math.floor((at.x() - first.left()) / grid.across), math.floor((at.y() - first.top()) / grid.down)
        index = row * grid.columns + column
        inside = 0 <= column < grid.columns and 0 <= row < grid.rows and index < self.seen
        return index if inside else None

    def choose(self, index: int | None) -> None:
        """Outline a tile and tell what it is; None takes that away."""
        figure = self.figure
        if index is None or not isinstance(figure, Tiles) or not 0 <= index < self.seen:
            self.leave()
            return
        self._at = index
        name = figure.names[index] if figure.names else f"number {index + 1}"
        lines = [Line(name)]
        sample = None if figure.samples is None else int(figure.samples[index])
        if sample is not None:
            lines.append(Line(f"{figure.split} sample", f"{sample:,}"))
        if figure.marked is not None and figure.marked[index]:
            lines.append(Line("wrong", mark=self.theme["danger"]))
        self.tell(self.box(index).center(), lines, self.sample_picture(figure.split, sample))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.choose(self.tile_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.tile_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._click(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        steps |= {Qt.Key.Key_Up: -self._grid.columns, Qt.Key.Key_Down: self._grid.columns}
        key = event.key()
        if key in steps:
            index = 0 if self._at is None else self._at + steps[Qt.Key(key)]
            if 0 <= index < self.seen:
                self.choose(index)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self._click(self._at)
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _click(self, index: int) -> None:
        figure = self.figure
        if isinstance(figure, Tiles) and figure.samples is not None:
            self.samples_chosen.emit(figure.split, [int(figure.samples[index])])

    def sizeHint(self) -> QSize:
        return QSize(300, 180)


def fit(shape: tuple[int, int, int], area: QRectF, least: float, name: int, ratio: float, more: bool) -> Grid:
    """The grid with the largest tiles that shows all of ``shape`` (tiles, rows, columns); else as many as fit.

    A tile and its name take at least ``least`` across. Pictures have whole device pixels per pixel where that is two
    or more.
    """
    count, aspect = max(shape[0], 1), shape[2] / max(shape[1], 1)
    width, height = area.width() + GAP - 1, area.height() + GAP - 2 - (FOOT if more else 0)
    most_columns = min(count, max(1, int(width / (least + GAP))))

    def side_of(columns: int, rows: int) -> float:
        most = max(MOST * max(1.0, aspect), FINE * shape[2])
        return min(width / columns - GAP, (height / rows - GAP - name) * aspect, most)

    side = max(side_of(columns, -(-count // columns)) for columns in range(1, most_columns + 1))
    if side < (NAMED if name else LEAST):
        height = area.height() + GAP - 2 - FOOT
        rows = max(1, int(height / ((NAMED if name else LEAST) / aspect + GAP + name)))
        side = max(4.0, side_of(most_columns, rows))
    scale = side * ratio / max(shape[2], 1)
    wide = math.floor(scale) * shape[2] / ratio if scale >= 2 else math.floor(side)
    high = max(math.floor(wide / aspect * ratio) / ratio, 1.0)
    across, down = math.ceil(max(wide, least)) + GAP, high + GAP + name
    columns = min(count, max(1, int(width / across)))
    needed, rows = -(-count // columns), max(1, int(height / down))
    return Grid(-(-count // needed) if needed <= rows else columns, min(rows, needed), wide, high, across, down)


def mosaic(colours: Array, grid: Grid, width: float, ratio: float) -> QImage:
    """Colours (n, rows, columns, 4) as one image in device pixels, transparent between the tiles."""
    count, rows, columns, _ = colours.shape
    if not count or not rows or not columns:
        return QImage()
    high, wide = round(grid.high * ratio), round(grid.wide * ratio)
    down, across = round(grid.down * ratio), round(grid.across * ratio)
    shown_rows = -(-count // grid.columns)
    whole = np.zeros((shown_rows * down, grid.columns * across, 4), np.uint8)
    from_row, from_column = np.arange(high) * rows // high, np.arange(wide) * columns // wide
    scaled = colours[:, from_row[:, None], from_column[None, :]]
    _round_corners(scaled, round(2 * ratio))
    for index, tile in enumerate(scaled):
        row, column = divmod(index, grid.columns)
        whole[row * down : row * down + high, column * across : column * across + wide] = tile
    return picture(whole)


def _round_corners(tiles: Array, radius: int) -> None:
    """Make the corners of tiles (n, rows, columns, 4) transparent."""
    offset = np.arange(radius) + 0.5
    outside = (radius - offset[:, None]) ** 2 + (radius - offset[None, :]) ** 2 > radius**2
    if min(tiles.shape[1:3]) < 2 * radius:
        return
    for block, mask in (
        (tiles[:, :radius, :radius], outside),
        (tiles[:, :radius, -radius:], outside[:, ::-1]),
        (tiles[:, -radius:, :radius], outside[::-1]),
        (tiles[:, -radius:, -radius:], outside[::-1, ::-1]),
    ):
        block[:, mask, 3] = 0
