"""Long curves get short without losing their peaks."""

import numpy as np

from desktop.figures.thin import MOST, seen, thin


def test_200_000_points_become_at_most_2_000():
    x = np.arange(200_000.0)
    short_x, short_y = thin(x, np.sin(x / 5000))
    assert len(short_x) == len(short_y) <= MOST
    assert (np.diff(short_x) > 0).all()
    assert (short_x[0], short_x[-1]) == (0, 199_999)


def test_the_highest_and_the_lowest_point_stay():
    y = np.zeros(50_000)
    y[[12_345, 40_404]] = 9, -9
    _, short = thin(np.arange(50_000.0), y, 200)
    assert (short.max(), short.min()) == (9, -9)


def test_a_short_curve_is_left_alone():
    x = np.arange(10.0)
    assert thin(x, x)[0] is x


def test_what_is_seen_reaches_one_point_beyond_each_side():
    x = np.arange(100.0)
    assert (x[seen(x, 10.5, 20.5)][[0, -1]] == [10, 21]).all()
    assert len(x[seen(x, -5, 500)]) == 100
