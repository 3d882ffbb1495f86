"""Curves: few points painted, values under the pointer, lines that can be hidden, axes that keep still."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import Axis, Curve, Lines
from desktop.figures.thin import MOST

from .conftest import PLAIN

LINES = PLAIN["lines"]
X = np.arange(1, 201.0)


def points(renderer, series=0, part="_line"):
    """How many points of a curve are painted."""
    return len(getattr(renderer._series[series], part).x)


def wheel(widget, at, notches):
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_200_000_points_are_not_painted(show):
    x = np.arange(200_000.0)
    noisy = np.random.default_rng(0).normal(size=200_000)
    renderer = show(Lines(curves=(Curve(x, noisy, raw=noisy),)), size=(900, 600))
    assert points(renderer) <= MOST
    assert points(renderer, part="_raw") <= MOST


def test_data_that_did_not_change_are_not_set_again(show, monkeypatch):
    renderer = show(LINES)
    calls = []
    for series in renderer._series:
        monkeypatch.setattr(series._line, "put", lambda *data, **rest: calls.append(data))
        monkeypatch.setattr(series._raw, "put", lambda *data, **rest: calls.append(data))
    renderer.display(LINES)
    assert calls == []
    longer = Curve(np.append(LINES.curves[1].x, 401), np.append(LINES.curves[1].y, 1), name="test", role="test")
    renderer.display(Lines(curves=(LINES.curves[0], longer), x=LINES.x, y=LINES.y, title=LINES.title))
    assert len(calls) >= 1


def test_axes_move_rarely_while_a_run_goes_on(show):
    rng = np.random.default_rng(1)
    loss = 2 * np.exp(-np.arange(3000) / 300) + 0.1 + rng.normal(0, 0.01, 3000)
    steps = np.arange(1, 3001.0)

    def after(count):
        curve = Curve(steps[:count], loss[:count], name="train", role="train")
        return Lines(curves=(curve,), x=Axis("step"), y=Axis("loss"))

    renderer = show(after(10))
    limits = set()
    for count in range(10, 3000, 10):
        renderer.display(after(count))
        limits.add(renderer.plot.axes.limits)
    assert len(limits) < 40


def test_the_pointer_reads_every_curve_at_its_place(show, point):
    renderer = show(Lines(curves=(Curve(X, X * 2, name="a"), Curve(X, X * 3, name="b")), x=Axis("step")))
    at = renderer.plot.axes.to_pixel(100, 300)
    point(renderer.plot, at.x(), at.y())
    told = {line.name: line.value for line in renderer.card.lines}
    step = float(told["step"])
    assert abs(step - 100) <= 2
    assert (float(told["a"]), float(told["b"])) == (2 * step, 3 * step)
    assert len(renderer.plot.over.dots) == 2
    assert renderer.card.isVisible()
    assert f"step {step:g}" in renderer.accessibleDescription()


def test_a_curve_of_few_points_is_read_where_it_was_measured(show, point):
    renderer = show(LINES)
    at = renderer.plot.axes.to_pixel(103, 1)
    point(renderer.plot, at.x(), at.y())
    told = {line.name: line.value for line in renderer.card.lines}
    assert told["step"] == "101"
    assert set(told) == {"step", "train", "test"}


def test_the_arrow_keys_read_too_and_escape_ends_it(show):
    renderer = show(LINES)
    QTest.keyClick(renderer, Qt.Key.Key_Home)
    assert renderer.card.lines[0].value == "1"
    seen = []
    for _ in range(5):
        QTest.keyClick(renderer, Qt.Key.Key_Right)
        seen.append(float(renderer.card.lines[0].value))
    assert seen == sorted(set(seen))
    QTest.keyClick(renderer, Qt.Key.Key_Escape)
    assert renderer.card.isHidden()


def test_a_click_on_a_name_hides_its_line_and_another_shows_it(show, picture_of):
    renderer = show(LINES)
    before = picture_of(renderer)
    train = next(name for name in renderer._names if name.text() == "train")
    QTest.mouseClick(train, Qt.MouseButton.LeftButton)
    assert not renderer._series[0]._line.visible
    assert (picture_of(renderer) != before).any()
    renderer.display(LINES)
    assert not renderer._series[0]._line.visible
    QTest.keyClick(train, Qt.Key.Key_Space)
    assert renderer._series[0]._line.visible


def test_the_wheel_looks_closer_and_a_double_click_shows_all(show):
    renderer = show(LINES)
    whole = renderer.plot.axes.limits
    at = QPointF(renderer.plot.area.center())
    wheel(renderer.plot, at, 4)
    near = renderer.plot.axes.limits
    assert near.right - near.left < 0.6 * (whole.right - whole.left)
    wheel(renderer.plot, at, -30)
    assert renderer.plot.axes.limits[:2] == whole[:2]
    wheel(renderer.plot, at, 4)
    QTest.mouseDClick(renderer.plot, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert renderer.plot.axes.limits == whole


def test_looking_closer_shows_what_was_left_out_before(show):
    x = np.arange(100_000.0)
    y = np.zeros(100_000)
    y[50_000:50_100:2] = 1
    renderer = show(Lines(curves=(Curve(x, y),)))
    for _ in range(35):
        QTest.keyClick(renderer, Qt.Key.Key_Plus)
    left, right = renderer.plot.axes.limits[:2]
    held = renderer._series[0]._line.x
    assert len(held) >= min(64, right - left)
    assert held[0] <= left
    assert held[-1] >= right


def test_a_drag_moves_what_is_seen_but_not_past_the_end(show):
    renderer = show(LINES)
    for _ in range(5):
        QTest.keyClick(renderer, Qt.Key.Key_Plus)
    before = renderer.plot.axes.limits
    renderer.plot.dragged.emit(QPointF(-40, 0))
    assert renderer.plot.axes.limits.left > before.left
    renderer.plot.dragged.emit(QPointF(9999, 0))
    assert renderer.plot.axes.limits.left >= 0


def test_percent_ticks_fit_their_axis(show):
    renderer = show(Lines(curves=(Curve(X, X / 2, name="train"),), y=Axis("accuracy", "%", high=100)))
    assert "100 %" in [tick.text for tick in renderer.plot.axes.y_ticks]
    assert renderer.plot.area.left() >= 30


def test_a_logarithmic_axis_shows_no_value_that_is_not_above_zero(show):
    renderer = show(Lines(curves=(Curve(X, np.where(X > 150, 0.0, X / 100)),), y=Axis("loss", log=True)))
    assert renderer.lost == 50
    assert [tick.text for tick in renderer.plot.axes.y_ticks] == ["0.01", "0.1", "1"]


def test_another_picture_takes_nothing_of_the_axes_before(show):
    renderer = show(LINES)
    renderer.display(Lines(curves=(Curve(X / 1000, X / 1000, name="rate"),), y=Axis("rate")))
    assert renderer.plot.axes.limits.right == pytest.approx(0.2)


def test_measured_values_are_open_circles_in_their_own_colour(show, look, picture_of):
    few = np.linspace(0, 1, 9)
    renderer = show(Lines(curves=(Curve(few, few, name="measured", role="measured"),)), size=(900, 600))
    assert renderer._series[0]._circles.visible
    assert not renderer._series[0]._line.visible
    colour = np.array(look.theme["third"].getRgb(), int)
    assert (np.abs(picture_of(renderer).astype(int) - colour).sum(axis=2) < 30).any()
