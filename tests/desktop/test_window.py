"""The main window, used as a person does: buttons pressed, fields typed into, strokes drawn."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

SEVEN = [[(0.25, 0.25), (0.5, 0.24), (0.73, 0.25), (0.6, 0.5), (0.48, 0.85)]]


def draw(window, strokes=SEVEN):
    pad = window.reader.pad
    for stroke in strokes:
        path = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in stroke]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, path[0])
        for point in path[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, path[-1])


def status(window):
    return window.live.session.run.status


def type_into(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_at_the_first_start_network_and_data_are_there_and_one_click_trains(window, wait_until):
    assert window.sidebar.text.text() == "784-128-64-10"
    click(window.topbar.train)
    wait_until(lambda: status(window).state == "training" or status(window).step > 0)
    wait_until(lambda: status(window).state == "finished")
    assert status(window).epoch == 3
    assert status(window).words == "3 epochs done"


def test_train_becomes_pause_and_back(window, wait_until):
    window.live.edit(lambda e: _with_epochs(e, 500), "Change epochs")
    click(window.topbar.train)
    wait_until(lambda: window.topbar.train.text() == "Pause")
    click(window.topbar.train)
    wait_until(lambda: window.topbar.train.text() == "Train")
    step = status(window).step
    assert step > 0
    QTest.qWait(60)
    assert status(window).step == step


def _with_epochs(e, epochs):
    from dataclasses import replace

    return replace(e, stopping=replace(e.stopping, epochs=epochs))


@pytest.mark.parametrize(("key", "steps"), [(".", 1), (">", 32)])
def test_single_keys_step_a_batch_or_an_epoch(window, wait_until, key, steps):
    window.setFocus()
    QTest.keyClicks(window, key)
    wait_until(lambda: status(window).step == steps)
    wait_until(lambda: status(window).state != "training")


def test_space_trains_but_not_while_a_field_has_the_focus(window, wait_until):
    window.sidebar.text.setFocus()
    QTest.keyClick(window.sidebar.text, Qt.Key.Key_Space)
    QTest.qWait(50)
    assert status(window).step == 0
    window.sidebar.text.undo()
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    wait_until(lambda: status(window).step > 0)


def test_typed_layers_change_the_network_and_undo_brings_it_back(window, wait_until):
    type_into(window.sidebar.text, "784-32-10")
    assert [layer.units for layer in window.live.experiment.layers] == [32, 0]
    assert window.actions_by_name["undo"].text() == "Undo change layers"
    window.actions_by_name["undo"].trigger()
    assert window.sidebar.text.text() == "784-128-64-10"
    window.actions_by_name["redo"].trigger()
    assert window.sidebar.text.text() == "784-32-10"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("784-x-10", "'x' is not a number of units"),
        ("784-0-10", "0 units: a layer has 1 to 1,000,000."),
        ("784-12-16", "There are 10 classes; end with -10."),
        ("12-10", "begin with 784-"),
        ("", "begin with 784-"),
    ],
)
def test_nonsense_in_the_layers_is_told_and_changes_nothing(window, text, words):
    before = window.live.experiment
    type_into(window.sidebar.text, text)
    assert words in window.sidebar.hint.text()
    assert window.live.experiment == before
    QTest.keyClick(window.sidebar.text, Qt.Key.Key_Escape)
    assert window.sidebar.text.text() == "784-128-64-10"


def test_a_setting_typed_in_a_form_reaches_the_running_training(window, wait_until):
    form = window.sidebar.pickers["optimizer"].form
    row = form.rows["learning_rate"]
    type_into(row.field, "0.01")
    assert dict(window.live.experiment.optimizer.settings) == {"learning_rate": 0.01}
    rate = window.live.session.run.ask(lambda t: t.optimizer.learning_rate)
    wait_until(rate.done)
    assert rate.result() == 0.01


def test_an_edit_that_cannot_be_built_is_told_and_taken_back(window, wait_until):
    before = window.live.experiment
    type_into(window.sidebar.numbers.rows["batch_size"].field, "5000")
    wait_until(lambda: window.notices.messages())
    assert "expected 1 to 1,000" in window.notices.messages()[0]
    assert window.live.experiment == before
    assert window.sidebar.numbers.rows["batch_size"].value == 32


def test_a_drawing_is_read_and_the_bars_follow(window, wait_until):
    window.actions_by_name["step-epoch"].trigger()
    wait_until(lambda: status(window).epoch == 1)
    draw(window)
    answers = []
    window.host.predicted.connect(answers.append)
    wait_until(lambda: answers)
    assert answers[-1].shape == (10,)
    assert np.isclose(answers[-1].sum(), 1, atol=1e-4)


def test_divergence_stops_training_with_a_notice_that_says_why(window, wait_until):
    from dataclasses import replace

    from core.experiment import Choice

    layers = tuple(replace(one, activation=Choice("identity")) for one in window.live.experiment.layers)
    optimizer = Choice("gradient-descent", (("learning_rate", 100.0),))
    window.live.edit(
        lambda e: replace(e, layers=layers, loss=Choice("squared-error"), optimizer=optimizer), "Make it diverge"
    )
    click(window.topbar.train)
    wait_until(lambda: status(window).state == "failed")
    wait_until(lambda: any("Likely causes" in words for words in window.notices.messages()))


def test_a_project_saved_and_opened_is_the_same_network_and_drawing(window, wait_until, tmp_path):
    window.actions_by_name["step-epoch"].trigger()
    wait_until(lambda: status(window).epoch == 1)
    draw(window)
    path = tmp_path / "seven.inknet"
    window.documents.save(path)
    wait_until(path.exists)
    wait_until(lambda: window.documents.path == path)
    assert not window.documents.unsaved
    asked = window.live.session.run.ask(lambda t: t.network.parameters.copy())
    wait_until(asked.done)
    window.documents.new()
    wait_until(lambda: window.documents.path is None)
    window.documents.open(path)
    wait_until(lambda: window.documents.path == path)
    wait_until(lambda: status(window).epoch == 1, 60)
    back = window.live.session.run.ask(lambda t: t.network.parameters.copy())
    wait_until(back.done)
    assert np.array_equal(asked.result(), back.result())
    assert len(window.reader.pad.strokes()) == 1


def test_a_damaged_project_is_told_and_what_was_open_stays(window, wait_until, tmp_path):
    before, session = window.live.experiment, window.live.session
    path = tmp_path / "damaged.inknet"
    path.write_bytes(b"PK\x03\x04 this is no project")
    window.documents.open(path)
    wait_until(lambda: window.notices.messages())
    assert "damaged.inknet" in window.notices.messages()[0]
    assert window.live.session is session
    assert window.live.experiment == before


def test_views_are_added_closed_and_remembered(window, preferences):
    names = [view["name"] for view in window.views.views()]
    window.views.add_view("weight-histogram")
    window.views.close_view(0)
    assert [view["name"] for view in window.views.views()] == [*names[1:], "weight-histogram"]
    window._leaving = True
    window.close()
    assert [view["name"] for view in preferences.views] == [*names[1:], "weight-histogram"]


def test_only_the_view_that_is_seen_says_what_a_step_must_keep(window, qtbot):
    window.views.add_view("gradient-histogram")
    assert window.host.needs() == frozenset({"gradient"})
    window.views.setCurrentIndex(0)
    assert window.host.needs() == frozenset()


def test_light_and_dark_change_while_it_trains(window, wait_until, preferences):
    click(window.topbar.train)
    before = window.grab().toImage().pixelColor(4, 400)
    window.actions_by_name["theme"].trigger()
    wait_until(lambda: window.grab().toImage().pixelColor(4, 400) != before)
    assert preferences.theme == window.look.choice


def test_closing_while_it_trains_ends_every_thread(window, wait_until):
    window.live.edit(lambda e: _with_epochs(e, 500), "Change epochs")
    click(window.topbar.train)
    wait_until(lambda: status(window).step > 3)
    window._leaving = True
    window.close()
    assert not {"run", "views"} & {thread.name for thread in threading.enumerate()}


def test_closing_with_something_unsaved_asks_once_and_cancel_stays(window, wait_until):
    window.actions_by_name["step-batch"].trigger()
    wait_until(lambda: status(window).step == 1)
    window.close()
    box = next(
        w for w in QApplication.topLevelWidgets() + window.findChildren(QMessageBox) if isinstance(w, QMessageBox)
    )
    assert window.isVisible()
    cancel = next(b for b in box.buttons() if b.text() == "Cancel")
    click(cancel)
    assert window.isVisible()


def test_data_without_pictures_say_that_there_is_nothing_to_draw(window, wait_until):
    picker = window.sidebar.pickers["dataset"]
    index = picker.combo.findData("xor")
    picker.combo.setCurrentIndex(index)
    picker.combo.activated.emit(index)
    wait_until(lambda: window.live.session.data is not None and window.live.session.data.features == 2)
    wait_until(lambda: not window.reader.pad.isEnabled())
    assert window.sidebar.text.text() == "2-128-64-2"


@pytest.mark.parametrize("size", [(960, 640), (1024, 700), (1440, 900), (1920, 1200)])
def test_at_every_size_all_parts_have_their_place(window, qtbot, size):
    window.resize(*size)
    qtbot.wait(50)
    assert window.size().width() == size[0]
    parts = [window.topbar, window.sidebar, window.views, window.reader, window.statusline]
    boxes = [part.rect().translated(part.mapTo(window, QPoint(0, 0))) for part in parts]
    for k, one in enumerate(boxes):
        assert window.rect().contains(one)
        for other in boxes[k + 1 :]:
            assert not one.intersects(other)
