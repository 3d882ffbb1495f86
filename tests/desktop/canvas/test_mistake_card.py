"""Mistakes on their layer, with a fix to click; what cannot be trained is not done but offered another way."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.experiment import Choice
from desktop.canvas import edits


def press(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def make_identity(bench):
    bench.editor.commands.activate((bench.names[1],), Choice("identity"))


def test_a_mistake_stands_under_its_card_and_its_fix_is_one_edit(bench):
    make_identity(bench)
    card = bench.editor.mistakes.card
    assert card.isVisible()
    assert card.mistake.title == "No activation here"
    assert card.accessibleName() == "Warning: No activation here. Hidden 2 and Output act as one layer."
    layer = bench.canvas.deck[bench.names[1]]
    assert card.y() > layer.geometry().bottom()
    assert "No activation here" in layer.accessibleName()
    assert not card.geometry().intersects(layer.geometry())
    press(card.fixes[0])
    assert bench.e.layers[1].activation == Choice("relu")
    assert bench.editor.mistakes.card is None
    bench.live.undo()
    assert bench.editor.mistakes.card is not None
    bench.live.undo()
    assert bench.editor.mistakes.card is None


def test_why_is_told_on_demand(bench):
    make_identity(bench)
    card = bench.editor.mistakes.card
    height = card.height()
    press(card.tell)
    assert card.why.isVisible()
    assert card.height() > height
    press(card.tell)
    assert card.height() == height


def test_a_mistake_can_be_left_as_it_is(bench):
    make_identity(bench)
    press(bench.editor.mistakes.card.cross)
    assert bench.editor.mistakes.card is None
    assert bench.canvas.deck[bench.names[1]].face.mistake, "its card keeps the mark"


def test_the_mistake_of_the_chosen_layer_is_shown_first(bench):
    make_identity(bench)
    bench.editor.commands.activate((bench.names[0],), Choice("identity"))
    bench.canvas.choose(bench.names[1])
    assert bench.editor.mistakes.card.mistake.key == bench.names[1]
    bench.canvas.choose(bench.names[0])
    assert bench.editor.mistakes.card.mistake.key == bench.names[0]


def test_an_output_that_does_not_fit_the_loss_is_not_done_but_offered_with_ways_out(bench):
    before = bench.e
    column = bench.column(-1)
    bench.carry("tanh", QPoint(round(column.x), round(column.ys[0])))
    assert bench.e is before
    card = bench.editor.mistakes.card
    assert card.mistake.title == "tanh does not fit the loss"
    assert [one.text() for one in card.fixes] == ["Use softmax", "Use squared-error"]
    assert bench.canvas.deck[bench.names[-1]].face.chip == "tanh", "what was asked for is shown"
    press(card.fixes[1])
    assert bench.e.layers[-1].activation == Choice("tanh")
    assert bench.e.loss == Choice("squared-error")
    assert bench.editor.mistakes.card is None
    bench.live.undo()
    assert bench.e == before


def test_escape_and_the_cross_give_an_attempt_up(bench):
    for way in ("key", "cross"):
        bench.canvas.choose(bench.names[-1])
        bench.editor.commands.activate((bench.names[-1],), Choice("relu"))
        assert bench.canvas.attempt is not None
        if way == "key":
            bench.key(Qt.Key.Key_Escape)
        else:
            press(bench.editor.mistakes.card.cross)
        assert bench.canvas.attempt is None
        assert bench.editor.mistakes.card is None
        assert bench.canvas.deck[bench.names[-1]].face.chip == "softmax"


def test_what_the_run_rejects_from_elsewhere_is_offered_with_ways_out_too(bench, wait_until):
    before = bench.e
    bench.live.edit(lambda e: edits.activate(e, (bench.names[-1],), Choice("tanh")), "Use tanh")
    wait_until(lambda: bench.e == before)
    assert bench.editor.mistakes.card.mistake.title == "tanh does not fit the loss"
    press(bench.editor.mistakes.card.fixes[1])
    wait_until(lambda: bench.live.session.run.experiment == bench.e)
    assert bench.e.layers[-1].activation == Choice("tanh")


def test_buttons_of_a_mistake_are_reached_by_tab(bench):
    make_identity(bench)
    bench.canvas.choose(bench.names[1])
    seen = []
    for _ in range(4):
        bench.key(Qt.Key.Key_Tab)
        seen.append(bench.focusWidget())
    card = bench.editor.mistakes.card
    assert seen[:3] == [card.fixes[0], card.tell, card.cross]
    assert seen[3] is bench.editor.foot.field


def test_a_very_wide_layer_tells_its_memory(bench):
    e = replace(bench.e, layers=edits.resize(bench.e, bench.names[0], 100_000).layers)
    bench.canvas.show_experiment(e)
    assert "GB" in bench.editor.mistakes.card.mistake.sentence
