"""Which neurons are shown: those that matter, and nothing jumps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.canvas.slots import Shown, best, better, hold, page, score, spread


@given(st.integers(1, 3000), st.integers(1, 60))
def test_so_many_different_units_as_there_are_places(units, count):
    for shown in (spread(units, count), hold((), units, count), best(np.arange(units) % 7, count)):
        assert len(shown) == len(set(shown)) == min(units, count)
        assert all(0 <= unit < units for unit in shown)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 40), st.integers(1, 40))
def test_who_still_exists_keeps_its_slot_when_a_layer_changes(before, after, places, later):
    shown = spread(before, places)
    held = hold(shown, after, later)
    assert len(held) == len(set(held)) == min(after, later)
    if later < after:
        staying = [unit for unit in shown if unit < after][:later]
        assert list(held[: len(staying)]) == staying


def test_the_ones_that_matter_most_come_first_in_their_own_order():
    scores = np.zeros(100)
    scores[[70, 3, 41]] = 9, 7, 8
    assert best(scores, 3) == (3, 41, 70)


def test_at_rest_at_most_two_slots_change_and_only_for_half_as_much_again():
    shown, scores = (0, 1, 2, 3), np.ones(50)
    scores[[10, 20, 30]] = 1.6, 5.0, 4.0
    scores[[0, 1]] = 0.5, 0.9
    after = better(shown, scores)
    assert after == (20, 30, 2, 3)
    scores = np.ones(50)
    scores[40] = 1.4
    assert better(shown, scores) == shown


def test_a_score_weighs_what_a_neuron_sends_on_by_how_strongly_it_answers():
    outgoing = np.array([[1.0, -1.0], [1.0, 1.0], [0.0, 0.1]])
    assert score(np.ones((4, 3)), outgoing, None).tolist() == [2.0, 2.0, 0.1]
    answered = score(np.ones((4, 3)), outgoing, np.array([0.0, 4.0, 4.0]))
    assert answered[1] > answered[0] > answered[2]
    assert score(np.full((4, 3), -1.0), None, np.zeros(3)).tolist() == [1.0, 1.0, 1.0]


def test_pages_show_every_unit_in_turn():
    shown, seen = spread(50, 8), set()
    for _ in range(9):
        shown = page(shown, 50)
        assert len(shown) == 8
        seen |= set(shown)
    assert seen == set(range(50))


def test_a_layer_is_weighed_once_for_each_step():
    shown = Shown()
    shown.units = {5: (0, 1, 2)}
    scores = np.arange(10.0)
    assert shown.weigh({5: scores}, 0)
    assert shown.of(5) == (7, 8, 9)
    assert not shown.weigh({5: scores[::-1].copy()}, 0)
    assert shown.weigh({5: scores[::-1].copy() + 1}, 1)
    assert len(set(shown.of(5)) & {7, 8, 9}) == 1, "two slots change, not three"
