"""What is painted anew, and what may stay as it is."""

import numpy as np
from PySide6.QtCore import QRect

from desktop.canvas.lanes import STEPS, levels_of
from desktop.canvas.stage import union


def test_places_side_by_side_are_painted_as_one_and_places_far_apart_are_not():
    beside = [QRect(0, 0, 50, 100), QRect(55, 0, 50, 100), QRect(100, 10, 40, 80)]
    assert union(beside) == [QRect(0, 0, 140, 100)]
    apart = [QRect(0, 0, 50, 100), QRect(500, 0, 50, 100)]
    assert union(apart) == apart
    assert union([]) == []


def test_a_shade_stays_where_it_would_move_by_one_and_follows_where_by_more():
    shown = (4, 7, 9)
    before = levels_of(np.array([0.5, 0.5, 0.0]), shown)
    now = np.array([0.5 + 1 / STEPS, 0.5 + 2 / STEPS, 1.0])
    assert levels_of(now, shown, before) == {4: 16, 7: 18, 9: 32}
    assert levels_of(now, shown) == {4: 17, 7: 18, 9: 32}
    assert levels_of(now[:1], (5,), before) == {5: 17}, "a neuron that was not there has no shade to keep"


def test_gaps_out_of_sight_are_not_followed(bench_of):
    canvas = bench_of(hidden=[12] * 11).canvas
    whole, seen = canvas.stage.within(canvas.rect()), canvas.stage.within(canvas.view.sight())
    assert whole == set(canvas.order[1:])
    assert seen < whole
    assert canvas.order[1] in seen
    wanted = canvas._wanted()
    assert frozenset().union(*(canvas.feed._next(wanted) for _ in range(12))) == seen
