"""The built-in regularizers, by hand."""

import numpy as np
import pytest

from core import Regularizer
from core.host import find

REGISTRY = find("plugins").registry
WEIGHTS = np.array([[1.0, -2.0], [0.0, 3.0]])


def make(name, **values):
    return REGISTRY.make(Regularizer, name, values)


def test_they_are_all_there_and_leave_biases_alone_unless_asked():
    assert sorted(cls.name for cls in REGISTRY.all(Regularizer)) == ["l1", "l2", "max-norm", "weight-decay"]
    assert not any(cls().biases for cls in REGISTRY.all(Regularizer))
    assert make("l2", biases=True).biases


@pytest.mark.parametrize(
    ("name", "penalty", "gradient"),
    [("l1", 0.5 * 6, [[0.5, -0.5], [0, 0.5]]), ("l2", 0.25 * 14, [[0.5, -1], [0, 1.5]])],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_penalties_and_gradients_by_hand(name, penalty, gradient, dtype):
    regularizer, weights, out = make(name, strength=0.5), WEIGHTS.astype(dtype), np.full((2, 2), np.nan, dtype)
    assert type(regularizer.penalty(weights)) is float
    assert regularizer.penalty(weights) == pytest.approx(penalty)
    assert regularizer.gradient(weights).tolist() == gradient
    assert regularizer.gradient(weights, out) is out
    assert out.tolist() == gradient
    assert out.dtype == regularizer.gradient(weights).dtype == dtype
    assert np.array_equal(weights, WEIGHTS)


def test_weight_decay_takes_a_share_that_grows_with_the_rate():
    weights = WEIGHTS.copy()
    assert make("weight-decay", decay=0.01).shrink(weights, 1.0) is None
    assert weights == pytest.approx(0.99 * WEIGHTS)
    make("weight-decay", decay=0.5).shrink(weights, 0.1)
    assert weights == pytest.approx(0.95 * 0.99 * WEIGHTS)


def test_weight_decay_never_turns_a_weight_round():
    weights = WEIGHTS.copy()
    make("weight-decay", decay=10).shrink(weights, 1.0)
    assert not weights.any()


def test_weight_decay_has_no_penalty_to_report():
    assert make("weight-decay").penalty(WEIGHTS) == 0


def test_max_norm_cuts_back_what_is_too_long_and_leaves_the_rest():
    weights = np.array([[3.0, 0.3, 0.0], [4.0, -0.4, 0.0]])
    assert make("max-norm", limit=2.0).shrink(weights, 0.1) is None
    assert weights == pytest.approx(np.array([[1.2, 0.3, 0.0], [1.6, -0.4, 0.0]]))
    assert make("max-norm").penalty(weights) == 0


def test_max_norm_holds_each_bias_by_itself():
    bias = np.array([-5.0, 0.5, 3.0], np.float32)
    make("max-norm", limit=2.0).shrink(bias, 0.1)
    assert bias.tolist() == [-2.0, 0.5, 2.0]
