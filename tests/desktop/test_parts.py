"""Small parts: answers that can be read and heard, choices, notices that stand in nobody's way."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.parts import (
    AnswerBars,
    DigitReadout,
    EmptyState,
    IconButton,
    Notices,
    Panel,
    Segments,
    Switch,
    button,
    percent,
)


def shown(widget, qtbot):
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.0004, "0 %"), (0.0312, "3.1 %"), (0.969, "96.9 %"), (0.99999, "100 %"), (np.nan, "–")],
)
def test_shares_are_written_with_one_decimal(share, words):
    assert percent(share) == words


def test_the_winner_is_told_to_eyes_and_to_screen_readers(look, qtbot):
    bars = AnswerBars(look)
    bars.resize(200, 200)
    shown(bars, qtbot)
    empty = bars.grab().toImage()
    probabilities = np.full(10, 0.02)
    probabilities[7] = 0.82
    bars.show_answer(probabilities)
    assert bars.accessibleDescription() == "7 with 82.0 %, 0 with 2.0 %, 1 with 2.0 %"
    picture = bars.grab().toImage()
    assert picture != empty
    accent = look.theme["accent"]
    rows = [any(picture.pixelColor(x, 10 + 20 * k) == accent for x in range(200)) for k in range(10)]
    assert rows == [k == 7 for k in range(10)]


def test_answers_take_any_classes_and_numbers_that_are_none(look, qtbot):
    bars, reading = AnswerBars(look), DigitReadout(look)
    names = ["a rather long name of a class", "inside", "outside"]
    for part in (bars, reading):
        shown(part, qtbot)
        part.show_answer([0.1, np.nan, 0.2], names)
        part.grab()
        part.show_answer(None)
        part.grab()
        assert part.accessibleDescription() == "No answer yet"


def test_segments_are_one_stop_for_tab_and_move_by_arrows(look, qtbot):
    strip = Segments(["Slow", "1×", "Max"], "Max", "Speed")
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(strip)
    after = button(look, "After")
    layout.addWidget(after)
    shown(page, qtbot)
    heard = []
    strip.chosen.connect(heard.append)
    strip.button("Max").setFocus()
    QTest.keyClick(strip.button("Max"), Qt.Key.Key_Left)
    assert strip.current == "1×"
    strip.set_current("Slow")
    assert heard == ["1×"]
    assert strip.current == "Slow"
    strip.button("Slow").setFocus()
    QTest.keyClick(strip.button("Slow"), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_an_icon_button_has_a_name_and_says_its_keys(look, qtbot):
    undo = IconButton(look, "undo", "Undo stroke", "Ctrl+Z")
    qtbot.addWidget(undo)
    assert undo.accessibleName() == "Undo stroke"
    assert "Undo stroke" in undo.toolTip()
    assert "Ctrl+Z" in undo.toolTip()
    assert min(undo.sizeHint().width(), undo.width(), undo.height()) >= 24


def test_a_switch_is_pressed_by_mouse_and_by_space(look, qtbot):
    switch = shown(Switch(look, "Fit"), qtbot)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


def test_notices_come_newest_first_at_most_three_and_never_twice(look, qtbot):
    notices = Notices(look)
    page = QWidget()
    QVBoxLayout(page).addWidget(notices)
    shown(page, qtbot)
    assert not notices.isVisible()
    for words in ("one", "two", "three", "two", "four"):
        notices.tell("info", words)
    assert notices.messages() == ["four", "two", "three"]
    assert notices.isVisible()
    notices.clear()
    assert not notices.isVisible()


def test_a_notice_offers_what_to_do_and_goes(look, qtbot):
    notices, done = Notices(look), []
    page = QWidget()
    QVBoxLayout(page).addWidget(notices)
    shown(page, qtbot)
    notice = notices.tell("danger", "digits.csv, line 812: nothing was loaded.", [("Open", lambda: done.append(1))])
    assert notice.accessibleName() == "Problem: digits.csv, line 812: nothing was loaded."
    QTest.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
    assert done == [1]
    QTest.mouseClick(notice.cross, Qt.MouseButton.LeftButton)
    assert notices.messages() == []


def test_an_empty_place_says_what_will_be_there(look, qtbot):
    empty = shown(EmptyState(look, "compare", "No curves yet", "They appear with the first step.", "Train"), qtbot)
    words = [part.text() for part in empty.findChildren(QLabel) if part.text()]
    assert words == ["No curves yet", "They appear with the first step."]
    assert empty.accessibleName() == "No curves yet They appear with the first step."


def test_a_panel_has_a_name_a_note_and_tools(look, qtbot):
    panel = shown(Panel(look, "Learning", "loss by step"), qtbot)
    tool = panel.add_tool("more", "More")
    panel.set_title("Accuracy")
    assert panel.accessibleName() == "Accuracy"
    assert tool.accessibleName() == "More"
    assert panel.strip.height() == 34
