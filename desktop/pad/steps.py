"""The steps from strokes to the network's image, and what each of them does to the answer. Plain arrays, no Qt."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from core import Array, Snapshot
from core.strokes import Drawing, Normalise, Stages, image, stages

from .paper import SIZE


class Step(NamedTuple):
    """A step: its field in Normalise (empty for the strokes themselves) and in Stages, and what it is called."""

    field: str
    picture: str
    name: str
    short: str
    note: str


STEPS = (
    Step("", "drawn", "Strokes", "Strokes", "as drawn, scaled down"),
    Step("fit", "fitted", "Fit 20 × 20", "Fit", "cropped, aspect kept"),
    Step("centre", "centred", "Centre of mass", "Centre", "to pixel 14, 14"),
    Step("pen", "final", "Pen width", "Pen", "2.6 px, as trained"),
)
FIELDS = tuple(step.field for step in STEPS if step.field)
SIDE = 28


@dataclass(frozen=True, eq=False)
class Effect:
    """The share of the top class with a step and without it, the other steps being as they are."""

    with_it: float
    without: float

    @property
    def points(self) -> float:
        """What the step adds, in percentage points."""
        return 100 * (self.with_it - self.without)


@dataclass(frozen=True, eq=False)
class Pictures:
    """A drawing after each step, and what a network is asked about it: as drawn, as it is, and with each step toggled.

    ``raw`` is (2 + steps, 784) uint8.
    """

    drawing: Drawing
    on: Normalise
    after: Stages
    raw: Array


@dataclass(frozen=True, eq=False)
class Seen:
    """What became of a drawing and, where a network for classes looked at it, what the steps do to its answer."""

    pictures: Pictures
    top: str = ""
    """The class that is likeliest for the final image; empty without an answer."""
    as_drawn: str = ""
    """The class that is likeliest for the strokes as they are."""
    effects: tuple[Effect, ...] = ()
    """Of each step that can be left out, in their order."""
    seconds: float = 0.0
    """Time of the thread that this took."""


def take_through(drawing: Drawing, on: Normalise, snapshot: Snapshot | None, known: Pictures | None = None) -> Seen:
    """Take a drawing through its steps, and ask the network about it with each of them left out or put in.

    ``known`` pictures are used again where they are of this drawing and these steps.
    """
    start = time.thread_time()
    same = known is not None and known.drawing is drawing and known.on == on
    pictures = known if same and known is not None else pictures_of(drawing, on)
    if snapshot is None or not reads_drawings(snapshot) or not drawing:
        return Seen(pictures, seconds=time.thread_time() - start)
    shares: Array = snapshot.network.predict(snapshot.preprocess(pictures.raw)).astype(float)
    drawn, now, *others = shares
    top = int(now.argmax())
    effects = []
    for name, other in zip(FIELDS, others, strict=True):
        pair = (float(now[top]), float(other[top]))
        effects.append(Effect(*(pair if getattr(on, name) else pair[::-1])))
    classes = snapshot.data.classes
    seconds = time.thread_time() - start
    return Seen(pictures, classes[top], classes[int(drawn.argmax())], tuple(effects), seconds)


def pictures_of(drawing: Drawing, on: Normalise) -> Pictures:
    """Draw every image that is shown or asked about."""
    after = stages(drawing, SIZE, on)
    toggled = [image(drawing, SIZE, replace(on, **{name: not getattr(on, name)})) for name in FIELDS]
    return Pictures(drawing, on, after, np.stack([after.drawn, after.final, *toggled]).reshape(-1, SIDE * SIDE))


def reads_drawings(snapshot: Snapshot) -> bool:
    """Whether the network tells classes of images as they come from the pad."""
    return snapshot.data.input_shape == (SIDE, SIDE) and snapshot.data.task == "classification"
