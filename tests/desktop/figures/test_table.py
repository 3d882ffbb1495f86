"""Tables are read, and copied from."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.figures.table import is_number

from .conftest import PLAIN


@pytest.mark.parametrize(
    ("text", "number"),
    [("97.8 %", True), ("−1,992.5", True), ("1e-3", True), ("", True), ("adam", False), ("a 1", False)],
)
def test_a_cell_is_a_number_when_it_reads_as_one(text, number):
    assert is_number(text) is number


def test_columns_of_numbers_stand_at_the_right(show):
    model = show(PLAIN["table"]).view.model()
    sides = [model.data(model.index(0, k), Qt.ItemDataRole.TextAlignmentRole) for k in (0, 1)]
    assert sides[0] & Qt.AlignmentFlag.AlignLeft
    assert sides[1] & Qt.AlignmentFlag.AlignRight


def test_what_is_chosen_is_copied_as_lines_of_cells(show):
    renderer = show(PLAIN["table"])
    renderer.view.selectAll()
    renderer.copy()
    assert QGuiApplication.clipboard().text() == "adam\t97.8 %\nmomentum\t97.1 %"
