"""Several starts of one recipe: trained beside the window, drawn together, given up at once."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiment import Choice, Experiment, Stopping, layers_from
from desktop.lessons.spread import in_words, picture, together
from desktop.lessons.starts import Start, Starts
from desktop.lessons.starts_panel import StartsPanel

TINY = Experiment(
    dataset=Choice("moons"),
    preprocessing=Choice("none"),
    layers=layers_from([3], Choice("tanh")),
    stopping=Stopping(epochs=2),
    evaluate_every=5,
    seed=4,
)


@pytest.fixture
def starts(qtbot):
    made = Starts()
    yield made
    made.cancel()


def test_every_seed_is_trained_to_its_end(starts, registry, wait_until):
    starts.run("Tiny", TINY, registry, [4, 5])
    assert starts.running
    wait_until(lambda: not starts.running)
    assert [(one.seed, one.state) for one in starts.starts] == [(4, "done"), (5, "done")]
    assert all(one.epochs[-1] == 2 for one in starts.starts)
    assert starts.starts[0].values != starts.starts[1].values


def test_equal_seeds_come_to_equal_ends(starts, registry, wait_until):
    starts.run("Tiny", TINY, registry, [7, 7])
    wait_until(lambda: not starts.running)
    one, other = starts.starts
    assert one.values[-1] == other.values[-1]


def test_further_seeds_are_added_to_those_that_are_done(starts, registry, wait_until):
    starts.run("Tiny", TINY, registry, [1])
    wait_until(lambda: not starts.running)
    starts.more([2])
    wait_until(lambda: not starts.running)
    assert [one.seed for one in starts.starts] == [1, 2]


def test_giving_up_keeps_what_is_done(starts, registry, wait_until):
    starts.run("Endless", replace(TINY, stopping=Stopping(epochs=1000)), registry, [1, 2, 3])
    wait_until(lambda: starts.now is not None and starts.now.state == "training")
    starts.cancel()
    assert not starts.running
    assert starts.starts == []


def test_a_start_that_diverges_is_told_and_the_next_goes_on(starts, registry, wait_until):
    wild = Choice("gradient-descent", (("learning_rate", 10.0),))
    bad = replace(TINY, dataset=Choice("line"), loss=Choice("squared-error"), optimizer=wild, layers=TINY.layers[-1:])
    starts.run("Wild", replace(bad, stopping=Stopping(epochs=200)), registry, [1, 2])
    wait_until(lambda: not starts.running)
    assert [one.state for one in starts.starts] == ["failed", "failed"]
    assert starts.starts[0].trouble


def test_the_band_lies_between_the_worst_and_the_best():
    low, high = Start(1, [0.0, 2.0], [0.1, 0.5], "done"), Start(2, [0.0, 1.0, 2.0], [0.1, 0.7, 0.9], "done")
    figure = picture("T", [low, high, Start(3)], True)
    *each, mean = figure.curves
    assert [one.name for one in each] == ["seed 1", "seed 2"]
    assert (mean.low[-1], mean.high[-1], mean.y[-1]) == pytest.approx((50, 90, 70))
    assert figure.note == "2 starts done: best 90.00 %, median 70.00 %, worst 50.00 %."


def test_the_axis_leaves_the_rise_from_chance_out():
    figure = picture("T", [Start(k, [0.0, 1.0, 2.0], [0.1, 0.92, end]) for k, end in enumerate((0.93, 0.97))], True)
    assert figure.y.low == 85


def test_starts_are_compared_as_far_as_the_shortest_has_come():
    grid, values = together([Start(1, [0.0, 4.0], [0.0, 4.0]), Start(2, [0.0, 1.0], [0.0, 1.0])])
    assert grid[-1] == 1
    assert np.allclose(values[0], values[1])


def test_the_best_loss_is_the_least():
    ends = [Start(k, [0, 1], [1.0, value], "done") for k, value in enumerate((0.5, 0.25, 0.125))]
    assert in_words(ends, False) == "3 starts done: best 0.125, median 0.25, worst 0.5."


def test_nothing_is_drawn_of_nothing():
    assert picture("T", [Start(1)], True) is None


def test_the_panel_tells_how_far_it_is_and_draws(look, registry, wait_until, qtbot):
    panel = StartsPanel(look)
    qtbot.addWidget(panel)
    panel.resize(336, 400)
    panel.show()
    assert panel.empty.isVisible()
    panel.run("Tiny", TINY, registry)
    assert panel.progress.isVisible()
    assert panel.words.text().endswith("seed 4, 1 of 5")
    wait_until(lambda: not panel.starts.running)
    assert not panel.progress.isVisible()
    assert not panel.empty.isVisible()
    assert panel.figure.note.text().startswith("5 starts done")
    panel.more.click()
    assert panel.starts.now.seed == 9
    panel.cancel.click()
    assert len(panel.starts.starts) == 5
