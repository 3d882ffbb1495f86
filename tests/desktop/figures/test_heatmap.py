"""A matrix: numbers that fit and can be read, cells that can be chosen."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from core import Heatmap
from desktop.figures.colours import contrast, luminance, readable

from .conftest import PLAIN

MATRIX = PLAIN["heatmap"]


@pytest.mark.parametrize("kind", ["sequential", "diverging"])
def test_numbers_can_be_read_on_every_colour_of_the_maps(theme, kind):
    grounds = [QColor(*map(int, colour)) for colour in theme.table(kind)]
    worst = min(contrast(luminance(readable(theme, ground)), luminance(ground)) for ground in grounds)
    assert worst >= 4.1


def test_numbers_that_do_not_fit_make_room_for_a_colour_bar(show):
    names = tuple(map(str, range(60)))
    assert show(MATRIX)._write is not None
    assert show(Heatmap(values=np.random.default_rng(0).random((60, 60)), rows=names, columns=names))._write is None


def test_numbers_are_shortened_before_they_are_left_out(show):
    names = tuple("0123456789")
    renderer = show(Heatmap(values=np.full((10, 10), 12_345), rows=names, columns=names))
    assert renderer._write is not None
    assert renderer._write(12_345.0) == "12k"


def test_the_pointer_tells_names_value_and_samples(show, point):
    renderer = show(MATRIX)
    middle = renderer.box(3, 3).center()
    point(renderer, middle.x(), middle.y())
    assert [line.plain() for line in renderer.card.lines] == ["true class 3", "answer 3", "value 93", "samples 2"]


def test_a_click_tells_the_cell_and_its_samples(show):
    renderer = show(MATRIX)
    cells, samples = [], []
    renderer.cell_clicked.connect(lambda row, column: cells.append((row, column)))
    renderer.samples_chosen.connect(lambda split, rows: samples.append((split, rows)))
    for cell in ((3, 3), (0, 9)):
        QTest.mouseClick(renderer, Qt.MouseButton.LeftButton, pos=renderer.box(*cell).center().toPoint())
    assert cells == [(3, 3), (0, 9)]
    assert samples == [("test", [4, 8])]


def test_the_keyboard_goes_from_cell_to_cell(show):
    renderer = show(MATRIX)
    cells = []
    renderer.cell_clicked.connect(lambda row, column: cells.append((row, column)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(renderer, key)
    assert cells == [(1, 1)]
    assert "true class 1" in renderer.accessibleDescription()
