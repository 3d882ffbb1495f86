"""The toy data sets: even classes, equal points for equal seeds, and shapes that a curve tells apart but no line."""

import numpy as np
import pytest

from core import Cancelled, Dataset
from core.settings import Setting

CASES = [("xor", {}), ("disk", {}), ("moons", {}), *(("spiral", {"arms": arms}) for arms in range(2, 6))]
each = pytest.mark.parametrize(("name", "values"), CASES, ids=lambda value: str(value))


def quiet(share, words):
    pass


@pytest.fixture
def load(registry):
    def load(name, seed=0, progress=quiet, **values):
        return registry.make(Dataset, name, values).load(np.random.default_rng(seed), progress)

    return load


@each
def test_points_are_float32_pairs_of_about_minus_one_to_one(load, name, values):
    data = load(name, train=501, test=100, **values)
    assert (data.input_shape, data.task) == ((2,), "classification")
    assert data.train.inputs.shape == (501, 2)
    assert data.test.inputs.shape == (100, 2)
    assert data.train.inputs.dtype == data.train.targets.dtype == np.float32
    assert 0.8 < np.abs(data.train.inputs).max() < 1.25
    assert np.ptp(data.train.inputs, axis=0).min() > 0.9
    assert len(set(data.classes)) == len(data.classes) == values.get("arms", 2)


@each
def test_classes_are_even_and_in_no_order(load, name, values):
    data = load(name, train=501, test=100, **values)
    for split in (data.train, data.test):
        counts = split.targets.sum(0)
        assert counts.max() - counts.min() <= 1
        labels = split.targets.argmax(1)
        assert 0.3 < np.mean(labels[1:] == labels[:-1]) * len(counts) < 1.7


@each
def test_equal_seeds_give_equal_points_and_others_do_not(load, name, values):
    one, same, other = (load(name, seed, **values) for seed in (7, 7, 8))
    assert np.array_equal(one.train.inputs, same.train.inputs)
    assert np.array_equal(one.test.targets, same.test.targets)
    assert not np.array_equal(one.train.inputs, other.train.inputs)
    assert len(np.unique([*one.train.inputs, *one.test.inputs], axis=0)) > 1490


def nearest(data):
    """Share of test points whose nearest training point is of their class."""
    gaps = ((data.test.inputs[:, None] - data.train.inputs) ** 2).sum(2)
    return np.mean(data.train.targets[gaps.argmin(1)].argmax(1) == data.test.targets.argmax(1))


def linear(data):
    """Share of test points that the best line in the sense of least squares tells apart."""
    train, test = (np.column_stack([split.inputs, np.ones(len(split.inputs))]) for split in (data.train, data.test))
    weights = np.linalg.lstsq(train, data.train.targets, rcond=None)[0]
    return np.mean((test @ weights).argmax(1) == data.test.targets.argmax(1))


@each
def test_neighbours_tell_the_classes_apart_where_a_line_does_not(load, name, values):
    data = load(name, **values)
    assert nearest(data) > 0.97
    assert linear(data) < 0.92


@each
def test_without_noise_each_point_is_where_its_class_is(load, name, values):
    assert nearest(load(name, noise=0, **values)) > 0.99


@each
def test_much_noise_hides_the_classes(load, name, values):
    assert nearest(load(name, noise=1, **values)) < 0.75


def test_xor_follows_the_signs(load):
    data = load("xor", noise=0)
    x, y = data.train.inputs.T
    assert np.array_equal(x * y < 0, data.train.targets[:, 1] == 1)
    assert len({(a, b) for a, b in zip(x > 0, y > 0, strict=True)}) == 4


def test_disk_is_inside_its_ring(load):
    data = load("disk", noise=0)
    radius = np.hypot(*data.train.inputs.T)
    inside = data.train.targets[:, 0] == 1
    assert radius[inside].max() < 0.51
    assert radius[~inside].min() > 0.69


@each
def test_settings_say_what_they_admit(registry, name, values):
    settings = registry.find(Dataset, name).settings
    assert list(settings)[:3] == ["train", "test", "noise"]
    assert all(isinstance(one, Setting) and one.help for one in settings.values())


@each
def test_a_cancel_passes(load, name, values):
    def cancel(share, words):
        raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled):
        load(name, progress=cancel, **values)
