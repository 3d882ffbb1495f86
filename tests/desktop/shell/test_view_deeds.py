"""Views on the list of undo: opened, closed, moved and set, each by its name."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest


@pytest.fixture
def window(window, wait_until):
    wait_until(lambda: window.view_panes())
    return window


def names(window):
    return [view["name"] for view in window.docks.views()]


def done(window):
    return window.live.session.labels[0]


def dock_of(window, name):
    return next(one for one in window.docks.view_docks() if one.objectName().startswith(name))


def stacked(window, dock):
    """The docks that share a place with this one."""
    return {one.objectName() for one in window.shell.tabifiedDockWidgets(dock)}


def test_a_view_that_is_opened_can_be_undone_and_done_again(window):
    before, state = names(window), window.docks.state()
    window.docks.open_asked.emit("weight-histogram")
    assert names(window) == [*before, "weight-histogram"]
    assert done(window)[-1].startswith("Open ")
    window.live.undo()
    assert names(window) == before
    assert window.docks.state() == state
    window.live.redo()
    assert "weight-histogram" in names(window)


def test_a_closed_view_comes_back_with_its_settings_and_in_its_place(window, wait_until):
    dock = dock_of(window, "loss-curve")
    pane = dock.widget()
    setting = next(iter(pane.visualization.settings.values()))
    other = next(one for one in [*setting.choices, setting.low, setting.high, not setting.default] if one is not None)
    pane.set_setting(setting.name, other)
    kept, key, beside = pane.settings(), dock.objectName(), stacked(window, dock)
    assert beside
    cross = next(one for one in dock.findChildren(type(pane.more)) if one.accessibleName() == "Close Loss")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert "loss-curve" not in names(window)
    assert done(window)[-1] == "Close Loss"
    window.live.undo()
    assert window.docks.dock(key).widget().settings() == kept
    assert stacked(window, window.docks.dock(key)) == beside
    window.live.redo()
    assert "loss-curve" not in names(window)


def test_quick_changes_of_one_setting_are_one_entry_and_undo_takes_all_back(window):
    pane = dock_of(window, "loss-curve").widget()
    name, one = next((n, s) for n, s in pane.visualization.settings.items() if s.kind in (int, float))
    before, count = pane.settings(), len(done(window))
    for value in (one.low, one.high, one.low, one.high):
        pane.set_setting(name, value)
    assert len(done(window)) == count + 1
    assert done(window)[-1].endswith(" of Loss")
    window.live.undo()
    assert pane.settings() == before
    window.live.redo()
    assert pane.settings()[name] == one.high
    assert len(done(window)) == count + 1


def test_floating_by_the_button_is_undone(window):
    dock = dock_of(window, "loss-curve")
    window.docks.float_asked.emit(dock)
    assert dock.isFloating()
    assert done(window)[-1] == "Float Loss"
    window.live.undo()
    assert not dock.isFloating()


def test_a_double_click_on_the_strip_is_a_move_like_any_other(window, wait_until):
    dock = dock_of(window, "first-layer-weights")
    strip = dock.titleBarWidget()
    at = QPoint(strip.width() // 2, 6)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.qWait(150)
    assert not done(window)
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseRelease(window.topbar, Qt.MouseButton.LeftButton)
    wait_until(dock.isFloating)
    wait_until(lambda: done(window) == ["Move First-layer weights"])
    window.live.undo()
    assert not dock.isFloating()


def test_undo_goes_to_the_workspace_in_which_it_was_done(window):
    window.docks.close_asked.emit(dock_of(window, "loss-curve"))
    window.show_workspace(1)
    window.live.undo()
    assert window.pages.currentIndex() == 0
    assert "loss-curve" in names(window)
