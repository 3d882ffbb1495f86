"""What the canvas shows while things happen: training, drawing, other data, light and dark, the pointer over it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.experiment import Choice
from core.remap import INPUT
from desktop.canvas.hits import hit
from desktop.canvas.telling import told


def painted(bench):
    """The canvas as an array of colours."""
    image = bench.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), :3].copy()


def test_at_the_start_there_are_edges_neurons_a_sample_and_answers(bench):
    canvas = bench.canvas
    assert [canvas.stage.strip(key) is not None for key in bench.names] == [True] * 3
    assert set(canvas.stage.lanes) == set(bench.names)
    assert canvas.stage.caption.startswith("test sample: ")
    assert canvas.stage.names == tuple("0123456789")
    pixels = painted(bench).astype(int)
    gap = canvas.picture.channels[1].box
    part = pixels[round(gap.y) : round(gap.bottom), round(gap.x) : round(gap.right)]
    blue, red = part[:, :, 0] - part[:, :, 2] > 60, part[:, :, 2] - part[:, :, 0] > 60
    assert blue.sum() > 300
    assert red.sum() > 300


def test_while_it_trains_every_gap_is_painted_again_and_again(bench, wait_until):
    canvas = bench.canvas
    bench.live.train()
    wait_until(lambda: bench.training)
    seen = {key: set() for key in bench.names}

    def all_seen():
        for key in seen:
            strip = canvas.stage.strip(key)
            if strip is not None:
                seen[key].add(strip.image.tobytes())
        return all(len(pictures) >= 4 for pictures in seen.values())

    wait_until(all_seen)
    bench.live.train()
    wait_until(lambda: not bench.training)
    wait_until(lambda: bench.painted and np.count_nonzero(canvas.stage.strip(bench.names[1]).m) > 120)


def test_a_drawing_is_shown_as_the_input_and_read_by_the_neurons(bench, wait_until):
    drawing = np.zeros((28, 28), np.uint8)
    drawing[4:24, 13:16] = 255
    before = bench.canvas.stage.answers
    bench.editor.set_drawing(drawing)
    wait_until(lambda: bench.canvas.stage.caption == "your drawing")
    wait_until(lambda: not np.array_equal(bench.canvas.stage.answers, before))
    assert np.array_equal(bench.canvas.stage._sample, drawing.reshape(-1))
    bench.editor.set_drawing(None)
    wait_until(lambda: bench.canvas.stage.caption.startswith("test sample"))


def test_other_data_make_other_columns(bench, wait_until):
    bench.live.edit(lambda e: _with_data(e, "xor"), "Choose xor")
    wait_until(lambda: bench.canvas.data is not None and bench.canvas.data.features == 2)
    wait_until(lambda: bench.canvas.stage.answers is not None and len(bench.canvas.stage.answers) == 2)
    assert not bench.column(0).picture
    assert len(bench.column(0).shown) == 2
    assert bench.canvas.stage.names == ("same signs", "different signs")
    assert bench.canvas.stage.caption.startswith("test sample: ")
    assert bench.editor.foot.field.text() == "2-128-64-2"
    assert bench.canvas.deck[INPUT].accessibleName() == "Input, 2 numbers, data set xor"
    bench.live.undo()
    wait_until(lambda: bench.canvas.data.features == 784)
    wait_until(lambda: bench.canvas.stage.answers is not None and len(bench.canvas.stage.answers) == 10)


def _with_data(e, name):
    return replace(e, dataset=Choice(name))


def test_cards_stay_with_their_layers_through_edits(bench):
    deck = bench.canvas.deck
    before = {key: deck[key] for key in bench.names}
    bench.drag(bench.card(1), bench.gap(2))
    bench.carry("Dense", bench.gap(0))
    assert all(deck[key] is card for key, card in before.items())
    assert [card.key for card in deck] == [INPUT, *bench.names]


def test_neurons_keep_their_slots_when_a_layer_grows(bench):
    key = bench.names[0]
    before = bench.canvas.shown(key)
    bench.canvas.choose(key)
    bench.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert bench.canvas.shown(key) == before


def test_light_and_dark_change_everything_that_is_painted(bench, look, wait_until):
    light = painted(bench)
    look.choose("dark")
    try:
        wait_until(lambda: painted(bench)[5, 5].max() < 60)
        dark = painted(bench)
        assert light[5, 5].min() > 200
        up = look.theme["positive"].getRgb()[:3]
        assert bench.canvas._wanted().up == up
        assert dark.shape == light.shape
    finally:
        look.choose("light")


def test_the_pointer_is_told_names_and_values(bench, wait_until):
    canvas, column = bench.canvas, bench.column(1)
    QTest.mouseMove(canvas, QPoint(round(column.x), round(column.ys[3])))
    peek = canvas.peek
    assert peek.isVisible()
    assert peek.told.title == f"Hidden 1, neuron {column.shown[3] + 1}"
    assert peek.told.image is not None, "its weights as a picture"
    value = canvas.stage.lanes[column.key].values[3]
    assert peek.told.rows[0][0] == "answer"
    assert float(peek.told.rows[0][1].replace("−", "-")) == pytest.approx(value, rel=0.01)
    output = bench.column(-1)
    QTest.mouseMove(canvas, QPoint(round(output.x), round(output.ys[4])))
    assert peek.told.title == "Output 4"
    assert peek.told.rows[0] == ("probability", f"{100 * canvas.stage.answers[4]:.1f} %")
    QTest.mouseMove(canvas, QPoint(3, 400))
    assert not peek.isVisible()


def test_an_edge_under_the_pointer_tells_its_weight(bench):
    canvas = bench.canvas
    strip, channel = canvas.stage.strip(bench.names[1]), canvas.picture.channels[1]
    left, _ = np.unravel_index(np.abs(strip.m).argmax(), strip.m.shape)
    at = QPointF(channel.box.x + 20, channel.left[left])
    found = told(canvas, hit(canvas.picture, at.x(), at.y()), at)
    a, b = bench.column(1), bench.column(2)
    assert found.title.startswith(f"Hidden 1, neuron {a.shown[left] + 1} to Hidden 2, neuron ")
    assert "pushes" in found.rows[0][0]
    weights = bench.canvas.feed.snapshot.network.views[1].weights
    tos = int(found.title.rsplit(" ", 1)[1]) - 1
    assert float(found.rows[0][1].replace("−", "-")) == pytest.approx(weights[a.shown[left], tos], rel=0.01)
    assert tos in b.shown


def test_the_menu_of_a_layer_offers_everything(bench):
    canvas = bench.canvas
    column = bench.column(1)
    at = QPoint(round(column.x), round(column.ys[0]))
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
    menu = canvas.menus.open
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "Activation",
        "Start weights",
        "Dropout",
        "Freeze",
        "Type units",
        "Copy",
        "Duplicate",
        "Remove",
        "Add layer",
        "Paste",
        "Add note",
    ]
    subs = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    next(one for one in subs["Dropout"].actions() if one.text() == "0.5").trigger()
    next(one for one in subs["Start weights"].actions() if one.text() == "normal").trigger()
    menu.close()
    assert bench.e.layers[0].dropout == 0.5
    assert bench.e.layers[0].initializer.name == "normal"
    pill = canvas.deck[bench.names[0]].dropout
    assert pill.isVisible()
    assert pill.accessibleName() == "Dropout behind Hidden 1: 0.5"


def test_a_layer_added_by_the_menu_of_a_gap_lands_in_that_gap(bench):
    canvas, at = bench.canvas, bench.gap(0)
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
    menu = canvas.menus.open
    next(one for one in menu.actions() if one.text().startswith("Add layer")).trigger()
    menu.close()
    assert bench.units == [32, 128, 64]


def test_no_hidden_layer_is_a_network_too(bench_of):
    bench = bench_of(())
    assert bench.column(-1).tiles
    assert bench.canvas.stage.tile(bench.names[0], 3) is not None
    bench.carry("Dense", bench.gap(0))
    assert bench.units == [32]
    bench.live.undo()
    assert bench.units == []


def test_a_hidden_canvas_orders_no_frames(bench, qtbot, wait_until):
    bench.editor.hide()
    qtbot.wait(120)  # what was ordered before
    made = []
    bench.canvas.feed.made.connect(made.append)
    bench.live.session.run.play(5)
    wait_until(lambda: bench.live.session.run.status.step == 5)
    qtbot.wait(80)
    assert made == []
    bench.editor.show()
    wait_until(lambda: made)
    assert made[-1].step == 5


def test_selected_tells_the_window_which_layer(bench):
    seen = []
    bench.editor.selected.connect(seen.append)
    bench.click(bench.card(1))
    bench.click(bench.card(0))
    bench.click(QPoint(round(bench.canvas.width() - 4), 300))
    assert seen == [bench.names[0], None, None]


def test_a_preprocessing_or_activation_that_fails_is_told_and_the_next_frame_comes(bench, wait_until):
    feed = bench.canvas.feed
    maker, failed = feed._maker, []
    feed.failed.connect(failed.append)

    class Failing:
        def make(self, snapshot, wanted):
            raise ValueError("not this time")

    feed._maker = Failing()
    feed.refresh()
    wait_until(lambda: failed)
    assert failed == ["ValueError: not this time"]
    feed._maker = maker
    made = []
    feed.made.connect(made.append)
    feed.refresh()
    wait_until(lambda: made)


def test_at_rest_a_screen_reader_hears_what_the_network_answers(bench, wait_until):
    bench.editor.set_drawing(np.full((28, 28), 90, np.uint8))
    wait_until(lambda: bench.canvas.accessibleDescription().startswith("your drawing: "))
    best = bench.canvas.stage.answers.argmax()
    assert f"{best} with" in bench.canvas.accessibleDescription()
