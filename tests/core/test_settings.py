"""A setting is declared once; option, form and file all read values through it."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Component, setting
from core.errors import BadSetting


class Knobs(Component):
    """One setting of each type."""

    rate: float = setting(default=0.5, low=0, high=1, log=True, unit="per step", help="How fast")
    units: int = setting(default=8, low=1, high=1_000_000)
    nesterov: bool = setting(default=False)
    scale: str = setting(default="mean", choices=("mean", "sum"))
    folder: str = setting(default="", unit="folder")
    free: float = setting(default=1)


def read(name, value):
    return Knobs.settings[name].read(value, "knobs")


def test_one_line_tells_everything():
    rate = Knobs.settings["rate"]
    assert list(Knobs.settings) == ["rate", "units", "nesterov", "scale", "folder", "free"]
    assert (rate.kind, rate.default, rate.low, rate.high, rate.log) == (float, 0.5, 0, 1, True)
    assert (rate.unit, rate.help) == ("per step", "How fast")
    assert type(Knobs().free) is float, "a whole default of a float setting is a float"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("rate", "0.25", 0.25),
        ("rate", " 1e-3 ", 0.001),
        ("rate", 1, 1.0),
        ("rate", np.float32(0.5), 0.5),
        ("units", "1000000", 1_000_000),
        ("units", 16.0, 16),
        ("units", np.int64(3), 3),
        ("nesterov", "yes", True),
        ("nesterov", "Off", False),
        ("nesterov", 1, True),
        ("scale", "sum", "sum"),
        ("folder", "a b", "a b"),
        ("free", -1e300, -1e300),
    ],
)
def test_text_from_a_form_and_numbers_from_a_file_give_the_same_value(name, given, value):
    found = read(name, given)
    assert found == value
    assert type(found) is Knobs.settings[name].kind


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("rate", "fast", "knobs.rate: expected a number from 0 to 1, got 'fast'"),
        ("rate", 1.5, "knobs.rate: 1.5 was not taken; expected a number from 0 to 1"),
        ("rate", "nan", "knobs.rate: expected a number from 0 to 1, got 'nan'"),
        ("rate", math.inf, "knobs.rate: expected a number from 0 to 1, got inf"),
        ("rate", True, "knobs.rate: expected a number from 0 to 1, got True"),
        ("rate", None, "knobs.rate: expected a number from 0 to 1, got None"),
        ("units", 1_000_001, "knobs.units: 1,000,001 was not taken; expected a whole number from 1 to 1,000,000"),
        ("units", "2.5", "knobs.units: expected a whole number from 1 to 1,000,000, got '2.5'"),
        ("units", 2.5, "knobs.units: expected a whole number from 1 to 1,000,000, got 2.5"),
        ("units", [3], r"knobs.units: expected a whole number from 1 to 1,000,000, got [3]"),
        ("nesterov", "maybe", "knobs.nesterov: expected true or false, got 'maybe'"),
        ("nesterov", 2, "knobs.nesterov: expected true or false, got 2"),
        ("scale", "max", "knobs.scale: 'max' is not one of mean, sum"),
        ("scale", 1, "knobs.scale: expected one of mean, sum, got 1"),
        ("folder", 1, "knobs.folder: expected text, got 1"),
    ],
)
def test_a_refusal_says_where_what_and_what_is_admitted(name, given, words):
    with pytest.raises(BadSetting) as refusal:
        read(name, given)
    assert str(refusal.value) == words


def test_a_number_too_large_for_a_machine_is_refused_like_any_other():
    with pytest.raises(BadSetting, match=r"knobs.units: expected a whole number"):
        read("units", "9" * 400)


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none(), st.lists(st.integers())))
def test_whatever_is_given_is_taken_in_range_or_refused(value):
    for name, one in Knobs.settings.items():
        with contextlib.suppress(BadSetting):
            found = read(name, value)
            assert type(found) is one.kind
            assert read(name, str(found)) == found


def test_a_default_outside_its_own_range_is_refused():
    with pytest.raises(BadSetting, match=r"Wrong.rate: 2 was not taken; expected a number from 0 to 1"):

        class Wrong(Component):
            rate: float = setting(default=2.0, low=0, high=1)


def test_a_setting_of_another_type_is_refused():
    with pytest.raises(BadSetting, match=r"Wrong.sizes: a setting is bool, int, float or str"):

        class Wrong(Component):
            sizes: list = setting(default=0)


def test_one_bound_is_told_alone():
    class Half(Component):
        above: int = setting(default=1, low=1)
        below: float = setting(default=1e-5, high=1e-5)

    assert Half.settings["above"].admits() == "a whole number of at least 1"
    assert Half.settings["below"].admits() == "a number of at most 1e-05"
