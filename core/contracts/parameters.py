"""What initializers, regularizers and schedules promise."""

from __future__ import annotations

import math

import numpy as np

from .probe import FLOATS, Probe
from .slopes import slopes_of_number, worst

SIZES = ((1, 1), (7, 3), (20, 50))
RUNS = ((1, 1), (1, 100), (50, 100), (100, 100))


def check_initializer(probe: Probe) -> None:
    """Finite weights and biases of the right shapes, and the same ones from the same generator."""
    probe.needs("weights")
    for inputs, units in SIZES:
        for method, shape in (("weights", (inputs, units)), ("bias", (units,))):
            if not probe.has(method):
                continue
            first, again = (
                probe.array(method, inputs, units, np.random.default_rng(3), shape=shape, dtype=np.float32)
                for _ in range(2)
            )
            same = np.array_equal(first, again)
            found = "other numbers the second time"
            probe.require(same, method, "the same numbers from the same rng", found, "draw from rng, not np.random")


def check_regularizer(probe: Probe) -> None:
    """A penalty with its gradient, or a shrink in place."""
    if not probe.has("shrink"):
        probe.needs("penalty")
        probe.needs("gradient")
    rng = np.random.default_rng(0)
    for dtype in FLOATS:
        for shape in ((1, 1), (4, 3), (5,)):
            weights = rng.normal(size=shape).astype(dtype)
            if probe.has("gradient") or probe.has("penalty"):
                _check_penalty(probe, weights)
            if probe.has("shrink"):
                _check_shrink(probe, weights)


def _check_penalty(probe: Probe, weights: np.ndarray) -> None:
    probe.number("penalty", probe.call("penalty", weights))
    found = probe.array("gradient", weights, shape=weights.shape, dtype=weights.dtype)
    probe.out("gradient", weights, expected=found)
    probe.repeats("penalty", weights)
    probe.repeats("gradient", weights)
    if weights.dtype == np.float64:
        numeric = slopes_of_number(lambda x: probe.call("penalty", x), weights)
        enough = numeric.smooth.mean() >= 0.5
        probe.require(enough, "penalty", "a slope at most points", "kinks or jumps at most of them", "make it smoother")
        error, at = worst(found, numeric)
        expected = f"{numeric.value.flat[at]:.8g} for a weight of {weights.flat[at]:.6g}, the slope of penalty"
        probe.require(error <= 1, "gradient", expected, f"{found.flat[at]:.8g}", "mend the formula of one of them")


def _check_shrink(probe: Probe, weights: np.ndarray) -> None:
    for rate in (0.1, 1.0):
        shrunk = weights.copy()
        answer = probe.run("shrink", shrunk, rate)
        advice = "change weights in place and return nothing"
        probe.require(answer is None, "shrink", "None", type(answer).__name__, advice)
        probe.require(np.isfinite(shrunk).all(), "shrink", "finite weights", "others", "guard its divisions")


def check_schedule(probe: Probe) -> None:
    """A factor of at least 0 for every step, the same whenever it is asked for."""
    probe.needs("factor")
    for step, steps in RUNS:
        factor = probe.number("factor", probe.call("factor", step, steps))
        at = f"at step {step} of {steps}"
        advice = "keep it positive"
        probe.require(factor >= 0, "factor", f"0 or more {at}", f"{factor:.6g}", advice)
        again = probe.number("factor", probe.call("factor", step, steps))
        same = math.isclose(again, factor)
        probe.require(same, "factor", f"the same factor {at}", "another one", "calculate it from step and steps alone")
