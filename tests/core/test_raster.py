"""The rasteriser draws what geometry says, for any pen and for many drawings at once."""

import numpy as np
import pytest

from core.raster import CHUNK, path_weights, rasterise


def line(start, end, count=60):
    return np.linspace(start, end, count, dtype=np.float32)[None]


def draw(points, radius=1.3, softness=1.0):
    points = np.asarray(points, np.float32)
    weights = path_weights(points, np.zeros(points.shape[1], int))
    return rasterise(
        points, np.full(weights.shape, radius, np.float32), weights, np.full(len(points), softness, np.float32)
    )


def test_a_horizontal_line_is_as_wide_as_its_pen():
    for radius in (0.8, 1.3, 2.6, 5.0, 9.0):
        ink = draw(line((-10, 14), (38, 14), 200), radius)[0] / 255
        across = ink.sum(axis=0)
        assert across == pytest.approx(2 * radius, abs=0.1), radius


def test_ink_ends_a_radius_from_the_line_on_either_side():
    ink = draw(line((-10, 14), (38, 14), 200), 2.0)[0, :, 14]
    assert ink[14] == ink[13] == ink[15] == 255
    assert ink[12] == pytest.approx(128, abs=3)
    assert ink[16] == pytest.approx(128, abs=3)
    assert ink[11] == ink[17] == 0


def test_a_softer_edge_fades_over_more_pixels():
    sharp, soft = (draw(line((14, 2), (14, 25)), 2.0, softness)[0, 14] for softness in (0.5, 3.0))
    assert ((soft > 0) & (soft < 255)).sum() > ((sharp > 0) & (sharp < 255)).sum()


def test_a_place_between_two_pixels_gives_both_as_much():
    ink = draw(line((-10, 13.5), (38, 13.5), 200))[0, :, 14].astype(int)
    assert ink[13] == pytest.approx(ink[14], abs=2)


def test_more_points_draw_the_same_line():
    few, many = (draw(line((4, 5), (22, 24), count))[0].astype(int) for count in (50, 400))
    assert np.abs(few - many).max() < 12


def test_one_point_is_a_round_dot():
    ink = draw([[(14, 14)]], 2.0)[0] / 255
    assert ink.sum() == pytest.approx(np.pi * 4, rel=0.15)
    assert (ink == ink.T).all()


def test_what_lies_far_outside_the_frame_leaves_no_ink():
    assert not draw(line((-900, -500), (-60, -40))).any()


def test_drawings_do_not_see_each_other_across_blocks_of_work():
    rng = np.random.default_rng(0)
    points = rng.uniform(3, 24, (CHUNK + 9, 12, 2)).astype(np.float32)
    together = draw(points)
    for row in (0, CHUNK - 1, CHUNK, CHUNK + 8):
        assert (together[row] == draw(points[row : row + 1])[0]).all()


def test_the_pen_may_grow_along_its_way():
    points = line((14, 2), (14, 25))
    weights = path_weights(points, np.zeros(60, int))
    radii = np.linspace(0.8, 2.4, 60, dtype=np.float32)[None]
    widths = rasterise(points, radii, weights, np.ones(1, np.float32))[0].sum(axis=1) / 255
    assert widths[5] == pytest.approx(2 * np.interp(5, [2, 25], [0.8, 2.4]), abs=0.3)
    assert widths[20] == pytest.approx(2 * np.interp(20, [2, 25], [0.8, 2.4]), abs=0.3)


def test_weights_add_up_to_the_path_and_leave_out_the_way_between_strokes():
    points = np.array([[(0, 0), (3, 4), (3, 9), (20, 20), (20, 26)]], np.float32)
    weights = path_weights(points, np.array([0, 0, 0, 1, 1]))
    assert weights.sum() == pytest.approx(10 + 6, abs=1.1)
    assert weights[0, 1] == 5
