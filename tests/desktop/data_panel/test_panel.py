"""The panel as a whole: while loading, at every width, in both themes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from core.sampling import Sampling
from desktop.data_panel.class_bars import ClassBars


def test_while_loading_it_says_how_far_it_is_and_can_be_given_up(make, wait_until, slow):
    panel = make()
    before = panel.live.session.data
    experiment, _ = slow
    panel.live.edit(lambda e: experiment, "Something slow")
    wait_until(lambda: panel.loading.isVisible())
    wait_until(lambda: panel.loading.words.text() == "Reading slowly")
    assert panel.loading.bar.value() == 250
    assert panel.browser.summary.data is before  # what was there can be looked through
    QTest.mouseClick(panel.loading.cancel, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.loading.isHidden())
    assert panel.live.session.data is before
    assert panel.live.experiment.dataset.name == "digits"


def test_before_the_first_data_there_is_a_sentence_and_no_blank(make, wait_until, slow):
    experiment, gate = slow
    panel = make(experiment, ready=False)
    assert panel.empty.isVisible()
    assert not panel.browser.isVisible()
    assert panel.settings.rows.isHidden()  # nobody knows how many there are
    gate.append(1)
    wait_until(lambda: panel.browser.isVisible())
    assert not panel.empty.isVisible()
    assert panel.settings.rows.value == 80


def test_a_session_with_fewer_rows_from_the_start_knows_its_number(make, small):
    panel = make(replace(small, sampling=Sampling(rows=100)))
    assert panel.settings.rows.value == 100
    assert not panel.settings.rows.isHidden()


@pytest.mark.parametrize("width", [300, 336, 600, 1000])
def test_nothing_is_cut_at_any_width(make, width, qtbot):
    panel = make(width=width)
    qtbot.wait(20)
    area = panel.area.viewport()
    page = panel.area.widget()
    assert page.width() <= area.width()
    for one in [*panel.findChildren(QAbstractButton), *panel.findChildren(QLabel), *panel.findChildren(ClassBars)]:
        if one.isVisibleTo(panel):
            left = one.mapTo(panel, QPoint(0, 0)).x()
            assert left >= 0
            assert left + one.width() <= width, one
            if isinstance(one, QLabel) and not one.wordWrap() and one is not panel._note:
                assert one.width() >= one.sizeHint().width(), one.text()
    assert panel.browser.grid.grid.columns >= (7 if width < 400 else 8)
    beside = panel.browser.mapTo(panel, QPoint(0, 0)).x() > 200
    assert beside == (width >= 560)


def test_everything_that_acts_has_a_name(make):
    panel = make()
    for one in panel.findChildren(QAbstractButton):
        assert one.accessibleName() or one.text(), one
    assert panel.browser.grid.accessibleName() == "Samples"
    assert panel.browser.bars.accessibleName() == "Classes"


def test_the_theme_changes_the_pictures(make, look, wait_until):
    panel = make()
    grid = panel.browser.grid
    wait_until(lambda: len(grid._shown) > 0)
    box = grid.box(0)
    corner = QPoint(round(box.left()) + 2, round(box.top()) + 2)
    assert grid.grab().toImage().pixelColor(corner).lightness() > 200
    look.choose("dark")
    try:
        wait_until(lambda: grid.grab().toImage().pixelColor(corner).lightness() < 60)
    finally:
        look.choose("light")
