"""Slopes by finite differences."""

import numpy as np

from core.contracts import slopes, slopes_of_number
from core.contracts.slopes import worst


def test_slopes_of_smooth_functions_are_those_of_their_formulas():
    x = np.linspace(-3, 3, 41)
    for function, slope in ((np.sin, np.cos), (np.exp, np.exp), (np.square, lambda x: 2 * x)):
        found = slopes(function, x)
        assert found.smooth.all()
        assert worst(slope(x), found)[0] < 0.1


def test_a_kink_is_marked_and_its_neighbours_are_not():
    found = slopes(np.abs, np.array([-1.0, 0.0, 1e-3, 1.0]))
    assert found.smooth.tolist() == [True, False, True, True]
    assert worst(np.array([-1.0, 99.0, 1.0, 1.0]), found)[0] < 0.1


def test_a_kink_within_the_longer_step_does_not_spoil_the_slope():
    found = slopes(np.abs, np.array([5e-6]))
    assert found.smooth.all()
    assert abs(found.value[0] - 1) < 1e-9


def test_a_curvature_that_jumps_is_no_kink():
    found = slopes(lambda x: np.where(x > 0, 5 * x * x, x), np.array([-1.0, 1.0]))
    assert found.smooth.all()
    joint = slopes(lambda x: np.where(x > 0, 10 * x * x, 0 * x), np.array([0.0]))
    assert joint.smooth.all()
    assert worst(np.array([0.0]), joint)[0] <= 1
    assert worst(np.array([0.01]), joint)[0] > 1


def test_an_error_of_two_millionths_is_too_much():
    x = np.linspace(-1, 1, 11)
    assert worst(np.cos(x) + 2e-6, slopes(np.sin, x))[0] > 1


def test_float32_answers_get_longer_steps_and_still_tell_a_wrong_formula():
    x = np.linspace(-1, 1, 11)
    found = slopes(lambda x: np.sin(x).astype(np.float32), x)
    assert worst(np.cos(x), found)[0] < 1
    assert worst(1.02 * np.cos(x), found)[0] > 1


def test_slopes_of_one_number_go_entry_by_entry():
    x = np.arange(6.0).reshape(2, 3)
    found = slopes_of_number(lambda x: float((x**3).sum()), x)
    assert np.allclose(found.value, 3 * x * x, atol=1e-6)
    assert found.smooth.all()
