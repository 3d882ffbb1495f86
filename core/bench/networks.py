"""Initializers, regularizers, schedules and visualizations on the bench."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from ..components import Initializer, Regularizer, Schedule, Visualization
from ..contracts.scenes import large_snapshot, snapshots
from ..figures import Axis, Bars, Bins, Curve, Figure, Histogram, Lines
from ..registry import Registry
from ..snapshot import Snapshot
from .parts import Outcome, Part, short_time

DEEP = 8
"""Layers that a signal is sent through."""
WIDE = 100
FRAME = 0.3
"""Seconds of processor that a picture may take before it counts as slow."""


def initializer_parts(initializer: Initializer, registry: Registry) -> list[Part]:
    """The weights that it draws, and what becomes of a signal in a deep network."""
    return [
        Part(f"{initializer.name}.weights", "Weights", lambda: _weights(initializer)),
        Part(f"{initializer.name}.signal", "A signal through eight layers", lambda: _signal(initializer)),
    ]


def _weights(initializer: Initializer) -> Outcome:
    groups, words = [], []
    for inputs, units in ((784, 128), (128, 64)):
        weights = np.asarray(initializer.weights(inputs, units, np.random.default_rng(0)), float)
        counts, edges = np.histogram(weights, 40)
        groups.append(Bins(edges, counts, f"{inputs} x {units}"))
        words.append(f"{weights.std():.3g} for {inputs} inputs")
    bias = np.asarray(initializer.bias(128, 64, np.random.default_rng(0)), float)
    figure = Histogram(
        title="Weights", note="How the first weights are spread.", groups=tuple(groups), x=Axis("weight")
    )
    rest = "zero" if not bias.any() else f"from {bias.min():.3g} to {bias.max():.3g}"
    return Outcome(f"Deviation {' and '.join(words)}; biases are {rest}.", figure)


def _signal(initializer: Initializer) -> Outcome:
    """How large z is in each layer, where every layer is followed by relu or tanh."""
    curves, last = [], []
    for name, bend in (("relu", lambda z: np.maximum(z, 0)), ("tanh", np.tanh)):
        rng = np.random.default_rng(0)
        x, sizes = rng.normal(size=(200, WIDE)), []
        for _ in range(DEEP):
            z = x @ np.asarray(initializer.weights(WIDE, WIDE, rng), float)
            sizes.append(float(z.std()))
            x = bend(z)
        curves.append(Curve(np.arange(1.0, DEEP + 1), np.array(sizes), name))
        last.append(sizes[-1] / sizes[0] if sizes[0] else 0.0)
    figure = Lines(
        title="Signal",
        note=f"The deviation of z in layers of {WIDE} neurons; level is best, or the gradient vanishes or explodes.",
        curves=tuple(curves),
        x=Axis("layer"),
        y=Axis("deviation of z", log=all((curve.y > 0).all() for curve in curves)),
    )
    words = f"From the first layer to the eighth it grows {last[0]:.3g} times with relu, {last[1]:.3g} times with tanh."
    return Outcome(words, figure, "ok" if any(0.1 < one < 10 for one in last) else "hint")


def regularizer_parts(regularizer: Regularizer, registry: Registry) -> list[Part]:
    """Penalty, gradient and shrink along one weight."""
    return [Part(f"{regularizer.name}.curve", "What it does to a weight", lambda: _pull(regularizer))]


def _pull(regularizer: Regularizer) -> Outcome:
    x, cls, curves, words = np.linspace(-2, 2, 121), type(regularizer), [], []
    if cls.penalty is not Regularizer.penalty:
        penalty = np.array([float(regularizer.penalty(np.array([[w]]))) for w in x])
        curves.append(Curve(x, penalty, "penalty"))
        words.append(f"A weight of 1 costs {float(regularizer.penalty(np.array([[1.0]]))):.3g}")
    if cls.gradient is not Regularizer.gradient:
        curves.append(
            Curve(x, np.array([np.asarray(regularizer.gradient(np.array([[w]])))[0, 0] for w in x]), "gradient")
        )
    if cls.shrink is not Regularizer.shrink:
        after = x.reshape(-1, 1).copy()
        regularizer.shrink(after, 0.1)
        curves.append(Curve(x, after[:, 0], "after one step at rate 0.1"))
        one = np.array([[1.0]])
        regularizer.shrink(one, 0.1)
        words.append(f"A weight of 1 becomes {one[0, 0]:.6g} in a step at rate 0.1")
    figure = Lines(
        title=regularizer.name,
        note="Along one weight: what it costs, and how it is pulled.",
        curves=tuple(curves),
        x=Axis("weight"),
    )
    return Outcome(f"{'; '.join(words)}.", figure)


def schedule_parts(schedule: Schedule, registry: Registry) -> list[Part]:
    """The factor over a run."""
    return [Part(f"{schedule.name}.curve", "The learning rate over a run", lambda: _factor(schedule))]


def _factor(schedule: Schedule) -> Outcome:
    curves = []
    for steps in (1000, 100):
        step = np.arange(1, steps + 1)
        factor = np.array([float(schedule.factor(int(k), steps)) for k in step])
        curves.append(Curve(step / steps, factor, f"{steps:,} steps"))
    figure = Lines(
        title=schedule.name,
        note="What the learning rate is multiplied by, from the first step to the last, in a long run and a short one.",
        curves=tuple(curves),
        x=Axis("share of the run"),
        y=Axis("factor"),
    )
    first = curves[0].y
    words = f"It begins at {first[0]:.3g}, is at most {first.max():.3g}, and ends at {first[-1]:.3g}."
    return Outcome(words, figure, "hint" if not first.any() else "ok")


def visualization_parts(view: Visualization, registry: Registry) -> list[Part]:
    """Its picture of a small and a large network, with the time that each takes."""
    return [
        Part(f"{view.name}.small", "A small network", lambda: _small(view)),
        Part(f"{view.name}.large", "A large network", lambda: _large(view)),
        Part(f"{view.name}.time", "Time for a picture", lambda: _time(view)),
    ]


def _small(view: Visualization) -> Outcome:
    scene = next(snapshot for name, snapshot in snapshots(view.needs) if name == "of images")
    figure, seconds = _drawn(view, scene)
    return Outcome(f"{short_time(seconds)}: 64 inputs, 6 and 5 neurons, 3 classes, at step 40.", figure)


def _large(view: Visualization) -> Outcome:
    figure, seconds = _drawn(view, large_snapshot(view.needs))
    words = f"{short_time(seconds)}: 784 inputs, 512 and 512 neurons, 10 classes, 2,000 samples."
    slow = seconds > FRAME
    if slow:
        words += " The window draws it less often; calculate only what the picture shows."
    return Outcome(words, figure, "hint" if slow else "ok")


def _drawn(view: Visualization, scene: Snapshot) -> tuple[Figure, float]:
    """The picture, and the time that it takes when nothing is remembered of the splits."""
    begin = time.thread_time()
    figure = view.draw(replace(scene, _memo={}))
    return figure, time.thread_time() - begin


def _time(view: Visualization) -> Outcome:
    names, seconds = [], []
    for name, scene in snapshots(view.needs):
        names.append(name.removeprefix("of "))
        seconds.append(_drawn(view, scene)[1])
    figure = Bars(
        title="Time",
        note="How long one picture of a small network takes; 33 ms are 30 pictures a second.",
        names=tuple(names),
        values=np.array(seconds) * 1e3,
        y=Axis("time", "ms"),
    )
    return Outcome(f"At most {short_time(max(seconds))}.", figure)
