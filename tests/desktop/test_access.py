"""Whoever does not see the window hears it: every control has a name, and the keyboard reaches all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

KINDS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractItemView, QTabBar, QDockWidget)


def unnamed(window):
    """The controls in sight without a name. Scroll bars are named by their kind."""
    found = []
    for one in window.findChildren(QWidget):
        control = isinstance(one, KINDS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus
        if control and one.isVisible() and not isinstance(one, QScrollBar):
            interface = QAccessible.queryAccessibleInterface(one)
            if not interface or not interface.text(QAccessible.Text.Name).strip():
                above = one.parentWidget()
                found.append(f"{type(one).__name__} in {type(above).__name__}")
    return found


def test_every_control_of_the_window_has_a_name(window, wait_until):
    wait_until(lambda: window.view_panes())
    window.network.editor.canvas.choose(window.live.experiment.layers[0].key)
    nameless = {"network": unnamed(window)}
    for name in window.docks.panels():
        window.docks.bring_up(name)
        QTest.qWait(30)
        nameless[name] = unnamed(window)
    for name in ("finder", "keys", "settings"):
        sheet = getattr(window.sheets, name)
        sheet.open_sheet()
        nameless[name] = unnamed(window)
        sheet.close_sheet()
    window.resize(1024, 700)
    nameless["small"] = unnamed(window)
    window.show_workspace(1)
    nameless["draw"] = unnamed(window)
    assert {place: found for place, found in nameless.items() if found} == {}


def test_f6_goes_round_all_parts_of_the_window_and_comes_back(window, wait_until):
    wait_until(lambda: window.view_panes())
    parts = {"bar": window.topbar, "left": window.network.left, "canvas": window.network.editor}
    parts |= {dock.objectName(): dock for dock in window.docks.shown()}
    window.topbar.train.setFocus()
    reached = []
    for _ in range(len(parts)):
        window.actions_by_name["next-region"].trigger()
        focus = QApplication.focusWidget()
        reached.append(next(name for name, part in parts.items() if part.isAncestorOf(focus)))
    assert sorted(reached) == sorted(parts)
    assert reached[-1] == "bar"
    window.actions_by_name["previous-region"].trigger()
    assert reached[-2] == next(name for name, part in parts.items() if part.isAncestorOf(QApplication.focusWidget()))
