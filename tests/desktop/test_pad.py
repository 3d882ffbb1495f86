"""The pad: strokes by mouse, finger and pen; all of them can be taken back."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core import strokes
from desktop.pad import ERASERS, PENS, SIZE, Pad, PadPanel
from desktop.pad.panel import reads
from desktop.pad.pen import smooth_path

LINE = [(40, 40), (60, 80), (100, 140), (140, 200)]
ACROSS = [(30, 130), (80, 130), (150, 130)]


@pytest.fixture
def pad(look, qtbot):
    made = Pad(look)
    qtbot.addWidget(made)
    made.resize(200, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def draw(pad, points, release=True):
    """A stroke by the mouse through points in pixels of the widget."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    if release:
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def ink_at(pad, x, y):
    """How much darker than paper the picture is at a pixel, 0 to 255."""
    return 255 - pad.grab().toImage().pixelColor(x, y).green()


def test_a_drag_makes_a_stroke_in_the_pads_own_units(pad):
    draw(pad, LINE)
    (stroke,) = pad.strokes()
    assert np.allclose(stroke.points, np.array(LINE) * SIZE / 200)
    assert stroke.width == PENS["Medium"]
    assert not stroke.erases


def test_a_drawing_is_the_same_however_large_the_pad_is_shown(pad):
    draw(pad, LINE)
    small = strokes.image(pad.strokes(), SIZE)
    pad.clear()
    pad.resize(400, 400)
    draw(pad, [(2 * x, 2 * y) for x, y in LINE])
    assert np.array_equal(strokes.image(pad.strokes(), SIZE), small)


def test_a_click_is_a_dot(pad):
    draw(pad, [(100, 100)])
    (stroke,) = pad.strokes()
    assert stroke.points.shape == (1, 2)
    assert ink_at(pad, 100, 100) > 200


def test_what_is_drawn_is_seen(pad):
    assert ink_at(pad, 60, 80) < 30
    draw(pad, LINE)
    assert ink_at(pad, 60, 80) > 200
    assert ink_at(pad, 150, 60) < 30


def test_the_picture_grows_stroke_by_stroke_as_if_painted_at_once(pad, qtbot):
    """Only the part that changed is painted again; nothing may be missing in the end."""
    draw(pad, LINE, release=False)
    qtbot.wait(30)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*LINE[-1]))
    grown = pad.grab().toImage()
    pad.set_strokes(pad.strokes())
    assert pad.grab().toImage() == grown


def test_a_stroke_that_leaves_the_paper_goes_along_its_edge(pad):
    draw(pad, [(100, 100), (300, 100), (300, 350)])
    (stroke,) = pad.strokes()
    assert stroke.points.min() >= 0
    assert stroke.points.max() == SIZE


def test_only_the_left_button_draws(pad):
    QTest.mousePress(pad, Qt.MouseButton.RightButton, pos=QPoint(50, 50))
    QTest.mouseMove(pad, QPoint(90, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.RightButton, pos=QPoint(90, 90))
    assert pad.strokes() == ()


def test_the_eraser_takes_what_it_passes_over(pad):
    draw(pad, LINE)
    pad.take_eraser()
    draw(pad, ACROSS)
    _, eraser = pad.strokes()
    assert eraser.erases
    assert eraser.width == ERASERS["Medium"]
    assert len(strokes.ink(pad.strokes(), SIZE)) == 2
    assert ink_at(pad, 93, 130) < 30
    assert ink_at(pad, 60, 80) > 200
    pad.undo_stroke()
    assert ink_at(pad, 93, 130) > 200


def test_an_eraser_that_meets_nothing_leaves_nothing_to_undo(pad):
    draw(pad, LINE)
    pad.take_eraser()
    draw(pad, [(180, 10), (190, 12)])
    assert len(pad.strokes()) == 1
    pad.undo_stroke()
    assert pad.strokes() == ()


def test_strokes_are_taken_back_and_done_again(pad):
    draw(pad, LINE)
    draw(pad, ACROSS)
    first, second = pad.strokes()
    pad.undo_stroke()
    assert pad.strokes() == (first,)
    pad.redo_stroke()
    assert pad.strokes() == (first, second)
    pad.undo_stroke()
    pad.undo_stroke()
    assert not pad.can_undo
    pad.undo_stroke()
    assert pad.strokes() == ()
    draw(pad, ACROSS)
    assert not pad.can_redo


def test_clearing_can_be_taken_back(pad):
    draw(pad, LINE)
    draw(pad, ACROSS)
    before = pad.strokes()
    pad.clear()
    assert pad.strokes() == ()
    pad.undo_stroke()
    assert pad.strokes() == before
    pad.redo_stroke()
    assert pad.strokes() == ()


def test_clearing_empty_paper_does_nothing(pad, qtbot):
    with qtbot.assertNotEmitted(pad.changed):
        pad.clear()
    assert not pad.can_undo


def test_esc_gives_up_the_stroke_that_is_being_drawn(pad):
    draw(pad, LINE)
    draw(pad, ACROSS, release=False)
    assert len(pad.strokes()) == 2
    QTest.keyClick(pad, Qt.Key.Key_Escape)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*ACROSS[-1]))
    assert len(pad.strokes()) == 1


def test_while_drawing_it_tells_at_most_once_a_frame_and_at_the_end_always(pad, qtbot):
    heard, done = [], []
    pad.changed.connect(lambda: heard.append(len(pad.strokes()[-1].points)))
    pad.finished.connect(lambda: done.append(1))
    draw(pad, [(10 + k % 180, 20 + k // 2) for k in range(300)], release=False)
    at_once = len(heard)
    assert 1 <= at_once < 100
    qtbot.wait(40)
    assert heard[-1] == len(pad.strokes()[-1].points)  # what was held back comes after the frame
    assert done == []
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert done == [1]
    assert pad.strokes()[-1].points.shape[0] == heard[-1]


def test_a_drawing_from_outside_is_shown_without_a_signal_and_can_be_undone(pad, qtbot):
    draw(pad, LINE)
    own = pad.strokes()
    given = (strokes.Stroke(np.array([[30.0, 250.0], [250.0, 250.0]]), 11.0),)
    with qtbot.assertNotEmitted(pad.changed):
        pad.set_strokes(given)
    assert pad.strokes() == given
    assert ink_at(pad, 100, 178) > 200
    pad.undo_stroke()
    assert pad.strokes() == own


def test_a_finger_draws_and_a_second_one_rests(pad):
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(40, 40), pad).commit()
    QTest.touchEvent(pad, finger).move(0, QPoint(80, 90), pad).press(1, QPoint(150, 20), pad).commit()
    QTest.touchEvent(pad, finger).move(0, QPoint(120, 150), pad).move(1, QPoint(160, 30), pad).commit()
    QTest.touchEvent(pad, finger).release(0, QPoint(120, 150), pad).release(1, QPoint(160, 30), pad).commit()
    (stroke,) = pad.strokes()
    assert np.allclose(stroke.points, np.array([(40, 40), (80, 90), (120, 150)]) * SIZE / 200)


def tablet(pad, kind, at, pressure, end=QPointingDevice.PointerType.Pen):
    device = QPointingDevice(
        "stylus",
        7,
        QInputDevice.DeviceType.Stylus,
        end,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        2,
    )
    place = QPointF(*at)
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind,
        device,
        place,
        pad.mapToGlobal(place),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        buttons,
    )
    QApplication.sendEvent(pad, event)


def by_stylus(pad, points, pressure, end=QPointingDevice.PointerType.Pen):
    tablet(pad, QEvent.Type.TabletPress, points[0], pressure, end)
    for point in points[1:]:
        tablet(pad, QEvent.Type.TabletMove, point, pressure, end)
    tablet(pad, QEvent.Type.TabletRelease, points[-1], pressure, end)


def test_a_stylus_draws_and_its_other_end_erases(pad):
    by_stylus(pad, LINE, 0.9)
    assert pad.strokes()[0].width == PENS["Medium"]
    by_stylus(pad, ACROSS, 0.5, QPointingDevice.PointerType.Eraser)
    assert [stroke.erases for stroke in pad.strokes()] == [False, True]


def test_pressure_widens_where_it_is_asked_for(pad):
    pad.pressure_widens = True
    by_stylus(pad, LINE, 0.1)
    by_stylus(pad, ACROSS, 1.0)
    light, heavy = pad.strokes()
    assert light.width < PENS["Medium"] < heavy.width


def test_the_pad_says_what_it_is(pad):
    assert pad.accessibleName() == "Drawing pad"
    assert "Empty" in pad.accessibleDescription()
    draw(pad, LINE)
    assert "1 stroke." in pad.accessibleDescription()


def test_a_smooth_path_begins_and_ends_with_its_points():
    path = smooth_path(np.array(LINE, float))
    assert path.elementAt(0).x == LINE[0][0]
    assert path.currentPosition() == QPointF(*LINE[-1])
    assert smooth_path(np.zeros((0, 2))).isEmpty()


@pytest.fixture(params=[False, True], ids=["dock", "large"])
def panel(look, qtbot, request):
    made = PadPanel(look, large=request.param)
    qtbot.addWidget(made)
    made.resize(420, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_panels_buttons_do_what_they_say(panel):
    heard = []
    panel.strokes_changed.connect(heard.append)
    assert not panel.tools.undo.isEnabled()
    assert not panel.tools.wipe.isEnabled()
    draw(panel.pad, [(30, 30), (60, 70), (90, 100)])
    assert heard[-1] == panel.pad.strokes()
    click(panel.tools.wipe)
    assert heard[-1] == ()
    click(panel.tools.undo)
    assert len(heard[-1]) == 1
    click(panel.tools.redo)
    assert heard[-1] == ()
    click(panel.tools.eraser)
    assert panel.pad.erasing
    click(panel.tools.pen)
    assert not panel.pad.erasing


def test_widths_can_be_chosen_in_either_form(panel):
    if panel.tools.widths is not None:
        click(panel.tools.widths.button("Thick"))
    else:
        panel.width_menu.widths["Thick"].trigger()
    draw(panel.pad, [(30, 30), (60, 70)])
    assert panel.pad.strokes()[-1].width == PENS["Thick"]
    panel.pad.set_width("Thin")
    if panel.tools.widths is not None:
        assert panel.tools.widths.current == "Thin"
    else:
        assert panel.width_menu.widths["Thin"].isChecked()


def test_the_panel_shows_what_the_network_reads_and_sees(panel):
    probabilities = np.full(10, 0.01)
    probabilities[8] = 0.91
    panel.show_answer(probabilities)
    panel.show_seen(np.full((28, 28), 255, np.uint8))
    assert panel._note.text() == "reads an 8"
    assert "8 with 91.0 %" in panel.answer.accessibleDescription()
    middle = panel.seen.grab().toImage().pixelColor(20, 20)
    assert middle == panel.pad.theme["ink"]
    panel.show_answer(None)
    panel.show_seen(None)
    assert panel._note.text() == ""
    assert panel.answer.accessibleDescription() == "No answer yet"
    assert panel.seen.grab().toImage().pixelColor(20, 20) == panel.pad.theme["paper"]


def test_the_tip_comes_and_goes(panel):
    panel.set_tip("Press Train first: the network has not learned anything yet.")
    assert panel.tip_line.isVisible()
    panel.set_tip("")
    assert not panel.tip_line.isVisible()


def test_articles():
    assert [reads(name) for name in ("7", "8", "inside", "outside", "ring")] == [
        "reads a 7",
        "reads an 8",
        "reads an inside",
        "reads an outside",
        "reads a ring",
    ]


def test_erasing_shows_on_the_way_what_is_left_in_the_end(pad, qtbot):
    """While the eraser moves, only the place under it is painted again."""
    draw(pad, LINE)
    draw(pad, [(20, 60), (180, 60)])
    pad.take_eraser()
    draw(pad, ACROSS, release=False)
    on_the_way = pad.grab().toImage()
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*ACROSS[-1]))
    in_the_end = pad.grab().toImage()
    width, height = on_the_way.width(), on_the_way.height()
    off = [
        abs(on_the_way.pixelColor(x, y).green() - in_the_end.pixelColor(x, y).green())
        for x in range(0, width, 2)
        for y in range(0, height, 2)
    ]
    assert sum(change > 60 for change in off) < 0.002 * len(off)  # an edge may lie half a pixel further


def test_paper_that_cannot_be_drawn_on_invites_nobody(pad):
    inviting = pad.grab().toImage()
    pad.setEnabled(False)
    assert pad.grab().toImage() != inviting
    draw(pad, LINE)
    assert pad.strokes() == ()
