"""The built-in optimizers against plain textbook loops, with settings changed in mid-run."""

from dataclasses import replace

import numpy as np
import pytest

from core import Optimizer
from core.host import find

REGISTRY = find("plugins").registry
NAMES = ["gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
STEPS = 50


def make(name, **values):
    return REGISTRY.make(Optimizer, name, values)


# The formulas, parameter by parameter, with nothing saved: ``o`` has the settings, ``s`` what is remembered.


def gradient_descent(p, g, s, t, o):
    return p - o.learning_rate * g


def momentum(p, g, s, t, o):
    s["v"] = o.momentum * s.get("v", 0) + g
    return p - o.learning_rate * s["v"]


def nesterov(p, g, s, t, o):
    s["v"] = o.momentum * s.get("v", 0) + g
    return p - o.learning_rate * (g + o.momentum * s["v"])


def adagrad(p, g, s, t, o):
    s["G"] = s.get("G", o.initial) + g**2
    return p - o.learning_rate * g / (np.sqrt(s["G"]) + o.epsilon)


def rmsprop(p, g, s, t, o):
    s["s"] = o.rho * s.get("s", 0) + (1 - o.rho) * g**2
    return p - o.learning_rate * g / (np.sqrt(s["s"]) + o.epsilon)


def adam(p, g, s, t, o):
    s["m"] = o.beta1 * s.get("m", 0) + (1 - o.beta1) * g
    s["v"] = o.beta2 * s.get("v", 0) + (1 - o.beta2) * g**2
    m_hat, v_hat = s["m"] / (1 - o.beta1**t), s["v"] / (1 - o.beta2**t)
    return p - o.learning_rate * m_hat / (np.sqrt(v_hat) + o.epsilon)


def adamw(p, g, s, t, o):
    return adam(p, g, s, t, o) - o.learning_rate * o.weight_decay * p


TEXTBOOK = dict(zip(NAMES, (gradient_descent, momentum, nesterov, adagrad, rmsprop, adam, adamw), strict=True))
CHANGES = [(name, {}) for name in NAMES] + [
    (name, {setting: change})
    for name in NAMES
    for setting, change in {
        "learning_rate": 0.003,
        "momentum": 0.5,
        "rho": 0.99,
        "beta1": 0.5,
        "beta2": 0.9,
        "epsilon": 1e-3,
        "weight_decay": 0.3,
    }.items()
    if setting in make(name).settings
]


def slope(p, t):
    """Of a bowl with axes of very different steepness, and some noise that depends on the step alone."""
    return p * np.linspace(0.1, 3, p.size) + np.sin(np.arange(p.size) + t)


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_fifty_steps_are_those_of_the_textbook(name, change):
    optimizer = make(name)
    start = np.random.default_rng(0).normal(0, 1, 20)
    ours, theirs, memory = start.copy(), start.copy(), {}
    state = optimizer.init(ours)
    for step in range(1, STEPS + 1):
        if step == 21:
            optimizer = replace(optimizer, **change)
        assert optimizer.update(ours, slope(ours, step), state, step) is None
        theirs = TEXTBOOK[name](theirs, slope(theirs, step), memory, step, optimizer)
        assert ours == pytest.approx(theirs, rel=1e-11, abs=1e-12), step
    assert np.abs(ours - start).max() > 1e-3


def test_they_are_all_there():
    assert sorted(cls.name for cls in REGISTRY.all(Optimizer)) == sorted(NAMES)
    assert {name: make(name).learning_rate for name in NAMES} == {
        "gradient-descent": 0.1,
        "momentum": 0.05,
        "nesterov": 0.05,
        "adagrad": 0.01,
        "rmsprop": 0.001,
        "adam": 0.001,
        "adamw": 0.001,
    }
    for name in NAMES:
        optimizer = make(name)
        assert optimizer.consumes_gradient
        assert optimizer.formula
        assert optimizer.settings["learning_rate"].log


@pytest.mark.parametrize("rate", [0, 1, 3, 100])
def test_gradient_descent_takes_the_rates_of_the_articles(rate):
    parameters = np.array([1.0, -2.0])
    make("gradient-descent", learning_rate=rate).update(parameters, np.array([0.5, 0.25]), {}, 1)
    assert parameters.tolist() == [1 - 0.5 * rate, -2 - 0.25 * rate]


@pytest.mark.parametrize("name", NAMES)
def test_a_schedule_may_bring_the_rate_to_nothing(name):
    optimizer, parameters = make(name, learning_rate=0), np.ones(3, np.float32)
    optimizer.update(parameters, np.ones(3, np.float32), optimizer.init(parameters), 1)
    assert parameters.tolist() == [1, 1, 1]


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_without_a_slope_stays_a_number(name):
    """The first layer's weights of pixels that are always black never get a gradient."""
    optimizer, parameters = make(name), np.ones(3, np.float32)
    state = optimizer.init(parameters)
    with np.errstate(all="raise"):
        for step in range(1, 200):
            optimizer.update(parameters, np.array([0, 1, 1e-9], np.float32), state, step)
    assert parameters[0] == pytest.approx(1, abs=0.01)
    assert np.isfinite(parameters).all()
    assert parameters.dtype == np.float32


@pytest.mark.parametrize("name", NAMES)
def test_state_follows_the_parameters_or_is_never_taken_for_something_that_does(name):
    for length in (1, 2, 7):
        state = make(name).init(np.zeros(length, np.float32))
        for array in state.values():
            assert array.shape == (length,) or array.ndim == 2


@pytest.mark.parametrize("name", NAMES)
def test_float32_steps_are_the_same_to_its_digits(name):
    optimizer = make(name)
    p = {dtype: np.linspace(-1, 1, 9).astype(dtype) for dtype in (np.float32, np.float64)}
    for dtype, parameters in p.items():
        state = optimizer.init(parameters)
        assert all(array.dtype == dtype for array in state.values() if array.ndim == 1)
        for step in range(1, STEPS + 1):
            optimizer.update(parameters, slope(parameters, step).astype(dtype), state, step)
    assert p[np.float32] == pytest.approx(p[np.float64], rel=1e-4, abs=1e-5)


def test_adam_takes_a_first_step_as_long_as_its_rate():
    parameters = np.zeros(3)
    optimizer = make("adam")
    optimizer.update(parameters, np.array([1e-3, -5.0, 200.0]), optimizer.init(parameters), 1)
    assert parameters == pytest.approx([-0.001, 0.001, -0.001], rel=1e-4)
