"""Activations as histograms."""

import numpy as np
import pytest

from core import Histogram
from plugins.activations.relu import ReLU
from plugins.activations.tanh import Tanh
from plugins.visualizations.layers.activation_histogram import ActivationHistogram, ordinal


def test_every_answer_of_every_unit_is_counted_between_its_edges(make):
    snapshot = make.drawn(inner=Tanh())
    figure = ActivationHistogram(bins=20).draw(snapshot)
    assert isinstance(figure, Histogram)
    assert [group.name for group in figure.groups] == ["Hidden 1", "Hidden 2", "Output"]
    for k, group in enumerate(figure.groups):
        answers = snapshot.network.activations(snapshot.preprocess(snapshot.data.test.inputs))[k]
        assert group.counts.shape == (20,)
        assert group.counts.sum() == answers.size
        assert group.counts[7] == ((answers >= group.edges[7]) & (answers < group.edges[8])).sum()
        assert group.role == "test"


def test_the_share_of_exact_zeros_stands_in_the_name_and_not_among_the_bars(make):
    snapshot = make.drawn(inner=ReLU())
    answers = snapshot.activations("test", 0)
    group = ActivationHistogram(layer=1).draw(snapshot).groups[0]
    assert group.name == f"Hidden 1 · {100 * (answers == 0).mean():.0f} % zero"
    assert group.counts.sum() == (answers > 0).sum()
    assert "exact zeros" in ActivationHistogram(layer=1).draw(snapshot).note
    assert "exact zeros" not in ActivationHistogram(layer=3).draw(snapshot).note
    assert group.edges[0] == 0
    assert group.edges[-1] == answers.max()


def test_exact_zeros_are_counted_where_asked(make):
    snapshot = make.drawn(inner=ReLU())
    answers = snapshot.activations("test", 0)
    figure = ActivationHistogram(layer=1, zeros=True).draw(snapshot)
    assert figure.groups[0].counts.sum() == answers.size
    assert figure.groups[0].counts[0] >= (answers == 0).sum()
    assert "zeros" not in figure.note


def test_a_layer_that_answers_zeros_alone_has_empty_bins(make):
    snapshot = make.drawn(inner=ReLU())
    snapshot.network.views[0].bias[:] = -1e9
    group = ActivationHistogram().draw(snapshot).groups[0]
    assert group.name == "Hidden 1 · 100 % zero"
    assert group.counts.sum() == 0
    assert (np.diff(group.edges) > 0).all()


def test_probabilities_are_shown_from_zero_to_one(make):
    edges = ActivationHistogram().draw(make.drawn()).groups[-1].edges
    assert (edges[0], edges[-1]) == (0, 1)


@pytest.mark.parametrize(("layer", "name"), [(1, "Hidden 1"), (2, "Hidden 2"), (3, "Output")])
def test_one_layer_is_shown_where_asked(make, layer, name):
    snapshot = make.drawn()
    figure = ActivationHistogram(layer=layer, split="train").draw(snapshot)
    assert [group.name for group in figure.groups] == [name]
    assert figure.groups[0].counts.sum() == snapshot.activations("train", layer - 1).size
    assert figure.title == "Activation histogram, train"


def test_answers_that_are_not_finite_are_left_out_and_told(make):
    snapshot = make.drawn()
    snapshot.network.views[0].weights[:, 2] = np.nan
    figure = ActivationHistogram(layer=1).draw(snapshot)
    assert figure.groups[0].counts.sum() == 60 * 6
    assert figure.note.startswith("60 of these numbers are NaN or infinite")
    everything = ActivationHistogram(layer=2).draw(snapshot).groups[0]
    assert everything.name == "Hidden 2"
    assert everything.counts.sum() == 0


def test_of_many_samples_some_are_counted_and_the_sentence_says_so(make):
    snapshot = make.drawn(data=make.plane(12_000), hidden=(3,))
    figure = ActivationHistogram().draw(snapshot)
    assert figure.groups[0].counts.sum() == 2000 * 3
    assert figure.note.endswith("by value (every 6th of 12,000).")
    assert [ordinal(number) for number in (2, 3, 11, 12, 21, 40)] == ["2nd", "3rd", "11th", "12th", "21st", "40th"]
