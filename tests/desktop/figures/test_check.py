"""A figure that a learner got wrong is told in words before anything is painted."""

import numpy as np
import pytest

from core import Axis, Bars, Bins, Curve, Frames, Heatmap, Histogram, Image, Lines, Note, Points, Table, Tiles
from core.errors import BadComponent
from core.figures import FIGURES
from desktop.figures.check import CHECKS, checked

from .conftest import BROKEN, PLAIN


def test_every_kind_of_figure_is_checked():
    assert set(CHECKS) == set(FIGURES)


@pytest.mark.parametrize("figure", [*PLAIN.values(), *BROKEN.values()], ids=lambda figure: type(figure).__name__)
def test_sound_figures_pass_and_pass_again(figure):
    once = checked(figure)
    assert type(checked(once)) is type(figure)


def test_lists_become_arrays():
    curve = checked(Lines(curves=(Curve([1, 2], [3, 4]),))).curves[0]
    assert isinstance(curve.y, np.ndarray)
    assert curve.y.dtype == float


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (None, "draw gave NoneType; return a figure"),
        (Lines(curves=(Curve(np.arange(3), np.arange(4), name="loss"),)), r"curves\[0\] 'loss': 3 x, 4 y"),
        (Lines(curves=(np.arange(3),)), "expected a Curve, found ndarray"),
        (Lines(curves=(Curve(np.arange(3), np.eye(3)),)), r"y: expected 1 dimensions, found shape \(3, 3\)"),
        (Lines(curves=(Curve("ab", "cd"),)), "expected numbers, found str"),
        (Bars(names=("a", "b"), values=np.ones(3)), "2 names, 3 values"),
        (Bars(names="ab", values=np.ones(2)), "expected several names, found one text"),
        (Bars(names=("a",), values=np.ones(1), chosen=1), "chosen: 1 is none of the 1 bars"),
        (Image(values=np.ones(3)), "expected 2 dimensions"),
        (Image(values=np.eye(3), strength=np.eye(2)), r"strength: shape \(2, 2\)"),
        (Tiles(images=np.ones((2, 3, 3)), names=("a",)), "2 images, 1 names"),
        (Points(points=np.ones((2, 4))), "expected two or three columns"),
        (Points(points=np.ones((2, 2)), labels=np.ones(3)), "2 points, 3 labels"),
        (Points(points=np.ones((2, 2)), behind=Image(values=np.eye(2))), "an Image with an extent"),
        (Heatmap(values=np.eye(2), rows=("a",), columns=("a", "b")), "1 row names and 2 column names"),
        (Histogram(groups=(Bins(np.arange(3), np.arange(3)),)), "one edge more than counts"),
        (Table(columns=("a", "b"), rows=(("1",),)), r"rows\[0\]: 1 cells; expected 2"),
        (Frames(figures=(Note(text=""), Lines(curves=()))), "expected figures of one kind"),
        (Frames(figures=(Frames(figures=()),)), "no Frames"),
        (Note(title=3, text=""), "title and note are text"),
    ],
)
def test_a_wrong_part_is_named(figure, words):
    with pytest.raises(BadComponent, match=words):
        checked(figure)


def test_axes_and_settings_of_a_figure_stay():
    assert checked(Bars(names=("a",), values=[1], y=Axis("share", "%"), chosen=0)).y == Axis("share", "%")
