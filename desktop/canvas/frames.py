"""From a moment of training to what is painted: edges, activations, weight pictures. Runs on the view thread, no Qt."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from core import Array, Snapshot
from core.network import Layer, Network, Trace
from core.remap import INPUT

from . import edges, slots
from .layout import Channel, Column, Picture, bands

EASE = 0.2
"""Of a change of scale, in logarithms, taken over with each repaint: otherwise the whole picture breathes."""
REST = 0.3
"""Share of an edge of the input that does not depend on what is drawn."""
TRAINING_EDGES = 120
STAYS = 1.15
"""While training, an edge that is painted makes room only for one so many times as strong."""
KEPT = 40
"""Rasters that are kept, one for each gap."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What the canvas wants to know. ``gaps`` and ``lanes`` are keys of layers; None stands for all."""

    picture: Picture
    ratio: float
    up: edges.Colour
    down: edges.Colour
    table: Array
    """The diverging colour map, (256, 4) uint8."""
    gaps: frozenset[int] | None = None
    lanes: frozenset[int] | None = None
    sight: frozenset[int] | None = None
    """What of them can be seen now, which is enough while a network trains."""
    drawing: Array | None = None
    """Raw, (features,); without one, a row of the test split is shown."""
    sample: int = 0
    chosen: tuple[int, int] | None = None
    """Key and unit of a neuron whose edges stand out."""
    training: bool = False
    changes: bool = False
    """What looks as it did in the frame before is not wanted."""

    def paints(self, key: int) -> bool:
        """Whether the gap before a layer is wanted."""
        return self.gaps is None or key in self.gaps

    def fills(self, key: int) -> bool:
        """Whether the neurons of a layer are wanted."""
        return self.lanes is None or key in self.lanes


@dataclass(frozen=True, eq=False)
class Strip:
    """The edges of one gap: the image, and what is told under the pointer."""

    image: Array
    """(height, width) uint32, premultiplied ARGB32."""
    gap: edges.Gap
    m: Array
    """Painted strengths, (left ports, right ports)."""
    weights: Array
    """What the strengths stand for; from a picture, sums of weights over the pixels of a port."""
    left: tuple[int, ...]
    right: tuple[int, ...]
    """The units of the ports."""


@dataclass(frozen=True, eq=False)
class Lane:
    """The neurons of one layer, by slot: how full they are, 0 to 1, and what they answer."""

    fill: Array
    values: Array
    shown: tuple[int, ...]
    """The units of the slots."""


@dataclass(frozen=True, eq=False)
class Frame:
    """Everything that one repaint needs; bytes and numbers, no computing left."""

    picture: Picture
    step: int
    strips: dict[int, Strip] = field(default_factory=dict)
    lanes: dict[int, Lane] = field(default_factory=dict)
    tiles: dict[int, Array] = field(default_factory=dict)
    """Weights of the neurons of a layer as pictures, (slots, rows, columns, 4) uint8."""
    scores: dict[int, Array] = field(default_factory=dict)
    """At rest: how much the units of layers with hidden ones matter."""
    answers: Array | None = None
    sample: Array | None = None
    """What the network looks at, raw (features,)."""
    caption: str = ""
    """What that is: a drawing, or a sample and its class."""
    failure: str = ""
    changes: bool = False
    """It brings what has changed visibly; the rest may stay as it is."""
    seconds: float = 0.0


class _Drawn(NamedTuple):
    """A gap on its way to being painted."""

    channel: Channel
    left: Column
    right: Column
    weights: Array


@dataclass
class _Kept:
    """The raster of a gap, the strengths that it painted last, and of which units."""

    raster: edges.Raster
    m: Array | None = None
    shown: tuple[tuple[int, ...], ...] = ()


class FrameMaker:
    """Makes frames, one after another; keeps what only geometry decides, and the eased scales."""

    def __init__(self) -> None:
        self._rasters: dict[object, _Kept] = {}
        self._scales: dict[tuple[int, int], float] = {}
        self._trace: Trace | None = None
        self._layers: tuple[Layer, ...] = ()

    def make(self, snapshot: Snapshot, wanted: Wanted) -> Frame:
        """A frame of what is wanted; what the snapshot's network does not have (yet) is left out."""
        begin = time.thread_time()
        raw, caption = looked_at(snapshot, wanted)
        answers, failure = activations(snapshot, raw, self._room(snapshot.network))
        output = answers[-1] if answers is not None else None
        frame = Frame(
            wanted.picture,
            snapshot.step,
            answers=output,
            sample=raw,
            caption=caption,
            failure=failure,
            changes=wanted.changes,
        )
        self._fill(frame, snapshot, wanted, answers)
        column = wanted.picture.columns[0]
        if not column.picture and wanted.fills(INPUT) and fits(column, raw.size):
            frame.lanes[INPUT] = lane_of(raw.astype(np.float32), column, False)
        self._paint(frame, snapshot, wanted)
        return replace(frame, seconds=time.thread_time() - begin)

    def _room(self, network: Network) -> Trace | None:
        """Buffers for one row, kept while the layers are the same; None where a plugin does not let them be made."""
        if self._trace is None or self._layers is not network.layers:
            try:
                self._trace, self._layers = network.trace(1), network.layers
            except BaseException:  # a plugin's code may raise anything; making them again tells what
                self._trace = None
        return self._trace

    def _fill(self, frame: Frame, snapshot: Snapshot, wanted: Wanted, answers: list[Array] | None) -> None:
        """Add the neurons of all layers that are wanted and known."""
        columns = {one.key: one for one in wanted.picture.columns}
        network = snapshot.network
        for k, (layer, views) in enumerate(zip(network.layers, network.views, strict=True)):
            column = columns.get(layer.key)
            if column is None or not wanted.fills(layer.key) or not fits(column, layer.units):
                continue
            answer = None if answers is None else answers[k]
            if answer is not None:
                frame.lanes[layer.key] = lane_of(answer, column, layer.activation.gives != "any")
            if column.tiles and k == 0 and len(snapshot.data.input_shape) == 2:
                frame.tiles[layer.key] = tiles_of(views.weights, column, snapshot, wanted.table)
            if column.hidden and not wanted.training:
                behind = network.views[k + 1].weights if k + 1 < len(network.layers) else None
                frame.scores[layer.key] = slots.score(views.weights, behind, answer)

    def _paint(self, frame: Frame, snapshot: Snapshot, wanted: Wanted) -> None:
        """Add the strips of all gaps that are wanted and known."""
        keys = [INPUT, *(layer.key for layer in snapshot.network.layers)]
        drawn = []
        for channel in wanted.picture.channels:
            if channel.key not in keys or not wanted.paints(channel.key):
                continue
            k = keys.index(channel.key) - 1
            if keys[k] != channel.below:
                continue
            left, right = wanted.picture.column(channel.below), wanted.picture.column(channel.key)
            weights = between(snapshot, k, left, right, frame.sample)
            if weights is not None:
                drawn.append(_Drawn(channel, left, right, weights))
        for one in drawn:
            kept = self._kept(wanted, one.channel)
            m = self._strengths(one, kept, wanted.training)
            image = kept.raster.paint(m, *_ports(one, wanted, frame.answers))
            if image is None and not wanted.changes:
                image = kept.raster.image()
            if image is not None:
                strip = Strip(image, kept.raster.gap, m, one.weights, one.left.shown, one.right.shown)
                frame.strips[one.channel.key] = strip

    def _strengths(self, one: _Drawn, kept: _Kept, training: bool) -> Array:
        """What is painted of the weights; beside a training, what can hardly be told from the last time stays."""
        m = edges.strengths(one.weights, self._scale(one.channel, one.weights))
        shown = (one.left.shown, one.right.shown)
        most = max(24, int(1.2 * one.channel.box.w))  # a narrow gap holds fewer curves before it is mud
        if training:
            before = kept.m if kept.m is not None and kept.shown == shown else np.zeros_like(m)
            m = edges.held(m, before)
            chosen = edges.strongest(np.where(before != 0, STAYS * m, m), min(most, TRAINING_EDGES))
            m = np.where(chosen != 0, m, np.float32(0))
        else:
            m = edges.strongest(m, most)
        kept.m, kept.shown = m, shown
        return m

    def _kept(self, wanted: Wanted, channel: Channel) -> _Kept:
        recipe = (gap_of(channel, wanted.ratio), wanted.up, wanted.down)
        name = (channel.below, channel.key, recipe)
        kept = self._rasters.pop(name, None) or _Kept(edges.Raster(*recipe))
        self._rasters[name] = kept  # the newest stands last
        while len(self._rasters) > KEPT:
            del self._rasters[next(iter(self._rasters))]
        return kept

    def _scale(self, channel: Channel, weights: Array) -> float:
        now = edges.scale_of(weights)
        before = self._scales.get((channel.below, channel.key))
        scale = now if before is None or not 1e-3 < now / before < 1e3 else before * (now / before) ** EASE
        self._scales[channel.below, channel.key] = scale
        return scale


def looked_at(snapshot: Snapshot, wanted: Wanted) -> tuple[Array, str]:
    """What the network looks at, in numbers and words: the drawing where it fits the data, else a row to test with."""
    data = snapshot.data
    if wanted.drawing is not None and wanted.drawing.size == data.features:
        return wanted.drawing.reshape(-1), "your drawing"
    row = wanted.sample % len(data.test.inputs)
    caption = "test sample"
    if data.task == "classification":
        caption += f": {data.classes[int(data.test.targets[row].argmax())]}"
    return data.test.inputs[row], caption


def activations(snapshot: Snapshot, raw: Array, room: Trace | None = None) -> tuple[list[Array] | None, str]:
    """What every layer answers to a raw sample, (units,) each, or None and why not: activations are plugins."""
    try:
        with np.errstate(all="ignore"):
            trace = room or snapshot.network.trace(1)
            snapshot.network.forward(snapshot.preprocess(raw.reshape(1, -1)), trace)
            return [part.output[0].copy() for part in trace.layers], ""
    except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
        return None, f"{type(error).__name__}: {error}"


def fits(column: Column, units: int) -> bool:
    """Whether the picture shows this layer as it is now; while an edit is on its way it does not."""
    return bool(column.shown) and len(column.shown) + column.hidden == units


def lane_of(answers: Array, column: Column, absolute: bool) -> Lane:
    """Answers (units,) by slot. They fill up to the layer's largest, or to 1 where they are ``absolute`` shares."""
    values = answers[list(column.shown)]
    size = np.nan_to_num(np.abs(values), posinf=0.0)
    largest = 1.0 if absolute else float(np.nan_to_num(np.abs(answers), posinf=0.0).max()) or 1.0
    return Lane(np.clip(size / largest, 0, 1), values, column.shown)


def tiles_of(weights: Array, column: Column, snapshot: Snapshot, table: Array) -> Array:
    """Incoming weights (pixels, units) of the shown units as pictures, (slots, rows, columns, 4) uint8."""
    rows, across = snapshot.data.input_shape
    shown = np.nan_to_num(weights[:, list(column.shown)].T)
    limit = np.percentile(np.abs(shown), 99.5, axis=1, keepdims=True)
    share = np.clip(shown / np.maximum(limit, 1e-12), -1, 1)
    index = np.rint((share + 1) * (127.5)).astype(np.uint8)
    return table[index].reshape(len(column.shown), rows, across, 4)


def between(snapshot: Snapshot, k: int, left: Column, right: Column, raw: Array | None) -> Array | None:
    """The weights of layer ``k`` between two columns as shown, (left ports, right slots); None where they do not fit.

    From a picture, a port's value is the sum over its pixels of weight times how much ink they have, with a share
    that every pixel counts.
    """
    network: Network = snapshot.network
    weights = network.views[k].weights
    if not fits(right, weights.shape[1]):
        return None
    columns = list(right.shown)
    if not left.picture:
        return weights[np.ix_(left.shown, columns)] if fits(left, weights.shape[0]) else None
    rows, across = snapshot.data.input_shape if len(snapshot.data.input_shape) == 2 else (0, 0)
    if rows * across != weights.shape[0] or bands(rows) != len(left.ys):
        return None
    ink = np.ones(weights.shape[0], np.float32)
    if raw is not None:
        seen = np.abs(raw.astype(np.float32))
        ink = REST + (1 - REST) * seen / (float(seen.max()) or 1.0)
    starts = (np.linspace(0, rows, len(left.ys) + 1)[:-1].astype(int)) * across
    return np.add.reduceat(weights[:, columns] * ink[:, None], starts, axis=0)


def gap_of(channel: Channel, ratio: float) -> edges.Gap:
    """A channel in pixels of the device."""
    box = channel.box
    left = tuple((y - box.y) * ratio for y in channel.left)
    right = tuple((y - box.y) * ratio for y in channel.right)
    pen = min(1.0, max(0.45, box.w / 110))
    return edges.Gap(left, right, max(2, round(box.w * ratio)), max(2, round(box.h * ratio)), ratio, pen)


def _ports(one: _Drawn, wanted: Wanted, answers: Array | None) -> edges.Ports:
    """The ports of a gap that stand out: of the chosen neuron, else of the answer to a drawing."""
    chosen = wanted.chosen
    if chosen is None and wanted.drawing is not None and one.right.answers is not None and answers is not None:
        chosen = (one.right.key, int(np.nan_to_num(answers).argmax()))
    return _slot(one.left, chosen), _slot(one.right, chosen)


def _slot(column: Column, chosen: tuple[int, int] | None) -> int | None:
    if chosen is None or column.key != chosen[0] or column.picture or chosen[1] not in column.shown:
        return None
    return column.shown.index(chosen[1])
