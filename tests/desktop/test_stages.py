"""What the network sees, step by step: pictures and effects are those of the real images and the real network."""

import itertools
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from core.experiment import Choice, Experiment, LayerChoice
from core.session import Session
from core.strokes import Normalise, Stroke, image, stages
from desktop.pad import SIZE, StagesPanel
from desktop.pad.steps import FIELDS, pictures_of, take_through
from desktop.views import ViewHost

SEVEN = (
    Stroke(np.array([[60.0, 60.0], [120.0, 58.0], [90.0, 130.0]]), 7.0),
    Stroke(np.array([[75.0, 95.0], [110.0, 93.0]]), 7.0),
)


def snapshot_of(found, **changes):
    """A moment of a run trained for a few steps."""
    session = Session(Experiment(**changes), found.registry)
    session.wait()
    session.run.play(60)
    end = time.monotonic() + 20
    while session.run.status.step < 60 and time.monotonic() < end:
        time.sleep(0.01)
    session.stop()
    return session.run.take()


@pytest.fixture(scope="module")
def snapshot(found):
    return snapshot_of(found, dataset=Choice("digits", (("test", 100), ("train", 2000))))


@pytest.fixture
def host(look):
    made = ViewHost(look)
    yield made
    made.stop()


@pytest.fixture
def panel(look, host, qtbot):
    made = StagesPanel(look, host)
    qtbot.addWidget(made)
    made.resize(960, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def share(snapshot, drawing, on, name):
    raw = image(drawing, SIZE, on).reshape(1, -1)
    return float(snapshot.network.predict(snapshot.preprocess(raw))[0][snapshot.data.classes.index(name)])


@pytest.mark.parametrize(
    "on", [Normalise(), Normalise(fit=False), Normalise(pen=False), Normalise(False, False, False)]
)
def test_an_effect_is_the_share_with_the_step_less_the_share_without(snapshot, on):
    seen = take_through(SEVEN, on, snapshot)
    now = snapshot.network.predict(snapshot.preprocess(image(SEVEN, SIZE, on).reshape(1, -1)))[0]
    assert seen.top == snapshot.data.classes[int(now.argmax())]
    for name, effect in zip(FIELDS, seen.effects, strict=True):
        with_it = share(snapshot, SEVEN, replace(on, **{name: True}), seen.top)
        without = share(snapshot, SEVEN, replace(on, **{name: False}), seen.top)
        assert effect.with_it == pytest.approx(with_it, abs=1e-5)
        assert effect.points == pytest.approx(100 * (with_it - without), abs=1e-3)


def test_without_a_network_there_are_pictures_and_no_answer():
    seen = take_through(SEVEN, Normalise(), None)
    assert seen.effects == ()
    assert np.array_equal(seen.pictures.after.final, image(SEVEN, SIZE))


def test_pictures_are_made_once_for_one_drawing(snapshot):
    known = pictures_of(SEVEN, Normalise())
    assert take_through(SEVEN, Normalise(), snapshot, known).pictures is known
    assert take_through(SEVEN, Normalise(fit=False), snapshot, known).pictures is not known
    assert take_through(SEVEN[:1], Normalise(), snapshot, known).pictures is not known


@pytest.mark.parametrize("dataset", ["moons", "digits"])
def test_data_without_pictures_or_classes_give_no_effects(found, dataset, snapshot):
    if dataset == "moons":
        other = snapshot_of(found, dataset=Choice("moons"), layers=(LayerChoice(0, Choice("auto"), key=1),))
    else:
        other = replace(snapshot, data=replace(snapshot.data, task="regression", classes=()))
    assert take_through(SEVEN, Normalise(), other).effects == ()


def shown(panel, wait_until):
    wait_until(lambda: panel.seen is not None and panel.seen.pictures.on == panel.normalise)
    wait_until(lambda: not panel._asked and not panel._host._computing)
    return [view.tile._values for view in panel.views]


def test_the_four_pictures_are_the_stages(panel, snapshot, wait_until):
    panel.show_snapshot(snapshot)
    panel.show_drawing(SEVEN)
    after = stages(SEVEN, SIZE)
    wait_until(lambda: panel.seen is not None and panel.seen.effects)
    for values, expected in zip(shown(panel, wait_until), after.__dict__.values(), strict=True):
        assert np.array_equal(values, expected)
    assert panel.views[0].chip.words == f"reads {panel.seen.as_drawn}"
    for view, effect in zip(panel.views[1:], panel.seen.effects, strict=True):
        assert view.chip.words.startswith(f"{panel.seen.top}: ")
        assert f"gets {100 * effect.with_it:.1f}".removesuffix(".0") in view.chip.toolTip()


def test_a_switch_leaves_a_step_out_and_says_so(panel, snapshot, wait_until):
    heard = []
    panel.normalise_changed.connect(heard.append)
    panel.show_snapshot(snapshot)
    panel.show_drawing(SEVEN)
    wait_until(lambda: panel.seen is not None)
    assert panel.reset.isHidden()
    QTest.mouseClick(panel.views[1].switch, Qt.MouseButton.LeftButton)
    assert heard == [Normalise(fit=False)]
    values = shown(panel, wait_until)
    assert np.array_equal(values[1], values[0])
    assert np.array_equal(values[3], image(SEVEN, SIZE, Normalise(fit=False)))
    assert panel.views[1].chip.kind == "neutral"
    assert panel.views[1].chip.toolTip().startswith("Left out now.")
    QTest.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    assert heard[-1] == Normalise()
    assert all(view.switch.isChecked() for view in panel.views[1:])
    assert np.array_equal(shown(panel, wait_until)[3], image(SEVEN, SIZE))


def test_steps_set_from_outside_are_shown_without_a_signal(panel, qtbot):
    with qtbot.assertNotEmitted(panel.normalise_changed):
        panel.set_normalise(Normalise(centre=False))
    assert [view.switch.isChecked() for view in panel.views[1:]] == [True, False, True]


def test_an_empty_paper_empties_the_pictures(panel, snapshot, wait_until):
    panel.show_snapshot(snapshot)
    panel.show_drawing(SEVEN)
    wait_until(lambda: panel.views[3].tile._values is not None)
    panel.show_drawing(())
    wait_until(lambda: panel.views[3].tile._values is None)
    assert [view.chip.words for view in panel.views] == [""] * 4
    assert panel._note.text() == "draw a digit to see them"


def test_out_of_sight_it_asks_nothing(panel, snapshot, qtbot, wait_until):
    wait_until(lambda: panel.seen is not None)
    panel.hide()
    panel.show_snapshot(snapshot)
    panel.show_drawing(SEVEN)
    qtbot.wait(80)
    assert panel.seen.pictures.drawing == ()
    panel.show()
    wait_until(lambda: panel.seen is not None and panel.seen.effects)


def test_a_pen_that_moves_is_not_asked_about_at_every_point(panel, snapshot, wait_until, qtbot):
    asked = []
    compute = panel._host.compute
    panel._host.compute = lambda *rest: (asked.append(1), compute(*rest))
    panel.show_snapshot(snapshot)
    for k in range(40):
        panel.show_drawing((Stroke(SEVEN[0].points + k, 7.0),))
        qtbot.wait(2)
    last = panel._drawing
    wait_until(lambda: panel.seen is not None and panel.seen.pictures.drawing is last)
    assert len(asked) < 20


def test_data_that_cannot_be_drawn_say_so(panel, found, look):
    panel.show_snapshot(snapshot_of(found, dataset=Choice("moons"), layers=(LayerChoice(0, Choice("auto"), key=1),)))
    assert panel._empty.isVisible()
    assert not panel.views[0].isVisible()
    panel.show_snapshot(None)
    assert panel.views[0].isVisible()


@pytest.mark.parametrize("width", [300, 336, 428, 600, 1000])
def test_nothing_is_cut_at_any_width(look, host, qtbot, width):
    outside = QWidget()
    qtbot.addWidget(outside)
    panel = StagesPanel(look, host)
    panel.setParent(outside)
    outside.resize(width, 400)
    panel.setGeometry(0, 0, width, panel.heightForWidth(width))
    outside.show()
    qtbot.waitExposed(outside)
    qtbot.wait(20)
    for view in panel.views:
        for part in (view.tile, view.name, view.switch):
            if part is not None:
                place = part.mapTo(panel, part.rect().topLeft())
                assert place.x() >= 0
                assert place.x() + part.width() <= width - 12
                assert place.y() + part.height() <= panel.height() - 8
                assert part.sizeHint().width() <= part.width() + 1
    tiles = [view.tile.mapTo(panel, view.tile.rect().topLeft()).x() for view in panel.views]
    assert all(right - left >= panel.views[0].tile.width() for left, right in itertools.pairwise(tiles))
    assert panel.views[0].tile.width() % 28 == 0


def test_every_switch_says_what_it_does(panel):
    for view in panel.views[1:]:
        assert view.step.name in view.switch.accessibleName()
        assert view.switch.toolTip()


def test_it_follows_the_theme(panel, look, wait_until):
    panel.show_drawing(SEVEN)
    wait_until(lambda: panel.views[3].tile._values is not None)
    light = panel.views[3].tile.grab().toImage()
    look.choose("dark")
    try:
        assert panel.views[3].tile.grab().toImage() != light
    finally:
        look.choose("light")


def test_what_was_asked_by_a_panel_that_is_gone_is_dropped(look, host, qtbot):
    gone, there = StagesPanel(look, host), []
    waits = threading.Event()
    host.compute("of the panel", waits.wait, gone._show)
    delete(gone)
    waits.set()
    host.compute("of the test", lambda: True, there.append)
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: there == [True])
    assert not raised
