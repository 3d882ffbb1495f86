"""Axes have few round ticks, and keep still while data moves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Axis
from desktop.figures.scale import Span, round_out, ticks

LOG = Axis(log=True)
PLAIN = Axis()
NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)


def texts(low, high, axis=PLAIN, count=4):
    return [tick.text for tick in ticks(low, high, axis, count)]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 3, ["0", "1", "2", "3"]),
        (0, 1, ["0.00", "0.25", "0.50", "0.75", "1.00"]),
        (-3, 3, ["−2", "0", "2"]),
        (0, 20_000, ["0", "5,000", "10,000", "15,000", "20,000"]),
    ],
)
def test_ticks_are_round(low, high, expected):
    assert texts(low, high) == expected


def test_a_unit_stands_with_every_tick():
    assert texts(40, 100, Axis("accuracy", "%")) == ["40 %", "60 %", "80 %", "100 %"]
    assert texts(0, 2, Axis("time", "seconds"))[-1] == "2.0"


def test_a_logarithmic_axis_is_told_in_its_ticks():
    assert texts(math.log10(0.03), math.log10(3), LOG) == ["0.03", "0.1", "0.3", "1", "3"]
    assert texts(-2, 2, LOG) == ["0.01", "0.1", "1", "10", "100"]


def test_many_decades_have_few_ticks():
    assert 2 <= len(texts(-30, 5, LOG)) <= 6


def test_less_than_a_decade_still_has_ticks():
    assert len(texts(math.log10(2), math.log10(4), LOG)) >= 3


@given(NUMBERS, st.floats(1e-9, 1e12))
def test_ticks_lie_inside_and_are_few(low, span):
    high = low + span
    if not low < high or span < abs(low) * 1e-9:
        return
    places = [tick.at for tick in ticks(low, high, PLAIN)]
    slack = span * 1e-5
    assert all(low - slack <= at <= high + slack for at in places)
    assert 1 <= len(places) <= 9


@given(NUMBERS, NUMBERS)
def test_round_limits_hold_what_they_are_given(one, other):
    low, high = min(one, other), max(one, other)
    bottom, top = round_out(low, high)
    slack = 1e-6 * max(abs(low), abs(high), 1e-9)
    assert bottom <= low + slack
    assert top >= high - slack
    assert bottom < top


def test_limits_keep_still_while_data_moves_inside():
    span = Span()
    assert span.fit(0.1, 2.3, PLAIN)
    held = (span.low, span.high)
    for high in (2.2, 2.0, 1.8, 1.5, 2.3):
        assert not span.fit(0.05, high, PLAIN)
    assert (span.low, span.high) == held


def test_limits_go_out_in_steps():
    span = Span()
    changes = sum(span.fit(0, high, PLAIN) for high in range(1, 1001))
    assert span.high >= 1000
    assert changes < 60


def test_limits_come_in_when_most_is_empty():
    span = Span()
    span.fit(0, 300, PLAIN)
    assert span.fit(0, 2, PLAIN)
    assert span.high <= 3


def test_an_axis_of_its_own_limits_keeps_them():
    span = Span()
    span.fit(12, 96, Axis(low=0, high=100))
    assert (span.low, span.high) == (0, 100)


def test_along_x_data_fill_the_width_until_they_grow():
    span = Span()
    span.fit(-3, 3, PLAIN, exact=True)
    assert (span.low, span.high) == (-3, 3)
    span.fit(-3, 3.2, PLAIN, exact=True)
    assert span.high > 3.2
    grown = span.high
    assert not span.fit(-3, (3.2 + grown) / 2, PLAIN, exact=True)


def test_logarithmic_limits_are_one_or_three_times_a_power_of_ten():
    span = Span()
    span.fit(math.log10(0.05), math.log10(2.1), LOG)
    assert (10**span.low, 10**span.high) == (pytest.approx(0.03), pytest.approx(3))


@pytest.mark.parametrize("value", [0.0, 7.0, -7.0, 1e-9])
def test_a_single_value_has_room_around_it(value):
    span = Span()
    span.fit(value, value, PLAIN)
    assert span.low < value < span.high
