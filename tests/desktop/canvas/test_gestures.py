"""The mouse: palette drags by real drag events, drags on the canvas by real mouse events, Escape, undo."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.remap import INPUT

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def wheel(bench, at, steps, modifier=Qt.KeyboardModifier.NoModifier):
    place = QPointF(at)
    event = QWheelEvent(
        place,
        bench.canvas.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(bench.canvas, event)


def test_a_layer_dragged_from_the_palette_lands_between_two_layers(bench):
    assert bench.carry("Dense", bench.gap(1)) == [True, True]
    assert bench.units == [128, 32, 64]
    assert bench.offer.words[0] == "Insert Dense 32 here"
    assert bench.canvas.current == bench.names[1], "the new layer is chosen"
    assert bench.live.session.undo_label == "Insert Dense 32"
    assert bench.canvas.overlay.isHidden()
    bench.live.undo()
    assert bench.units == [128, 64]


def test_the_release_after_a_drag_is_no_click(bench):
    bench.carry("Dense", bench.gap(1), drop=False)
    assert bench.units == [128, 64]
    assert bench.canvas.overlay.isHidden()


def test_a_click_on_a_tile_inserts_behind_the_chosen_layer(bench):
    bench.canvas.choose(bench.names[0])
    QTest.mouseClick(bench.palette_.tiles["Dense"], Qt.MouseButton.LeftButton)
    assert bench.units == [128, 32, 64]


@pytest.mark.parametrize(
    ("tile", "read", "expected"),
    [
        ("tanh", lambda layer: layer.activation.name, "tanh"),
        ("Dropout", lambda layer: layer.dropout, 0.2),
        ("Freeze", lambda layer: layer.frozen, True),
    ],
)
def test_what_is_dropped_onto_a_layer_changes_that_layer(bench, tile, read, expected):
    lane = bench.column(2).lane
    at = QPoint(round(bench.column(2).x), round(lane.y + lane.h / 2))
    assert bench.carry(tile, at) == [True, True]
    assert read(bench.e.layers[1]) == expected
    assert bench.e.layers[0] == bench.canvas.experiment.layers[0]
    bench.live.undo()
    assert read(bench.e.layers[1]) != expected


def test_a_drop_that_makes_no_sense_is_refused_with_its_reason(bench):
    before = bench.e
    box = bench.column(0).lane
    assert bench.carry("tanh", QPoint(round(box.x + 20), round(box.y + 20))) == [True, False]
    assert bench.offer.mark == "refused"
    assert "data" in bench.offer.words[0]
    assert bench.carry("Dense", QPoint(4, 300)) == [True, False]
    assert bench.carry("Dropout", QPoint(round(bench.column(-1).x), 330)) == [True, False]
    assert bench.carry("tanh", bench.gap(1)) == [True, False]
    assert bench.e is before


def test_a_card_dragged_to_another_gap_moves_its_layer(bench):
    first = bench.names[0]
    bench.drag(bench.card(1), bench.gap(2))
    assert bench.units == [64, 128]
    assert bench.names[1] == first
    assert bench.canvas.current == first
    bench.live.undo()
    assert bench.units == [128, 64]


def test_while_it_is_carried_its_place_keeps_an_outline_and_a_mark_shows_the_way(bench):
    bench.drag(bench.card(1), bench.gap(2), release=False)
    overlay = bench.canvas.overlay
    assert overlay.isVisible()
    assert overlay.offer.mark == "line"
    assert overlay.offer.words[0] == "Move Hidden 1 here"
    assert bench.canvas.deck[bench.names[0]]._away
    assert bench.canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor


def test_carrying_the_output_is_refused_visibly(bench):
    before = bench.e
    bench.drag(bench.card(-1), bench.gap(1), release=False)
    assert bench.canvas.overlay.offer.mark == "refused"
    assert bench.canvas.cursor().shape() == Qt.CursorShape.ForbiddenCursor
    QTest.mouseRelease(bench.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bench.gap(1))
    assert bench.e is before
    assert "output cannot be moved" in bench.told[-1]


def test_several_chosen_layers_move_together(bench_of):
    bench = bench_of((10, 20, 30))
    one, two, three, out = bench.names
    bench.click(bench.card(1))
    bench.click(bench.card(2), CONTROL)
    assert bench.canvas.chosen_keys() == (one, two)
    bench.drag(bench.card(2), bench.gap(3))
    assert bench.names == [three, one, two, out]


def test_shift_click_chooses_all_in_between(bench_of):
    bench = bench_of((10, 20, 30))
    bench.click(bench.card(1))
    bench.click(bench.card(3), SHIFT)
    assert bench.canvas.chosen_keys() == tuple(bench.names[:3])
    bench.click(bench.card(2))
    assert bench.canvas.chosen_keys() == (bench.names[1],)


def test_the_foot_of_a_lane_resizes_it_in_one_edit_and_the_card_counts_along(bench):
    start = bench.grip(1)
    bench.drag(start, start + QPoint(0, -80), release=False)
    card = bench.canvas.deck[bench.names[0]]
    assert card._preview == ("64", "50,240")
    assert bench.units == [128, 64], "nothing is changed before it is let go"
    QTest.mouseRelease(bench.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(0, -80))
    assert bench.units == [64, 64]
    assert card._preview is None
    bench.live.undo()
    assert bench.units == [128, 64]


def test_the_wheel_over_a_foot_resizes_and_quick_turns_are_one_edit(bench):
    for _ in range(3):
        wheel(bench, bench.grip(1), 1)
    assert bench.units == [131, 64]
    wheel(bench, bench.grip(1), -1, SHIFT)
    assert bench.units == [121, 64]
    bench.live.undo()
    assert bench.units == [128, 64]


@pytest.mark.parametrize("what", ["card", "grip"])
def test_escape_cancels_a_drag_and_the_release_does_nothing(bench, what):
    before = bench.e
    start = bench.card(1) if what == "card" else bench.grip(1)
    target = bench.drag(start, bench.gap(2), release=False)
    assert bench.canvas.overlay.isVisible()
    bench.key(Qt.Key.Key_Escape)
    assert bench.canvas.overlay.isHidden()
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert bench.e is before
    assert not bench.canvas.deck[bench.names[0]]._away
    assert bench.canvas.deck[bench.names[0]]._preview is None


def test_the_pill_turns_to_other_neurons(bench):
    key = bench.names[0]
    shown = bench.canvas.shown(key)
    box = bench.column(1).pill
    bench.click(QPoint(round(box.x + 8), round(box.y + 8)))
    after = bench.canvas.shown(key)
    assert len(after) == len(shown)
    assert after != shown


def test_a_click_on_a_neuron_lets_its_edges_stand_out_and_one_on_the_ground_ends_it(bench):
    column = bench.column(1)
    bench.click(QPoint(round(column.x), round(column.ys[2])))
    assert bench.canvas.chosen == (column.key, column.shown[2])
    assert bench.canvas.current == column.key
    bench.click(QPoint(round(bench.canvas.width() - 8), 300))
    assert bench.canvas.chosen is None
    assert bench.canvas.current is None


def test_a_click_on_the_chosen_input_shows_another_sample(bench, wait_until):
    box = bench.column(0).lane
    at = QPoint(round(box.x + 20), round(box.y + 20))
    bench.click(at)
    assert bench.canvas.current == INPUT
    before = bench.canvas.stage._sample
    bench.click(at)
    wait_until(lambda: not np.array_equal(bench.canvas.stage._sample, before))


def test_a_double_click_goes_into_a_lane_or_opens_the_units(bench):
    column = bench.column(1)
    bench.double(QPoint(round(column.x), round((column.ys[1] + column.ys[2]) / 2)))
    assert bench.canvas.inside
    bench.key(Qt.Key.Key_Escape)
    bench.double(bench.card(1))
    field = bench.canvas.deck[bench.names[0]].field
    assert field.text() == "128"
    QTest.keyClicks(field, "40")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bench.units == [40, 64]


def test_control_and_wheel_zoom_about_the_pointer(bench):
    canvas = bench.canvas
    at = QPoint(round(bench.column(1).x), 300)
    seen = canvas.view.viewport().mapFromGlobal(canvas.mapToGlobal(at))
    for _ in range(5):
        spot = canvas.mapFromGlobal(canvas.view.viewport().mapToGlobal(seen))
        wheel(bench, spot, 1, CONTROL)
    assert canvas.zoom > 2
    under = canvas.mapFromGlobal(canvas.view.viewport().mapToGlobal(seen))
    assert abs(under.x() - bench.column(1).x) < 40
    assert bench.editor.foot.fit.text() == f"{canvas.zoom:.0%}".replace("%", " %")


def test_dragging_the_ground_pans(bench):
    canvas = bench.canvas
    canvas.set_zoom(2.5)
    bar = canvas.view.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(200)
    column = bench.column(1)
    ground = QPoint(round(column.x + 100), round(column.card.y + 40))
    target, place = bench.under(ground)
    QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    for k in (1, 2, 3):
        at = canvas.mapFromGlobal(canvas.mapToGlobal(ground)) - QPoint(20 * k, 0)
        QTest.mouseMove(target, at)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert bar.value() > 200


def test_growing_a_layer_by_its_foot_changes_no_answer(bench, wait_until):
    bench.live.session.run.play(20)
    wait_until(lambda: bench.live.session.run.status.step == 20 and not bench.training)
    before = bench.answers(wait_until)
    start = bench.grip(1)
    bench.drag(start, start + QPoint(0, 60))
    assert bench.units[0] > 128
    wait_until(lambda: bench.live.session.run.experiment == bench.e)
    assert np.allclose(bench.answers(wait_until), before, atol=1e-5)


def test_deep_networks_scroll_and_a_far_card_comes_into_sight(bench_of):
    bench = bench_of((16,) * 19)
    canvas = bench.canvas
    assert canvas.width() > canvas.view.viewport().width()
    canvas.choose(bench.names[-1])
    assert canvas.view.sight().contains(canvas.deck[bench.names[-1]].geometry().center())
    canvas.set_zoom(canvas.fit_zoom())
    assert canvas.width() <= canvas.view.viewport().width()
    assert canvas.picture.level == "dots"
    assert len(canvas._only()) in (1, 2), "edges of the chosen layer only"


def test_scrolled_down_the_cards_stay_in_sight_and_take_what_is_dropped_on_them(bench):
    canvas = bench.canvas
    canvas.set_zoom(2.0)
    bar = canvas.view.verticalScrollBar()
    bar.setValue(240)
    key = bench.names[0]
    card = canvas.deck[key]
    assert card.y() == bench.column(1).card.y + 240
    canvas.choose(key)
    middle = card.geometry().center() + QPoint(60, 30)
    assert canvas.under(QPointF(middle)).kind == "card"
    assert bench.carry("tanh", middle) == [True, True]
    assert bench.e.layers[0].activation.name == "tanh"
    bench.click(canvas.deck[key].geometry().topRight() + QPoint(-10, 10))
    assert canvas.current == key
    bar.setValue(0)
    assert card.y() == bench.column(1).card.y


@pytest.mark.parametrize("what", ["card", "grip"])
def test_undo_in_the_middle_of_a_drag_ends_the_drag(bench, what):
    bench.canvas.choose_all(bench.editor.commands.insert(0) or ())
    target = bench.drag(bench.card(1) if what == "card" else bench.grip(1), bench.gap(2), release=False)
    bench.live.undo()
    assert bench.units == [128, 64]
    assert not bench.canvas.pointer.dragging
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert bench.units == [128, 64]
