"""Networks that look at pictures, put back into pictures."""

import dataclasses

import numpy as np
import pytest

from core import Activation, Data, Frames, Note, Panels, Split, one_hot
from plugins.activations.relu import ReLU
from plugins.activations.sigmoid import Sigmoid
from plugins.activations.softmax import Softmax
from plugins.activations.tanh import Tanh
from plugins.preprocessings.components import Pca
from plugins.visualizations.pixels.ideal_inputs import IdealInputs, slopes
from plugins.visualizations.pixels.reading import class_means, missing, roughness
from plugins.visualizations.pixels.running_backwards import RunningBackwards, before, nearest
from plugins.visualizations.pixels.weight_column import WeightColumn
from plugins.visualizations.pixels.weights_and_decay import WeightsAndDecay, largest_curvature

ALL = (WeightColumn, WeightsAndDecay, IdealInputs, RunningBackwards)


def bars(rows=90):
    """Pictures of 6 x 6: class a has ink in the left half, b in the right one, with noise over both."""
    rng = np.random.default_rng(0)
    labels = np.arange(rows) % 2
    pictures = rng.normal(0, 0.3, (rows, 6, 6)).astype(np.float32)
    pictures[labels == 0, :, :3] += 1
    pictures[labels == 1, :, 3:] += 1
    split = Split(pictures.reshape(rows, -1), one_hot(labels, 2))
    return Data(split, split, (6, 6), "classification", ("a", "b"))


@pytest.fixture
def trained(make):
    """One layer that looks for ink on the left for a and on the right for b."""
    snapshot = make.drawn(data=bars(), hidden=(), last=Softmax())
    weights = np.zeros((6, 6, 2), np.float32)
    weights[:, :3, 0] = weights[:, 3:, 1] = 0.5
    snapshot.network.views[0].weights[:] = weights.reshape(36, 2)
    return snapshot


def test_the_column_laid_out_row_by_row_is_the_picture(trained):
    figure = WeightColumn(unit=2).draw(trained)
    assert isinstance(figure, Frames)
    matrix, column, picture = figure.figures[-1].figures
    weights = trained.network.views[0].weights
    np.testing.assert_array_equal(matrix.values[::-1], weights)
    np.testing.assert_array_equal(column.values[::-1, 0], weights[:, 1])
    np.testing.assert_array_equal(picture.values, weights[:, 1].reshape(6, 6))
    assert (picture.strength == 1).all()


def test_the_picture_grows_by_rows_as_the_column_is_used_up(trained):
    frames = WeightColumn().draw(trained).figures[1:]  # the first is the whole picture
    assert len(frames) == 6
    for k, frame in enumerate(frames, 1):
        _, column, picture = frame.figures
        assert picture.strength.sum() == 6 * k
        assert (column.strength == 1).sum() == 6 * k


def test_of_a_wide_matrix_the_columns_around_the_unit_are_shown(make):
    snapshot = make.drawn(hidden=(60,))
    weights = snapshot.network.views[0].weights
    for unit, first in ((1, 1), (30, 18), (60, 37)):
        matrix = WeightColumn(unit=unit).draw(snapshot).figures[0].figures[0]
        assert matrix.extent[:2] == (first - 0.5, first + 23.5)
        np.testing.assert_array_equal(matrix.values[::-1], weights[:, first - 1 : first + 23])
        np.testing.assert_array_equal(matrix.values[::-1][:, matrix.strength[0] == 1][:, 0], weights[:, unit - 1])


def test_roughness_is_one_for_noise_and_small_for_an_even_slope():
    assert roughness(np.random.default_rng(0).normal(size=(50, 20, 20))) == pytest.approx(1, abs=0.05)
    assert roughness(np.add.outer(np.arange(20.0), np.arange(20.0))[None]) < 0.02
    assert roughness(np.ones((1, 4, 4))) == 0


def test_decay_makes_weights_smaller_and_smoother_and_tells_their_roughness(trained):
    figure = WeightsAndDecay(steps=200, decay=0.05).draw(trained)
    assert isinstance(figure, Panels)
    without, with_decay, own = figure.figures
    assert roughness(with_decay.images) < 0.6 * roughness(without.images)
    assert np.abs(with_decay.images).mean() < np.abs(without.images).mean()
    for panel in figure.figures:
        assert panel.title.endswith(f"roughness {roughness(panel.images):.2f}")
    np.testing.assert_array_equal(own.images, trained.network.views[0].weights.T.reshape(2, 6, 6))


def test_the_layers_trained_there_find_the_ink(trained):
    without = WeightsAndDecay(steps=200).draw(trained).figures[0].images
    assert without[0, :, :3].mean() > without[0, :, 3:].mean()
    assert without[1, :, 3:].mean() > without[1, :, :3].mean()


def test_the_largest_curvature_is_the_largest_eigenvalue():
    x = np.random.default_rng(0).normal(1, 1, (80, 6))
    assert largest_curvature(x) == pytest.approx(np.linalg.eigvalsh(x.T @ x / 80)[-1], rel=1e-3)
    assert largest_curvature(np.zeros((3, 2))) == 0


@pytest.mark.parametrize("last", [Softmax(), Sigmoid(), Tanh()], ids=str)
def test_slopes_at_the_inputs_are_those_of_the_loss(make, last):
    snapshot = make.drawn(data=bars(), hidden=(5, 4), inner=Tanh(), last=last)
    network = snapshot.network
    x = np.random.default_rng(1).normal(0, 1, (2, 36)).astype(np.float32)
    wanted = np.array([1, 0])

    def losses(x):
        answers = network.predict(x.astype(np.float32)).astype(float)
        if network.layers[-1].activation.gives == "any":
            return 0.5 * ((answers - np.eye(2)[wanted]) ** 2).sum(axis=1)
        return -np.log(answers[[0, 1], wanted])

    found = slopes(network, x, wanted)
    for pixel in (0, 17, 35):
        step = np.zeros(36, np.float32)
        step[pixel] = 1e-2
        numerical = (losses(x + step) - losses(x - step)) / 2e-2
        np.testing.assert_allclose(found[:, pixel], numerical, atol=2e-4)


def test_the_ideal_input_of_a_class_has_ink_where_the_network_looks_for_it(trained):
    figure = IdealInputs(animated=False).draw(trained)
    assert isinstance(figure, Panels)
    assert [one.title for one in figure.figures] == ["class means", "no penalty", "L1 0.02", "L2 0.25"]
    for panel in figure.figures:
        left, right = panel.images[0, :, :3].mean(), panel.images[0, :, 3:].mean()
        assert left > right
    assert [name.split()[0] for name in figure.figures[1].names] == ["a", "b"]
    assert all(float(name.split()[1]) > 0.9 for name in figure.figures[1].names)


def test_l1_leaves_pixels_at_zero_and_l2_makes_all_small(trained):
    trained.network.views[0].weights[:] *= np.random.default_rng(0).uniform(0, 1, (36, 1)).astype(np.float32)
    _, plain, l1, l2 = IdealInputs(animated=False, steps=200, l1=0.01).draw(trained).figures
    assert (plain.images == 0).mean() == 0
    assert (l1.images == 0).mean() > 0.2
    assert np.abs(l2.images).mean() < np.abs(plain.images).mean()


def test_a_stronger_penalty_gives_smaller_pixels_and_the_means_are_those_of_the_data(trained):
    sizes = [
        np.abs(IdealInputs(penalty="L2", l2=l2, animated=False).draw(trained).figures[1].images).mean()
        for l2 in (0.05, 0.5, 2)
    ]
    assert sizes == sorted(sizes, reverse=True)
    inputs, targets = trained.data.train
    np.testing.assert_allclose(class_means(trained)[0], inputs[targets[:, 0] == 1].mean(axis=0), rtol=1e-5, atol=1e-6)


def test_the_descent_is_shown_from_its_start_to_its_end(trained):
    figure = IdealInputs(penalty="none").draw(trained)
    assert isinstance(figure, Frames)
    first, last = (frame.figures[1].names[0].split()[1] for frame in (figure.figures[0], figure.figures[-1]))
    assert float(last) > float(first)
    end = IdealInputs(penalty="none", animated=False).draw(trained)
    np.testing.assert_array_equal(figure.figures[-1].figures[1].images, end.figures[1].images)


def test_undoing_a_layer_finds_the_smallest_input_or_the_nearest():
    rng = np.random.default_rng(0)
    wide, x = rng.normal(size=(9, 4)), rng.normal(size=(3, 9))
    np.testing.assert_allclose(nearest(wide, x @ wide), x @ wide @ np.linalg.pinv(wide), atol=1e-5)
    narrow, z = rng.normal(size=(4, 9)), rng.normal(size=(3, 9))
    np.testing.assert_allclose(nearest(narrow, z), np.linalg.lstsq(narrow.T, z.T, rcond=None)[0].T, atol=1e-5)


def test_undoing_an_activation_gives_its_sums_and_counts_what_it_never_gives():
    a = np.array([[-0.5, 0.0, 0.5]])
    z, off = before(Tanh(), a)
    np.testing.assert_allclose(z, np.arctanh(a), atol=1e-6)
    assert off == 0
    z, off = before(ReLU(), np.array([[-1.0, 2.0]]))
    assert z[0, 1] == pytest.approx(2)
    assert off == 0.5
    z, off = before(Softmax(), np.array([[0.9, 0.1]]))
    np.testing.assert_allclose(Softmax().forward(z), [[0.9, 0.1]])


def test_one_layer_run_backwards_is_read_as_its_own_class_again(trained):
    figure = RunningBackwards().draw(trained)
    back, means, lost = figure.figures
    assert back.names == ("a → a", "b → b")
    assert not back.marked.any()
    assert lost.rows == (("Output", "2", "36", "34 directions below make no difference"),)
    assert means.names == ("a", "b")


def test_what_relu_never_gives_is_told(make):
    figure = RunningBackwards().draw(make.drawn(data=bars(), hidden=(8,), inner=ReLU(), last=Softmax()))
    rows = {row[0]: row[3] for row in figure.figures[2].rows}
    assert rows["Output"].startswith("6 directions")
    assert "it never gives" in rows["Hidden 1"]


@pytest.mark.parametrize("cls", ALL, ids=str)
def test_data_without_pixels_and_diverged_weights_are_told(make, cls):
    assert isinstance(cls().draw(make.drawn(data=make.plane())), Note)
    lost = make.drawn()
    lost.network.parameters[:] = np.nan
    assert "diverged" in cls().draw(lost).text


def test_inputs_that_a_preprocessing_mixed_are_no_pictures(make):
    snapshot = make.drawn()
    assert missing(snapshot) == ""
    raw = snapshot.data.train.inputs
    mixed = dataclasses.replace(snapshot, preprocessing=Pca(), fitted=Pca().fit(raw))
    assert "mixes all pixels" in IdealInputs().draw(mixed).text


def test_a_unit_that_is_not_there_is_told(trained):
    assert "units 1 to 2" in WeightColumn(unit=3).draw(trained).text


def test_an_activation_of_a_learner_can_be_undone(make):
    class Cube(Activation):
        def forward(self, z):
            return z**3

        def derivative(self, z, a):
            return 3 * z**2

    z, off = before(Cube(), np.array([[8.0, -1.0]]))
    np.testing.assert_allclose(z, [[2, -1]], atol=1e-6)
    assert off == 0
