"""The main window, used as a person does: buttons pressed, fields typed into, strokes drawn."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from core.experiment import Choice
from core.session import Session

SEVEN = [[(0.25, 0.25), (0.5, 0.24), (0.73, 0.25), (0.6, 0.5), (0.48, 0.85)]]


def draw(window, strokes=SEVEN):
    pad = window.reader.small.pad
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
    assert window.network.editor.foot.field.text() == "784-128-64-10"
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
    return replace(e, stopping=replace(e.stopping, epochs=epochs))


@pytest.mark.parametrize(("key", "steps"), [(".", 1), (">", 32)])
def test_single_keys_step_a_batch_or_an_epoch(window, wait_until, key, steps):
    window.setFocus()
    QTest.keyClicks(window, key)
    wait_until(lambda: status(window).step == steps)
    wait_until(lambda: status(window).state != "training")


def test_space_trains_but_not_while_a_field_has_the_focus(window, wait_until):
    window.network.editor.foot.field.setFocus()
    QTest.keyClick(window.network.editor.foot.field, Qt.Key.Key_Space)
    QTest.qWait(50)
    assert status(window).step == 0
    window.network.editor.foot.field.undo()
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    wait_until(lambda: status(window).step > 0)


def test_typed_layers_change_the_network_and_undo_brings_it_back(window, wait_until):
    type_into(window.network.editor.foot.field, "784-32-10")
    assert [layer.units for layer in window.live.experiment.layers] == [32, 0]
    assert window.actions_by_name["undo"].text() == "Undo change layers"
    window.actions_by_name["undo"].trigger()
    assert window.network.editor.foot.field.text() == "784-128-64-10"
    window.actions_by_name["redo"].trigger()
    assert window.network.editor.foot.field.text() == "784-32-10"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("784-x-10", "'x' is not a number of units"),
        ("784-0-10", "0 units: a layer has 1 to 1,000,000."),
        ("784-12-16", "end with -10"),
        ("12-10", "begin with 784-"),
        ("", "begin with 784-"),
    ],
)
def test_nonsense_in_the_layers_is_told_and_changes_nothing(window, text, words):
    before = window.live.experiment
    type_into(window.network.editor.foot.field, text)
    assert words in window.network.editor.foot.hint.text()
    assert window.live.experiment == before
    QTest.keyClick(window.network.editor.foot.field, Qt.Key.Key_Escape)
    assert window.network.editor.foot.field.text() == "784-128-64-10"


def test_a_setting_typed_in_a_form_reaches_the_running_training(window, wait_until):
    form = window.network.training.pickers["optimizer"].form
    row = form.rows["learning_rate"]
    type_into(row.field, "0.01")
    assert dict(window.live.experiment.optimizer.settings) == {"learning_rate": 0.01}
    rate = window.live.session.run.ask(lambda t: t.optimizer.learning_rate)
    wait_until(rate.done)
    assert rate.result() == 0.01


def test_an_edit_that_cannot_be_built_is_told_and_taken_back(window, wait_until):
    before = window.live.experiment
    type_into(window.network.training.numbers.rows["batch_size"].field, "5000")
    wait_until(lambda: window.notices.messages())
    assert "expected 1 to 1,000" in window.notices.messages()[0]
    assert window.live.experiment == before
    assert window.network.training.numbers.rows["batch_size"].value == 32


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
    assert len(window.reader.small.pad.strokes()) == 1


def test_a_damaged_project_is_told_and_what_was_open_stays(window, wait_until, tmp_path):
    before, session = window.live.experiment, window.live.session
    path = tmp_path / "damaged.inknet"
    path.write_bytes(b"PK\x03\x04 this is no project")
    window.documents.open(path)
    wait_until(lambda: window.notices.messages())
    assert "damaged.inknet" in window.notices.messages()[0]
    assert window.live.session is session
    assert window.live.experiment == before


def test_views_are_added_closed_and_remembered(window, preferences, wait_until):
    wait_until(lambda: window.view_panes())
    names = [view["name"] for view in window.docks.views()]
    window.docks.add_view("weight-histogram")
    window.docks.close_view(window.docks.dock(f"{names[0]}#1"))
    assert [view["name"] for view in window.docks.views()] == [*names[1:], "weight-histogram"]
    window._leaving = True
    window.close()
    assert [view["name"] for view in preferences.views] == [*names[1:], "weight-histogram"]


def test_only_views_that_are_seen_say_what_a_step_must_keep(window, wait_until):
    wait_until(lambda: window.view_panes())
    dock = window.docks.add_view("gradient-histogram")
    wait_until(lambda: window.host.needs() == frozenset({"gradient"}))
    dock.hide()
    wait_until(lambda: window.host.needs() == frozenset())


def test_at_the_first_start_the_views_have_room_beside_the_drawing(window, wait_until):
    wait_until(lambda: window.docks.panes() and window.docks.has("data"))
    window.resize(1440, 900)
    window.docks.fit(wide=True, anew=True)

    def heights():
        return [dock.height() for dock in window.docks.shown()]

    wait_until(lambda: len(heights()) == 3 and heights()[0] < 0.55 * sum(heights()))
    assert min(heights()[1:]) > 140, "a stack of curves, and one of pictures"


def test_a_dock_floats_and_comes_back(window, wait_until):
    wait_until(lambda: window.view_panes())
    dock = window.docks.dock("drawing")
    dock.setFloating(True)
    wait_until(dock.isFloating)
    state = window.docks.state()
    dock.setFloating(False)
    window.docks.restore(state)
    assert dock.isFloating()


def test_samples_that_a_view_points_at_are_shown_with_truth_and_answer(window, wait_until):
    wait_until(lambda: window._snapshot is not None)
    window.host.samples_chosen.emit("test", np.array([3, 5]))
    wait_until(lambda: window.samples.figure is not None)
    test = window.live.session.data.test
    assert np.array_equal(window.samples.figure.images.reshape(2, -1), test.inputs[[3, 5]])
    truth = test.targets[3].argmax()
    assert window.samples.figure.names[0].startswith(f"{truth} read as ")
    assert window.docks.dock("samples").isVisible()


def test_each_workspace_has_its_own_docks_and_both_pads_show_one_drawing(window, wait_until):
    wait_until(lambda: window.view_panes())
    draw(window)
    window.actions_by_name["draw"].trigger()
    assert not window.docks.shown()
    assert len(window.reader.large.pad.strokes()) == 1
    window.actions_by_name["network"].trigger()
    assert window.docks.dock("drawing").isVisible()


def test_everything_is_on_one_list_of_undo_and_the_history_goes_there(window, wait_until):
    type_into(window.network.editor.foot.field, "784-32-10")
    draw(window)
    window.live.edit(lambda e: _with_epochs(e, 50), "Change epochs")
    window.docks.bring_up("history")
    history = window.docks.dock("history").widget()
    words = [history.list.item(k).text() for k in range(history.list.count())]
    assert words == ["Start", "Change layers", "Draw a stroke", "Change epochs"]
    history.list.itemClicked.emit(history.list.item(1))
    assert window.live.experiment.stopping.epochs == 3
    assert window.reader.strokes() == ()
    assert window.network.editor.foot.field.text() == "784-32-10"
    history.list.itemClicked.emit(history.list.item(3))
    assert len(window.reader.strokes()) == 1
    assert window.live.experiment.stopping.epochs == 50


def test_speed_goes_from_slow_motion_to_full(window, wait_until):
    click(window.topbar.speed.button("Slow"))
    click(window.topbar.train)
    wait_until(lambda: status(window).step == 1)
    QTest.qWait(100)
    assert status(window).step <= 2
    click(window.topbar.speed.button("Max"))
    wait_until(lambda: status(window).step > 20)


def test_a_file_of_another_kind_dropped_is_told_and_changes_nothing(window, tmp_path):
    before = window.live.session
    _drop(window, tmp_path / "picture.png")
    assert "picture.png" in window.notices.messages()[0]
    assert window.live.session is before


def test_a_project_dropped_is_opened(window, wait_until, tmp_path):
    path = tmp_path / "dropped.inknet"
    window.documents.save(path)
    wait_until(lambda: window.documents.path == path)
    window.documents.path = None
    _drop(window, path)
    wait_until(lambda: window.documents.path == path)


def _drop(window, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 20), copy, mime, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 20), copy, mime, buttons, keys))


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
    window.live.edit(lambda e: replace(e, dataset=Choice("xor")), "Choose xor")
    wait_until(lambda: window.live.session.data is not None and window.live.session.data.features == 2)
    wait_until(lambda: not window.reader.small.pad.isEnabled())
    assert window.network.editor.foot.field.text() == "2-128-64-2"


@pytest.mark.parametrize("size", [(960, 640), (1024, 700), (1440, 900), (1920, 1200)])
def test_at_every_size_all_parts_have_their_place(window, qtbot, size):
    window.resize(*size)
    qtbot.wait(50)
    assert window.size().width() == size[0]
    parts = [window.topbar, window.network.editor, window.docks.dock("drawing"), window.statusline]
    boxes = [part.rect().translated(part.mapTo(window, QPoint(0, 0))) for part in parts]
    for k, one in enumerate(boxes):
        assert window.rect().contains(one)
        for other in boxes[k + 1 :]:
            assert not one.intersects(other)


def test_a_project_whose_network_does_not_fit_its_data_shows_what_to_do(window, wait_until, found):
    layers = (*window.live.experiment.layers[:-1], replace(window.live.experiment.layers[-1], units=16))
    window.live.open(Session(replace(window.live.experiment, layers=layers), found.registry))
    wait_until(lambda: any(one.kind == "outputs" for one in window.network.editor.canvas.mistakes))
    [mistake] = [one for one in window.network.editor.canvas.mistakes if one.kind == "outputs"]
    window.network.editor.commands.fix(mistake.fixes[0], None)
    wait_until(lambda: status(window).state == "paused")
    assert window.live.experiment.layers[-1].units in (0, 10)
