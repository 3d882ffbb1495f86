"""The gradient of each layer, as one number."""

import math

import numpy as np
import pytest

from core import Bars, Note
from plugins.visualizations.layers.gradient_norm import GradientNorm


def length(values):
    """The Euclidean length, by the plain formula."""
    return math.sqrt(sum(float(value) ** 2 for value in values.ravel()))


def test_the_norm_is_the_root_of_the_sum_of_squares(make):
    snapshot = make.drawn()
    assert GradientNorm.needs == {"gradient"}
    for show, part in (("weights", 0), ("biases", 1)):
        figure = GradientNorm(show=show).draw(snapshot)
        assert isinstance(figure, Bars)
        assert figure.names == ("Hidden 1", "Hidden 2", "Output")
        assert figure.values == pytest.approx([length(views[part]) for views in snapshot.gradients()])


def test_the_root_mean_square_compares_layers_of_different_size(make):
    snapshot = make.drawn()
    snapshot.gradient[:] = 0.25
    np.testing.assert_allclose(GradientNorm(size="root mean square").draw(snapshot).values, 0.25)


def test_a_gradient_that_vanishes_on_its_way_back_is_told(make):
    snapshot = make.drawn()
    assert "a far shorter bar" in GradientNorm().draw(snapshot).note
    gradients = snapshot.gradients()
    gradients[0].weights[:] = 0
    gradients[0].weights[0, 0] = length(gradients[2].weights) / 5000
    gradients[1].weights[:] = gradients[1].weights / length(gradients[1].weights) * length(gradients[2].weights) / 2
    note = GradientNorm().draw(snapshot).note
    assert note == "The gradient of Hidden 1 is 5,000 times smaller than that of Output: it vanishes on its way."
    gradients[0].weights[0, 0] = 1e-30
    assert "more than a million times" in GradientNorm().draw(snapshot).note
    gradients[0].weights[:] = 0
    assert GradientNorm().draw(snapshot).note.startswith("No gradient reaches Hidden 1")


def test_a_gradient_that_is_not_finite_is_told_with_its_layers(make):
    snapshot = make.drawn()
    snapshot.gradients()[1].weights[0, 0] = np.nan
    figure = GradientNorm().draw(snapshot)
    assert figure.note == "The gradient of Hidden 2 is not finite: the run has diverged."
    assert np.isfinite(figure.values).tolist() == [True, False, True]


def test_squares_of_large_numbers_do_not_overflow(make):
    snapshot = make.drawn()
    snapshot.gradient[:] = 1e30
    assert GradientNorm(size="root mean square").draw(snapshot).values == pytest.approx([1e30] * 3)


@pytest.mark.parametrize(("step", "which"), [(0, "first"), (7, "next")])
def test_without_a_gradient_the_view_says_when_there_will_be_one(make, step, which):
    figure = GradientNorm().draw(make.drawn(step=step, gradient=False))
    assert isinstance(figure, Note)
    assert figure.text == f"No gradient yet. It appears with the {which} step."
