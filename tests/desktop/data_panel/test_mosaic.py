"""Many small pictures as one."""

import numpy as np
import pytest

from desktop.data_panel.mosaic import fit, mosaic


@pytest.mark.parametrize(
    ("shape", "width", "height", "ratio", "side"),
    [
        ((28, 28), 274, 200, 1.0, 28),
        ((28, 28), 600, 400, 1.0, 56),
        ((28, 28), 274, 200, 2.0, 84),
        ((8, 8), 274, 200, 1.0, 32),
        ((100, 50), 274, 200, 1.0, 36),
        ((28, 28), 5, 5, 1.0, 28),
    ],
)
def test_a_grid_shows_whole_pixels_and_at_least_one_picture(shape, width, height, ratio, side):
    grid = fit(shape, width, height, ratio)
    assert grid.high == side
    assert grid.capacity >= 1
    left, top, wide, high = grid.box(grid.capacity - 1)
    if grid.capacity > 1:
        assert left + wide <= width + 1e-9
        assert top + high <= height + 1e-9
    for place in range(grid.capacity):
        left, top, wide, high = grid.box(place)
        assert grid.place_at(left + wide / 2, top + high / 2) == place


def test_a_mosaic_holds_every_sample_and_is_clear_between_them(look):
    samples = np.zeros((5, 4, 3))
    for k in range(5):
        samples[k, k % 4, k % 3] = 10
    samples[4, 0, 0] = np.nan
    grid = fit((4, 3), 100, 100, 1.0)._replace(columns=2, lines=3)
    picture = mosaic(samples, 0.0, 10.0, look.theme.table("sequential"), grid)
    assert picture.shape == (3 * (grid.high + grid.gap), 2 * (grid.wide + grid.gap), 4)
    strongest = look.theme.table("sequential")[255]
    for place in range(5):
        left, top, wide, high = (round(number) for number in grid.box(place))
        tile = picture[top : top + high, left : left + wide]
        assert (tile[..., 3] == 255).all()
        row, column = (place % 4 + 0.5) * high / 4, (place % 3 + 0.5) * wide / 3
        assert (tile[int(row), int(column)] == strongest).all()
    assert (picture[:, grid.wide : grid.wide + grid.gap, 3] == 0).all()
    left, top, *_ = (round(number) for number in grid.box(5))
    assert (picture[top:, left:, 3] == 0).all()
