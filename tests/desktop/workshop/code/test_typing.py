"""Keys in the editor do what a programmer's hands expect, each as one step of undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from desktop.workshop.code import CodeEdit
from desktop.workshop.code.typing import home, next_indent

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot, look):
    """``editor(text)``: an editor with the cursor at the end of this text."""
    made = CodeEdit(look)
    qtbot.addWidget(made)

    def fill(text):
        made.setDocument(made.document_of(text))
        made.moveCursor(QTextCursor.MoveOperation.End)
        return made

    return fill


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("class Wave(Activation):", "    "),
        ("    def forward(self, z):  # a colon: here", "        "),
        ("    x = {'a': 1}", "    "),
        ("        return z", "    "),
        ("    call(", "        "),
        ('    "ends with a colon:"', "    "),
        ("        return np.where(", "            "),
    ],
)
def test_a_new_line_begins_where_the_code_goes_on(before, expected):
    assert next_indent(before) == expected


def test_enter_keeps_and_deepens_the_indentation(editor):
    edit = editor("class Wave(Activation):")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "def forward(self, z):")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "return z")
    edit.popup.hide()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == "class Wave(Activation):\n    def forward(self, z):\n        return z\n    "


def test_tab_and_shift_tab_move_all_selected_lines_and_undo_takes_it_back_at_once(editor):
    edit = editor("a\n\nb")
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.toPlainText() == "    a\n\n    b"
    edit.undo()
    assert edit.toPlainText() == "a\n\nb"
    edit.redo()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Backtab)
    assert edit.toPlainText() == "a\n\nb"


def test_backspace_takes_a_whole_level_within_the_indentation_only(editor):
    edit = editor("        ")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.toPlainText() == "    "
    edit = editor("    ab")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.toPlainText() == "    a"


def test_control_slash_makes_comments_of_lines_and_lines_of_comments(editor):
    edit = editor("def f():\n    return 1")
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Slash, CONTROL)
    assert edit.toPlainText() == "# def f():\n#     return 1"
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Slash, CONTROL)
    assert edit.toPlainText() == "def f():\n    return 1"


def test_home_goes_to_the_first_letter_and_then_to_the_margin():
    assert home("    x = 1", 7) == 4
    assert home("    x = 1", 4) == 0
    assert home("    x = 1", 0) == 4


def test_zoom_changes_the_letters_and_comes_back(editor):
    edit = editor("x")
    usual = edit.font().pixelSize()
    QTest.keyClick(edit, Qt.Key.Key_Plus, CONTROL)
    assert edit.font().pixelSize() == usual + 1
    QTest.keyClick(edit, Qt.Key.Key_0, CONTROL)
    assert edit.font().pixelSize() == usual


def test_save_is_asked_for_by_its_key_and_reading_alone_changes_nothing(editor, qtbot):
    edit = editor("x")
    with qtbot.waitSignal(edit.save_asked, timeout=1000):
        QTest.keyClick(edit, Qt.Key.Key_S, CONTROL)
    edit.setReadOnly(True)
    QTest.keyClicks(edit, "abc")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClick(edit, Qt.Key.Key_Slash, CONTROL)
    assert edit.toPlainText() == "x"
