"""Borders of classifiers drawn at random beside the network's own, and the numbers behind one answer."""

import dataclasses

import numpy as np
import pytest

from core import Bars, Image, Note, Panels
from plugins.visualizations.answers.frontiers import Frontiers, at_random
from plugins.visualizations.answers.output_vector import OutputVector


def test_two_classes_are_two_half_planes_and_more_have_convex_cells():
    rng = np.random.default_rng(0)
    for classes in (2, 4):
        classifier = at_random(rng, classes, (-1, 1, -1, 1))
        ends = rng.uniform(-1, 1, (4000, 2, 2))
        first, second = classifier(ends[:, 0]), classifier(ends[:, 1])
        alike = first == second
        middle = classifier(ends.mean(axis=1))
        np.testing.assert_array_equal(middle[alike], first[alike])
        assert len(np.unique(first)) == classes


def test_the_last_panel_is_what_the_network_answers_and_its_points_are_the_data(make):
    snapshot = make.drawn(data=make.plane())
    figure = Frontiers(resolution=20).draw(snapshot)
    assert isinstance(figure, Panels)
    own = figure.figures[2]
    assert [len(one.classes) for one in figure.figures] == [2, 4, 2]
    left, right, bottom, top = own.behind.extent
    cell = (np.arange(20) + 0.5) / 20
    x, y = np.meshgrid(left + cell * (right - left), top - cell * (top - bottom))
    answers = snapshot.network.predict(np.column_stack([x.ravel(), y.ravel()]).astype(np.float32)).argmax(axis=1)
    np.testing.assert_array_equal(own.behind.values.ravel(), answers)
    np.testing.assert_array_equal(own.labels, snapshot.data.test.targets[own.samples].argmax(axis=1))


def test_another_number_draws_other_classifiers(make):
    snapshot = make.drawn(data=make.plane())
    one, same, other = (Frontiers(draw_again=k).draw(snapshot).figures[1].behind.values for k in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_data_that_is_no_plane_of_classes_is_told(make):
    assert "two inputs" in Frontiers().draw(make.drawn()).text
    lost = make.drawn(data=make.plane())
    lost.network.parameters[:] = np.nan
    assert "diverged" in Frontiers().draw(lost).text


def test_the_chosen_bar_is_the_arg_max_of_the_sample_s_outputs(make):
    snapshot = make.drawn()
    for row in (0, 7):
        figure = OutputVector(sample=row).draw(snapshot)
        picture, bars = figure.figures
        outputs = snapshot.predictions("test")[row]
        assert isinstance(bars, Bars)
        np.testing.assert_allclose(bars.values, outputs, rtol=1e-5)
        assert bars.chosen == outputs.argmax()
        assert bars.title == f"arg max: {'abc'[outputs.argmax()]}"
        assert isinstance(picture, Image)
        np.testing.assert_array_equal(picture.values.ravel(), snapshot.data.test.inputs[row])


def test_a_wrong_answer_says_what_it_really_is(make):
    snapshot = make.spoken(answers=[2, 1], truths=[0, 1])
    assert OutputVector(sample=0).draw(snapshot).title == "Output vector, test sample 0: c, really a"
    assert OutputVector(sample=1).draw(snapshot).title == "Output vector, test sample 1: b"


def test_the_drawing_is_answered_too_and_what_is_not_there_is_told(make):
    snapshot = make.drawn()
    assert "Nothing is drawn" in OutputVector(source="drawing").draw(snapshot).text
    drawn = dataclasses.replace(snapshot, drawing=snapshot.data.test.inputs[4])
    bars = OutputVector(source="drawing").draw(drawn).figures[1]
    np.testing.assert_allclose(bars.values, snapshot.predictions("test")[4], rtol=1e-5)
    assert "samples are 0 to 59" in OutputVector(sample=60).draw(snapshot).text
    assert isinstance(OutputVector().draw(make.drawn(data=make.numbers())), Note)


@pytest.mark.parametrize("cls", [Frontiers, OutputVector], ids=str)
def test_a_plane_of_points_draws(make, cls):
    assert isinstance(cls().draw(make.drawn(data=make.plane())), Panels)
