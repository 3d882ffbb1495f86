"""An activation on the bench: its curve, its derivative beside measured slopes, its range, and what it costs."""

from __future__ import annotations

import numpy as np

from ..components import Activation, Array, into
from ..contracts.slopes import Slope, slopes, worst
from ..figures import Axis, Bars, Bins, Curve, Histogram, Lines
from ..registry import Registry
from .parts import Outcome, Part, short_time, time_of

REACH = 6.0
POINTS = 241
OTHERS = 2
"""Units beside the one whose z moves, at 0, where a unit depends on its neighbours."""
FLAT = 0.01
"""A slope of less lets hardly any gradient through."""
MOSTLY = 0.6
BATCH = (32, 128)


def parts(activation: Activation, registry: Registry) -> list[Part]:
    """Curve, derivative, range and speed."""
    name = activation.name
    return [
        Part(f"{name}.curve", "Curve", lambda: _curve(activation)),
        Part(f"{name}.derivative", "Derivative beside measured slopes", lambda: _derivative(activation)),
        Part(f"{name}.range", "Range and saturation", lambda: _range(activation)),
        Part(f"{name}.speed", "Speed", lambda: _speed(activation, registry)),
    ]


def _line() -> tuple[Array, Array]:
    """z from -6 to 6, and a batch in which only the first unit moves so."""
    z = np.linspace(-REACH, REACH, POINTS)
    return z, np.concatenate([z[:, None], np.zeros((POINTS, OTHERS))], axis=1)


def answers(activation: Activation, z: Array) -> Array:
    """forward of the first unit."""
    return np.asarray(activation.forward(z))[:, 0]


def own_slope(activation: Activation, z: Array) -> Array:
    """The slope of the first unit's answer, as derivative or backward say it."""
    a = np.asarray(activation.forward(z))
    upstream = np.zeros(z.shape)
    upstream[:, 0] = 1
    return np.asarray(activation.backward(z, a, upstream))[:, 0]


def _measured(activation: Activation, z: Array) -> tuple[Array, Array, Array]:
    """Slopes of the first unit by central differences, where they are smooth, and what may be tolerated."""

    def along(x: Array) -> Array:
        moved = z.copy()
        moved[:, 0] = x
        answer = np.asarray(answers(activation, moved))
        return answer if answer.dtype.kind == "f" else answer.astype(np.float64)

    one = slopes(along, z[:, 0].copy())
    return one.value, one.smooth, one.tolerance


def _curve(activation: Activation) -> Outcome:
    x, z = _line()
    a, slope = answers(activation, z), own_slope(activation, z)
    figure = Lines(
        title=activation.name,
        note="What a neuron answers to its weighted sum z, and how steep that answer is there.",
        curves=(Curve(x, a, "forward"), Curve(x, slope, "derivative")),
        x=Axis("z"),
        y=Axis("answer"),
    )
    words = (
        f"From {a.min():.4g} to {a.max():.4g} for z from {-REACH:g} to {REACH:g}; at z = 0 it is {a[POINTS // 2]:.4g}."
    )
    return Outcome(words, figure)


def _derivative(activation: Activation) -> Outcome:
    x, z = _line()
    slope = own_slope(activation, z)
    value, smooth, tolerance = _measured(activation, z)
    error = np.where(smooth, np.abs(slope - value), 0.0)
    _, at = worst(slope, Slope(value, smooth, tolerance))
    figure = Lines(
        title="Slope",
        note="Where the two curves part, the formula is not the slope of forward.",
        curves=(Curve(x, value, "measured in small steps", "measured"), Curve(x, slope, "as the file says")),
        x=Axis("z"),
        y=Axis("slope"),
    )
    kinks = x[~smooth]
    rest = f" Kinks, left out: z = {', '.join(f'{k:.3g}' for k in kinks[:3])}." if len(kinks) else ""
    wrong = bool((error > tolerance).any())
    words = f"Largest error {error[at]:.2g}, at z = {x[at]:.3g}.{rest}"
    if wrong:
        words += f" There the file says {slope[at]:.6g}, and forward rises by {value[at]:.6g}: mend one of the two."
    return Outcome(words, figure, "failed" if wrong else "ok")


def _range(activation: Activation) -> Outcome:
    rng = np.random.default_rng(0)
    groups, flat = [], 0.0
    for deviation in (1.0, 3.0):
        z = np.concatenate([rng.normal(0, deviation, (4000, 1)), np.zeros((4000, OTHERS))], axis=1)
        a = answers(activation, z)
        finite = a[np.isfinite(a)]
        counts, edges = np.histogram(finite, 40)
        groups.append(Bins(edges, counts, f"z of deviation {deviation:g}"))
        flat = float((np.abs(own_slope(activation, z)) < FLAT).mean())
    figure = Histogram(
        title="Answers",
        note="What comes out where z is spread as in a fresh network, and as in one that has trained for long.",
        groups=tuple(groups),
        x=Axis("answer"),
    )
    far = np.array([[-1e3], [1e3], [-30], [30]]) * np.ones((1, 1 + OTHERS)) * [[1] + [0] * OTHERS]
    ends = answers(activation, far)
    words = f"From {ends[2] + 0.0:.4g} at z = -30 to {ends[3] + 0.0:.4g} at z = 30."
    words += f" Flat (a slope below {FLAT:g}) for {flat:.0%} of z of deviation 3."
    if not np.isfinite(ends).all():
        return Outcome(
            words + " It is not finite at z = 1000 or -1000: keep what goes into exp() small.", figure, "hint"
        )
    if flat > MOSTLY:
        return Outcome(words + " Neurons that get there hardly learn any more.", figure, "hint")
    return Outcome(words, figure)


def _speed(activation: Activation, registry: Registry) -> Outcome:
    z = np.random.default_rng(0).normal(size=BATCH).astype(np.float32)
    rivals = [(activation.name, activation)]
    entry = registry.entries.get((Activation.kind, "relu"))
    if entry is not None and activation.name != "relu":
        rivals.append(("relu", entry.cls()))  # type: ignore[arg-type]
    seconds = [_cost(one, z) for _, one in rivals]
    names = tuple(name for name, _ in rivals)
    figure = Bars(
        title="Time for a batch",
        note=f"Forward and backward of {BATCH[0]} rows and {BATCH[1]} units; less is better.",
        names=names,
        values=np.array(seconds) * 1e6,
        y=Axis("time", "µs"),
    )
    words = f"{short_time(seconds[0])} for {BATCH[0]} rows of {BATCH[1]} units"
    return Outcome(f"{words}, {seconds[0] / seconds[1]:.2g} times relu." if len(seconds) > 1 else f"{words}.", figure)


def _cost(activation: Activation, z: Array) -> float:
    """The time of a forward and a backward pass, as training calls them."""
    a, upstream, delta = np.empty_like(z), np.ones_like(z), np.empty_like(z)
    forward, backward = into(activation.forward), into(activation.backward)

    def both() -> None:
        forward(z, a)
        backward(z, a, upstream, delta)

    return time_of(both)
