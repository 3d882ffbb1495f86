"""The first start: three ways to begin, in nobody's way, and gone with the first step."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data import Data, Split, one_hot
from desktop.shell.start_card import one_of_each


def test_at_the_first_start_train_has_the_focus_and_space_trains(window, preferences, wait_until):
    card = window.sheets.start
    wait_until(lambda: QApplication.focusWidget() is card.train)
    canvas = window.network.editor.canvas.view
    assert card.geometry().top() >= canvas.geometry().bottom()
    QTest.keyClick(card.train, Qt.Key.Key_Space)
    wait_until(lambda: card.isHidden())
    assert preferences.started


def test_closed_it_stays_away_until_it_is_asked_for(window, preferences):
    card = window.sheets.start
    card.cross.click()
    assert card.isHidden()
    assert preferences.started
    window.sheets.settings.start_card_asked.emit()
    assert card.isVisible()


def test_begin_with_an_empty_network_is_one_edit(window):
    window.sheets.start.ways["empty"].click()
    assert len(window.live.experiment.layers) == 1
    window.live.undo()
    assert [one.units for one in window.live.experiment.layers] == [128, 64, 0]


def test_draw_a_digit_opens_the_workspace_for_it(window):
    window.sheets.start.ways["draw"].click()
    assert window.pages.currentIndex() == 1


def test_there_is_a_picture_of_each_class_that_has_one():
    inputs = np.arange(12, dtype=np.float32).reshape(3, 4)
    split = Split(inputs, one_hot(np.array([2, 0, 2]), 3))
    first, second, third = one_of_each(Data(split, split, (2, 2), "classification", ("a", "b", "c")))
    assert np.array_equal(first, inputs[1].reshape(2, 2))
    assert second is None
    assert np.array_equal(third, inputs[0].reshape(2, 2))
