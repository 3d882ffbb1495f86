"""The built-in schedules: where they begin, where they end, and how they get there."""

import math
from itertools import pairwise

import pytest

from core import Schedule
from core.contracts import check
from core.host import find

REGISTRY = find("plugins").registry
NAMES = sorted(cls.name for cls in REGISTRY.all(Schedule))
STEPS = 200


def make(name, **values):
    return REGISTRY.make(Schedule, name, values)


def factors(name, steps=STEPS, **values):
    schedule = make(name, **values)
    return [schedule.factor(step, steps) for step in range(1, steps + 1)]


def test_they_are_all_there():
    assert NAMES == ["constant", "cosine", "exponential", "linear", "one-cycle", "step", "warm-up"]


@pytest.mark.parametrize("name", NAMES)
def test_each_keeps_its_contract_and_says_what_it_does(name):
    cls = REGISTRY.find(Schedule, name)
    assert check(cls(), REGISTRY) == ()
    assert cls.formula
    assert all(setting.help for setting in cls.settings.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("steps", [1, 2, 3, 50])
def test_each_stays_between_nothing_and_the_full_rate(name, steps):
    found = factors(name, steps)
    assert all(0 <= factor <= 1 for factor in found)
    assert max(factors(name)) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("name", "end"), [("linear", 0.01), ("cosine", 0.01), ("exponential", 0.01), ("step", 0.01)])
def test_what_falls_begins_at_the_full_rate_never_rises_and_ends_where_it_says(name, end):
    found = factors(name)
    assert found[0] == 1
    assert found[-1] == pytest.approx(end)
    assert all(after <= before for before, after in pairwise(found))


def test_constant_changes_nothing():
    assert set(factors("constant")) == {1.0}


def test_step_falls_by_its_decay_after_equal_stretches():
    assert factors("step", steps=9, drops=2, decay=0.5) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]


def test_exponential_loses_the_same_share_in_every_step():
    found = factors("exponential", end=0.1)
    shares = [after / before for before, after in pairwise(found)]
    assert shares == pytest.approx([0.1 ** (1 / (STEPS - 1))] * (STEPS - 1))


def test_cosine_is_half_way_down_in_the_middle():
    assert factors("cosine", steps=101, end=0.2)[50] == pytest.approx(0.6)


def test_warm_up_rises_evenly_and_then_stays():
    assert factors("warm-up", steps=10, share=0.4) == pytest.approx([0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1])
    assert set(factors("warm-up", share=0)) == {1.0}


def test_one_cycle_rises_to_its_peak_and_falls_to_its_end():
    found = factors("one-cycle", steps=101, start=0.1, peak=0.3, end=0.002)
    top = found.index(max(found))
    assert (found[0], top, found[top], found[-1]) == pytest.approx((0.1, 30, 1, 0.002))
    assert found[: top + 1] == sorted(found[: top + 1])
    assert found[top:] == sorted(found[top:], reverse=True)


@pytest.mark.parametrize("peak", [0.0, 1.0])
def test_one_cycle_may_only_fall_or_only_rise(peak):
    found = factors("one-cycle", peak=peak, start=0.1, end=0.2)
    assert found == sorted(found, reverse=peak == 0)
    assert all(math.isfinite(factor) for factor in found)
