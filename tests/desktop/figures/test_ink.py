"""Curves on a plot: where their points belong, over a grid, cut at the edges."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from desktop.figures.axes import Limits
from desktop.figures.ink import Ink, Shape

RED = QColor(255, 0, 0)


@pytest.fixture
def ink(qtbot, look):
    made = Ink(None, look.theme)
    qtbot.addWidget(made)
    made.resize(100, 50)
    made.show_range(Limits(0, 10, 0, 5), [2.5])
    return made


def put(ink, kind, x, y):
    shape = Shape(kind, 1)
    shape.put(np.asarray(x, float), np.asarray(y, float))
    shape.colour, shape.visible, shape.smooth = RED, True, False
    ink.add(shape)
    return shape


def red(ink):
    image = ink.grab().toImage()
    return {(x, y) for x in range(100) for y in range(50) if image.pixelColor(x, y) == RED}


def test_a_line_goes_through_its_points(ink):
    put(ink, "line", [0, 10], [2, 2])
    assert {y for _, y in red(ink)} == {30}
    assert len(red(ink)) >= 99


def test_an_area_is_filled_and_a_shape_that_is_hidden_or_gone_is_not_there(ink):
    shape = put(ink, "area", [2, 8, 8, 2], [1, 1, 4, 4])
    assert (50, 25) in red(ink)
    assert (10, 25) not in red(ink)
    shape.visible = False
    assert red(ink) == set()
    shape.visible = True
    ink.remove(shape)
    assert red(ink) == set()


def test_circles_are_open(ink):
    put(ink, "circles", [5], [2])
    assert red(ink)
    assert (50, 30) not in red(ink)


def test_what_lies_far_outside_does_no_harm(ink):
    put(ink, "line", [0, 5, 10], [2, 1e12, 2])
    assert red(ink)


def test_the_grid_lies_under_the_curves(ink, look):
    image = ink.grab().toImage()
    assert image.pixelColor(50, 25) == look.theme["grid"]
    put(ink, "line", [0, 10], [2.5, 2.5])
    assert (50, 25) in red(ink)
