"""Names of curves stand beside their lines and never on each other."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Axis, Curve, Lines
from desktop.figures.names import apart

from .conftest import SIZES


@given(st.lists(st.floats(0, 200), min_size=1, max_size=12))
def test_positions_are_apart_inside_and_in_order(wanted):
    placed = apart(wanted, 15, 0, 200)
    ordered = sorted(placed)
    assert all(b - a >= 15 - 1e-6 for a, b in pairwise(ordered))
    assert min(placed) >= 0
    assert max(placed) <= 200 + 1e-6
    assert [k for _, k in sorted(zip(wanted, range(len(wanted)), strict=True))] == [
        k for _, k in sorted(zip(placed, range(len(wanted)), strict=True))
    ]


def test_free_positions_are_taken_as_wanted():
    assert apart([10, 90, 50], 15, 0, 200) == [10, 90, 50]


def test_two_that_are_too_close_part_to_both_sides():
    assert apart([100, 102], 15, 0, 200) == [93.5, 108.5]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("count", [1, 2, 5, 10, 14])
@pytest.mark.parametrize("name", ["test", "finite differences"])
def test_no_name_lies_over_another_or_is_cut(show, size, count, name):
    x = np.arange(20.0)
    curves = tuple(Curve(x, x * 0.01 * k + 5, name=f"{name} {k}") for k in range(count))
    renderer = show(Lines(curves=curves, x=Axis("step"), y=Axis("loss")), size=size)
    seen = [button for button in renderer._names if button.isVisible()]
    boxes = [button.geometry() for button in seen]
    assert len(seen) + renderer._more == count
    assert all(renderer.rect().contains(box) for box in boxes)
    assert all(button.width() >= button.sizeHint().width() for button in seen)
    assert not any(a.intersects(b) for k, a in enumerate(boxes) for b in boxes[:k])
    assert renderer.plot.area.height() > 60
