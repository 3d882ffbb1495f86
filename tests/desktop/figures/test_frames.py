"""Frames play, stop, and stand still where the system asks for less motion."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import Frames
from desktop.figures import frames as module

from .conftest import PLAIN

FRAMES = PLAIN["frames"]


def test_frames_follow_each_other_in_one_renderer(show, qtbot):
    renderer = show(FRAMES)
    inner = renderer.inner
    assert renderer.count.text() == "1 of 2"
    qtbot.waitUntil(lambda: renderer.slider.value() == 1, timeout=3000)
    assert renderer.inner is inner
    assert inner.figure.values[0] == 9


def test_the_button_stops_them_and_the_slider_goes_where_it_is_put(show, qtbot):
    renderer = show(FRAMES)
    QTest.mouseClick(renderer.button, Qt.MouseButton.LeftButton)
    assert not renderer.playing
    assert renderer.button.accessibleName() == "Play"
    renderer.slider.setValue(1)
    qtbot.wait(250)
    assert renderer.slider.value() == 1
    assert renderer.count.text() == "2 of 2"


def test_nothing_plays_out_of_sight(show):
    renderer = show(FRAMES)
    assert renderer._timer.isActive()
    renderer.hide()
    assert not renderer._timer.isActive()


def test_with_less_motion_they_wait_for_their_button(show, monkeypatch):
    monkeypatch.setattr(module, "less_motion", lambda widget: True)
    renderer = show(FRAMES)
    assert not renderer._timer.isActive()
    renderer.play(True)
    assert renderer._timer.isActive()


@pytest.mark.parametrize("count", [0, 1])
def test_one_frame_does_not_play(show, count):
    assert not show(Frames(figures=FRAMES.figures[:count]))._timer.isActive()


def test_fewer_frames_than_before_are_shown_from_one_that_is_there(show):
    renderer = show(FRAMES)
    renderer.slider.setValue(1)
    renderer.display(Frames(figures=FRAMES.figures[:1]))
    assert renderer.count.text() == "1 of 1"


def test_costly_frames_follow_each_other_more_slowly_and_cheap_ones_as_asked(show):
    renderer = show(FRAMES)
    renderer._pace(0.5)
    assert renderer._timer.interval() == 500 / module.SHARE
    renderer._pace(0.0)
    assert renderer._timer.interval() == 100
