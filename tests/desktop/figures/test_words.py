"""Numbers as people read them."""

import math

import pytest

from desktop.figures import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1992, "1,992"),
        (0.18734, "0.1873"),
        (96.9, "96.9"),
        (-1.5, "−1.5"),
        (3.2e-7, "3.2 × 10⁻⁷"),
        (-5e12, "−5 × 10¹²"),
        (math.nan, "not finite"),
        (math.inf, "not finite"),
    ],
)
def test_a_value_has_four_digits(value, text):
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1026, "1k"), (1260, "1.3k"), (34_000, "34k"), (5.6e6, "5.6M"), (7, "7"), (-0.046, "−0.046")]
)
def test_a_cell_has_few_characters(value, text):
    assert words.compact(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0.5, 1, "0.5"), (-0.04, 1, "0.0"), (20_000, 0, "20,000"), (2_000_000, 0, "2 M"), (2_500_000, 0, "2.5 M")],
)
def test_a_tick_has_the_decimals_of_its_neighbours(value, decimals, text):
    assert words.fixed(value, decimals) == text


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1, 200], 0), ([0.5, 96.9], 1), ([3.77, -1.08], 2), ([0.0012], 5), ([], 0), ([math.nan], 0)],
)
def test_numbers_side_by_side_have_equally_many_decimals(values, decimals):
    assert words.decimals(values) == decimals


def test_a_place_on_an_axis_keeps_all_figures_of_a_whole_number():
    assert words.place(123_456.0) == "123,456"
    assert words.place(0.123456) == "0.1235"


def test_a_unit_stays_on_its_line():
    assert words.in_unit("100", "%") == "100 %"
    assert words.in_unit("100", "") == "100"
