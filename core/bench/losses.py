"""A loss on the bench: value and gradient along one prediction, against measured slopes, and at the extremes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..components import Array, Loss
from ..contracts.losses import sample
from ..contracts.slopes import slopes_of_number, worst
from ..figures import Axis, Bars, Curve, Lines, Table
from ..registry import Registry
from .parts import Outcome, Part, short_time, time_of

POINTS = 121
BATCH = (32, 10)


def parts(loss: Loss, registry: Registry) -> list[Part]:
    """Curve, gradient, extremes and speed."""
    name = loss.name
    return [
        Part(f"{name}.curve", "Value along one prediction", lambda: _curve(loss)),
        Part(f"{name}.gradient", "Gradient beside measured slopes", lambda: _gradient(loss)),
        Part(f"{name}.extremes", "Extreme predictions", lambda: _extremes(loss)),
        Part(f"{name}.speed", "Speed", lambda: _speed(loss, registry)),
    ]


def _along(loss: Loss, x: Array) -> tuple[Callable[[float], Array], Array]:
    """A prediction of one row as a function of its first output, and its target."""
    if loss.domain == "any":
        return lambda p: np.array([[p]]), np.array([[1.0]])
    if loss.domain == "unit":
        return lambda p: np.array([[p]]), np.array([[1.0]])
    return lambda p: np.array([[p, 1 - p]]), np.array([[1.0, 0.0]])


def _axis(loss: Loss) -> Array:
    return np.linspace(-3, 5, POINTS) if loss.domain == "any" else np.linspace(0.005, 0.995, POINTS)


def _curve(loss: Loss) -> Outcome:
    x = _axis(loss)
    prediction, target = _along(loss, x)
    value = np.array([float(loss.value(prediction(p), target)) for p in x])
    slope = np.array([np.asarray(loss.gradient(prediction(p), target))[0, 0] for p in x])
    figure = Lines(
        title=loss.name,
        note="One row whose target is 1: the loss, and which way and how strongly it pushes the prediction.",
        curves=(Curve(x, value, "value"), Curve(x, slope, "gradient")),
        x=Axis("prediction"),
        y=Axis("loss"),
    )
    best = x[value.argmin()]
    words = f"Least, {value.min():.4g}, where the prediction is {best:.3g} for a target of 1."
    step = x[1] - x[0]
    away = loss.domain == "any" and abs(best - 1) > 1.5 * step
    if away or (loss.domain != "any" and best < x[-1] - 1.5 * step):
        return Outcome(f"{words} One would expect it where they are equal.", figure, "hint")
    return Outcome(words, figure)


def _gradient(loss: Loss) -> Outcome:
    rng = np.random.default_rng(0)
    prediction, target = sample(loss.domain, 8, rng)
    numeric = slopes_of_number(lambda p: loss.value(p, target), prediction)
    found = np.asarray(loss.gradient(prediction, target), float)
    error, at = worst(found, numeric)
    order = np.argsort(numeric.value.ravel())
    x = np.arange(order.size, dtype=float)
    figure = Lines(
        title="Gradient",
        note="All outputs of a batch of 8, in the order of their measured slopes: the two should be one.",
        curves=(
            Curve(x, numeric.value.ravel()[order], "measured in small steps", "measured"),
            Curve(x, found.ravel()[order], "as the file says"),
        ),
        x=Axis("output"),
        y=Axis("slope"),
    )
    off = np.abs(found - numeric.value)[numeric.smooth]
    words = f"Largest error {off.max(initial=0):.2g}."
    if error > 1:
        expected, answer = numeric.value.flat[at], found.flat[at]
        words += f" There the file says {answer:.6g}, and value rises by {expected:.6g}"
        times = answer / expected if expected else 0.0
        words += f", {times:.3g} times less." if abs(times - 8) < 1e-3 else ": mend one of the two."
        return Outcome(words, figure, "failed")
    return Outcome(words, figure)


def _extremes(loss: Loss) -> Outcome:
    if loss.domain == "any":
        pairs = [(np.array([[p]]), np.array([[1.0]])) for p in (-1e6, -1e3, 0.0, 1.0, 1e3, 1e6)]
    else:
        both = [(np.array([[p, 1 - p]]), np.array([[1.0, 0.0]])) for p in (0.0, 1e-30, 1e-7, 0.5, 1 - 1e-7, 1.0)]
        pairs = both
    rows, sound = [], True
    for prediction, target in pairs:
        p, y = prediction.astype(np.float32), target.astype(np.float32)
        value, gradient = float(loss.value(p, y)), np.asarray(loss.gradient(p, y))
        sound &= bool(np.isfinite(value) and np.isfinite(gradient).all())
        rows.append((f"{prediction[0, 0]:g}", f"{value:.5g}", f"{gradient[0, 0]:.5g}"))
    figure = Table(
        title="Extremes",
        note="In float32, as training has them, for a target of 1. Predictions of exactly 0 and 1 do happen.",
        columns=("prediction", "value", "gradient"),
        rows=tuple(rows),
    )
    if not sound:
        return Outcome("Not finite at some of them: keep away from there with np.clip or np.maximum.", figure, "hint")
    return Outcome("Value and gradient stay finite.", figure)


def _speed(loss: Loss, registry: Registry) -> Outcome:
    rng = np.random.default_rng(0)
    prediction = rng.dirichlet(np.ones(BATCH[1]), BATCH[0]).astype(np.float32)
    target = np.eye(BATCH[1], dtype=np.float32)[rng.integers(0, BATCH[1], BATCH[0])]
    rivals = [(loss.name, loss)]
    entry = registry.entries.get((Loss.kind, "cross-entropy"))
    if entry is not None and loss.name != "cross-entropy":
        rivals.append(("cross-entropy", entry.cls()))  # type: ignore[arg-type]

    def both(one: Loss) -> Callable[[], object]:
        return lambda: (one.value(prediction, target), one.gradient(prediction, target))

    seconds = [time_of(both(one)) for _, one in rivals]
    figure = Bars(
        title="Time for a batch",
        note=f"Value and gradient of {BATCH[0]} rows and {BATCH[1]} outputs; less is better.",
        names=tuple(name for name, _ in rivals),
        values=np.array(seconds) * 1e6,
        y=Axis("time", "µs"),
    )
    return Outcome(f"{short_time(seconds[0])} for {BATCH[0]} rows.", figure)
