"""The built-in initializers: widths, shapes, types, and the same numbers from the same seed."""

import numpy as np
import pytest

from core import Initializer
from core.host import find

REGISTRY = find("plugins").registry
RANDOM_BIAS = ["fan-out", "inverse-size"]
NAMES = ["zeros", "normal", "uniform", "glorot", "he", "lecun", *RANDOM_BIAS]
INPUTS, UNITS = 300, 200


def make(name, **values):
    return REGISTRY.make(Initializer, name, values)


def weights(name, seed=1, **values):
    return make(name, **values).weights(INPUTS, UNITS, np.random.default_rng(seed))


def test_they_are_all_there():
    assert sorted(cls.name for cls in REGISTRY.all(Initializer)) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_shapes_and_types_are_those_of_the_network(name):
    rng = np.random.default_rng(1)
    w, b = make(name).weights(3, 5, rng), make(name).bias(3, 5, rng)
    assert (w.shape, b.shape) == ((3, 5), (5,))
    assert w.dtype == b.dtype == np.float32
    assert b.any() == (name in RANDOM_BIAS)


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_gives_the_same_weights_again(name):
    assert np.array_equal(weights(name), weights(name))
    if name != "zeros":
        assert not np.array_equal(weights(name), weights(name, seed=2))


@pytest.mark.parametrize(
    ("name", "values", "deviation"),
    [
        ("normal", {}, 0.05),
        ("normal", {"deviation": 1}, 1),
        ("uniform", {}, 0.05 / 3**0.5),
        ("glorot", {}, (2 / 500) ** 0.5),
        ("glorot", {"distribution": "normal"}, (2 / 500) ** 0.5),
        ("he", {}, (2 / 300) ** 0.5),
        ("he", {"distribution": "uniform"}, (2 / 300) ** 0.5),
        ("lecun", {}, (1 / 300) ** 0.5),
        ("lecun", {"distribution": "uniform"}, (1 / 300) ** 0.5),
        ("fan-out", {}, (1 / 200) ** 0.5),
        ("inverse-size", {}, 1 / (300 * 200)),
    ],
)
def test_the_width_is_that_of_the_formula(name, values, deviation):
    w = weights(name, **values)
    assert w.std() == pytest.approx(deviation, rel=0.02)
    assert abs(w.mean()) < 4 * deviation / w.size**0.5
    fourth = float((w.astype(float) ** 4).mean()) / deviation**4
    uniform = name == "uniform" or make(name, **values).__dict__.get("distribution") == "uniform"
    assert fourth == pytest.approx(9 / 5 if uniform else 3, rel=0.05)


def test_uniform_weights_stay_within_their_limit():
    w = weights("uniform", limit=0.3)
    assert 0.29 < np.abs(w).max() <= np.float32(0.3)
    assert np.abs(weights("glorot")).max() <= (6 / 500) ** 0.5 * (1 + 1e-6)


def test_zeros_are_zero():
    assert not weights("zeros").any()


def test_biases_are_random_where_asked():
    bias = make("normal", bias_deviation=1).bias(10, 5000, np.random.default_rng(1))
    assert bias.std() == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize(("name", "deviation"), [("fan-out", 5000**-0.5), ("inverse-size", 1 / 5000)])
def test_biases_that_are_random_by_design(name, deviation):
    bias = make(name).bias(10, 5000, np.random.default_rng(1))
    assert bias.std() == pytest.approx(deviation, rel=0.05)
