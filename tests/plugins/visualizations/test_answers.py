"""Confusion matrix and samples."""

import numpy as np
import pytest

from core import Heatmap, Tiles
from plugins.visualizations.answers.confusion_matrix import ConfusionMatrix
from plugins.visualizations.answers.sample_predictions import SamplePredictions


def test_confusion_counts_are_those_of_a_count_by_hand(make):
    figure = ConfusionMatrix().draw(make.spoken(answers=[0, 0, 1, 2, 2, 2], truths=[0, 1, 1, 0, 2, 2]))
    assert isinstance(figure, Heatmap)
    np.testing.assert_array_equal(figure.values, [[1, 0, 1], [1, 1, 0], [0, 0, 2]])
    assert figure.rows == figure.columns == ("a", "b", "c")
    assert {cell: rows.tolist() for cell, rows in figure.samples.items()} == {
        (0, 0): [0],
        (0, 2): [3],
        (1, 0): [1],
        (1, 1): [2],
        (2, 2): [4, 5],
    }


@pytest.mark.parametrize("split", ["test", "train"])
def test_the_samples_of_a_cell_have_its_truth_and_its_answer(make, split):
    snapshot = make.drawn()
    figure = ConfusionMatrix(split=split).draw(snapshot)
    truth = snapshot.split(split).targets.argmax(axis=1)
    answer = snapshot.predictions(split).argmax(axis=1)
    np.testing.assert_array_equal(figure.values.sum(axis=1), np.bincount(truth, minlength=3))
    assert figure.split == split
    for (row, column), samples in figure.samples.items():
        assert len(samples) == figure.values[row, column]
        assert (truth[samples] == row).all()
        assert (answer[samples] == column).all()
    assert sorted(np.concatenate(list(figure.samples.values()))) == list(range(len(truth)))


def test_percentages_add_up_along_each_row_and_a_class_without_samples_has_none(make):
    figure = ConfusionMatrix(show="percent of row").draw(make.spoken(answers=[0, 0, 0, 1], truths=[0, 0, 1, 1]))
    np.testing.assert_array_equal(figure.values, [[100, 0, 0], [50, 50, 0], [0, 0, 0]])
    assert "%" in figure.column_label


@pytest.mark.parametrize("cls", [ConfusionMatrix, SamplePredictions], ids=str)
def test_answers_that_are_not_finite_are_told(make, cls):
    snapshot = make.drawn()
    snapshot.network.parameters[:] = np.nan
    assert "diverged" in cls().draw(snapshot).text


def test_samples_have_answer_and_output_under_them_and_a_mark_where_wrong(make):
    figure = SamplePredictions(count=3).draw(make.spoken(answers=[0, 0, 1, 2], truths=[0, 1, 1, 2]))
    assert isinstance(figure, Tiles)
    assert figure.names == ("a  1.00", "a  2.00", "b  3.00")
    assert figure.marked.tolist() == [False, True, False]
    assert figure.samples.tolist() == [0, 1, 2]
    assert figure.more == 1
    np.testing.assert_array_equal(figure.images[1], [[2, 0, 0]])


def test_certainty_is_in_percent_where_outputs_are_probabilities(make):
    snapshot = make.drawn()
    best = snapshot.predictions("test").max(axis=1)
    names = SamplePredictions(count=5).draw(snapshot).names
    assert [name.split("  ")[1] for name in names] == [f"{100 * share:.0f} %" for share in best[:5]]


def test_only_the_wrong_or_the_least_certain_or_some_classes_are_shown_where_asked(make):
    snapshot = make.spoken(answers=[0, 0, 1, 2, 1], truths=[0, 1, 1, 0, 2])
    assert SamplePredictions(which="wrong").draw(snapshot).samples.tolist() == [1, 3, 4]
    assert SamplePredictions(classes="b, c").draw(snapshot).samples.tolist() == [1, 2, 4]
    assert SamplePredictions(which="wrong", classes="c").draw(snapshot).samples.tolist() == [4]
    shared = make.drawn()
    figure = SamplePredictions(which="least certain", count=10).draw(shared)
    best = shared.predictions("test").max(axis=1)
    np.testing.assert_array_equal(best[figure.samples], np.sort(best)[:10])


def test_no_mistakes_and_a_class_that_is_not_there_are_told(make):
    snapshot = make.spoken(answers=[0, 1], truths=[0, 1])
    assert "no mistake" in SamplePredictions(which="wrong").draw(snapshot).text
    assert "no sample" in SamplePredictions(classes="c").draw(snapshot).text
    assert SamplePredictions(classes="x").draw(snapshot).text == "There is no class x here. The classes are a, b, c."


def test_samples_without_pixels_make_no_picture(make):
    assert "no pictures" in SamplePredictions().draw(make.drawn(data=make.plane())).text


def test_pictures_are_titled_as_asked(make):
    snapshot = make.spoken(answers=[0, 0], truths=[0, 1])
    assert SamplePredictions(titles="predicted").draw(snapshot).names == ("predicted: a", "predicted: a")
    assert SamplePredictions(titles="truth").draw(snapshot).names == ("a, is a", "a, is b")
