"""Drawings become images as MNIST's digits did, wherever, however large and with whatever pen they were drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.strokes import Normalise, Stroke, image, ink, resample, stages

PAD = 280.0
OFF = Normalise(fit=False, centre=False, pen=False)


def three(x=80.0, y=60.0, height=150.0, pen=18.0):
    """A 3 of two arcs."""
    turn = np.linspace(-2.4, 1.6, 40)
    upper = np.stack([0.3 + 0.25 * np.cos(turn), 0.25 + 0.25 * np.sin(turn)], 1)
    lower = np.stack([0.3 + 0.3 * np.cos(turn + 0.9), 0.72 + 0.28 * np.sin(turn + 0.9)], 1)
    return (Stroke(np.concatenate([upper, lower]) * height + (x, y), pen),)


def centre_of_mass(picture):
    place = np.arange(28)
    return (picture.sum(0) @ place / picture.sum(), picture.sum(1) @ place / picture.sum())


def difference(one, other):
    """Mean difference on ink."""
    inked = (one > 0) | (other > 0)
    return np.abs(one[inked].astype(float) - other[inked]).mean()


def box(picture):
    """Pixels across and down that are at least half ink."""
    inked = picture >= 128
    return np.ptp(np.flatnonzero(inked.any(0))) + 1, np.ptp(np.flatnonzero(inked.any(1))) + 1


def test_an_empty_pad_is_a_blank_image():
    for drawing in ((), (Stroke(np.empty((0, 2)), 10),), (Stroke([(20, 20)], 30, erases=True),)):
        picture = image(drawing, PAD)
        assert picture.shape == (28, 28)
        assert picture.dtype == np.uint8
        assert not picture.any()


def test_a_dot_is_a_dot_in_the_middle_and_no_blot():
    picture = image((Stroke([(31, 222)], 12),), PAD)
    assert centre_of_mass(picture) == pytest.approx((14, 14), abs=0.05)
    assert box(picture) == (3, 3)


def test_a_horizontal_line_keeps_its_aspect():
    picture = image((Stroke([(10, 50), (250, 50)], 20),), PAD)
    across, down = box(picture)
    assert across == pytest.approx(20, abs=1)
    assert down == pytest.approx(3, abs=1)


def test_each_step_does_what_it_says():
    drawn = stages(three(x=20, y=100, height=100), PAD)
    assert box(drawn.drawn)[1] == pytest.approx((100 + 18) / 10, abs=1.1)
    assert max(box(drawn.fitted)) == pytest.approx(20, abs=1)
    assert centre_of_mass(drawn.centred) == pytest.approx((14, 14), abs=0.1)
    assert centre_of_mass(drawn.final) == pytest.approx((14, 14), abs=0.1)
    assert drawn.final.sum() < drawn.centred.sum()
    assert (drawn.final == image(three(x=20, y=100, height=100), PAD)).all()


def test_a_step_that_is_off_shows_the_image_before_it():
    off = stages(three(), PAD, OFF)
    assert (off.fitted == off.drawn).all()
    assert (off.centred == off.drawn).all()
    assert (off.final == off.drawn).all()
    no_pen = stages(three(), PAD, Normalise(pen=False))
    assert (no_pen.final == no_pen.centred).all()
    assert not (no_pen.centred == no_pen.fitted).all()


def test_without_steps_ink_stays_where_it_was_drawn():
    picture = image((Stroke([(50, 200), (50, 200.0)], 40),), PAD, OFF)
    assert centre_of_mass(picture) == pytest.approx((4.5, 19.5), abs=0.05)
    assert picture.sum() / 255 == pytest.approx(np.pi * 4, rel=0.15)


@given(
    height=st.floats(20, 200), x=st.floats(0, 1), y=st.floats(0, 1), pen=st.floats(2, 40), zoom=st.floats(0.004, 100)
)
def test_size_place_pen_and_pad_do_not_matter(height, x, y, pen, zoom):
    expected = image(three(), PAD)
    there = three(x * (PAD - height) * zoom, y * (PAD - height) * zoom, height * zoom, pen * zoom)
    assert difference(image(there, PAD * zoom), expected) < 6


def test_pens_of_several_widths_keep_them_when_the_pen_is_not_normalised():
    strokes = (Stroke([(40, 40), (40, 240)], 10), Stroke([(200, 40), (200, 240)], 40))
    row = image(strokes, PAD, OFF)[14] / 255
    assert row[:10].sum() == pytest.approx(1, abs=0.1)
    assert row[10:].sum() == pytest.approx(4, abs=0.1)


def test_the_number_of_points_does_not_matter():
    ends = [(50, 60), (200, 220)]
    few = (Stroke(ends, 20),)
    many = (Stroke(np.linspace(*ends, 100_000), 20),)
    assert difference(image(few, PAD), image(many, PAD)) < 2


def test_a_very_long_scribble_is_drawn_with_a_limited_number_of_points():
    rng = np.random.default_rng(0)
    scribble = (Stroke(rng.uniform(40, 240, (20_000, 2)), 10),)
    assert image(scribble, PAD).mean() > 60


def test_the_eraser_cuts_a_line_in_two():
    line = Stroke([(20, 140), (260, 140)], 10)
    left = ink((line, Stroke([(140, 20), (140, 260)], 40, erases=True)), PAD)
    assert len(left) == 2
    assert [piece.width for piece in left] == [10, 10]
    ends = sorted((piece.points[:, 0].min(), piece.points[:, 0].max()) for piece in left)
    assert np.ravel(ends) == pytest.approx([20, 120, 160, 260], abs=3)
    assert image((line, Stroke([(140, 140)], 40, erases=True)), PAD, OFF)[13:15, 14].max() == 0


def test_the_eraser_leaves_alone_what_it_misses_and_what_comes_later():
    line, eraser = Stroke([(20, 140), (260, 140)], 10), Stroke([(20, 200), (260, 200)], 40, erases=True)
    assert (ink((line, eraser), PAD)[0].points == line.points).all()
    over = Stroke([(20, 140), (260, 140)], 40, erases=True)
    assert ink((line, over), PAD) == ()
    assert len(ink((over, line), PAD)) == 1
    assert (image((line, eraser), PAD) == image((line,), PAD)).all()


def test_resampling_keeps_ends_and_spreads_points_evenly():
    points = resample(np.array([(0, 0), (0, 0), (3, 4), (3, 9.0)]), 0.5, 1000)
    assert points[0].tolist() == [0, 0]
    assert points[-1].tolist() == [3, 9]
    gaps = np.hypot(*np.diff(points, axis=0).T)
    assert gaps == pytest.approx(0.5, abs=1e-9)
    assert len(resample(np.array([(0, 0), (1e6, 0.0)]), 0.5, 77)) == 77


def test_a_stroke_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"\(points, 2\)"):
        Stroke([1, 2, 3], 10)
    with pytest.raises(ValueError, match="width -1"):
        Stroke([(1, 2)], -1)
    with pytest.raises(ValueError, match="width nan"):
        Stroke([(1, 2)], float("nan"))
    with pytest.raises(ValueError, match="pad of size 0"):
        image((), 0)


strokes = st.builds(
    Stroke,
    arrays(float, st.tuples(st.integers(0, 12), st.just(2)), elements=st.floats(width=32)),
    st.floats(0, 1e6),
    st.booleans(),
)
near_strokes = st.builds(
    Stroke,
    arrays(float, st.tuples(st.integers(1, 12), st.just(2)), elements=st.floats(-20, 300)),
    st.floats(0, 100),
    st.booleans(),
)


@given(
    drawing=st.lists(strokes | near_strokes, max_size=6).map(tuple),
    size=st.floats(1e-3, 1e5) | st.just(PAD),
    normalise=st.builds(Normalise, st.booleans(), st.booleans(), st.booleans()),
)
def test_whatever_is_drawn_becomes_an_image(drawing, size, normalise):
    every = stages(drawing, size, normalise)
    for picture in (every.drawn, every.fitted, every.centred, every.final, image(drawing, size, normalise)):
        assert picture.shape == (28, 28)
        assert picture.dtype == np.uint8
