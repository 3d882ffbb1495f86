"""Weights and gradients as histograms."""

import numpy as np
import pytest

from core import Histogram
from plugins.visualizations.histograms.gradients import GradientHistogram
from plugins.visualizations.histograms.weights import WeightHistogram


def test_every_weight_of_every_layer_is_counted_over_symmetric_bins(make):
    snapshot = make.drawn()
    figure = WeightHistogram(bins=21).draw(snapshot)
    assert isinstance(figure, Histogram)
    assert [group.name for group in figure.groups] == ["Hidden 1", "Hidden 2", "Output"]
    for group, view in zip(figure.groups, snapshot.network.views, strict=True):
        assert group.counts.shape == (21,)
        assert group.counts.sum() == view.weights.size
        np.testing.assert_allclose(group.edges, -group.edges[::-1])
        inside = (view.weights >= group.edges[4]) & (view.weights < group.edges[5])
        assert group.counts[4] == inside.sum()


def test_biases_are_counted_instead_where_asked(make):
    figure = WeightHistogram(show="biases").draw(make.drawn())
    assert [group.counts.sum() for group in figure.groups] == [7, 5, 3]
    assert figure.x.label == "bias"


def test_a_share_of_the_weights_hides_the_outermost(make):
    snapshot = make.drawn()
    snapshot.network.views[0].weights[0, 0] = 1000
    assert WeightHistogram().draw(snapshot).groups[0].edges[-1] == 1000
    assert WeightHistogram(share=0.9).draw(snapshot).groups[0].edges[-1] < 1


@pytest.mark.parametrize("constant", [0.0, 0.25, -3.0, 3e38])
def test_weights_that_are_all_alike_fall_into_one_bin(make, constant):
    snapshot = make.drawn()
    snapshot.network.parameters[:] = constant
    for group, view in zip(WeightHistogram().draw(snapshot).groups, snapshot.network.views, strict=True):
        assert np.isfinite(group.edges).all()
        assert group.counts.max() == group.counts.sum() == view.weights.size


def test_weights_that_are_not_finite_are_left_out_and_told(make):
    snapshot = make.drawn()
    first = snapshot.network.views[0].weights
    first[0, :3] = np.nan, np.inf, -np.inf
    figure = WeightHistogram().draw(snapshot)
    assert figure.groups[0].counts.sum() == first.size - 3
    assert figure.note.startswith("3 of these numbers")
    snapshot.network.parameters[:] = np.nan
    assert all(group.counts.sum() == 0 for group in WeightHistogram().draw(snapshot).groups)


def test_the_gradient_histogram_counts_the_slopes_of_the_last_batch(make):
    snapshot = make.drawn()
    figure = GradientHistogram().draw(snapshot)
    assert GradientHistogram.needs == {"gradient"}
    weights = [view.weights for view in snapshot.gradients()]
    assert [group.counts.sum() for group in figure.groups] == [values.size for values in weights]
    assert figure.groups[0].edges[-1] == pytest.approx(max(np.abs(values).max() for values in weights))


def test_without_a_step_there_is_no_gradient_to_count(make):
    assert "No gradient yet" in GradientHistogram().draw(make.drawn(gradient=False)).text
