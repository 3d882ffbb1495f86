"""Moments worth a word are seen on every curve, in the card, and in what is exported."""

import numpy as np
import pytest

from core import Axis, Curve, Lines
from desktop.figures.export import offscreen, svg
from desktop.look import Theme

MARKS = ((300.0, "wave 2"), (1200.0, "wave 3"))


def figure(marks=MARKS, x=None):
    steps = np.arange(1.0, 2000.0)
    return Lines(
        title="Loss", curves=(Curve(steps, np.exp(-steps / 500), "train", "train"),), x=x or Axis("step"), marks=marks
    )


@pytest.fixture
def renderer(qtbot):
    made = offscreen(figure(), Theme("light"), 500, 300)
    qtbot.addWidget(made)
    return made


def test_marks_stand_where_they_happened_and_leave_with_another_figure(renderer):
    axes = renderer.plot.axes
    assert renderer.marks.isVisible()
    wanted = [axes.to_pixel(x, 0).x() - axes.box.left() for x, _ in MARKS]
    assert [x for x, _ in renderer.marks._marks] == pytest.approx(wanted)
    renderer.display(figure(()))
    assert not renderer.marks.isVisible()


def test_the_card_tells_the_mark_under_the_pointer(renderer):
    renderer._read(300.0)
    assert "wave 2" in renderer.accessibleDescription()


def test_a_logarithmic_axis_has_no_place_for_step_zero(qtbot):
    made = offscreen(figure(((0.0, "begin"), (100.0, "wave")), Axis("step", log=True)), Theme("dark"), 500, 300)
    qtbot.addWidget(made)
    assert [words for _, words in made.marks._marks] == ["wave"]


def test_marks_are_in_the_exported_picture(renderer):
    assert b"wave 3" in svg(renderer)
