"""Around the pad: saying what a drawing is, bringing drawings back, and room for all of it."""

import itertools
import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from core.strokes import Stroke, image
from desktop.pad import SIZE, PadPanel
from desktop.pad.kept import same
from desktop.pad.recent import MOST

SEVEN = (Stroke(np.array([[70.0, 70.0], [200.0, 66.0], [130.0, 240.0]]), 11.0),)


def line(k):
    """A drawing that can be told from others."""
    return (Stroke(np.array([[20.0 + 10 * k, 30.0], [200.0 - 10 * k, 250.0]]), 11.0),)


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def draw(panel, shift=0):
    """A stroke by the mouse, somewhere on the paper."""
    pad = panel.pad
    left, top = round(pad.area().left()), round(pad.area().top())
    path = [QPoint(left + 20 + shift, top + 20), QPoint(left + 60, top + 50), QPoint(left + 50, top + 90)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=path[0])
    for point in path[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=path[-1])


@pytest.fixture
def make(look, qtbot):
    """``make(width, height, large)``: the panel in a window of its own, as a layout would place it."""

    def make(width=420, height=700, large=True):
        outside = QWidget()
        qtbot.addWidget(outside)
        panel = PadPanel(look, large=large)
        panel.setParent(outside)
        outside.resize(width, height)
        panel.setGeometry(0, 0, width, height)
        outside.show()
        qtbot.waitExposed(outside)
        panel.outside = outside
        return panel

    return make


@pytest.fixture(params=[True, False], ids=["large", "dock"])
def panel(make, request):
    return make(420, 700, request.param)


# saying what it is


def test_a_drawing_is_added_as_what_it_is_said_to_be(panel):
    heard = []
    panel.added.connect(lambda *what: heard.append(what))
    assert not panel.correction.add.isEnabled()
    draw(panel)
    assert not panel.correction.add.isEnabled()  # nobody said what it is
    assert "Say what it is" in panel.correction.add.toolTip()
    click(panel.correction.classes.buttons["4"])
    click(panel.correction.add)
    ((name, strokes, pixels),) = heard
    assert name == "4"
    assert strokes == panel.pad.strokes()
    assert np.array_equal(pixels, image(strokes, SIZE))


def test_the_same_is_not_added_twice_unless_it_was_taken_back(panel):
    heard = []
    panel.added.connect(lambda *what: heard.append(what))
    panel.show_own({"4": 1})
    draw(panel)
    click(panel.correction.classes.buttons["4"])
    click(panel.correction.add)
    panel.show_own({"4": 2})
    assert not panel.correction.add.isEnabled()
    assert panel.correction.count.text() == "2 of yours so far"
    click(panel.correction.add)
    assert len(heard) == 1
    panel.show_own({"4": 1})  # undo
    assert panel.correction.add.isEnabled()
    click(panel.correction.add)
    assert len(heard) == 2
    panel.allow_again()  # it could not be written
    assert panel.correction.add.isEnabled()


def test_another_class_or_a_further_stroke_can_be_added_again(panel):
    draw(panel)
    panel.correction.say("4")
    click(panel.correction.add)
    click(panel.correction.classes.buttons["9"])
    assert panel.correction.add.isEnabled()
    click(panel.correction.classes.buttons["4"])
    assert not panel.correction.add.isEnabled()
    draw(panel, 30)
    assert panel.correction.add.isEnabled()


def test_what_was_said_of_a_drawing_goes_with_it(panel):
    draw(panel)
    panel.correction.say("4")
    panel.pad.clear()
    assert panel.correction.said is None
    draw(panel)
    assert not panel.correction.add.isEnabled()


def test_a_class_is_taken_back_by_saying_it_again(panel):
    click(panel.correction.classes.buttons["3"])
    click(panel.correction.classes.buttons["8"])
    assert [name for name, one in panel.correction.classes.buttons.items() if one.isChecked()] == ["8"]
    click(panel.correction.classes.buttons["8"])
    assert panel.correction.said is None


def test_keys_say_the_class_while_the_pad_has_the_focus(panel):
    heard = []
    panel.added.connect(lambda *what: heard.append(what[0]))
    draw(panel)
    panel.pad.setFocus()
    QTest.keyClick(panel.pad, Qt.Key.Key_7)
    assert panel.correction.said == "7"
    QTest.keyClick(panel.pad, Qt.Key.Key_0, Qt.KeyboardModifier.KeypadModifier)
    assert panel.correction.said == "0"
    QTest.keyClick(panel.pad, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert panel.correction.said == "0"
    QTest.keyClick(panel.pad, Qt.Key.Key_Return)
    QTest.keyClick(panel.pad, Qt.Key.Key_Return)
    assert heard == ["0"]


def test_only_digits_become_own_digits(panel):
    panel.show_answer(np.full(3, 1 / 3), ("cat", "dog", "hen"))
    assert panel.correction.isHidden()
    panel.pad.setFocus()
    QTest.keyClick(panel.pad, Qt.Key.Key_1)
    assert panel.correction.said is None
    panel.show_answer(None, tuple("0123456789"))
    assert not panel.correction.isHidden()


def test_how_many_there_are_is_told_for_each_class(panel):
    assert panel.correction.count.text() == "None of yours yet"
    panel.show_own({"7": 1200, "1": 3})
    assert panel.correction.count.text() == "1,203 of yours so far"
    assert "1,200 of yours" in panel.correction.classes.buttons["7"].toolTip()
    assert "0 of yours" in panel.correction.classes.buttons["2"].toolTip()


def test_every_button_has_a_name(panel):
    panel.strip_of_recent.set_drawings([SEVEN])
    for one in panel.findChildren(QAbstractButton):
        assert one.accessibleName() or one.text(), one
    assert panel.correction.classes.buttons["7"].accessibleName() == "It is a 7"


# recent drawings


def test_what_is_cleared_can_be_brought_back(panel):
    heard = []
    draw(panel)
    drawn = panel.pad.strokes()
    click(panel.tools.wipe)
    assert panel.strip_of_recent.drawings() == [drawn]
    draw(panel, 40)
    other = panel.pad.strokes()
    panel.strokes_changed.connect(heard.append)
    panel.pad.finished.connect(lambda: heard.append("finished"))
    click(panel.strip_of_recent._thumbs[0])
    assert panel.pad.strokes() == drawn
    assert heard == [drawn, "finished"]
    assert panel.strip_of_recent.drawings() == [other, drawn]
    click(panel.tools.undo)
    assert panel.pad.strokes() == other


def test_drawing_on_and_undo_make_nothing_recent(panel):
    draw(panel)
    draw(panel, 30)
    for _ in range(2):
        panel.pad.undo_stroke()
    assert panel.pad.strokes() == ()
    for _ in range(2):
        panel.pad.redo_stroke()
    assert panel.strip_of_recent.drawings() == []


def test_the_last_twelve_are_kept_each_once(panel):
    for k in [*range(15), 14]:
        panel.bring_back(line(k))
        panel.pad.clear()
    kept = panel.strip_of_recent.drawings()
    assert len(kept) == MOST
    assert [round(one[0].points[0, 0]) for one in kept] == [20 + 10 * k for k in range(14, 2, -1)]


def test_recent_drawings_survive_a_project(panel, make):
    for k in range(3):
        panel.bring_back(line(k))
        panel.pad.clear()
    saved = json.loads(json.dumps(panel.recent()))
    other = make()
    other.set_recent(saved)
    assert all(map(same, other.strip_of_recent.drawings(), panel.strip_of_recent.drawings()))
    assert len(other.strip_of_recent.drawings()) == 3


@pytest.mark.parametrize("junk", [None, 3, "many", [None, 3, [{"points": "many"}]], {"a": 1}])
def test_a_project_with_nonsense_in_it_has_no_recent_drawings(panel, junk):
    panel.set_recent(junk)
    assert panel.recent() == []
    assert panel.strip_of_recent.isHidden()


def test_a_drawing_from_a_project_does_not_make_the_former_one_recent(panel):
    draw(panel)
    panel.set_strokes(SEVEN)
    assert panel.strip_of_recent.drawings() == []


def test_a_thumbnail_shows_its_drawing(panel, look):
    panel.set_recent([])
    panel.bring_back(line(0))
    panel.pad.clear()
    panel.bring_back(SEVEN)
    panel.pad.clear()
    first, second = (thumb.grab().toImage() for thumb in panel.strip_of_recent._thumbs[:2])
    assert first != second
    assert first.pixelColor(round(2 + 32 * 70 / 280), round(2 + 32 * 69 / 280)).lightness() < 160


# room

SIZES = [(300, 266), (300, 352), (300, 640), (336, 420), (336, 520), (336, 800), (600, 480), (1000, 620), (600, 900)]


def visible(panel, kind):
    return [one for one in panel.findChildren(kind) if one.isVisible()]


def edges(panel, one):
    place = one.mapTo(panel, QPoint(0, 0))
    return place.x(), place.y(), place.x() + one.width(), place.y() + one.height()


def check_room(panel, width, height):
    area = panel.pad.area()
    assert area.width() == area.height() == panel.pad.height()  # a square that fills its height
    _, _, _, foot = edges(panel, panel.pad)
    assert 0 <= edges(panel, panel.tools)[1] - foot <= 8
    for one in [*visible(panel, QAbstractButton), *visible(panel, QLabel), panel.seen, panel.answer]:
        if not one.isVisible():
            continue
        left, top, right, bottom = edges(panel, one)
        what = f"{one} {one.accessibleName()} at {(left, top, right, bottom)}"
        assert left >= 0, what
        assert right <= width - 3, what
        assert bottom <= height - 6, what
        if isinstance(one, QPushButton) and one.property("kind") != "segment":
            assert one.width() >= one.sizeHint().width(), what
        if isinstance(one, QLabel) and not one.wordWrap() and one is not panel._note:
            assert one.width() >= one.sizeHint().width(), what
    for name, one in panel.correction.classes.buttons.items():
        if one.isVisible():
            assert one.width() >= one.fontMetrics().horizontalAdvance(name) + 4


def fill(panel):
    panel.set_strokes(SEVEN)
    panel.set_recent([[{"points": [[k, 3], [90, 200]], "width": 11}] for k in range(MOST)])
    panel.show_own({"7": 23})
    panel.show_answer(np.eye(10)[7])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_and_the_paper_is_square(make, width, height, qtbot):
    panel = make(width, height)
    fill(panel)
    qtbot.wait(20)
    check_room(panel, width, height)


@pytest.mark.parametrize(("width", "height"), [(300, 216), (300, 420), (336, 300), (336, 600)])
def test_a_dock_has_room_for_its_bars(make, width, height, qtbot):
    panel = make(width, height, large=False)
    fill(panel)
    qtbot.wait(20)
    check_room(panel, width, height)
    left, top, right, bottom = edges(panel, panel.answer)
    assert left >= edges(panel, panel.pad)[2]
    assert right - left >= 110
    assert bottom - top == panel.pad.height()


def test_parts_stay_away_in_the_order_of_how_little_they_matter(make, qtbot):
    panel = make(336, 800)
    fill(panel)
    seen = []
    for height in range(800, 260, -20):
        panel.outside.resize(336, height)
        panel.setGeometry(0, 0, 336, height)
        qtbot.wait(1)
        parts = (panel.strip_of_recent, panel.correction.question, panel.answer, panel.correction)
        seen.append(tuple(one.isVisible() for one in parts))
    assert seen[0] == (True, True, True, True)
    assert seen[-1] == (False, False, False, True) or seen[-1] == (False, False, False, False)
    for before, after in itertools.pairwise(seen):
        assert all(now <= then for then, now in zip(before, after, strict=True))  # nothing comes back on the way down


def test_it_can_become_smaller_again(make, look, qtbot):
    """A layout asks the panel for its least size; the parts that are shown now are not what counts."""
    panel = make(336, 800)
    fill(panel)
    qtbot.wait(20)
    least = panel.minimumSizeHint()
    assert least.height() <= 270
    assert least.width() <= 300


def test_widths_have_names_where_there_is_room_and_dots_where_not(make, qtbot):
    assert make(428, 640).tools.widths.button("Medium").text() == "Medium"
    narrow = make(300, 640).tools.widths
    assert [narrow.button(name).text() for name in ("Thin", "Medium", "Thick")] == ["", "", ""]
    assert narrow.button("Medium").accessibleName() == "Width: Medium"
    qtbot.wait(10)
    pictures = [narrow.button(name).grab().toImage() for name in ("Thin", "Thick")]
    assert pictures[0] != pictures[1]
