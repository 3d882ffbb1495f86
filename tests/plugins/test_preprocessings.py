"""The built-in preprocessings, on bytes and on numbers."""

import numpy as np
import pytest

from core import Preprocessing
from core.host import find

REGISTRY = find("plugins").registry
IMAGES = np.array([[0, 255, 51], [102, 255, 0]], np.uint8)


def make(name, **values):
    return REGISTRY.make(Preprocessing, name, values)


def test_they_are_there():
    assert {cls.name for cls in REGISTRY.all(Preprocessing)} >= {"scale", "center", "none"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("scale", [[0, 1, 0.2], [0.4, 1, 0]]),
        ("center", [[-0.2, 0, 0.1], [0.2, 0, -0.1]]),
        ("none", [[0, 255, 51], [102, 255, 0]]),
    ],
)
@pytest.mark.parametrize("given", [np.uint8, np.float32, np.float64, np.int64])
@pytest.mark.parametrize("wanted", [np.float32, np.float64])
def test_answers_by_hand(name, expected, given, wanted):
    preprocessing, inputs = make(name), IMAGES.astype(given)
    fitted = preprocessing.fit(inputs)
    out = np.full(inputs.shape, np.nan, wanted)
    assert preprocessing.apply(inputs, fitted, out) is out
    assert out == pytest.approx(np.array(expected), abs=1e-6)
    answer = preprocessing.apply(inputs, fitted)
    assert answer.dtype.kind == "f"
    assert answer == pytest.approx(out, abs=1e-6)
    assert np.array_equal(inputs, IMAGES)


def test_images_become_float32():
    for name in ("scale", "center", "none"):
        assert make(name).apply(IMAGES, make(name).fit(IMAGES)).dtype == np.float32


def test_white_is_exactly_one():
    assert make("scale").apply(IMAGES, {}).max() == 1


def test_the_mean_is_that_of_the_training_inputs_alone():
    center = make("center")
    fitted = center.fit(IMAGES)
    assert fitted["mean"].tolist() == [51, 255, 25.5]
    assert fitted["mean"].dtype == np.float32
    drawing = center.apply(np.zeros((1, 3), np.uint8), fitted)
    assert drawing == pytest.approx(np.array([[-0.2, -1, -0.1]]))


def test_the_mean_of_many_bytes_is_exact():
    inputs = np.random.default_rng(0).integers(0, 256, (60_000, 2)).astype(np.uint8)
    assert make("center").fit(inputs)["mean"] == pytest.approx(inputs.astype(np.int64).sum(axis=0) / 60_000, rel=1e-7)


def test_numbers_of_another_size_are_scaled_by_another_number():
    inputs = np.array([[10.0, -20.0]], np.float32)
    assert make("scale", by=10).apply(inputs, {}).tolist() == [[1, -2]]
    assert make("center", by=10).apply(inputs, {"mean": np.array([10, 0], np.float32)}).tolist() == [[0, -2]]
