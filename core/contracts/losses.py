"""What a loss promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np

from ..components import Activation, Array, Domain, Loss
from .probe import FLOATS, Probe
from .slopes import Slope, slopes_of_number, worst

BATCHES = (1, 2, 7)
OUTPUTS = 5


def check_loss(probe: Probe) -> None:
    """One finite number that is a mean over the batch, and gradients against its slope."""
    probe.needs("value")
    probe.needs("gradient")
    loss = probe.component
    assert isinstance(loss, Loss)
    words = ", ".join(get_args(Domain))
    probe.require(loss.domain in get_args(Domain), "domain", f"one of {words}", repr(loss.domain), "choose one of them")
    fused_with = _fused_with(probe, loss)
    rng = np.random.default_rng(0)
    for dtype in FLOATS:
        for batch in BATCHES:
            prediction, target = (x.astype(dtype) for x in sample(loss.domain, batch, rng))
            value = probe.number("value", probe.call("value", prediction, target))
            _check_mean(probe, prediction, target, value)
            gradient = probe.array("gradient", prediction, target, shape=prediction.shape, dtype=dtype)
            probe.out("gradient", prediction, target, expected=gradient)
            if dtype == np.float64:
                numeric = slopes_of_number(_value(probe, target), prediction)
                _compare(probe, "gradient", gradient, numeric, batch)
            if fused_with is not None:
                z = np.asarray(rng.normal(0, 2, target.shape), dtype)
                _check_fused(probe, fused_with, z, target)
    prediction, target = (x.astype(np.float32) for x in sample(loss.domain, 3, rng))
    probe.repeats("value", prediction, target)
    probe.repeats("gradient", prediction, target)
    probe.meets("value", prediction, target, bad="nan", rows=3)
    if loss.domain != "any":
        _hint_at_certainty(probe)


def sample(domain: str, batch: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Predictions inside the domain and targets such as belong to them, (batch, 5) each."""
    if domain == "any":
        return rng.normal(0, 2, (batch, OUTPUTS)), rng.normal(0, 2, (batch, OUTPUTS))
    if domain == "unit":
        return rng.uniform(0.02, 0.98, (batch, OUTPUTS)), rng.integers(0, 2, (batch, OUTPUTS)).astype(float)
    prediction = rng.dirichlet(np.ones(OUTPUTS), batch) * 0.9 + 0.1 / OUTPUTS
    return prediction, np.eye(OUTPUTS)[rng.integers(0, OUTPUTS, batch)]


def _value(probe: Probe, target: Array) -> Callable[[Array], float]:
    def value(prediction: Array) -> float:
        return probe.call("value", prediction, target)

    return value


def _check_mean(probe: Probe, prediction: Array, target: Array, value: float) -> None:
    """The same rows twice have the same mean, and twice the sum."""
    twice = probe.number("value", probe.call("value", np.tile(prediction, (2, 1)), np.tile(target, (2, 1))))
    slack = 64 * float(np.finfo(prediction.dtype).eps) * max(1, abs(value))
    expected = f"{value:.6g}, the mean over the batch"
    found = f"{twice:.6g} for the same rows twice"
    probe.require(abs(twice - value) <= slack, "value", expected, found, "divide a sum by len(target)")


def _compare(probe: Probe, method: str, found: Array, numeric: Slope, batch: int) -> None:
    enough = numeric.smooth.mean() >= 0.5
    probe.require(enough, "value", "a slope at most points", "kinks or jumps at most of them", "make it smoother")
    error, at = worst(found, numeric)
    expected, answer = float(numeric.value.flat[at]), float(found.flat[at])
    times = answer / expected if expected else 0.0
    undivided = batch > 1 and abs(times - batch) < 1e-3
    advice = "divide it by len(target)" if undivided else "mend the formula of one of them"
    place = f"{expected:.8g}, the slope of value, for output {at % found.shape[1]} of a batch of {batch}"
    probe.require(error <= 1, method, place, f"{answer:.8g}", advice)


def _fused_with(probe: Probe, loss: Loss) -> Activation | None:
    """The activation that the shortcut is for, or None where there is no shortcut or nothing to check it with."""
    if not loss.fuses_with:
        if probe.has("fused_gradient"):
            probe.hint(f"{type(loss).__name__}.fused_gradient is never called: set fuses_with to an activation's name")
        return None
    probe.needs("fused_gradient")
    entry = probe.registry.entries.get((Activation.kind, loss.fuses_with))
    if entry is None:
        probe.hint(
            f"{type(loss).__name__}.fused_gradient was not checked: no activation '{loss.fuses_with}' is there to "
            "check it with"
        )
        return None
    activation = entry.cls()
    assert isinstance(activation, Activation)
    fits = loss.domain in ("any", activation.gives) or (loss.domain, activation.gives) == ("unit", "distribution")
    found = f"'{loss.fuses_with}', which gives {activation.gives}"
    probe.require(fits, "fuses_with", f"an activation that gives {loss.domain}", found, "choose another")
    return activation


def _check_fused(probe: Probe, activation: Activation, z: Array, target: Array) -> None:
    a = activation.forward(z)
    gradient = probe.array("fused_gradient", a, target, shape=z.shape, dtype=z.dtype)
    probe.out("fused_gradient", a, target, expected=gradient)
    if z.dtype == np.float64:
        value = _value(probe, target)
        numeric = slopes_of_number(lambda x: value(activation.forward(x)), z)
        _compare(probe, "fused_gradient", gradient, numeric, len(z))


def _hint_at_certainty(probe: Probe) -> None:
    """A prediction of exactly 0 or 1 happens: exp() rounds to it."""
    prediction, target = np.eye(OUTPUTS, dtype=np.float32)[:2], np.eye(OUTPUTS, dtype=np.float32)[1:3]
    for p, y in ((prediction, target), (prediction, prediction)):
        value, gradient = probe.call("value", p, y), probe.call("gradient", p, y)
        if not (np.isfinite(value).all() and np.isfinite(gradient).all()):
            probe.hint(
                f"{type(probe.component).__name__} is not finite where a prediction is exactly 0 or 1, which happens "
                "in training: keep predictions away from there with np.clip"
            )
