"""Where layers put the samples, over what the next layers make of it."""

import dataclasses
import sys

import numpy as np
import pytest

from core import Note, Panels, Points
from core.network import Network
from plugins.activations.tanh import Tanh
from plugins.visualizations.layers.deep_features import DeepFeatures
from plugins.visualizations.layers.features_and_classifier import FeaturesAndClassifier
from plugins.visualizations.layers.projection import anchors, components, facing


def moved(snapshot, by):
    """The same moment with all parameters a little elsewhere."""
    net = snapshot.network
    noise = np.random.default_rng(9).normal(0, by, net.parameters.shape).astype(np.float32)
    return dataclasses.replace(snapshot, network=Network(net.inputs, net.layers, net.parameters + noise))


@pytest.mark.parametrize("rows", [400, 5])
def test_components_are_those_of_the_singular_value_decomposition(rows):
    values = np.random.default_rng(0).normal(0, np.arange(1, 9), (rows, 8))
    mean, axes, share = components(values, 2)
    _, sizes, right = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(mean, values.mean(axis=0))
    np.testing.assert_allclose(np.abs(np.sum(axes * right[:2].T, axis=0)), 1, rtol=1e-9)
    assert share == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum())


@pytest.mark.parametrize("count", [2, 3])
def test_turning_towards_fixed_places_undoes_any_rotation_and_reflection(count):
    rng = np.random.default_rng(0)
    places = anchors(rng.integers(0, 5, 200), 5, count)
    scores = places + rng.normal(0, 0.2, (200, count))
    scores -= scores.mean(axis=0)
    turn, _ = np.linalg.qr(rng.normal(size=(count, count)))
    once, again = scores @ facing(scores, places), (scores @ turn) @ facing(scores @ turn, places)
    np.testing.assert_allclose(once, again, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(once, axis=1), np.linalg.norm(scores, axis=1))


def test_anchors_of_different_classes_lie_apart():
    for count in (2, 3):
        places = anchors(np.arange(10), 10, count)
        far = np.linalg.norm(places[:, None] - places[None], axis=2) + 9 * np.eye(10)
        np.testing.assert_allclose(np.linalg.norm(places, axis=1), 1)
        assert far.min() > 0.5


@pytest.mark.parametrize("dimensions", ["2", "3"])
def test_distances_in_the_picture_are_those_along_the_principal_axes(make, dimensions):
    snapshot = make.drawn(inner=Tanh())
    figure = DeepFeatures(dimensions=dimensions, points=60, layer=1).draw(snapshot)
    assert isinstance(figure, Points)
    answers = snapshot.activations("test", 0)[figure.samples].astype(float)
    _, sizes, _ = np.linalg.svd(answers - answers.mean(axis=0))
    spread = np.linalg.svd(figure.points - figure.points.mean(axis=0))[1]
    np.testing.assert_allclose(spread, sizes[: int(dimensions)], rtol=1e-5)
    np.testing.assert_array_equal(figure.labels, snapshot.data.test.targets[figure.samples].argmax(axis=1))


@pytest.mark.parametrize("dimensions", ["2", "3"])
@pytest.mark.parametrize("kind", ["three classes", "two classes", "regression"])
def test_points_stay_about_where_they_are_while_a_network_learns(make, dimensions, kind):
    data = {"three classes": make.pictures, "two classes": make.plane, "regression": make.numbers}[kind]()
    snapshot = make.drawn(data=data, inner=Tanh(), hidden=(9,))
    view = DeepFeatures(dimensions=dimensions)
    before, after = view.draw(snapshot).points, view.draw(moved(snapshot, 1e-5)).points
    assert np.abs(before - after).max() < 0.01 * np.abs(before).max()


def test_a_layer_of_two_units_is_shown_as_it_is(make):
    snapshot = make.drawn(inner=Tanh(), hidden=(7, 2))
    figure = DeepFeatures().draw(snapshot)
    np.testing.assert_allclose(figure.points, snapshot.activations("test", 1)[figure.samples], rtol=1e-6)
    assert figure.x.label == "unit 1"
    assert "too few" in DeepFeatures(dimensions="3").draw(snapshot).text


def test_a_layer_that_is_not_there_is_told(make):
    assert "no hidden layer" in DeepFeatures().draw(make.drawn(hidden=())).text
    assert "no layer 9" in DeepFeatures(layer=9).draw(make.drawn()).text


def test_three_dimensions_turn_without_opengl(make, qapp, monkeypatch):
    monkeypatch.setitem(sys.modules, "OpenGL", None)  # what an import of a package that is not there meets
    monkeypatch.setitem(sys.modules, "pyqtgraph.opengl", None)
    from desktop.figures.export import offscreen
    from desktop.look import Theme

    renderer = offscreen(DeepFeatures(dimensions="3").draw(make.drawn(inner=Tanh())), Theme("light"), 300, 200)
    before = renderer._flat.copy()
    renderer.turn(0.5, 0.2)
    assert renderer.in_space
    assert np.abs(renderer._flat - before).max() > 0.1
    renderer.close()


def test_the_right_panel_is_cut_by_straight_lines_as_the_last_layer_cuts(make):
    snapshot = make.drawn(data=make.plane(), inner=Tanh(), hidden=(6, 2))
    figure = FeaturesAndClassifier(resolution=40).draw(snapshot)
    assert isinstance(figure, Panels)
    samples, features = figure.figures
    np.testing.assert_allclose(samples.points, snapshot.data.test.inputs[samples.samples], rtol=1e-6)
    np.testing.assert_allclose(features.points, snapshot.activations("test", 1)[features.samples], rtol=1e-5)
    weights, bias = snapshot.network.views[-1]
    left, right, bottom, top = features.behind.extent
    cell = (np.arange(40) + 0.5) / 40
    x, y = np.meshgrid(left + cell * (right - left), top - cell * (top - bottom))
    scores = x[..., None] * weights[0] + y[..., None] * weights[1] + bias
    sure = np.abs(scores[..., 1] - scores[..., 0]) > 1e-4
    np.testing.assert_array_equal(features.behind.values[sure], scores.argmax(axis=-1)[sure])


def test_the_ground_of_many_units_is_the_answer_in_the_plane_of_the_picture(make):
    figure = FeaturesAndClassifier(resolution=12).draw(make.drawn(inner=Tanh()))
    assert [one.points.shape[1] for one in figure.figures] == [2, 2]
    assert figure.figures[1].x.label == "direction 1"
    assert set(np.unique(figure.figures[1].behind.values)) <= {0, 1, 2}


def test_a_network_that_cannot_be_taken_apart_is_told(make):
    assert "linear classifier alone" in FeaturesAndClassifier().draw(make.drawn(hidden=())).text
    assert isinstance(FeaturesAndClassifier().draw(make.drawn(data=make.numbers())), Note)
    assert "two units" in FeaturesAndClassifier().draw(make.drawn(hidden=(1,))).text
