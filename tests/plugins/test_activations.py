"""The built-in activations: known answers, accuracy, extremes, and memory."""

import math
import tracemalloc

import numpy as np
import pytest

from core import Activation
from core.host import find

REGISTRY = find("plugins").registry
NAMES = ["identity", "sigmoid", "tanh", "relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "softmax"]
TYPES = [np.float32, np.float64]
EXTREMES = [[1e4, -1e4, 0.0, -0.0], [-1e4, -1e4, -1e4, -1e4], [1e4, 1e4, 30, -30], [88, -88, 700, -700]]


def make(name, **values):
    return REGISTRY.make(Activation, name, values)


def exact_sigmoid(z):
    z = z.astype(np.longdouble)
    return 1 / (1 + np.exp(-z))


def exact_softmax(z):
    z = z.astype(np.longdouble)
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def relative_error(found, exact):
    """In units of the type's spacing at 1; what is near the smallest normal number has no digits to compare."""
    limits = np.finfo(found.dtype)
    error = np.abs(found - exact) - 1.001 * limits.tiny
    return float((error / np.maximum(np.abs(exact), limits.tiny)).max() / limits.eps)


def test_they_are_all_there():
    assert sorted(cls.name for cls in REGISTRY.all(Activation)) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is(name):
    activation = make(name)
    assert activation.formula
    assert activation.gives == {"sigmoid": "unit", "softmax": "distribution"}.get(name, "any")
    assert activation.uses_z is (name not in {"identity", "sigmoid", "tanh", "relu", "softmax"})


@pytest.mark.parametrize(
    ("name", "z", "a", "slope"),
    [
        ("identity", -2, -2, 1),
        ("sigmoid", 0, 0.5, 0.25),
        ("sigmoid", 2, 0.8807970779778823, 0.10499358540350662),
        ("tanh", 0.5, 0.46211715726000973, 0.7864477329659274),
        ("relu", -3, 0, 0),
        ("relu", 3, 3, 1),
        ("leaky-relu", -3, -0.03, 0.01),
        ("leaky-relu", 3, 3, 1),
        ("elu", -1, math.expm1(-1), math.exp(-1)),
        ("elu", 2, 2, 1),
        ("gelu", 1, 0.8413447460685429, 1.0833154705876864),
        ("gelu", -1, -0.15865525393145707, -0.0833154705876864),
        ("gelu", 0, 0, 0.5),
        ("silu", 1, 0.7310585786300049, 0.9276705118714867),
        ("silu", -1, -0.2689414213699951, 0.07232948812851325),
        ("softplus", 0, math.log(2), 0.5),
        ("softplus", -3, math.log1p(math.exp(-3)), 1 / (1 + math.exp(3))),
    ],
)
def test_known_answers(name, z, a, slope):
    activation, column = make(name), np.array([[float(z)]])
    assert activation.forward(column)[0, 0] == pytest.approx(a, abs=2e-8)
    assert activation.derivative(column, activation.forward(column))[0, 0] == pytest.approx(slope, abs=5e-8)


def test_settings_bend_the_curve():
    z = np.array([[-2.0, 2.0]])
    assert make("leaky-relu", slope=0.1).forward(z).tolist() == [[-0.2, 2.0]]
    half = make("elu", alpha=0.5)
    a = half.forward(z)
    assert a == pytest.approx(np.array([[0.5 * math.expm1(-2), 2.0]]))
    assert half.derivative(z, a) == pytest.approx(np.array([[0.5 * math.exp(-2), 1.0]]))


@pytest.mark.parametrize("dtype", TYPES)
def test_sigmoid_and_softmax_are_accurate_to_the_last_bits(dtype):
    rng = np.random.default_rng(1)
    for scale in (1, 20, 3000):
        z = np.clip(rng.normal(0, scale, (200, 10)), -1e4, 1e4).astype(dtype)
        assert relative_error(make("sigmoid").forward(z), exact_sigmoid(z)) <= 4
        assert relative_error(make("softmax").forward(z), exact_softmax(z)) <= (4 if dtype == np.float32 else 450)


def test_gelu_is_within_its_promise_of_the_exact_one():
    z = np.linspace(-12, 12, 4801)
    exact = np.array([0.5 * x * math.erfc(-x / math.sqrt(2)) for x in z])
    assert np.abs(make("gelu").forward(z[:, None])[:, 0] - exact).max() < 2e-8
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    slope = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in z]) + z * density
    assert np.abs(make("gelu").derivative(z[:, None], None)[:, 0] - slope).max() < 3e-8


def test_small_answers_keep_their_digits():
    z = np.array([[-20.0, -40.0, -60.0]], np.float32)
    for name in ("sigmoid", "softplus"):
        assert make(name).forward(z) == pytest.approx(np.exp(z.astype(float)), rel=1e-6)
    assert make("silu").forward(z) == pytest.approx(z * np.exp(z.astype(float)), rel=1e-6)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_extreme_inputs_give_finite_answers_without_a_warning(name, dtype):
    activation, z = make(name), np.array(EXTREMES, dtype)
    with np.errstate(all="raise", under="ignore"):  # what numpy does: only an answer of next to nothing is no news
        for block in (z, np.repeat(z, 300, axis=0)):
            a = activation.forward(block)
            upstream = np.ones_like(block)
            back = activation.backward(block, a, upstream)
            assert np.isfinite(a).all()
            assert np.isfinite(back).all()
            assert a.dtype == back.dtype == dtype
            assert np.array_equal(activation.forward(block, np.full_like(a, np.nan)), a)
            assert np.array_equal(activation.backward(block, a, upstream, np.full_like(a, np.nan)), back)
    flat = {"sigmoid": (1, 0), "tanh": (1, -1), "elu": (1e4, -1), "softplus": (1e4, 0), "gelu": (1e4, 0)}
    if name in flat:
        assert activation.forward(z)[0, :2] == pytest.approx(flat[name], abs=1e-30)


@pytest.mark.parametrize("name", NAMES)
def test_a_number_that_is_none_stays_visible(name):
    z = np.array([[1.0, np.nan, -1.0]], np.float32)
    with np.errstate(all="ignore"):
        assert np.isnan(make(name).forward(z)[0, 1])


@pytest.mark.parametrize("name", [name for name in NAMES if not make(name).uses_z])
def test_what_needs_no_z_may_overwrite_it(name):
    z = np.random.default_rng(2).normal(0, 3, (20, 7)).astype(np.float32)
    expected, shared = make(name).forward(z), z.copy()
    assert make(name).forward(shared, shared) is shared
    assert np.array_equal(shared, expected)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "softmax"])
def test_writing_to_out_takes_next_to_no_memory(name):
    activation = make(name)
    z = np.random.default_rng(3).normal(size=(512, 512)).astype(np.float32)
    a, slope = activation.forward(z), np.empty_like(z)
    for method, arguments in ((activation.forward, (z, np.empty_like(z))), (activation.derivative, (z, a, slope))):
        method(*arguments)
        tracemalloc.start()
        method(*arguments)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < z.nbytes / 4, f"{method.__qualname__}: {peak:,} bytes"


def test_softmax_rows_are_distributions_whatever_is_added_to_them():
    z = np.random.default_rng(4).normal(0, 5, (50, 10)).astype(np.float32)
    a = make("softmax").forward(z)
    assert np.abs(a.sum(axis=1) - 1).max() < 1e-6
    assert (a.argmax(axis=1) == z.argmax(axis=1)).all()
    assert make("softmax").forward(z + np.float32(64)) == pytest.approx(a, rel=1e-4)
