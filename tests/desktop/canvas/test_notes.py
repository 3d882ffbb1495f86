"""Notes on the canvas: written, moved, removed, brought back, kept as plain data."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.canvas.notes import NoteData, read_notes

KEPT = [{"text": "Look here", "x": 0.2, "y": 0.85}, {"text": "And here", "x": 0.6, "y": 0.9}]


def test_a_note_is_put_by_a_double_click_on_the_ground_and_written(bench):
    changes = []
    bench.editor.notes_changed.connect(lambda: changes.append(1))
    bench.double(bench.gap(1))
    note = bench.editor.note_board.shown[0]
    assert note.field.hasFocus()
    QTest.keyClicks(note.field, "Why blue?")
    QTest.keyClick(note.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one["text"] for one in bench.editor.notes()] == ["Why blue?"]
    assert note.hasFocus()
    assert note.accessibleName() == "Note: Why blue?"
    assert changes


def test_a_note_is_dropped_from_the_palette(bench):
    assert bench.carry("Note", bench.gap(1)) == [True, True]
    note = bench.editor.note_board.shown[0]
    assert note.writing
    assert (note.pos() - bench.gap(1)).manhattanLength() < 10


def test_a_note_without_words_goes_when_it_is_left(bench):
    bench.double(bench.gap(1))
    note = bench.editor.note_board.shown[0]
    QTest.keyClick(note.field, Qt.Key.Key_Escape)
    assert bench.editor.note_board.shown == []
    assert bench.editor.notes() == []


def test_escape_while_writing_gives_the_words_back(bench):
    bench.editor.set_notes(KEPT)
    note = bench.editor.note_board.shown[0]
    QTest.keyClick(note, Qt.Key.Key_Return)
    QTest.keyClicks(note.field, "something else")
    QTest.keyClick(note.field, Qt.Key.Key_Escape)
    assert bench.editor.notes() == KEPT


def test_a_note_is_moved_by_mouse_and_keys(bench):
    bench.editor.set_notes(KEPT)
    note = bench.editor.note_board.shown[0]
    at = note.pos()
    QTest.mousePress(note, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    QTest.mouseMove(note, QPoint(60, -30))
    QTest.mouseRelease(note, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    assert note.pos() - at == QPoint(50, -40)
    QTest.keyClick(note, Qt.Key.Key_Left)
    assert abs((note.pos() - at).x() - 42) <= 1
    assert bench.editor.notes()[0]["x"] != KEPT[0]["x"]


def test_notes_are_on_the_same_list_of_undo_as_the_layers(bench):
    bench.editor.set_notes(KEPT)
    assert bench.live.session.undo_label == "", "opening is no edit"
    QTest.keyClick(bench.editor.note_board.shown[0], Qt.Key.Key_Delete)
    assert bench.editor.notes() == KEPT[1:]
    bench.carry("Dense", bench.gap(1))
    QTest.keyClick(bench.editor.note_board.shown[0], Qt.Key.Key_Up)
    assert bench.live.session.labels[0] == ["Remove note", "Insert Dense 32", "Move note"]
    bench.live.undo()
    assert bench.editor.notes() == KEPT[1:]
    bench.live.undo()
    bench.live.undo()
    assert bench.editor.notes() == KEPT
    assert bench.units == [128, 64]
    bench.live.redo()
    assert bench.editor.notes() == KEPT[1:]


def test_a_click_on_a_note_moves_nothing(bench):
    bench.editor.set_notes(KEPT)
    QTest.mouseClick(bench.editor.note_board.shown[0], Qt.MouseButton.LeftButton)
    assert bench.live.session.undo_label == ""


def test_notes_keep_their_place_when_the_window_changes(bench, qtbot):
    bench.editor.set_notes(KEPT)
    note = bench.editor.note_board.shown[0]
    share = note.x() / bench.canvas.width()
    bench.resize(1400, 900)
    qtbot.wait(30)
    assert abs(note.x() / bench.canvas.width() - share) < 0.01
    assert bench.editor.notes() == KEPT


def test_notes_are_plain_data(bench):
    bench.editor.set_notes(KEPT)
    assert json.loads(json.dumps(bench.editor.notes())) == KEPT
    bench.editor.set_notes(None)
    assert bench.editor.notes() == []


@pytest.mark.parametrize(
    "kept",
    [
        None,
        5,
        "notes",
        [5],
        [{}],
        [{"text": 5, "x": 0, "y": 0}],
        [{"text": "a"}],
        [{"text": "a", "x": "0", "y": 0}],
        [{"text": "a", "x": float("nan"), "y": 0}],
    ],
)
def test_what_is_no_note_is_passed_over(kept):
    assert read_notes(kept) == []


def test_a_place_outside_is_brought_inside():
    assert read_notes([{"text": "a", "x": -3, "y": 7}]) == [NoteData("a", 0.0, 1.0)]
