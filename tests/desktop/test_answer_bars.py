"""The bars of an answer, for data of every kind and in the moment in which the data change."""

import numpy as np

from desktop.parts.answers import AnswerBars


def test_data_without_classes_leave_the_bars_empty(look, qtbot):
    bars = AnswerBars(look, ("0", "1"))
    qtbot.addWidget(bars)
    bars.show_answer(np.array([0.3, 0.7]))
    bars.show_answer(None, ())
    bars.resize(200, 120)
    assert not bars.grab().isNull()
    assert bars.accessibleDescription() == "No answer yet"


def test_an_answer_of_the_data_before_counts_as_none(look, qtbot):
    bars = AnswerBars(look, ("blue", "orange"))
    qtbot.addWidget(bars)
    bars.show_answer(np.full(10, 0.1))
    assert bars.probabilities is None
    assert bars.accessibleDescription() == "No answer yet"
    bars.show_answer(np.array([0.2, 0.8]))
    assert bars.accessibleDescription().startswith("orange with 80")


def test_a_comparison_with_the_data_before_is_left_out(look, qtbot):
    bars = AnswerBars(look, tuple("0123456789"))
    qtbot.addWidget(bars)
    bars.show_answer(np.full(10, 0.1), before=np.full(10, 0.2))
    assert bars.before is not None
    bars.show_answer(np.array([0.2, 0.8]), ("blue", "orange"), before=np.full(10, 0.2))
    assert bars.before is None
    bars.show_answer(np.full(3, 0.3), ("a", "b", "c"))
    bars.resize(200, 120)
    assert not bars.grab().isNull()
