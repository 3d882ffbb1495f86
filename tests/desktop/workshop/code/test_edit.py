"""The editor shows a text: its colours, its marks, its brackets, the list of completions, find and replace."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from core.components import KINDS
from core.templates import template
from desktop.look import Theme
from desktop.workshop.code import CodeEdit, FindBar
from desktop.workshop.code.brackets import match
from desktop.workshop.code.highlight import STYLES


@pytest.fixture
def editor(qtbot, look):
    made = CodeEdit(look)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def colours(editor, line):
    """The colours within a line, by the words that wear them."""
    block = editor.document().findBlockByNumber(line - 1)
    return {
        block.text()[one.start : one.start + one.length]: one.format.foreground().color().name().upper()
        for one in block.layout().formats()
    }


def test_keywords_strings_numbers_and_the_face_of_core_have_their_colours(editor, look):
    editor.setDocument(editor.document_of("from core import setting\nx = 1.5  # half\ny = 'a'"))
    theme = look.theme
    assert colours(editor, 1)["from"] == theme.tokens["code_keyword"]
    assert colours(editor, 1)["setting"] == theme.tokens["code_class"]
    assert colours(editor, 2)["1.5"] == theme.tokens["code_number"]
    assert colours(editor, 2)["# half"] == theme.tokens["code_comment"]
    assert theme.tokens["code_string"] in colours(editor, 3).values()


def test_opening_a_long_string_colours_the_lines_below_and_closing_it_gives_them_back(editor, look):
    editor.setDocument(editor.document_of("\nx = 1\ny = 2"))
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.insertPlainText('"""')
    assert colours(editor, 3)["y = 2"] == look.theme.tokens["code_string"]
    editor.insertPlainText('"""')
    assert "y = 2" not in colours(editor, 3)


def test_letters_outside_the_basic_plane_do_not_shift_the_colours(editor, look):
    editor.setDocument(editor.document_of('s = "🎈"  # wide'))
    formats = editor.document().firstBlock().layout().formats()
    comment = next(one for one in formats if one.format.foreground().color() == look.theme["code_comment"])
    assert (comment.start, comment.length) == (10, 6)  # Qt counts such a letter twice


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_of_the_code_can_be_read(theme):
    one = Theme(theme)
    for _, token, _, _ in STYLES:
        assert contrast(one[token], one["panel"]) >= 4.5


def contrast(first, second):
    def light(colour):
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        return sum(
            w * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_marked_line_is_tinted_from_side_to_side_and_tells_its_sentence(editor, look):
    editor.setDocument(editor.document_of(template("activation", "wave")))
    editor.mark({16: "the slope is twice as steep"})
    picture = editor.grab().toImage()
    y = next(box for block, box in editor.visible_blocks() if block.blockNumber() == 15).center().y()
    wanted = look.theme["danger_soft"].name()
    ratio = picture.devicePixelRatio()
    assert picture.pixelColor(round((editor.width() - 20) * ratio), round((y - 6) * ratio)).name() == wanted
    assert editor.margin.line_at(y) == 16
    editor.mark({})
    assert (
        editor.grab().toImage().pixelColor(round((editor.width() - 20) * ratio), round((y - 6) * ratio)).name()
        != wanted
    )


def test_each_document_keeps_its_text_its_undo_and_its_marks(editor):
    first, second = editor.document_of("one"), editor.document_of("two")
    editor.setDocument(first)
    editor.insertPlainText("x")
    editor.mark({1: "wrong"})
    editor.setDocument(second)
    assert editor.toPlainText() == "two"
    assert not editor.marks
    editor.setDocument(first)
    assert editor.toPlainText() == "xone"
    assert editor.marks == {1: "wrong"}
    editor.undo()
    assert editor.toPlainText() == "one"


def test_a_bracket_finds_its_partner_and_a_lonely_one_itself():
    assert match("f(a[0])", 1) == (1, 6)
    assert match("f(a[0])", 7) == (6, 1)
    assert match("f(a", 2) == (1, 1)
    assert match("abc", 1) is None


def test_the_list_takes_the_chosen_word_by_enter_and_leaves_by_escape(editor):
    editor.setDocument(editor.document_of("from core import "))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "Activ")
    assert editor.popup.shown
    assert editor.popup.words()[0] == "Activation"
    QTest.keyClick(editor.popup._list, Qt.Key.Key_Return)
    assert editor.toPlainText() == "from core import Activation"
    QTest.keyClicks(editor, ", setti")
    QTest.keyClick(editor.popup._list, Qt.Key.Key_Escape)
    assert not editor.popup.shown
    assert editor.toPlainText().endswith(", setti")


@pytest.fixture
def find(editor, qtbot, look):
    bar = FindBar(look, editor)
    qtbot.addWidget(bar)
    return bar


def test_find_goes_round_and_counts(editor, find):
    editor.setDocument(editor.document_of("a b a b A"))
    find.open_bar(False)
    find.wanted.setText("a")
    assert find.told.text() == "1 of 3"
    places = []
    for _ in range(3):
        find.step(1)
        places.append(editor.textCursor().selectionStart())
    assert places == [4, 8, 0]
    find.case.setChecked(True)
    assert find.told.text().endswith("of 2")
    find.wanted.setText("nowhere")
    assert find.told.text() == "Not there"


def test_replacing_all_is_one_step_of_undo(editor, find):
    editor.setDocument(editor.document_of("z + z * z"))
    find.open_bar(True)
    find.wanted.setText("z")
    find.instead.setText("zz")
    assert find.replace_all() == 3
    assert editor.toPlainText() == "zz + zz * zz"
    editor.undo()
    assert editor.toPlainText() == "z + z * z"


def test_every_template_is_coloured_to_its_last_line(editor):
    for kind in KINDS.values():
        editor.setDocument(editor.document_of(template(kind.kind, "wave")))
        lines = editor.toPlainText().rstrip().count("\n") + 1
        assert colours(editor, lines), kind.kind
