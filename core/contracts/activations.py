"""What an activation promises."""

from __future__ import annotations

from typing import get_args

import numpy as np

from ..components import Activation, Array, Domain
from .probe import FLOATS, Probe, close
from .slopes import Slope, slopes, slopes_of_number, worst

BATCHES = (2, 1, 7)
"""Two rows first: what mixes rows is told as that, before its slope is found odd."""


def check_activation(probe: Probe) -> None:
    """Shapes, finite numbers, ``out``, ``uses_z``, ``gives``, and the derivative against the slope of forward."""
    probe.needs("forward")
    if not probe.has("backward"):
        probe.needs("derivative")
    activation = probe.component
    assert isinstance(activation, Activation)
    domains = get_args(Domain)
    gives = activation.gives
    probe.require(gives in domains, "gives", f"one of {', '.join(domains)}", repr(gives), "choose one of them")
    rng = np.random.default_rng(0)
    for dtype in FLOATS:
        for batch in BATCHES:
            wide = np.concatenate([rng.normal(0, 3, (batch, 12)), np.tile([0.0, -0.0, 30, -30], (batch, 1))], axis=1)
            near = rng.normal(0, 1, (batch, 5))  # where 30 would drown its neighbours
            for z in (wide.astype(dtype), near.astype(dtype)):
                _check_forward(probe, activation, z)
                _check_backward(probe, activation, z, rng.normal(size=z.shape).astype(dtype))
    z = rng.normal(0, 1, (3, 6)).astype(np.float32)
    probe.repeats("forward", z)
    for bad in ("nan", "inf"):
        probe.meets("forward", z, bad=bad, rows=3)
    _hint_at_extremes(probe)


def _check_forward(probe: Probe, activation: Activation, z: Array) -> None:
    a = probe.array("forward", z, shape=z.shape, dtype=z.dtype)
    probe.out("forward", z, expected=a)
    _check_range(probe, a, activation.gives)
    for row in range(len(z)):
        alone = probe.array("forward", z[row : row + 1], shape=(1, z.shape[1]), dtype=z.dtype)
        found = "other answers for a row beside others than alone"
        probe.require(close(alone[0], a[row]), "forward", "rows that do not meddle", found, "work along axis 1 only")
    if not activation.uses_z and probe.takes_out("forward"):
        shared = z.copy()
        probe.run("forward", shared, shared)
        probe.require(close(shared, a), "forward", "the same numbers with out=z", "others", "drop uses_z = False")


def _check_range(probe: Probe, a: Array, gives: str) -> None:
    slack = 16 * float(np.finfo(a.dtype).eps)
    if gives != "any":
        low, high = float(a.min()), float(a.max())
        held = low >= -slack and high <= 1 + slack
        probe.require(held, "forward", "0 to 1", f"{low:.6g} to {high:.6g}", f"drop gives = {gives!r} or keep within")
    if gives == "distribution":
        sums = a.sum(axis=1)
        far = float(sums[np.abs(sums - 1).argmax()])
        held = abs(far - 1) <= slack * a.shape[1]
        probe.require(held, "forward", "rows that sum to 1", f"a sum of {far:.8g}", "divide each row by its sum")


def _check_backward(probe: Probe, activation: Activation, z: Array, upstream: Array) -> None:
    a = probe.array("forward", z, shape=z.shape, dtype=z.dtype)
    independent = _units_are_independent(probe, z, a)
    if not probe.has("backward"):
        expected, found = "units that depend on their own z alone", "a unit that depends on its neighbours"
        advice = "write backward(z, a, upstream) in place of derivative"
        probe.require(independent, "forward", expected, found, advice)
    if probe.has("derivative") and independent:
        derivative = _answer(probe, activation, "derivative", z, a)
        if z.dtype == np.float64:
            _compare(probe, "derivative", derivative, slopes(lambda x: _forward(probe, x), z), z)
    backward = _answer(probe, activation, "backward", z, a, upstream)
    if z.dtype == np.float64 and probe.has("backward"):

        def pulled(x: Array) -> float:
            answer = _forward(probe, x)
            return (answer * upstream).sum().astype(answer.dtype)

        _compare(probe, "backward", backward, slopes_of_number(pulled, z), z)


def _units_are_independent(probe: Probe, z: Array, a: Array) -> bool:
    """Whether moving one z of a row leaves the answers of its neighbours."""
    moved = z.copy()
    moved[:, 0] += 1
    again = probe.array("forward", moved, shape=z.shape, dtype=z.dtype)
    return close(again[:, 1:], a[:, 1:])


def _answer(probe: Probe, activation: Activation, method: str, z: Array, a: Array, *upstream: Array) -> Array:
    """What derivative or backward answers; with uses_z = False it may depend on a alone, which has taken z's place."""
    answer = probe.array(method, z, a, *upstream, shape=z.shape, dtype=z.dtype)
    probe.out(method, z, a, *upstream, expected=answer)
    if not activation.uses_z:
        again = probe.array(method, a, a, *upstream, shape=z.shape, dtype=z.dtype)
        probe.require(close(again, answer), method, "an answer from a alone", "one from z", "drop uses_z = False")
    return answer


def _forward(probe: Probe, x: Array) -> Array:
    """forward as a function to take slopes of; whole numbers and truth values are as good as any."""
    answer = np.asarray(probe.call("forward", x))
    return answer if answer.dtype.kind == "f" else answer.astype(np.float64)


def _compare(probe: Probe, method: str, found: Array, numeric: Slope, z: Array) -> None:
    enough = numeric.smooth.mean() >= 0.5
    probe.require(enough, "forward", "a slope at most points", "kinks or jumps at most of them", "make it smoother")
    error, at = worst(found, numeric)
    expected = f"{numeric.value.flat[at]:.8g} at z = {z.flat[at]:.6g}, the slope of forward"
    probe.require(error <= 1, method, expected, f"{found.flat[at]:.8g}", "mend the formula of one of them")


def _hint_at_extremes(probe: Probe) -> None:
    z = np.array([[1000.0, -1000.0, 0.0, 1.0]], np.float32)
    if not np.isfinite(probe.call("forward", z)).all():
        probe.hint(
            f"{type(probe.component).__name__}.forward is not finite at z = 1000 or -1000, where a training may get: "
            "keep what goes into exp() small"
        )
