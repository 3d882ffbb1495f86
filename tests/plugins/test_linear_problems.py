"""Problems with a right answer that one layer can find: a line, straight borders, the inverse of a matrix."""

import numpy as np
import pytest

from core import BadData, Dataset
from core.host import find

REGISTRY = find("plugins").registry


def load(name, seed=0, **values):
    return REGISTRY.make(Dataset, name, values).load(np.random.default_rng(seed), lambda share, words: None)


def test_the_line_is_the_one_that_was_asked_for():
    data = load("line", train=5000)
    x, y = data.train.inputs[:, 0], data.train.targets[:, 0]
    assert (data.task, data.input_shape) == ("regression", (1,))
    assert y == pytest.approx(3 * x + 1, abs=1e-4)
    assert x.mean() == pytest.approx(2, abs=0.15)
    assert x.std() == pytest.approx(3, abs=0.1)
    other = load("line", slope=-2, intercept=5)
    assert other.test.targets == pytest.approx(5 - 2 * other.test.inputs, abs=1e-4)


def test_noise_scatters_the_line():
    data = load("line", train=5000, noise=0.5)
    assert (data.train.targets - 3 * data.train.inputs - 1).std() == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize("classes", [2, 3, 4, 6])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_linear_classifier_tells_the_classes_apart(classes, seed):
    """Least squares need not find it; a long descent on the cross-entropy does."""
    data = load("linear", seed, classes=classes, train=300)
    points = np.column_stack([data.train.inputs, np.ones(300)]).astype(float)
    weights = np.zeros((3, classes))
    for _ in range(4000):
        scores = np.exp(points @ weights)
        weights -= points.T @ (scores / scores.sum(1, keepdims=True) - data.train.targets) / 30
    assert np.mean((points @ weights).argmax(1) == data.train.targets.argmax(1)) >= 0.98
    shares = data.train.targets.mean(0)
    assert shares.min() > 0.3 / classes
    assert len(data.classes) == classes


def test_regions_of_linear_classes_are_convex():
    """The middle of two points of one class belongs to it, as far as its nearest neighbour can tell."""
    data = load("linear", 3, classes=4, train=5000)
    points, labels = data.train.inputs, data.train.targets.argmax(1)
    pairs = np.random.default_rng(0).integers(0, len(points), (2000, 2))
    pairs = pairs[labels[pairs[:, 0]] == labels[pairs[:, 1]]][:150]
    middles = points[pairs].mean(1)
    near = ((middles[:, None] - points) ** 2).sum(2).argmin(1)
    assert np.mean(labels[near] == labels[pairs[:, 0]]) > 0.98


def test_the_inverse_answers_every_row_rightly():
    data = load("matrix-inverse", repeats=3)
    matrix = data.test.inputs.astype(float)
    assert matrix.shape == (10, 10)
    assert np.array_equal(matrix, np.rint(matrix))
    assert matrix.min() >= 0
    assert matrix.max() <= 9
    assert matrix @ np.linalg.inv(matrix) == pytest.approx(data.test.targets, abs=1e-6)
    assert np.array_equal(data.train.inputs, np.tile(data.test.inputs, (3, 1)))


def test_the_condition_number_is_as_asked():
    for seed in range(3):
        assert np.linalg.cond(load("matrix-inverse", seed, condition=30).test.inputs.astype(float)) <= 30
    with pytest.raises(BadData, match="no 10 x 10 matrix with a condition number of at most 1 came up"):
        REGISTRY.make(Dataset, "matrix-inverse", {"condition": 1.0, "largest": 1}).load(
            np.random.default_rng(0), lambda share, words: None
        )


@pytest.mark.parametrize("name", ["line", "linear", "matrix-inverse"])
def test_equal_seeds_give_equal_data_and_others_do_not(name):
    one, same, other = (load(name, seed) for seed in (4, 4, 5))
    assert np.array_equal(one.train.inputs, same.train.inputs)
    assert np.array_equal(one.test.targets, same.test.targets)
    assert not np.array_equal(one.train.inputs, other.train.inputs)
