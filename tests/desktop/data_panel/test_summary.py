"""What there is to know of data before looking at single samples."""

import time

import numpy as np
import pytest

from core import Data, Dataset, Split, one_hot
from desktop.data_panel.summary import facts, summarise


def test_counts_and_rows_are_those_of_the_data(make):
    panel = make()
    data, summary = panel.live.session.data, panel.browser.summary
    for split in ("train", "test"):
        labels = getattr(data, split).targets.argmax(1)
        assert summary.counts(split).tolist() == np.bincount(labels, minlength=10).tolist()
        for k in range(10):
            assert summary.rows(split, k).tolist() == np.flatnonzero(labels == k).tolist()
        assert summary.rows(split).tolist() == list(range(len(labels)))
    assert panel._note.text() == "600 train, 100 test"
    assert panel.facts.text() == "28 × 28 pixels, whole numbers from 0 to 255, 10 classes"
    assert panel.browser.bars.accessibleDescription() == "All: 600 train, 100 test"


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        ("slope", "1 input, numbers from −"),
        ("numbers", "13 inputs, numbers from −"),
        ("ages", "8 × 8 pixels, whole numbers from 0 to 254, 1 number to predict"),
    ],
)
def test_facts_are_told_for_all_sorts_of_data(registry, dataset, expected):
    data = registry.make(Dataset, dataset, {}).load(np.random.default_rng(0), lambda *_: None)
    assert facts(summarise(data)).startswith(expected)


def test_a_class_without_samples_has_no_rows():
    part = Split(np.zeros((3, 1), np.float32), one_hot(np.array([0, 2, 2]), 4))
    summary = summarise(Data(part, part, (1,), "classification", tuple("abcd")))
    assert summary.counts("train").tolist() == [1, 0, 2, 0]
    assert summary.rows("train", 1).tolist() == []
    assert summary.rows("train", 2).tolist() == [1, 2]


def test_sixty_thousand_images_are_counted_in_a_moment():
    labels = np.random.default_rng(0).integers(0, 10, 60_000)
    train = Split(np.zeros((60_000, 784), np.uint8), one_hot(labels, 10))
    data = Data(train, train, (28, 28), "classification", tuple("0123456789"))
    start = time.perf_counter()
    summarise(data)
    assert time.perf_counter() - start < 1.0
