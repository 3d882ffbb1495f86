"""The built-in losses: values by hand, extremes, and what clipping does."""

import math

import numpy as np
import pytest

from core import Activation, Loss
from core.host import find

REGISTRY = find("plugins").registry
NAMES = ["squared-error", "absolute-error", "cross-entropy", "binary-cross-entropy", "huber"]
TYPES = [np.float32, np.float64]
P = np.array([[1.0, 2.0], [0.0, -3.0]])
Y = np.array([[0.0, 2.0], [2.0, -3.0]])
"""Differences 1, 0, -2, 0 in a batch of two."""


def make(name, **values):
    return REGISTRY.make(Loss, name, values)


def softmax(z):
    return REGISTRY.make(Activation, "softmax").forward(z)


def sigmoid(z):
    return REGISTRY.make(Activation, "sigmoid").forward(z)


def test_they_are_all_there():
    assert sorted(cls.name for cls in REGISTRY.all(Loss)) == sorted(NAMES)
    assert {name: (make(name).domain, make(name).fuses_with) for name in NAMES} == {
        "squared-error": ("any", ""),
        "absolute-error": ("any", ""),
        "huber": ("any", ""),
        "cross-entropy": ("distribution", "softmax"),
        "binary-cross-entropy": ("unit", "sigmoid"),
    }


@pytest.mark.parametrize(
    ("name", "values", "value", "gradient"),
    [
        ("squared-error", {}, 5 / 4, [[0.5, 0], [-1, 0]]),
        ("squared-error", {"scale": "sum"}, 5 / 2, [[1, 0], [-2, 0]]),
        ("squared-error", {"scale": "half-sum"}, 5 / 4, [[0.5, 0], [-1, 0]]),
        ("absolute-error", {}, 3 / 4, [[0.25, 0], [-0.25, 0]]),
        ("absolute-error", {"scale": "sum"}, 3 / 2, [[0.5, 0], [-0.5, 0]]),
        ("huber", {}, (0.5 + 1.5) / 4, [[0.25, 0], [-0.25, 0]]),
        ("huber", {"delta": 2.0, "scale": "sum"}, (0.5 + 2) / 2, [[0.5, 0], [-1, 0]]),
        ("huber", {"delta": 0.5}, (0.375 + 0.875) / 4, [[0.125, 0], [-0.125, 0]]),
    ],
)
def test_values_by_hand(name, values, value, gradient):
    loss = make(name, **values)
    assert loss.value(P, Y) == pytest.approx(value, rel=1e-14)
    assert loss.gradient(P, Y) == pytest.approx(np.array(gradient), rel=1e-14)


def test_half_the_sum_has_the_plain_difference_for_its_gradient():
    gradient = make("squared-error", scale="half-sum").gradient(P, Y)
    assert gradient == pytest.approx((P - Y) / len(Y))


def test_cross_entropy_by_hand():
    p, y = np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]]), np.array([[1.0, 0, 0], [0, 0, 1]])
    assert make("cross-entropy").value(p, y) == pytest.approx(-(math.log(0.7) + math.log(0.5)) / 2)
    assert make("cross-entropy").gradient(p, y) == pytest.approx(np.array([[-1 / 1.4, 0, 0], [0, 0, -1]]))
    assert make("cross-entropy").fused_gradient(p, y) == pytest.approx((p - y) / 2)


def test_smoothing_spreads_a_share_of_the_target_over_all_classes():
    p, y = np.array([[0.7, 0.2, 0.1]]), np.array([[1.0, 0, 0]])
    loss, soft = make("cross-entropy", smoothing=0.3), np.array([[0.8, 0.1, 0.1]])
    assert loss.value(p, y) == pytest.approx(-float((soft * np.log(p)).sum()))
    assert loss.gradient(p, y) == pytest.approx(-soft / p)
    assert loss.fused_gradient(p, y) == pytest.approx(p - soft)
    assert loss.fused_gradient(soft, y) == pytest.approx(np.zeros((1, 3)))
    assert loss.fused_gradient(p.astype(np.float32), y.astype(np.float32)).dtype == np.float32


def test_binary_cross_entropy_sums_over_outputs_and_averages_over_rows():
    p, y = np.array([[0.9, 0.2], [0.5, 0.5]]), np.array([[1.0, 0], [1, 1]])
    expected = -(math.log(0.9) + math.log(0.8) + 2 * math.log(0.5)) / 2
    assert make("binary-cross-entropy").value(p, y) == pytest.approx(expected)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_the_value_is_a_python_number_and_the_gradient_keeps_the_type(name, dtype):
    rng = np.random.default_rng(0)
    p, y = rng.dirichlet(np.ones(5), 6).astype(dtype), np.eye(5, dtype=dtype)[:5].repeat(2, axis=0)[:6]
    loss = make(name)
    assert type(loss.value(p, y)) is float
    methods = [loss.gradient, *([loss.fused_gradient] if loss.fuses_with else [])]
    for method in methods:
        out = np.full_like(p, np.nan)
        expected = method(p, y)
        assert expected.dtype == dtype
        assert method(p, y, out) is out
        assert np.array_equal(out, expected)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_extreme_logits_give_finite_losses_and_gradients_without_a_warning(name, dtype):
    z = np.array([[1e4, -1e4, 0], [-1e4, -1e4, -1e4], [88, -88, 1e4]], dtype)
    loss = make(name)
    for wrong in range(3):
        y = np.roll(np.eye(3, dtype=dtype), wrong, axis=1)
        for squash in (softmax, sigmoid):
            if squash is sigmoid and loss.domain == "distribution":
                continue
            with np.errstate(all="raise", under="ignore"):  # the product of two tiny numbers is 0, and right
                p = squash(z)
                assert np.isfinite(loss.value(p, y))
                assert np.isfinite(loss.gradient(p, y)).all()
                if loss.fuses_with:
                    assert np.isfinite(loss.fused_gradient(p, y)).all()


@pytest.mark.parametrize("dtype", TYPES)
def test_cross_entropy_of_ordinary_logits_is_accurate_to_the_last_bits(dtype):
    rng = np.random.default_rng(1)
    for _ in range(50):
        z = rng.normal(0, 6, (1, 10)).astype(dtype)
        y = np.eye(10, dtype=dtype)[[rng.integers(10)]]
        wide = z.astype(np.longdouble)
        shifted = wide - wide.max()
        exact = -((shifted - np.log(np.exp(shifted).sum())) * y).sum()
        error = abs(make("cross-entropy").value(softmax(z), y) - exact)
        assert error <= 4 * np.finfo(dtype).eps * max(1, abs(exact))


def test_a_class_held_impossible_costs_what_the_type_can_say():
    z, y = np.array([[1e4, -1e4]], np.float32), np.array([[0, 1]], np.float32)
    assert make("cross-entropy").value(softmax(z), y) == pytest.approx(-math.log(np.finfo(np.float32).tiny))
    assert make("cross-entropy").fused_gradient(softmax(z), y).tolist() == [[1, -1]]


def test_the_shortcut_is_the_long_way_through_the_activation():
    rng = np.random.default_rng(2)
    z, y = rng.normal(0, 2, (7, 4)), np.eye(4)[rng.integers(0, 4, 7)]
    for name in ("cross-entropy", "binary-cross-entropy"):
        loss = make(name)
        activation = REGISTRY.make(Activation, loss.fuses_with)
        a = activation.forward(z)
        long_way = activation.backward(z, a, loss.gradient(a, y))
        assert loss.fused_gradient(a, y) == pytest.approx(long_way, abs=1e-14)


@pytest.mark.parametrize("dtype", TYPES)
def test_clipping_kills_the_gradient_of_a_confident_mistake(dtype):
    loss = make("binary-cross-entropy")
    p, y = np.array([[1e-11, 1e-9, 1.0, 0.999]], dtype), np.array([[1, 1, 0, 0]], dtype)
    for gradient in (loss.gradient(p, y), loss.fused_gradient(p, y)):
        assert (gradient[0] != 0).tolist() == [False, True, False, True]
    assert loss.value(np.array([[0.0]], dtype), np.array([[1]], dtype)) == pytest.approx(-math.log(1e-10), rel=1e-6)
    assert loss.value(np.array([[1.0]], dtype), np.array([[0]], dtype)) == pytest.approx(-math.log(1e-7), rel=0.02)
    assert make("binary-cross-entropy", clip=1e-12).gradient(p, y)[0, 0] != 0


def test_clipping_costs_what_its_setting_says():
    loss = make("binary-cross-entropy", clip=0.01)
    assert loss.value(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])) == pytest.approx(-2 * math.log(0.01))
