"""The rasteriser: curves where they belong, as wide and as strong as their weights, in the colour of their sign."""

import numpy as np
import pytest

from desktop.canvas import edges
from desktop.canvas.edges import Gap, held, nearest, opacities, scale_of, strengths, strongest, widths

UP, DOWN = (0, 0, 255), (255, 0, 0)


class Raster(edges.Raster):
    """A raster that gives its image whether it changed or not."""

    def paint(self, m, left=None, right=None):
        super().paint(m, left, right)
        return self.image()


def straight(m, width=80, height=40, y=20.0, ratio=1.0):
    """The image of one level edge of strength m."""
    return Raster(Gap((y,), (y,), width, height, ratio), UP, DOWN).paint(np.array([[m]], np.float32))


def alpha(image):
    return (image >> 24).astype(float) / 255


def depth(image):
    """Optical depth of each pixel."""
    return -np.log1p(-np.minimum(alpha(image), 0.999))


@pytest.mark.parametrize("m", [0.1, 0.3, 0.6, 1.0, -0.5])
@pytest.mark.parametrize("y", [20.0, 20.5, 13.27])
def test_a_level_edge_is_exactly_as_wide_as_its_weight_says(m, y):
    image = straight(m, y=y)
    expected = widths(abs(m)) * -np.log1p(-opacities(abs(m)))
    across = depth(image).sum(axis=0)
    assert np.allclose(across, expected, rtol=0.05, atol=0.01)
    rows = np.flatnonzero(alpha(image).max(axis=1))
    assert abs((rows[0] + rows[-1] + 1) / 2 - y) <= 1


def test_a_slanted_edge_is_as_wide_measured_across():
    width, rise = 200, 120.0
    gap = Gap((20.0,), (20.0 + rise,), width, 180)
    image = Raster(gap, UP, DOWN).paint(np.array([[1.0]], np.float32))
    slope = edges.course(width)[1] * rise
    expected = widths(1.0) * np.sqrt(1 + slope**2) * -np.log1p(-opacities(1.0))
    assert np.allclose(depth(image).sum(axis=0)[5:-5], expected[5:-5], rtol=0.08)


def test_the_curve_begins_and_ends_level_at_its_ports():
    image = Raster(Gap((10.0,), (90.0,), 120, 100), UP, DOWN).paint(np.array([[1.0]], np.float32))
    middle = (depth(image) * np.arange(100)[:, None]).sum(axis=0) / depth(image).sum(axis=0) + 0.5
    assert abs(middle[0] - 10) < 0.7
    assert abs(middle[-1] - 90) < 0.7
    assert abs(middle[60] - 50) < 1.5
    assert (np.diff(middle) > -0.05).all()


def test_the_colour_tells_the_sign():
    up, down = straight(1.0), straight(-1.0)
    row = 20
    assert (up[row] & 255).min() > 100
    assert ((up[row] >> 16) & 255).max() == 0
    assert ((down[row] >> 16) & 255).min() > 100
    assert (down[row] & 255).max() == 0


def test_colours_are_premultiplied():
    image = straight(0.7)
    a = image >> 24
    for shift in (0, 8, 16):
        assert (((image >> shift) & 255) <= a).all()


def test_weak_edges_are_left_out_and_nothing_gives_an_empty_image():
    assert straight(0.05).max() == 0
    assert straight(0.0).max() == 0
    assert straight(0.07).max() > 0


def test_faint_edges_are_even_not_dotted():
    gap = Gap((20.0,), (200.0,), 150, 240, 1.0, 0.5)
    image = Raster(gap, UP, DOWN).paint(np.array([[0.08]], np.float32))
    across = depth(image).sum(axis=0)[10:-10]
    assert across.min() > 0
    slope = edges.course(150)[1][10:-10] * 180
    even = across / np.sqrt(1 + slope**2)
    assert even.max() < 1.8 * even.min()


def test_crossing_edges_do_not_depend_on_their_order():
    gap = Gap((10.0, 40.0), (40.0, 10.0), 60, 50)
    m = np.array([[0.9, 0.0], [0.0, -0.8]], np.float32)
    one = Raster(gap, UP, DOWN).paint(m)
    other = Raster(Gap(gap.left[::-1], gap.right[::-1], 60, 50), UP, DOWN).paint(m[::-1, ::-1])
    assert np.array_equal(one, other)


def test_a_raster_paints_again_and_again_what_a_new_one_would():
    rng = np.random.default_rng(0)
    gap = Gap(tuple(rng.uniform(5, 95, 14)), tuple(rng.uniform(5, 95, 12)), 90, 100)
    raster = Raster(gap, UP, DOWN)
    for size in (1.0, 0.2, 0.7):
        m = rng.uniform(-size, size, (14, 12)).astype(np.float32)
        kept = raster.paint(m).copy()
        assert np.array_equal(kept, Raster(gap, UP, DOWN).paint(m))


def test_twice_the_pixels_make_edges_twice_as_many_pixels_wide():
    one, two = straight(0.8), straight(0.8, 160, 80, 40.0, 2.0)
    assert np.isclose(2 * depth(one).sum(axis=0)[40], depth(two).sum(axis=0)[80], rtol=0.06)


def test_only_the_strongest_edges_are_kept():
    m = np.random.default_rng(1).normal(size=(30, 20)).astype(np.float32)
    kept = strongest(m, 120)
    assert np.count_nonzero(kept) == 120
    assert np.abs(kept[kept != 0]).min() >= np.abs(m[kept == 0]).max()
    assert np.array_equal(strongest(m, 600), m)


def test_an_edge_of_a_chosen_neuron_stands_out_and_others_step_back():
    gap = Gap((10.0, 50.0), (10.0, 50.0), 60, 60)
    m = np.array([[0.8, 0.0], [0.0, 0.8]], np.float32)
    raster = Raster(gap, UP, DOWN)
    plain, right, left = raster.paint(m).copy(), raster.paint(m, right=0).copy(), raster.paint(m, left=1).copy()
    assert alpha(right)[10].min() > alpha(plain)[10].max()
    assert alpha(right)[50].max() < alpha(plain)[50].min()
    assert alpha(left)[50].min() > alpha(plain)[50].max()
    assert alpha(left)[10].max() < alpha(plain)[10].min()


def test_strengths_are_signed_bounded_and_never_not_a_number():
    weights = np.array([[1.0, -5.0, np.nan, np.inf, 0.0]])
    m = strengths(weights, 2.0)
    assert m.tolist() == [[0.5, -1.0, 0.0, 0.0, 0.0]]
    assert scale_of(np.zeros((3, 3))) == 1.0
    assert scale_of(np.empty((0, 3))) == 1.0


def test_the_edge_under_the_pointer_is_found_and_none_where_there_is_none():
    gap = Gap((10.0, 90.0), (10.0, 90.0), 100, 100)
    m = np.array([[0.9, 0.0], [0.5, 0.9]], np.float32)
    assert nearest(gap, m, 50, 10) == (0, 0)
    assert nearest(gap, m, 50, 91) == (1, 1)
    assert nearest(gap, m, 50, 50) == (1, 0)
    assert nearest(gap, m, 20, 50) is None
    assert nearest(gap, m, -3, 10) is None
    assert nearest(gap, np.zeros((2, 2), np.float32), 50, 10) is None


def test_what_would_look_the_same_is_not_painted_again():
    raster = edges.Raster(Gap((10.0, 40.0), (20.0,), 50, 60), UP, DOWN)
    m = np.array([[0.5], [-0.3]], np.float32)
    first = raster.paint(m)
    assert raster.paint(m) is None
    assert np.array_equal(raster.image(), first)
    assert raster.paint(m, right=0) is not None
    m[1] = 0.02
    assert raster.paint(m) is not None
    m[1] = 0.0
    assert raster.paint(m) is None, "both are too weak to be seen"


def test_so_many_strong_edges_that_they_are_opaque_do_not_run_over_into_the_other_plane():
    ports = tuple(np.full(60, 30.0))
    image = Raster(Gap(ports, ports, 20, 60), UP, DOWN).paint(np.ones((60, 60), np.float32))
    assert alpha(image)[30].min() > 0.95
    assert ((image >> 16) & 255).max() == 0


def test_a_strength_is_held_until_it_differs_to_be_seen():
    before = np.array([0.5, 0.5, 0.5, -0.02, 0.0], np.float32)
    now = np.array([0.51, 0.6, -0.5, 0.01, 0.3], np.float32)
    assert held(now, before).tolist() == pytest.approx([0.5, 0.6, -0.5, -0.02, 0.3])
