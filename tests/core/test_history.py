"""What happened in a run: nothing lost before the limit, its shape kept after, and readable while it grows."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.history import Evaluation, History, Series


def series_of(values, limit=8):
    series = Series(limit)
    for value in values:
        series.append(value)
    return series


def evaluation(step, loss=1.0):
    return Evaluation(step, step / 10, step / 100, loss, 0.5, loss, 0.25)


def buckets(values, stride):
    """Minimum, mean and maximum of every full bucket, worked out at once."""
    whole = np.array(values[: len(values) // stride * stride], float).reshape(-1, stride)
    return whole.min(axis=1), whole.mean(axis=1), whole.max(axis=1)


def test_every_step_is_kept_up_to_the_limit():
    view = series_of([3.0, 1.0, 2.0]).view()
    assert view.steps.tolist() == [1, 2, 3]
    for array in (view.low, view.mean, view.high):
        assert array.tolist() == [3.0, 1.0, 2.0]


def test_room_grows_to_the_limit_without_losing_a_step():
    values = np.arange(5000.0)
    assert np.array_equal(series_of(values, limit=200_000).view().mean, values)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_halving_keeps_minimum_mean_and_maximum(values):
    """However often the series was halved, each entry tells the truth about the steps it stands for."""
    series = series_of(values)
    view = series.view()
    low, mean, high = buckets(values, series.stride)
    assert len(view.steps) <= 8
    assert view.steps.tolist() == [series.stride * (k + 1) for k in range(len(low))]
    assert np.array_equal(view.low, low)
    assert np.array_equal(view.high, high)
    assert view.mean == pytest.approx(mean, abs=1e-6)


def test_a_view_is_read_only_and_stays_as_it_was():
    series = series_of(range(8))
    view = series.view()
    before = view.mean.copy()
    for value in range(100, 120):
        series.append(value)
    assert np.array_equal(view.mean, before)
    with pytest.raises(ValueError, match="read-only"):
        view.mean[0] = 5


def test_another_thread_reads_while_it_grows():
    """The reader sees whole entries only: what was appended, at the steps it was appended at."""
    series, done, wrong = Series(limit=64), threading.Event(), []

    def read():
        while not done.is_set():
            view = series.view()
            stride = view.steps[0] if len(view.steps) else 1
            expected = view.steps - (stride - 1) / 2  # the values are the steps themselves
            if not np.array_equal(view.mean, expected) or not np.array_equal(view.high, view.steps):
                wrong.append(view)

    reader = threading.Thread(target=read)
    reader.start()
    for step in range(1, 20_001):
        series.append(step)
    done.set()
    reader.join()
    assert wrong == []
    assert series.stride >= 256


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 30, 33, 100])
def test_arrays_give_the_same_series_back_and_it_goes_on_alike(length):
    values = np.random.default_rng(length).normal(size=length + 50)
    series = series_of(values[:length])
    again = Series.of(series.arrays(), limit=8)
    for value in values[length:]:
        series.append(value)
        again.append(value)
    for one, other in zip(series.view(), again.view(), strict=True):
        assert np.array_equal(one, other)


def test_a_series_that_was_kept_under_a_larger_limit_can_go_on():
    again = Series.of(series_of(range(27), limit=64).arrays(), limit=8)
    for value in range(27, 60):
        again.append(value)
    low, _, high = buckets(range(60), again.stride)
    assert np.array_equal(again.view().low, low)
    assert np.array_equal(again.view().high, high)


@pytest.mark.parametrize("cut", [0, 3, 8, 17, 30, 33, 35])
def test_what_is_appended_after_a_cut_stands_at_its_own_step(cut):
    series = series_of(range(1, 36)).cut(cut)
    for step in range(cut + 1, 101):
        series.append(step)
    view = series.view()
    after = view.steps - series.stride >= cut
    assert after.any()
    assert np.array_equal(view.high[after], view.steps[after])


def test_a_second_evaluation_at_a_step_takes_the_place_of_the_first():
    history = History()
    for one in (evaluation(10), evaluation(20, loss=3.0), evaluation(20, loss=2.0)):
        history.add(one)
    assert [(e.step, e.test_loss) for e in history.evaluations] == [(10, 1.0), (20, 2.0)]


def test_going_back_forgets_what_came_after():
    history = History()
    for step in range(1, 31):
        history.loss.append(step)
        history.learning_rate.append(0.1)
        if step % 10 == 0:
            history.add(evaluation(step))
    history.back_to(15)
    past = history.past()
    assert past.loss.steps[-1] == past.learning_rate.steps[-1] == 15
    assert [e.step for e in past.evaluations] == [10]


def test_a_past_does_not_change_when_the_history_goes_on():
    history = History()
    history.loss.append(1.0)
    history.add(evaluation(1))
    past = history.past()
    history.loss.append(2.0)
    history.add(evaluation(2, loss=9.0))
    assert past.loss.mean.tolist() == [1.0]
    assert past.evaluated("test_loss").tolist() == [1.0]


def test_a_history_comes_back_from_its_arrays():
    history = History()
    for step in range(1, 6):
        history.loss.append(1 / step)
        history.learning_rate.append(0.01)
    history.add(Evaluation(5, 0.5, 1.25, 0.2, float("nan"), 0.3, float("nan")))
    again = History.of(history.arrays())
    assert np.array_equal(again.past().loss.mean, history.past().loss.mean)
    assert np.array_equal(again.past().learning_rate.mean, history.past().learning_rate.mean)
    assert again.evaluations[0][:4] == history.evaluations[0][:4]
    assert np.isnan(again.evaluations[0].test_accuracy)


def test_a_copy_goes_on_by_itself():
    history = History()
    history.loss.append(1.0)
    copy = history.copy()
    copy.loss.append(2.0)
    assert history.past().loss.mean.tolist() == [1.0]
    assert copy.past().loss.mean.tolist() == [1.0, 2.0]
