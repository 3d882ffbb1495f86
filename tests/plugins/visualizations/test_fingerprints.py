"""What hidden layers answer to samples of one class, and how weights move over epochs."""

import dataclasses

import numpy as np

from core import Image, Panels, Tiles
from core.snapshot import Checkpoint
from plugins.activations.relu import ReLU
from plugins.visualizations.layers.fingerprints import Fingerprints
from plugins.visualizations.layers.weight_history import WeightHistory


def with_moments(snapshot, *factors):
    """The parameters times each factor, kept at the end of epochs 1, 2, ..."""
    moments = tuple(
        Checkpoint(k, float(k), snapshot.network.parameters * np.float32(f)) for k, f in enumerate(factors, 1)
    )
    return dataclasses.replace(snapshot, step=100, checkpoints=moments)


def test_every_column_is_the_hidden_vector_of_a_sample_of_that_class(make):
    snapshot = make.drawn(inner=ReLU())
    figure = Fingerprints(samples=5, layer=1).draw(snapshot)
    assert isinstance(figure, Tiles)
    assert figure.images.shape == (3, 7, 5)
    answers = snapshot.activations("test", 0)
    labels = snapshot.data.test.targets.argmax(axis=1)
    for k in range(3):
        own = answers[labels == k]
        for column in figure.images[k].T:
            assert (np.abs(own - column).max(axis=1) < 1e-5).any()
    assert "15 of 60 test samples, 7 of 7 units" in figure.note
    assert figure.colours == "sequential"


def test_a_unit_on_for_one_class_alone_is_a_band_there_and_nowhere_else(make):
    snapshot = make.spoken(answers=[0, 0, 1, 2], truths=[0, 0, 1, 2])
    hidden = make.drawn(data=snapshot.data, hidden=(3,), inner=ReLU())
    hidden.network.views[0].weights[:] = np.eye(3)
    hidden.network.views[0].bias[:] = 0
    images = Fingerprints().draw(hidden).images
    for k in range(3):
        on = (images[k] > 0).any(axis=1)
        assert on.tolist() == [unit == k for unit in range(3)]


def test_of_many_units_some_are_shown(make):
    figure = Fingerprints(units=2, layer=1).draw(make.drawn())
    assert figure.images.shape[1] == 2
    assert "2 of 7 units" in figure.note


def test_no_hidden_layer_no_classes_and_a_layer_too_many_are_told(make):
    assert "no hidden layer" in Fingerprints().draw(make.drawn(hidden=())).text
    assert "compares classes" in Fingerprints().draw(make.drawn(data=make.numbers())).text
    assert "no layer 7" in Fingerprints(layer=7).draw(make.drawn()).text


def test_each_row_of_the_history_is_a_weight_and_each_column_an_epoch(make):
    snapshot = with_moments(make.drawn(), 1, 3, -2)
    figure = WeightHistory().draw(snapshot)
    assert isinstance(figure, Panels)
    assert [one.title.split(",")[0] for one in figure.figures] == ["Hidden 1", "Hidden 2", "Output"]
    for view, one in zip(snapshot.network.views, figure.figures, strict=True):
        assert isinstance(one, Image)
        now = view.weights.ravel()
        np.testing.assert_allclose(one.values[:, 0], now)
        np.testing.assert_allclose(one.values[:, -1], -2 * now)
        assert one.extent[0] < 1 < 3 < one.extent[1]
        middle = one.values[:, one.values.shape[1] // 2]
        np.testing.assert_allclose(middle, 3 * now)


def test_moments_that_are_missing_are_filled_by_the_one_before(make):
    snapshot = with_moments(make.drawn(hidden=()), 1, 2, 3)
    first, _, third = snapshot.checkpoints
    values = WeightHistory().draw(dataclasses.replace(snapshot, checkpoints=(first, third))).figures[0].values
    np.testing.assert_allclose(values[:, 1], values[:, 0])


def test_large_layers_are_cut_and_ordered_where_asked(make):
    snapshot = with_moments(make.drawn(), 1, 2)
    figure = WeightHistory(layer=1, rows=10, order="by value").draw(snapshot)
    (one,) = figure.figures
    assert one.values.shape[0] == 10
    assert "10 of 84 weights" in one.title
    assert "10 weights spread evenly" in figure.note
    assert (np.diff(one.values[:, -1]) <= 0).all()


def test_a_history_needs_two_moments_and_a_layer(make):
    assert "two epochs" in WeightHistory().draw(make.drawn()).text
    assert "no layer 8" in WeightHistory(layer=8).draw(make.drawn()).text
