"""Panes and their host: who is drawn when, what an error looks like, and what a view gives out."""

import sys
import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core import Bars, Note, Points, Tiles, Visualization, setting
from desktop import views as module
from desktop.view_menu import ViewMenu
from desktop.views import ViewHost, ViewPane

from .test_view_thread import moment

DRAWN = []


class Counted(Visualization):
    """Bars; says that it was drawn."""

    title = "Counted"
    needs = frozenset({"gradient"})
    bars: int = setting(default=3, low=1, high=9)

    def draw(self, snapshot):
        DRAWN.append((snapshot.step, self.bars))
        return Bars(
            title="Counted, step " + str(snapshot.step),
            note="Each bar is one.",
            names=tuple("abcdefghi"[: self.bars]),
            values=np.ones(self.bars),
        )


class Samples(Visualization):
    """Samples as tiles."""

    title = "Samples"

    def draw(self, snapshot):
        rows = np.array([4, 2])
        return Tiles(images=snapshot.data.test.inputs[rows].reshape(-1, 3, 4), samples=rows)


class Sick(Visualization):
    """Fails as long as it is told to."""

    title = "Sick"
    well = False
    tries = []

    def draw(self, snapshot):
        self.tries.append(snapshot.step)
        if not Sick.well:
            raise ValueError("this view is not well")
        return Note(text="better")


class Quits(Visualization):
    """Ends the program, as a learner might."""

    title = "Quits"

    def draw(self, snapshot):
        sys.exit(3)


class Malformed(Visualization):
    """A figure whose parts do not fit together."""

    title = "Malformed"

    def draw(self, snapshot):
        return Points(points=np.zeros((3, 7)))


@pytest.fixture
def host(look, qtbot):
    """A host and what was drawn for it; its thread is gone after the test."""
    DRAWN.clear()
    Sick.well, Sick.tries = False, []
    made = ViewHost(look)
    yield made
    assert made.stop()


@pytest.fixture
def open_pane(host, qtbot):
    """``open_pane(visualization)``: a pane that is seen, and belongs to the host."""

    def opened(visualization, settings=None, seen=True):
        pane = host.pane(visualization, settings)
        qtbot.addWidget(pane)
        pane.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        pane.resize(320, 260)
        pane.setVisible(seen)
        return pane

    return opened


def idle(host):
    """Whether nothing is under way or to come."""
    return not host._timer.isActive()


def test_a_pane_in_sight_is_drawn_from_the_snapshot(host, open_pane, wait_until):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.figure is not None)
    assert pane.figure.names == ("a", "b", "c")
    assert pane.renderer.isVisible()
    assert pane.foot.text() == "Each bar is one."
    assert pane._note.text() == "step 5"


def test_out_of_sight_nothing_is_drawn_until_it_is_seen(host, open_pane, wait_until):
    pane = open_pane(Counted, seen=False)
    host.show(moment(5), training=False)
    wait_until(lambda: idle(host))
    assert DRAWN == []
    pane.show()
    wait_until(lambda: pane.figure is not None)
    assert DRAWN == [(5, 3)]


def test_it_is_drawn_again_only_for_another_snapshot_or_setting(host, open_pane, wait_until, qtbot):
    pane = open_pane(Counted)
    now = moment(5)
    host.show(now, training=False)
    wait_until(lambda: idle(host))
    host.show(now, training=False)
    wait_until(lambda: idle(host))
    qtbot.wait(60)
    assert DRAWN == [(5, 3)]
    host.show(moment(6), training=False)
    wait_until(lambda: idle(host))
    pane.set_setting("bars", 7)
    wait_until(lambda: idle(host))
    pane.set_setting("bars", 7)
    wait_until(lambda: idle(host))
    assert DRAWN == [(5, 3), (6, 3), (6, 7)]
    assert len(pane.figure.names) == 7


def test_a_renderer_is_kept_for_the_next_figure(host, open_pane, wait_until):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.figure is not None)
    renderer = pane.renderer
    host.show(moment(6), training=False)
    wait_until(lambda: pane.figure.title.endswith("6"))
    assert pane.renderer is renderer


def test_needs_are_those_of_panes_in_sight(host, open_pane, qtbot):
    pane = open_pane(Counted, seen=False)
    open_pane(Samples)
    assert host.needs() == frozenset()
    with qtbot.waitSignal(host.needs_changed, timeout=1000):
        pane.show()
    assert host.needs() == {"gradient"}


def test_behind_a_tab_a_view_only_keeps_what_it_will_look_back_at(host, open_pane, wait_until, monkeypatch):
    monkeypatch.setattr(Counted, "needs", frozenset({"gradient", "checkpoints"}))
    (pane := open_pane(Counted)).set_behind(True)
    assert host.needs() == {"checkpoints"}
    host.show(moment(5), training=False)
    wait_until(lambda: idle(host) and not DRAWN)
    pane.set_behind(False)
    wait_until(lambda: DRAWN == [(5, 3)])


def test_settings_are_remembered_and_bad_ones_are_the_default(open_pane):
    assert open_pane(Counted, {"bars": 5}).settings() == {"bars": 5}
    assert open_pane(Counted, {"bars": 99, "gone": 1}).settings() == {"bars": 3}


@pytest.mark.parametrize(("cls", "words"), [(Quits, "SystemExit: 3"), (Malformed, "expected two or three columns")])
def test_a_view_that_fails_has_a_card_and_the_others_go_on(host, open_pane, wait_until, cls, words):
    sick, fine = open_pane(cls), open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: sick.error is not None and fine.figure is not None)
    told = sick.error.accessibleName()
    assert cls.title in told
    assert words in told
    assert "test_views.py" in told
    host.show(moment(6), training=False)
    wait_until(lambda: fine.figure.title.endswith("6"))


def test_retry_asks_again_and_takes_the_card_away(host, open_pane, wait_until):
    pane = open_pane(Sick)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.error is not None)
    Sick.well = True
    QTest.mouseClick(pane.error.retry, Qt.MouseButton.LeftButton)
    wait_until(lambda: pane.figure is not None)
    assert pane.error is None
    assert pane.renderer.isVisible()


def test_three_errors_in_a_row_disable_it_until_it_is_enabled(host, open_pane, wait_until):
    pane = open_pane(Sick)
    for step in range(6):
        host.show(moment(step), training=False)
        wait_until(lambda: idle(host))
    assert Sick.tries == [0, 1, 2]
    assert "disabled" in pane.error.accessibleName()
    Sick.well = True
    QTest.mouseClick(pane.error.retry, Qt.MouseButton.LeftButton)
    wait_until(lambda: pane.figure is not None)


def test_disable_stops_it_at_once(host, open_pane, wait_until):
    pane = open_pane(Sick)
    host.show(moment(0), training=False)
    wait_until(lambda: pane.error is not None)
    QTest.mouseClick(pane.error.disable, Qt.MouseButton.LeftButton)
    host.show(moment(1), training=False)
    wait_until(lambda: idle(host))
    assert Sick.tries == [0]


def test_a_bug_of_a_renderer_costs_its_own_pane_only(host, open_pane, wait_until, monkeypatch):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.figure is not None)

    def fails(figure):
        raise IndexError("out of range")

    monkeypatch.setattr(pane.renderer, "display", fails)
    host.show(moment(6), training=False)
    wait_until(lambda: pane.error is not None)
    assert "IndexError" in pane.error.accessibleName()


def test_while_training_costly_views_are_drawn_less_often(host, open_pane, look):
    costly, cheap = module._Held(open_pane(Counted)), module._Held(open_pane(Counted))
    costly.painting, cheap.painting = 0.4 * module.SHARE, 0.01 * module.SHARE
    pauses = [host._interval(held, 4) for held in (costly, cheap)]
    assert pauses == [pytest.approx(1.6), pytest.approx(module.FASTEST)]
    assert 4 * costly.painting / pauses[0] == pytest.approx(module.SHARE)
    cheap.drawing = 0.03
    assert host._interval(cheap, 1) == pytest.approx(1.0)
    cheap.drawing = 5.0
    assert host._interval(cheap, 1) == module.SLOWEST


def test_painting_keeps_to_its_share_while_training(host, open_pane, wait_until, qtbot, monkeypatch):
    pane = open_pane(Counted)
    monkeypatch.setattr(pane, "spent", lambda: 0.010)
    for step in range(40):
        host.show(moment(step), training=True)
        qtbot.wait(15)
    assert len(DRAWN) <= 15
    host.show(moment(99), training=False)
    wait_until(lambda: pane.figure is not None and pane.figure.title.endswith(" 99"), 2)


def test_a_setting_changed_while_it_draws_is_drawn_too(host, open_pane, wait_until):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    for bars in (4, 5, 6, 7):
        pane.set_setting("bars", bars)
    wait_until(lambda: pane.figure is not None and len(pane.figure.names) == 7, 5)
    assert idle(host)


def test_the_latest_drawing_is_answered_while_another_is_read(host, qtbot, wait_until):
    answers = []
    host.predicted.connect(answers.append)
    for ink in range(0, 200, 10):
        host.predict(moment(), np.full(12, ink, np.uint8))
    last = moment().network.predict(np.full((1, 12), 190 / 255, np.float32))[0]
    wait_until(lambda: bool(answers) and np.allclose(answers[-1], last, atol=1e-5), 5)


def test_the_last_moment_is_drawn_even_if_it_was_not_due(host, open_pane, wait_until, monkeypatch):
    pane = open_pane(Counted)
    monkeypatch.setattr(pane, "spent", lambda: 0.005)
    for step in range(6):
        host.show(moment(step), training=True)
    wait_until(lambda: pane.figure is not None and pane.figure.title.endswith(" 5"), 5)


def test_beside_a_training_one_picture_is_shown_at_a_time(host, open_pane, wait_until):
    panes = [open_pane(Counted) for _ in range(3)]
    host.show(moment(5), training=True)
    while len(host._thread._results) < 3:  # without the event loop, so that nothing is shown meanwhile
        time.sleep(0.005)
    for count in (1, 2, 3):
        host._glance()
        assert sum(pane.figure is not None for pane in panes) == count


def test_a_forgotten_pane_is_drawn_no_more(host, open_pane, wait_until):
    pane = open_pane(Counted)
    host.forget(pane)
    host.show(moment(5), training=False)
    assert idle(host)
    assert DRAWN == []


def test_the_drawing_is_read_and_seen_by_views(host, qtbot, open_pane, wait_until):
    raw = np.full((3, 4), 255, np.uint8)
    now = moment(5)
    with qtbot.waitSignal(host.predicted, timeout=3000) as told:
        host.predict(now, raw)
    assert np.allclose(told.args[0], now.network.predict(np.ones((1, 12), np.float32))[0])
    with qtbot.waitSignals([host.predicted, host.prediction_failed], timeout=3000):
        host.predict(now, np.zeros(2))
    host.show(now, training=False)
    host.draw_with(raw)
    assert (host._snapshot.drawing == raw.reshape(-1)).all()
    host.show(moment(6), training=False)
    assert (host._snapshot.drawing == raw.reshape(-1)).all()
    host.draw_with(None)
    assert host._snapshot.drawing is None


def test_a_chosen_sample_is_told_and_its_picture_shown(host, open_pane, wait_until, qtbot):
    pane = open_pane(Samples)
    now = moment(5)
    host.show(now, training=False)
    wait_until(lambda: pane.figure is not None)
    assert (pane.renderer.picture_of("test", 4) == now.data.test.inputs[4].reshape(3, 4)).all()
    assert pane.renderer.picture_of("test", 999) is None
    with qtbot.waitSignal(host.samples_chosen, timeout=1000) as chosen:
        place = pane.renderer.box(1).center().toPoint()
        QTest.mouseClick(pane.renderer, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["test", [2]]


def test_another_theme_is_worn_by_what_is_shown(host, open_pane, wait_until, look):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.figure is not None)
    look.choose("dark")
    assert pane.renderer.theme.dark
    look.choose("light")


def test_the_sentence_at_the_foot_makes_room_in_a_low_pane(host, open_pane, wait_until):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.figure is not None)
    assert pane.foot.isVisible()
    pane.resize(300, 180)
    assert not pane.foot.isVisible()
    assert pane.strip.toolTip() == "Each bar is one."


def test_the_menu_has_the_settings_and_ways_to_keep_the_picture(host, open_pane, wait_until, tmp_path, qtbot):
    pane = open_pane(Counted)
    host.show(moment(5), training=False)
    wait_until(lambda: pane.figure is not None)
    QTest.mouseClick(pane.more, Qt.MouseButton.LeftButton)
    menu = pane.findChild(ViewMenu)
    menu.form.rows["bars"].changed.emit(8)
    wait_until(lambda: len(pane.figure.names) == 8)
    QTest.mouseClick(menu.buttons["copy"], Qt.MouseButton.LeftButton)
    assert not QGuiApplication.clipboard().image().isNull()
    for what in ("png", "svg", "csv", "json"):
        with qtbot.waitSignal(host.told, timeout=1000) as told:
            pane.export(what, str(tmp_path / f"view.{what}"))
        assert told.args == ["success", f"Saved view.{what}."]
        assert (tmp_path / f"view.{what}").stat().st_size > 20
    with qtbot.waitSignal(host.told, timeout=1000) as told:
        pane.export("png", str(tmp_path / "no" / "view.png"))
    assert told.args[0] == "warning"


def test_without_a_picture_there_is_nothing_to_keep(open_pane, host, qtbot):
    pane = open_pane(Counted)
    with qtbot.waitSignal(host.told, timeout=1000) as told:
        pane.export("png")
    assert told.args[0] == "info"


def test_a_pane_that_is_deleted_is_forgotten(host, open_pane, wait_until, qtbot):
    pane = open_pane(Counted)
    pane.deleteLater()
    wait_until(lambda: not host._held)
    host.show(moment(5), training=False)
    assert idle(host)


def test_stopping_twice_or_without_a_start_is_fine(look):
    host = ViewHost(look)
    assert host.stop()
    assert host.stop()
    host.predict(moment(), np.zeros(12))
    assert isinstance(host.pane(Counted), ViewPane)
