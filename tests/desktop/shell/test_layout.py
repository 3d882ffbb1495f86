"""How the window fits itself to its size: widths of columns, the rail, what stands behind "More"."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.shell.rail import BAR, RAIL


def docks_width(window):
    return window.docks.dock("drawing").width()


@pytest.mark.parametrize(("size", "left"), [((1440, 900), 264), ((1280, 800), 240)])
def test_columns_are_wide_only_in_a_wide_window(window, wait_until, size, left):
    wait_until(lambda: window.view_panes())
    window.resize(*size)
    wait_until(lambda: window.network.left.width() == left + BAR)
    wait_until(lambda: docks_width(window) == (336 if size[0] >= 1400 else 300))


@pytest.mark.parametrize("size", [(1099, 900), (1024, 700), (960, 640)])
def test_in_a_narrow_window_the_column_folds_to_a_rail_and_the_canvas_keeps_its_room(window, wait_until, size):
    wait_until(lambda: window.view_panes())
    window.resize(*size)
    wait_until(lambda: window.network.rail.isVisible())
    assert window.size().toTuple() == size
    assert not window.network.left.isVisible()
    assert window.network.rail.width() == RAIL
    assert window.network.editor.width() >= 480
    wait_until(lambda: docks_width(window) >= 290)
    docks = [one for one in window.docks.shown() if not one.isFloating()]
    for above, below in itertools.pairwise(docks):
        assert above.geometry().bottom() < below.geometry().top()
    assert docks[-1].geometry().bottom() < window.shell.height()


def test_the_rail_opens_the_column_over_the_canvas_and_esc_folds_it(window, wait_until):
    window.resize(1024, 700)
    rail, left = window.network.rail, window.network.left
    wait_until(lambda: rail.isVisible())
    wait_until(lambda: window.network.editor.x() == RAIL + 8)
    QTest.mouseClick(rail.buttons["Training"], Qt.MouseButton.LeftButton)
    assert left.isVisible()
    assert window.network.editor.x() == RAIL + 8
    assert left.geometry().intersects(window.network.editor.geometry())
    field = window.network.training.numbers.rows["batch_size"].field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not left.isVisible()
    assert QApplication.focusWidget() is rail.buttons["Training"]
    rail.buttons["Build"].click()
    window.network.editor.foot.field.setFocus()
    assert not left.isVisible()
    assert not any(one.isChecked() for one in rail.buttons.values())


def test_a_wide_window_has_the_column_again(window, wait_until):
    window.resize(1024, 700)
    wait_until(lambda: window.network.rail.isVisible())
    window.network.rail.buttons["Build"].click()
    window.resize(1440, 900)
    wait_until(lambda: not window.network.rail.isVisible())
    assert window.network.left.isVisible()
    assert window.network.left.geometry().right() < window.network.editor.geometry().left()


def test_the_rail_has_an_icon_for_the_layer_only_while_one_is_chosen(window, wait_until):
    window.resize(1024, 700)
    wait_until(lambda: window.network.rail.isVisible())
    layer = window.network.rail.buttons["Layer"]
    assert layer.isHidden()
    window.network.editor.canvas.choose(window.live.experiment.layers[0].key)
    assert not layer.isHidden()


def test_a_low_window_keeps_what_is_less_used_behind_more(window, wait_until):
    training = window.network.training
    window.resize(1440, 700)
    wait_until(lambda: not training.less.open)
    assert not training.penalty.isVisible()
    training.less.more.click()
    assert training.penalty.isVisible()
    training.less.more.click()
    window.resize(1440, 900)
    wait_until(lambda: training.less.open)


def test_rare_settings_are_behind_more_and_said_where_they_were_changed(window):
    form = window.network.training.pickers["optimizer"].form
    assert form.rows["learning_rate"].isVisible()
    assert not form.rows["beta1"].isVisible()
    window.live.edit(lambda e: _with_beta(e), "Change beta1")
    assert form.fold.more.text() == "More · 1 changed"
    form.fold.more.click()
    assert form.rows["beta1"].isVisible()
    assert form.fold.more.text() == "Less"


def _with_beta(e):
    return type(e)(**{**vars(e), "optimizer": e.optimizer.set("beta1", 0.8)})
