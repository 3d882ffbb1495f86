"""The foot: the text form that follows and is followed, presets, the key of the colours, zoom."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu


def type_into(field, text, enter=True):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    if enter:
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_text_form_follows_the_network(bench):
    field = bench.editor.foot.field
    assert field.text() == "784-128-64-10"
    bench.carry("Dense", bench.gap(1))
    assert field.text() == "784-128-32-64-10"
    bench.live.undo()
    assert field.text() == "784-128-64-10"


def test_the_network_follows_the_text_form(bench):
    type_into(bench.editor.foot.field, "784-30-10")
    assert bench.units == [30]
    bench.live.undo()
    assert bench.units == [128, 64]
    assert bench.editor.foot.field.text() == "784-128-64-10"


@pytest.mark.parametrize(("text", "words"), [("784-x-10", "'x' is not a number"), ("784-12-16", "end with -10")])
def test_nonsense_is_told_and_escape_takes_it_back(bench, text, words):
    foot = bench.editor.foot
    type_into(foot.field, text)
    assert words in foot.hint.text()
    assert foot.hint.isVisible()
    assert foot.field.property("wrong")
    assert bench.units == [128, 64]
    QTest.keyClick(foot.field, Qt.Key.Key_Escape)
    assert foot.field.text() == "784-128-64-10"
    assert not foot.hint.isVisible()


def test_presets_are_written_for_the_data_and_taken_as_one_edit(bench):
    foot, menu = bench.editor.foot, QMenu()
    foot.fill_presets(menu)
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert words == ["784-10", "784-30-10", "784-128-64-10", "784-300-100-10", "784-30-30-30-30-30-10"]
    menu.actions()[-1].trigger()
    assert bench.units == [30] * 5
    assert {layer.activation.name for layer in bench.e.layers[:-1]} == {"sigmoid"}
    bench.live.undo()
    assert bench.units == [128, 64]
    menu.actions()[0].trigger()
    assert bench.units == []


def test_zoom_buttons_and_fit(bench):
    foot = bench.editor.foot
    QTest.mouseClick(foot.more, Qt.MouseButton.LeftButton)
    assert bench.canvas.zoom == pytest.approx(1.2)
    assert foot.fit.text() == "120 %"
    QTest.mouseClick(foot.less, Qt.MouseButton.LeftButton)
    QTest.mouseClick(foot.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(foot.fit, Qt.MouseButton.LeftButton)
    assert bench.canvas.zoom == 1
    assert foot.fit.accessibleName() == "Zoom 100 %; press to fit"


def test_the_key_makes_room_where_there_is_little(bench, qtbot):
    foot = bench.editor.foot
    assert foot.key.isVisible()
    bench.editor.setMinimumWidth(480)
    bench.palette_.setFixedWidth(560)
    bench.resize(1080, 700)
    qtbot.wait(30)
    assert not foot.key.isVisible()
    for widget in (foot.field, foot.presets, foot.less, foot.fit, foot.more):
        assert widget.isVisible()
        assert widget.mapTo(foot, widget.rect().bottomRight()).x() <= foot.width()
