"""What the canvas shows behind its cards: ground, edges, lanes, the input, the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QPixmap, QRegion

from core import Array
from desktop.look import Theme
from desktop.parts.answers import in_words
from desktop.parts.painting import CENTRE, rounded, write

from .answer_column import AnswerColumn
from .frames import Frame, Lane, Strip
from .lanes import LanePainter, levels_of, rect, tile_images
from .layout import Box, Column, Picture

GRID = 24
GROUND = 20 * GRID
"""Side of the piece of ground that is kept: large, as each piece that is laid costs."""
CAPTION = 18
CAPTION_SIDE = 66
"""Pixels that the words under a lane of numbers reach beyond it."""
WASTE = 1.6
"""How many times as much as has changed may be painted to have one rectangle."""
ALIKE = 0.01
"""Shares that differ by less are not painted anew beside a training."""


@dataclass
class _Edges:
    image: QImage
    strip: Strip
    box: Box
    """Where it was made for; elsewhere it is stretched until there is another."""


class Stage:
    """Holds images and numbers of the newest frames. Everything by layer, so that an edit elsewhere leaves it alone."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.picture: Picture | None = None
        self.lanes: dict[int, Lane] = {}
        self.answers: Array | None = None
        self.caption = ""
        self.names: Sequence[str] = ()
        self.shares = True
        """The answers are probabilities of classes."""
        self.input_shape: tuple[int, int] | None = None
        self.shifts: dict[int, int] = {}
        """Pixels by which columns are shown beside their places, by key: they are on their way."""
        self._channels: list[QRect] = []
        self._columns: list[QRect] = []
        self._input = self._answers = QRect()
        self._edges: dict[tuple[int, int], _Edges] = {}
        self._levels: dict[int, dict[int, int]] = {}
        self._tiles: dict[int, dict[int, QImage]] = {}
        self._best: int | None = None
        self._sample: Array | None = None
        self._digit: QPixmap | None = None
        self.wear(theme, ratio)

    def wear(self, theme: Theme, ratio: float) -> None:
        """Another theme or screen; edges keep their old colours until the next frame."""
        self.theme, self.ratio = theme, ratio
        self.lane_painter = LanePainter(theme, ratio)
        self.answer_column = AnswerColumn(theme, ratio)
        self._ground = QPixmap(round(GROUND * ratio), round(GROUND * ratio))
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(theme["canvas"])
        painter = QPainter(self._ground)
        painter.setPen(theme["line" if theme.dark else "line_strong"])
        middles = range(GRID // 2, GROUND, GRID)
        painter.drawPoints([QPoint(x, y) for x in middles for y in middles])
        painter.end()
        self._digit = None

    def arrange(self, picture: Picture) -> None:
        """Things have other places now."""
        self._digit = None
        self.picture = picture
        self.lane_painter.forget()
        self._channels = [rect(one.box).toAlignedRect() for one in picture.channels]
        self._columns = [self.lane_painter.around(one) for one in picture.columns]
        self._input = self._input_box(picture.columns[0])
        self._answers = self.answer_column.around(picture.columns[-1])
        keys = {one.key for one in picture.columns}
        gaps = {(one.below, one.key) for one in picture.channels}
        self._edges = {pair: one for pair, one in self._edges.items() if pair in gaps}
        for held in (self._levels, self._tiles, self.lanes):
            for key in [key for key in held if key not in keys]:
                del held[key]  # type: ignore[attr-defined]

    def forget(self) -> None:
        """Other data: nothing that was seen holds any more."""
        self._edges.clear()
        self._levels.clear()
        self._tiles.clear()
        self.lanes.clear()
        self.answers = self._sample = self._digit = self._best = None

    def within(self, sight: QRect) -> frozenset[int]:
        """The gaps that can be seen in a part of the canvas, by the keys of the layers behind them."""
        channels = self.picture.channels if self.picture is not None else ()
        return frozenset(
            one.key for one, place in zip(channels, self._channels, strict=True) if place.intersects(sight)
        )

    def strip(self, key: int) -> Strip | None:
        """The edges before a layer, where they are those of the neurons that are shown now."""
        for (below, above), one in self._edges.items():
            if above == key and self.picture is not None:
                left, right = self.picture.column(below), self.picture.column(above)
                return one.strip if (one.strip.left, one.strip.right) == (left.shown, right.shown) else None
        return None

    def lane(self, key: int) -> Lane | None:
        """What the neurons of a layer answer, where they are those that are shown now."""
        lane = self.lanes.get(key)
        fits = lane is not None and self.picture is not None and lane.shown == self.picture.column(key).shown
        return lane if fits else None

    def tile(self, key: int, unit: int) -> QImage | None:
        """The weights of a neuron as a picture, where they are shown."""
        return self._tiles.get(key, {}).get(unit)

    def spoken(self) -> str:
        """What the network answers, for a screen reader: your drawing: 7 with 96.9 %, 2 with 1.9 %."""
        if self.answers is None or not self.shares or len(self.names) != len(self.answers):
            return self.caption
        return f"{self.caption}: {in_words(self.answers, self.names, 2)}"

    def take(self, frame: Frame) -> list[QRect]:
        """Take in a frame; the places that look different now."""
        picture = self.picture
        if picture is None or frame.picture is not picture:
            return []
        dirty = []
        for channel, place in zip(picture.channels, self._channels, strict=True):
            strip = frame.strips.get(channel.key)
            if strip is not None:
                self._edges[channel.below, channel.key] = _Edges(image_of(strip, self.ratio), strip, channel.box)
                dirty.append(place)
        for column, place in zip(picture.columns, self._columns, strict=True):
            if self._take_lane(frame, column):
                dirty.append(place)
        if frame.answers is not None and picture.columns[-1].key in frame.lanes and not self._alike(frame):
            self.answers, self._best = frame.answers, int(np.nan_to_num(frame.answers).argmax())
            dirty.append(self._answers)
        dirty += self._take_sample(frame, picture.columns[0])
        return dirty

    def _alike(self, frame: Frame) -> bool:
        """Whether a frame beside a training brings answers that can hardly be told from those that are shown."""
        before, now = self.answers, frame.answers
        if not (frame.changes and self.shares) or before is None or now is None or before.shape != now.shape:
            return False
        return float(np.abs(now - before).max()) < ALIKE and int(now.argmax()) == self._best

    def _take_lane(self, frame: Frame, column: Column) -> bool:
        lane, tiles = frame.lanes.get(column.key), frame.tiles.get(column.key)
        if tiles is not None:
            self._tiles[column.key] = dict(zip(column.shown, tile_images(tiles), strict=True))
        if lane is None:
            return tiles is not None
        self.lanes[column.key] = lane
        before = self._levels.get(column.key)
        levels = levels_of(lane.fill, column.shown, before if frame.changes else None)
        changed = levels != before
        self._levels[column.key] = levels
        return changed or tiles is not None

    def _take_sample(self, frame: Frame, column: Column) -> list[QRect]:
        if frame.sample is None:
            return []
        same = self._sample is not None and np.array_equal(frame.sample, self._sample)
        if same and frame.caption == self.caption and (self._digit is not None or not column.picture):
            return []
        self._sample, self.caption, self._digit = frame.sample, frame.caption, None
        return [self._input]

    @staticmethod
    def _input_box(column: Column) -> QRect:
        side = 4 if column.picture else CAPTION_SIDE
        return rect(column.lane).adjusted(-side, 0, side, 12 + CAPTION).toAlignedRect()

    def paint(
        self, painter: QPainter, region: QRegion, current: int | None, chosen: tuple[int, int] | None, only: set[int]
    ) -> None:
        """Paint what a region shows. ``chosen`` is key and unit of a neuron; ``only`` keys of gaps, all if empty."""
        whole = region.boundingRect()
        for x in range(whole.left() // GROUND * GROUND, whole.right() + 1, GROUND):
            for y in range(whole.top() // GROUND * GROUND, whole.bottom() + 1, GROUND):
                painter.drawPixmap(QPoint(x, y), self._ground)
        picture = self.picture
        if picture is None:
            return
        for channel, place in zip(picture.channels, self._channels, strict=True):
            held = self._edges.get((channel.below, channel.key))
            if held is None or (only and channel.key not in only) or not region.intersects(place):
                continue
            seen = place.adjusted(self.shifts.get(channel.below, 0), 0, self.shifts.get(channel.key, 0), 0)
            if held.box == channel.box and seen == place:
                painter.drawImage(place.topLeft(), held.image)
            elif seen.isValid():
                painter.drawImage(seen, held.image)
        for column, place in zip(picture.columns, self._columns, strict=True):
            if region.intersects(place):
                unit = chosen[1] if chosen is not None and chosen[0] == column.key else None
                if column is picture.columns[-1] and chosen is None and self.shares:
                    unit = self._best
                with self._beside(painter, column):
                    self._paint_lane(painter, column, place, column.key == current, unit)
        first, last = picture.columns[0], picture.columns[-1]
        if region.intersects(self._input):
            with self._beside(painter, first):
                self._paint_input(painter, first)
        if last.shown and region.intersects(self._answers):
            with self._beside(painter, last):
                self.answer_column.paint(painter, last, self.names, self.answers, self.shares)

    @contextmanager
    def _beside(self, painter: QPainter, column: Column) -> Iterator[None]:
        """Paint where a column is shown now."""
        shift = self.shifts.get(column.key, 0)
        painter.translate(shift, 0)
        yield
        painter.translate(-shift, 0)

    def _paint_lane(self, painter: QPainter, column: Column, place: QRect, current: bool, chosen: int | None) -> None:
        tiles = self._tiles.get(column.key, {}) if column.tiles else {}
        images = [tiles[unit] for unit in column.shown if unit in tiles]
        whole = images if len(images) == len(column.shown) else ()
        self.lane_painter.paint(painter, column, place, current, self._levels.get(column.key, {}), chosen, whole)

    def _paint_input(self, painter: QPainter, column: Column) -> None:
        box = rect(column.lane)
        if column.picture:
            self._paint_picture(painter, box)
        small = column.picture and box.width() < 90
        caption = self.caption.replace("your ", "").replace(" sample", "") if small else self.caption
        if self.caption and (box.width() >= 56 or not column.picture):
            side = 4 if column.picture else CAPTION_SIDE
            place = QRectF(box.left() - side, box.bottom() + 8, box.width() + 2 * side, CAPTION)
            write(painter, self.theme, place, caption, "caption", "text_3", CENTRE, 400)

    def _enlarged(self, image: QImage, box: QRectF) -> QPixmap:
        """An image at the size of a box, so that painting it only copies."""
        picture = QPixmap(round(box.width() * self.ratio), round(box.height() * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        painter = QPainter(picture)
        painter.drawImage(QRectF(0, 0, box.width(), box.height()), image)
        painter.end()
        return picture

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        if self._digit is None and self._sample is not None and self.input_shape is not None:
            rows, across = self.input_shape
            if self._sample.size == rows * across:
                self._digit = self._enlarged(self.theme.image(self._sample.reshape(rows, across), "sequential"), box)
        if self._digit is not None:
            painter.drawPixmap(box.topLeft(), self._digit)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rounded(painter, box, self.theme["paper"], None, 3)


def union(places: Sequence[QRect]) -> list[QRect]:
    """The places as one where that is hardly more: clipping to many rectangles costs more than some more to paint."""
    whole = QRect()
    for place in places:
        whole = whole.united(place)
    covered = sum(place.width() * place.height() for place in places)
    return [whole] if whole.width() * whole.height() < WASTE * covered else list(places)


def image_of(strip: Strip, ratio: float) -> QImage:
    """The edges as an image that borrows the strip's bytes: keep the strip as long as the image."""
    height, width = strip.image.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(strip.image.data, width, height, width * 4, kind)
    image.setDevicePixelRatio(ratio)
    return image
