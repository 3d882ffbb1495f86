"""The compiled update gives the very bits of the plain one, or is not used."""

from dataclasses import replace

import numpy as np
import pytest

from core import Optimizer
from core.build import load, trainer_of
from core.experiment import Choice, Experiment, layers_from
from core.fast import Updates, loop_for

SMALL = Experiment(
    dataset=Choice("blobs"), preprocessing=Choice("none"), layers=layers_from([12], Choice("relu")), batch_size=16
)


def with_each(registry):
    return [cls for cls in registry.all(Optimizer) if cls.each is not None]


def test_the_optimizers_that_say_what_happens_to_one_parameter(registry):
    assert {cls.name for cls in with_each(registry)} >= {"adam", "adamw", "momentum"}


@pytest.mark.parametrize("name", ["adam", "adamw", "momentum"])
def test_one_parameter_fares_as_in_the_whole_vector(registry, name):
    """Without numba too: the formula itself, number by number."""
    optimizer = registry.make(Optimizer, name)
    rng = np.random.default_rng(1)
    parameters = rng.normal(size=50).astype(np.float32)
    state = optimizer.init(parameters)
    for step in range(1, 4):
        gradient = rng.normal(size=50).astype(np.float32)
        numbers = tuple(map(np.float32, optimizer.numbers(state, step)))
        shares = [state[key].copy() for key in optimizer.remembers]
        expected = [optimizer.each(*one, *numbers) for one in zip(parameters, gradient, *shares, strict=True)]
        optimizer.update(parameters, gradient, state, step)
        found = zip(parameters, *(state[key] for key in optimizer.remembers), strict=True)
        assert [tuple(one) for one in found] == expected


@pytest.mark.parametrize("name", ["adam", "adamw", "momentum"])
def test_a_training_that_compiles_midway_has_the_bits_of_one_that_does_not(blobs, name):
    pytest.importorskip("numba")
    experiment = replace(SMALL, optimizer=Choice(name))
    plain, fast = (trainer_of(experiment, blobs, load(experiment.dataset, 1, blobs)) for _ in range(2))
    fast.compiled = Updates(worth=5 * len(fast.network.parameters))
    for _ in range(30):
        plain.step()
        fast.step()
    assert fast.compiled.loop is not None
    assert plain.compiled.loop is None
    assert np.array_equal(plain.network.parameters, fast.network.parameters)


class Wrong(Optimizer):
    """Says one thing and does another."""

    remembers = ("speed",)

    def init(self, parameters):
        return {"speed": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        state["speed"] += gradient
        parameters -= 0.1 * state["speed"]

    @staticmethod
    def each(parameter, gradient, speed):
        return parameter - speed, speed + gradient


class Wordy(Wrong):
    """Says it in a way that no compiler takes."""

    @staticmethod
    def each(parameter, gradient, speed):
        return parameter - len(open("speed").read()), speed


@pytest.mark.parametrize("cls", [Wrong, Wordy])
def test_what_differs_from_update_or_cannot_be_compiled_is_not_used(cls):
    pytest.importorskip("numba")
    assert loop_for(cls()) is None


def test_without_numba_everything_goes_on(registry, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert loop_for(registry.make(Optimizer, "adam")) is None
