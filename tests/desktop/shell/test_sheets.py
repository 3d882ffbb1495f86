"""What opens over the window: found and used by keyboard, and the focus comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.actions import ALSO, SINGLE, TABLE
from desktop.canvas import key_words, keys
from desktop.shell.keys_sheet import lines


def press(widget, *chords):
    for chord in chords:
        QTest.keySequence(widget, chord)


def find(window, typed):
    window.actions_by_name["find"].trigger()
    QTest.keyClicks(window.sheets.finder.field, typed)
    return window.sheets.finder.found()


def test_an_activation_is_found_used_and_undone_without_the_mouse(window):
    field = window.network.editor.foot.field
    field.setFocus()
    assert find(window, "tanh hidden 1")[0] == "Use tanh in Hidden 1"
    QTest.keyClick(window.sheets.finder.field, Qt.Key.Key_Return)
    assert window.live.experiment.layers[0].activation.name == "tanh"
    assert not window.sheets.finder.isVisible()
    window.live.undo()
    assert window.live.experiment.layers[0].activation.name == "relu"


def test_esc_gives_the_focus_back_and_does_nothing(window):
    field, before = window.network.editor.foot.field, window.live.experiment
    field.setFocus()
    find(window, "adam")
    assert QApplication.focusWidget() is window.sheets.finder.field
    QTest.keyClick(window.sheets.finder.field, Qt.Key.Key_Down)
    QTest.keyClick(window.sheets.finder.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field
    assert window.live.experiment == before


def test_everything_named_in_the_window_can_be_found(window, preferences, tmp_path):
    project = tmp_path / "seven.inknet"
    project.write_bytes(b"")
    preferences.recent = [str(project)]
    names = {one.words for one in window.sheets.finder._everything()}
    wanted = {
        *("Optimizer adam", "Loss cross-entropy", "Preprocessing scale", "Regularizer l2", "Learn from digits"),
        *("Insert dense layer", "Remove Hidden 2", "Freeze Hidden 1", "Use the network 784-30-10"),
        *("Start Hidden 1 with he weights", "Open seven.inknet", "Theme: Dark", "Size of everything: 150 %"),
        *("Open Loss", "Show history", "Reset weights", "Save project"),
    }
    assert wanted <= names
    assert "Redo" not in names  # there is nothing to do again


@pytest.mark.parametrize(
    ("typed", "field", "name"),
    [("optimizer momen", "optimizer", "momentum"), ("loss squared", "loss", "squared-error")],
)
def test_a_component_that_is_found_is_chosen_as_one_edit(window, typed, field, name):
    find(window, typed)
    window.sheets.finder.act()
    assert getattr(window.live.experiment, field).name == name
    assert window.live.session.undo_label == f"Choose {name}"


def test_nothing_found_is_said(window):
    assert find(window, "qqqq") == []
    assert not window.sheets.finder.nothing.isHidden()
    QTest.keyClick(window.sheets.finder.field, Qt.Key.Key_Return)
    assert window.sheets.finder.isVisible()


def test_tab_stays_in_the_settings_and_passes_every_control(window):
    sheet = window.sheets.settings
    sheet.open_sheet()
    seen = []
    for _ in range(30):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
        seen.append(QApplication.focusWidget())
    assert {sheet.motion, sheet.letters, sheet.asks, sheet.language, sheet.cross} <= set(seen)


def test_what_has_the_focus_is_explained(window, monkeypatch):
    told = []
    monkeypatch.setattr("desktop.shell.sheets.QToolTip.showText", lambda at, words, widget: told.append(words))
    window.network.training.numbers.rows["batch_size"].field.setFocus()
    window.actions_by_name["what"].trigger()
    assert told[0].startswith("Batch size")
    assert "Samples that one step looks at" in told[0]


def test_every_action_with_a_key_is_on_the_sheet_of_keys():
    shown = {words: keys for held in lines().values() for words, keys in held}
    for entry in TABLE.values():
        assert (entry.words in shown) == bool(entry.keys)
    assert "?" in shown["Keys"]
    assert set(ALSO.values()) <= set(TABLE)
    assert set(SINGLE) <= set(TABLE)


@pytest.mark.parametrize(("said", "table"), [(key_words.CANVAS, keys.TABLE), (key_words.LANE, keys.LANE)])
def test_every_key_of_the_canvas_is_on_the_sheet_of_keys(said, table):
    assert {key for _, held in said for key in held} == set(table)


def test_no_two_actions_share_a_key():
    held = [entry.keys for entry in TABLE.values() if entry.keys] + list(ALSO)
    assert len(held) == len(set(held))
