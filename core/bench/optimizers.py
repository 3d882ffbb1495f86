"""An optimizer on the bench: its paths over four landscapes and on a small network, beside two that everybody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..components import Array, Optimizer
from ..contracts.scenes import Bend, Shares, Small
from ..data import Data, Split, one_hot
from ..figures import Axis, Curve, Image, Lines, Points, Table
from ..network import Layer, Network
from ..registry import Registry
from .parts import Outcome, Part, short_time, time_of

STEPS = 100
RATES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
RIVALS = ("gradient-descent", "adam")
GRID = 60
LARGE = 100_000
"""Parameters of a network for digits, about."""


class Landscape(NamedTuple):
    """A function of two parameters, its gradient, a start, and the window that is shown."""

    title: str
    height: Callable[[Array, Array], Array]
    gradient: Callable[[Array], Array]
    start: tuple[float, float]
    window: tuple[float, float, float, float]
    note: str


LANDSCAPES = {
    "bowl": Landscape(
        "Bowl",
        lambda x, y: x * x + y * y,
        lambda p: 2 * p,
        (-1.6, 1.2),
        (-2, 2, -2, 2),
        "Equally steep on all sides: every method should walk straight to the middle.",
    ),
    "ravine": Landscape(
        "Ravine",
        lambda x, y: 0.05 * x * x + 5 * y * y,
        lambda p: np.array([0.1, 10.0]) * p,
        (-1.8, 0.8),
        (-2, 2, -1, 1),
        "A hundred times steeper across than along: plain descent jumps from wall to wall.",
    ),
    "saddle": Landscape(
        "Saddle",
        lambda x, y: x * x - y * y + 0.25 * y**4,
        lambda p: np.array([2 * p[0], -2 * p[1] + p[1] ** 3]),
        (-1.5, 0.001),
        (-2, 2, -2, 2),
        "Level in the middle, lower at two sides: whoever comes along the ridge must find the way down.",
    ),
    "rosenbrock": Landscape(
        "Rosenbrock's valley",
        lambda x, y: (1 - x) ** 2 + 20 * (y - x * x) ** 2,
        lambda p: np.array([-2 * (1 - p[0]) - 80 * p[0] * (p[1] - p[0] ** 2), 40 * (p[1] - p[0] ** 2)]),
        (-1.3, 1.2),
        (-2, 2, -0.6, 2.4),
        "A bent valley whose floor is almost level (Rosenbrock, 1960); the lowest point is at (1, 1).",
    ),
}


def parts(optimizer: Optimizer, registry: Registry) -> list[Part]:
    """Paths, a network, state, determinism and speed."""
    name = optimizer.name
    rivals = _rivals(optimizer, registry)
    paths = [
        Part(f"{name}.{key}", one.title, lambda one=one: _paths(one, rivals))  # type: ignore[misc]
        for key, one in LANDSCAPES.items()
    ]
    return [
        *paths,
        Part(f"{name}.network", "On a small network", lambda: _network(rivals)),
        Part(f"{name}.state", "What it remembers", lambda: _state(optimizer)),
        Part(f"{name}.determinism", "The same steps every time", lambda: _determinism(optimizer)),
        Part(f"{name}.speed", "Speed", lambda: _speed(rivals)),
    ]


def _rivals(optimizer: Optimizer, registry: Registry) -> list[Optimizer]:
    """The optimizer itself, then plain gradient descent and Adam where they are there."""
    found = [optimizer]
    for name in RIVALS:
        entry = registry.entries.get((Optimizer.kind, name))
        if entry is not None and name != optimizer.name:
            found.append(entry.cls())  # type: ignore[arg-type]
    return found


def descend(optimizer: Optimizer, start: Array, gradient: Callable[[Array], Array], steps: int = STEPS) -> Array:
    """The parameters before and after every step, (steps + 1, parameters); it ends early where they are not finite."""
    parameters = start.copy()
    state = {name: np.array(array) for name, array in optimizer.init(parameters).items()}
    path = [parameters.copy()]
    for step in range(1, steps + 1):
        slope = np.array(gradient(parameters), parameters.dtype)
        slope.flags.writeable = optimizer.consumes_gradient
        optimizer.update(parameters, slope, state, step)
        if not np.isfinite(parameters).all() or np.abs(parameters).max() > 1e6:
            break
        path.append(parameters.copy())
    return np.array(path)


def _tuned(optimizer: Optimizer, start: Array, one: Landscape) -> tuple[Optimizer, Array]:
    """The optimizer at the learning rate that serves it best here, and its path."""
    if "learning_rate" not in optimizer.settings:
        return optimizer, descend(optimizer, start, one.gradient)
    setting = optimizer.settings["learning_rate"]
    admitted = [
        rate
        for rate in RATES
        if (setting.low is None or rate >= setting.low) and (setting.high is None or rate <= setting.high)
    ]
    best: tuple[float, Optimizer, Array] | None = None
    for rate in admitted or [setting.default]:
        tried = replace(optimizer, **{"learning_rate": rate})
        path = descend(tried, start, one.gradient)
        end = float(one.height(*path[-1])) if len(path) == STEPS + 1 else float("inf")
        if best is None or end < best[0]:
            best = end, tried, path
    assert best is not None
    return best[1], best[2]


def _paths(one: Landscape, rivals: list[Optimizer]) -> Outcome:
    start = np.array(one.start)
    points, labels, names, ends = [], [], [], []
    for k, optimizer in enumerate(rivals):
        tuned, path = _tuned(optimizer, start, one)
        left, right, bottom, top = one.window
        inside = (path[:, 0] >= left) & (path[:, 0] <= right) & (path[:, 1] >= bottom) & (path[:, 1] <= top)
        points.append(path[inside])
        labels.append(np.full(int(inside.sum()), k))
        rate = getattr(tuned, "learning_rate", None)
        names.append(optimizer.name)
        words = f"{optimizer.name} ends at {float(one.height(*path[-1])):.3g}"
        ends.append(words + ("" if rate is None else f" (rate {rate:g})"))
    figure = Points(
        title=one.title,
        note=f"{one.note} {STEPS} steps each, at the learning rate that serves it best here.",
        points=np.concatenate(points),
        labels=np.concatenate(labels),
        classes=tuple(names),
        behind=_ground(one),
        x=Axis("parameter 1"),
        y=Axis("parameter 2"),
    )
    own = float(one.height(*points[0][-1])) if len(points[0]) else float("inf")
    better = own < float(one.height(*start))
    return Outcome(f"{'; '.join(ends)}.", figure, "ok" if better else "hint")


def _ground(one: Landscape) -> Image:
    left, right, bottom, top = one.window
    x = np.linspace(left, right, GRID)
    y = np.linspace(top, bottom, GRID)[:, None]
    height = one.height(x + 0 * y, y + 0 * x)
    return Image(values=np.log1p(height - height.min()), extent=one.window)


def _network(rivals: list[Optimizer]) -> Outcome:
    data = _moons(np.random.default_rng(0))
    curves, words = [], []
    for optimizer in rivals:
        loss = _train(optimizer, data)
        curves.append(Curve(np.arange(1.0, len(loss) + 1), loss, optimizer.name))
        rate = getattr(optimizer, "learning_rate", None)
        words.append(f"{optimizer.name} {loss[-1]:.3g}" + ("" if rate is None else f" (rate {rate:g})"))
    figure = Lines(
        title="A small network",
        note="Two inputs, eight neurons, two classes: the loss of 200 samples, each method as it is by default.",
        curves=tuple(curves),
        x=Axis("step"),
        y=Axis("loss", log=True),
    )
    own = curves[0].y
    state = "hint" if not np.isfinite(own).all() or own[-1] >= own[0] else "ok"
    return Outcome(f"Loss after {STEPS * 2} steps: {', '.join(words)}.", figure, state)  # type: ignore[arg-type]


def _moons(rng: np.random.Generator) -> Data:
    """Two half moons, 200 samples."""
    angle, label = rng.uniform(0, np.pi, 200), np.arange(200) % 2
    x = np.where(label, 1 - np.cos(angle), np.cos(angle)) - 0.5
    y = np.where(label, 0.5 - np.sin(angle), np.sin(angle)) - 0.25
    inputs = (np.stack([x, y], 1) + rng.normal(0, 0.1, (200, 2))).astype(np.float64)
    part = Split(inputs, one_hot(label, 2))
    return Data(part, part, (2,), "classification", ("upper", "lower"))


def _train(optimizer: Optimizer, data: Data) -> Array:
    """The loss before each of 200 steps over all samples."""
    layers = (Layer(8, Bend(), Small(), key=0), Layer(2, Shares(), Small(), key=1))
    network = Network.fresh(2, layers, np.random.default_rng(1), np.float64)
    network.parameters[...] = np.random.default_rng(1).normal(0, 0.7, network.parameters.shape)
    trace, inputs, targets = network.trace(200), data.train.inputs, data.train.targets.astype(np.float64)
    gradient = np.zeros_like(network.parameters)
    views = Network(2, layers, gradient).views
    state = {name: np.array(array) for name, array in optimizer.init(network.parameters).items()}
    losses = []
    for step in range(1, 2 * STEPS + 1):
        prediction = network.forward(inputs, trace)
        losses.append(-float((targets * np.log(np.maximum(prediction, 1e-30))).sum()) / 200)
        np.divide(prediction - targets, 200, out=trace.layers[-1].delta)
        network.backward(trace, views, fused=True)
        given = gradient.view()
        given.flags.writeable = optimizer.consumes_gradient
        optimizer.update(network.parameters, given, state, step)
    return np.array(losses)


def _state(optimizer: Optimizer) -> Outcome:
    state = optimizer.init(np.zeros(10, np.float32))
    if not state:
        return Outcome("Nothing: every step knows only its own gradient.")
    per = sum(array.size for array in state.values() if array.shape == (10,)) // 10
    rows = tuple(
        (name, "as the parameters" if a.shape == (10,) else str(a.shape), str(a.dtype)) for name, a in state.items()
    )
    figure = Table(
        title="Memory",
        note="What has the parameters' shape follows them when a layer changes; other things start afresh.",
        columns=("name", "shape", "type"),
        rows=rows,
    )
    return Outcome(
        f"{len(state)} {'array' if len(state) == 1 else 'arrays'}, {per} numbers for each parameter.", figure
    )


def _determinism(optimizer: Optimizer) -> Outcome:
    one = LANDSCAPES["ravine"]
    start = np.array(one.start)
    same = np.array_equal(descend(optimizer, start, one.gradient), descend(optimizer, start, one.gradient))
    if same:
        return Outcome("Two descents from one start take the same steps, to the last bit.")
    return Outcome(
        "Two descents from one start differ: it keeps memory outside its state, or draws at random.", state="hint"
    )


def _speed(rivals: list[Optimizer]) -> Outcome:
    seconds = []
    for optimizer in rivals:
        parameters = np.random.default_rng(0).normal(size=LARGE).astype(np.float32)
        state = {name: np.array(array) for name, array in optimizer.init(parameters).items()}
        source = np.full(LARGE, 1e-3, np.float32)
        gradient = source.copy()

        def step(optimizer: Optimizer = optimizer, p: Array = parameters, g: Array = gradient, s: dict = state) -> None:
            optimizer.update(p, g, s, 1)

        seconds.append(time_of(step))
    from ..figures import Bars

    figure = Bars(
        title="Time for an update",
        note=f"{LARGE:,} parameters, about those of a network for digits; less is better.",
        names=tuple(one.name for one in rivals),
        values=np.array(seconds) * 1e6,
        y=Axis("time", "µs"),
    )
    return Outcome(f"{short_time(seconds[0])} for {LARGE:,} parameters.", figure)
