"""The data itself: samples, and what preprocessing makes of them."""

import dataclasses

import numpy as np

from core import Data, Note, Panels, Points, Split, Tiles, one_hot
from plugins.preprocessings.center import Center
from plugins.preprocessings.components import Pca
from plugins.visualizations.inputs.preprocessing_steps import PreprocessingSteps, steps
from plugins.visualizations.inputs.sample_sheet import SampleSheet


def test_the_sheet_has_the_first_samples_of_every_class_under_their_label(make):
    snapshot = make.drawn()
    figure = SampleSheet(each=4).draw(snapshot)
    assert isinstance(figure, Tiles)
    inputs, targets = snapshot.data.train
    labels = targets.argmax(axis=1)
    assert figure.names == ("a",) * 4 + ("b",) * 4 + ("c",) * 4
    assert figure.samples.tolist() == [int(row) for k in range(3) for row in np.flatnonzero(labels == k)[:4]]
    np.testing.assert_array_equal(figure.images[5], inputs[figure.samples[5]].reshape(4, 3))
    assert figure.more == len(inputs) - 12


def test_class_means_are_the_means_of_their_samples(make):
    snapshot = make.drawn()
    figure = SampleSheet(show="class means", split="test").draw(snapshot)
    inputs, targets = snapshot.data.test
    for k, image in enumerate(figure.images):
        np.testing.assert_allclose(image.ravel(), inputs[targets[:, k] == 1].mean(axis=0), rtol=1e-5)


def test_data_without_pixels_has_no_sheet_and_data_of_one_input_no_steps(make):
    assert isinstance(SampleSheet().draw(make.drawn(data=make.plane())), Note)
    assert "two inputs" in PreprocessingSteps().draw(make.drawn(data=make.numbers())).text
    assert "no input 9" in PreprocessingSteps(second=9).draw(make.drawn(data=make.plane())).text


def test_each_step_does_what_its_name_says():
    rng = np.random.default_rng(0)
    cloud = rng.normal(0, [3, 1], (500, 2)) @ np.array([[0.8, 0.6], [-0.6, 0.8]]) + [5, -2]
    made = {title: points for title, points, _ in steps(cloud, ("input 1", "input 2"))}
    np.testing.assert_array_equal(made["raw"], cloud)
    np.testing.assert_allclose(made["centred"].mean(axis=0), 0, atol=1e-12)
    turned = np.cov(made["turned (PCA)"].T, bias=True)
    np.testing.assert_allclose(turned[0, 1], 0, atol=1e-12)
    np.testing.assert_allclose(np.sqrt(np.diag(turned)), [3, 1], rtol=0.1)
    np.testing.assert_allclose(made["equalised"].std(axis=0), 1)
    np.testing.assert_allclose(np.cov(made["whitened"].T, bias=True), np.eye(2), atol=1e-12)


def test_an_input_that_never_changes_is_divided_by_nothing():
    flat = np.column_stack([np.arange(9.0), np.full(9, 4.0)])
    assert all(np.isfinite(points).all() for _, points, _ in steps(flat, ("input 1", "input 2")))


def test_the_panels_are_of_the_same_samples_and_the_last_is_what_the_network_sees(make):
    snapshot = make.drawn(data=make.plane())
    figure = PreprocessingSteps(points=20, first=2).draw(snapshot)
    assert isinstance(figure, Panels)
    assert [type(one) for one in figure.figures] == [Points] * 6
    rows = figure.figures[0].samples
    assert len(rows) == 20
    assert figure.figures[0].x.label == "input 2"
    np.testing.assert_allclose(figure.figures[0].points, snapshot.data.train.inputs[rows][:, [1, 0]])
    np.testing.assert_allclose(figure.figures[5].points, snapshot.data.train.inputs[rows][:, [1, 0]])


def test_of_pictures_the_halves_are_drawn_and_a_mixing_preprocessing_shows_its_first_two(make):
    snapshot = make.drawn()
    raw = snapshot.data.train.inputs
    figure = PreprocessingSteps(points=1000).draw(snapshot)
    np.testing.assert_allclose(figure.figures[0].points[:, 0], raw[:, :6].mean(axis=1))
    for preprocessing, mixed in ((Pca(), True), (Center(), False)):
        fitted = preprocessing.fit(raw)
        moment = dataclasses.replace(snapshot, preprocessing=preprocessing, fitted=fitted)
        last = PreprocessingSteps(points=1000).draw(moment).figures[5]
        seen = preprocessing.apply(raw, fitted)
        assert np.allclose(last.points, seen[:, :2], atol=1e-6) == mixed


def test_a_large_mean_is_taken_of_some_samples_and_says_so(make):
    inputs = np.zeros((10_050, 4), np.uint8)
    split = Split(inputs, one_hot(np.arange(10_050) % 2, 2))
    data = Data(split, split, (2, 2), "classification", ("a", "b"))
    assert "10,000 of 10,050" in SampleSheet(show="class means").draw(make.drawn(data=data)).note
