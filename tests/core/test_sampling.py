"""Fewer rows, noise and other data mixed in: asked of the experiment, done before anything learns."""

from dataclasses import replace

import numpy as np
import pytest

from core import Data, Split, one_hot
from core.build import data_of
from core.errors import BadExperiment
from core.experiment import Choice, Experiment
from core.sampling import Sampling, sampled

BLOBS = Experiment(dataset=Choice("blobs", (("train", 1000),)), preprocessing=Choice("none"))


def rng():
    return np.random.default_rng(3)


def test_without_any_wish_the_data_are_the_same_object(blobs):
    data = data_of(BLOBS, blobs)
    assert sampled(data, Sampling(), [], rng()) is data


def test_a_subset_is_the_first_rows_so_that_more_only_adds(blobs):
    few, more = (data_of(replace(BLOBS, sampling=Sampling(rows=n)), blobs) for n in (100, 200))
    assert len(few.train.inputs) == 100
    assert np.array_equal(more.train.inputs[:100], few.train.inputs)
    assert np.array_equal(more.test.inputs, few.test.inputs)


def test_label_noise_changes_that_share_to_other_classes_in_training_only(blobs):
    clean, noisy = data_of(BLOBS, blobs), data_of(replace(BLOBS, sampling=Sampling(label_noise=0.3)), blobs)
    changed = (clean.train.targets != noisy.train.targets).any(axis=1).mean()
    assert changed == pytest.approx(0.3, abs=0.05)
    assert np.array_equal(noisy.train.targets.sum(axis=1), np.ones(1000))
    assert np.array_equal(clean.test.targets, noisy.test.targets)


def test_pixel_noise_has_the_deviation_that_was_asked_for(blobs):
    clean, noisy = data_of(BLOBS, blobs), data_of(replace(BLOBS, sampling=Sampling(pixel_noise=0.1)), blobs)
    span = clean.train.inputs.max() - clean.train.inputs.min()
    for name in ("train", "test"):
        difference = getattr(noisy, name).inputs - getattr(clean, name).inputs
        assert difference.std() == pytest.approx(0.1 * span, rel=0.05)


def test_noise_on_bytes_stays_bytes_within_their_range():
    inputs = np.full((500, 4), 128, np.uint8)
    inputs[0] = 0, 255, 0, 255
    data = Data(
        Split(inputs, one_hot(np.arange(500) % 2, 2)),
        Split(inputs.copy(), one_hot(np.arange(500) % 2, 2)),
        (4,),
        "classification",
        ("a", "b"),
    )
    noisy = sampled(data, Sampling(pixel_noise=0.2), [], rng())
    assert noisy.train.inputs.dtype == np.uint8
    assert noisy.train.inputs[1:].std() == pytest.approx(51, rel=0.1)


def test_mixed_data_add_their_training_rows(blobs):
    other = Choice("blobs", (("train", 50),))
    data = data_of(replace(BLOBS, mixed=(other,), sampling=Sampling(rows=100)), blobs)
    assert len(data.train.inputs) == 150
    assert len(data.test.inputs) == 30


def test_data_that_do_not_match_are_refused(blobs):
    with pytest.raises(BadExperiment, match="take them out of the mix"):
        data_of(replace(BLOBS, mixed=(Choice("blobs", (("classes", 5),)),)), blobs)


def test_label_noise_needs_classes():
    numbers = Split(np.zeros((5, 1)), np.zeros((5, 1)))
    data = Data(numbers, numbers, (1,), "regression")
    with pytest.raises(BadExperiment, match="needs classes"):
        sampled(data, Sampling(label_noise=0.1), [], rng())
