"""Loss and accuracy as curves."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Lines, Note
from core.history import Evaluation, History
from plugins.visualizations.curves.accuracy import AccuracyCurve
from plugins.visualizations.curves.learning_rate import LearningRateCurve
from plugins.visualizations.curves.line import MOST, smooth, thin
from plugins.visualizations.curves.loss import LossCurve


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=300), st.floats(0, 0.99))
def test_smoothing_is_the_textbook_recursion_with_bias_correction(values, weight):
    mean, expected = 0.0, []
    for t, value in enumerate(values, 1):
        mean = weight * mean + (1 - weight) * value
        expected.append(mean / (1 - weight**t))
    np.testing.assert_allclose(smooth(np.array(values), weight), expected, rtol=1e-9, atol=1e-9)


def test_smoothing_a_constant_leaves_it_alone_from_the_first_step_on():
    np.testing.assert_allclose(smooth(np.full(5000, 0.7), 0.99), 0.7)


@given(st.integers(1, 30_000), st.integers(0, 2**32 - 1))
def test_thinning_keeps_ends_and_extremes_in_order(count, seed):
    values = np.random.default_rng(seed).normal(size=count)
    kept = thin(values, values)
    assert len(kept) <= MOST
    assert (np.diff(kept) > 0).all()
    assert {0, count - 1, values.argmin(), values.argmax()} <= set(kept.tolist())


def test_thinning_keeps_everything_that_fits():
    np.testing.assert_array_equal(thin(np.zeros(MOST), np.zeros(MOST)), np.arange(MOST))


def test_what_is_drawn_stays_where_it_is_while_the_run_goes_on():
    values = np.random.default_rng(3).normal(size=15_000)
    early, late = thin(values[:9_000], values[:9_000]), thin(values, values)
    np.testing.assert_array_equal(early[early < 8_900], late[late < 8_900])


def test_the_loss_curve_has_every_step_and_every_evaluation(make):
    figure = LossCurve(smoothing=0).draw(make.drawn())
    train, test = figure.curves
    assert isinstance(figure, Lines)
    assert (train.role, test.role) == ("train", "test")
    np.testing.assert_array_equal(train.x, [1, 2, 3])
    np.testing.assert_array_equal(train.y, [3, 2, 1])
    assert train.raw is None
    assert train.low is None
    np.testing.assert_array_equal(test.x, [1, 2])
    np.testing.assert_array_equal(test.y, [3.5, 2.5])


def test_the_raw_loss_stays_behind_the_smoothed_one_which_the_note_names(make):
    figure = LossCurve(smoothing=0.5).draw(make.drawn())
    np.testing.assert_allclose(figure.curves[0].y, [3, (0.5 * 3 + 2) / 1.5, (0.25 * 3 + 0.5 * 2 + 1) / 1.75])
    np.testing.assert_array_equal(figure.curves[0].raw, [3, 2, 1])
    assert "smoothed by 0.5" in figure.note


def test_a_peak_among_150_000_steps_is_drawn(make):
    losses = np.full(150_000, 0.5)
    losses[77_777], losses[99_999] = 9, 0.01
    train = LossCurve().draw(make.drawn(past=make.recorded(losses.tolist()))).curves[0]
    assert len(train.x) <= MOST
    assert train.raw[train.x == 77_778] == 9
    assert train.raw[train.x == 100_000] == 0.01


def test_steps_that_the_history_has_merged_keep_their_extremes_in_a_band(make):
    history = History()
    history.loss.limit = 4_000
    for step in range(1, 20_001):
        history.loss.append(9.0 if step == 12_345 else 0.01 if step == 54 else 0.5)
    train = LossCurve().draw(make.drawn(past=history.past())).curves[0]
    assert train.high.max() == 9
    assert train.low.min() == 0.01


def test_a_logarithmic_axis_leaves_out_what_it_cannot_show(make):
    figure = LossCurve(log=True).draw(make.drawn(past=make.recorded((1.0, 0.0, 0.5))))
    assert figure.y.log
    np.testing.assert_array_equal(figure.curves[0].x, [1, 3])
    nothing = LossCurve(log=True).draw(make.drawn(past=make.recorded((0.0, 0.0), ())))
    assert isinstance(nothing, Note)
    assert "logarithmic axis off" in nothing.text


def test_a_loss_that_is_not_finite_is_told_with_its_step_and_not_drawn(make):
    figure = LossCurve().draw(make.drawn(past=make.recorded((1.0, 2.0, np.inf, np.nan))))
    assert "step 3" in figure.note
    assert np.isfinite(figure.curves[0].y).all()
    nothing = LossCurve().draw(make.drawn(past=make.recorded((np.nan,), ())))
    assert isinstance(nothing, Note)
    assert "diverged" in nothing.text


@pytest.mark.parametrize("cls", [LossCurve, AccuracyCurve], ids=str)
def test_before_the_first_step_there_is_a_sentence_in_place_of_curves(make, cls):
    figure = cls().draw(make.drawn(past=History().past()))
    assert isinstance(figure, Note)
    assert figure.text == "No curves yet. Loss and accuracy appear with the first step."


def test_accuracy_is_in_percent(make):
    figure = AccuracyCurve().draw(make.drawn())
    assert figure.y.unit == "%"
    assert [curve.role for curve in figure.curves] == ["train", "test"]
    np.testing.assert_array_equal(figure.curves[0].y, [25, 50])
    np.testing.assert_array_equal(figure.curves[1].y, [12.5, 25])


def test_rows_held_out_to_validate_have_a_curve_of_their_own(make):
    history = History()
    history.add(Evaluation(1, 0.5, 0.0, 2.0, 0.5, 2.5, 0.4, 2.25, 0.45))
    history.add(Evaluation(2, 1.0, 0.0, 1.0, 0.7, 1.5, 0.6))
    for cls, value in ((LossCurve, 2.25), (AccuracyCurve, 45)):
        curves = {curve.name: curve for curve in cls().draw(make.drawn(past=history.past())).curves}
        assert (curves["validation"].x.tolist(), curves["validation"].y.tolist()) == ([1], [pytest.approx(value)])
        assert curves["test"].x.tolist() == [1, 2]


def test_the_learning_rate_goes_on_as_planned(make):
    snapshot = replace(make.drawn(), plan=(np.array([4, 5, 6]), np.array([0.1, 0.05, 0.0])))
    train, planned = LearningRateCurve().draw(snapshot).curves
    assert (train.name, train.x.tolist(), train.y.tolist()) == ("train", [1, 2, 3], [0.1, 0.1, 0.1])
    assert (planned.name, planned.y.tolist()) == ("planned", [0.1, 0.05, 0.0])
    assert LearningRateCurve(log=True).draw(snapshot).curves[1].x.tolist() == [4, 5]
    assert len(LearningRateCurve().draw(make.drawn()).curves) == 1
    assert isinstance(LearningRateCurve().draw(make.drawn(past=History().past())), Note)
