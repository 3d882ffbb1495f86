"""What a network learns from: whole, finite, of the shape it claims, and read-only from then on."""

import numpy as np
import pytest

from core import BadData, Data, Split, one_hot


def split(rows=4, features=6, outputs=2, dtype=np.uint8):
    return Split(np.ones((rows, features), dtype), np.eye(outputs, dtype=np.float32)[np.arange(rows) % outputs])


def data(train=None, test=None, shape=(2, 3), task="classification", classes=("a", "b")):
    return Data(train or split(), test or split(), shape, task, classes)


def test_what_fits_is_taken_and_becomes_read_only():
    found = data()
    assert (found.features, found.outputs) == (6, 2)
    assert found.train.inputs.dtype == np.uint8, "raw inputs stay in the type they came in"
    for part in (*found.train, *found.test):
        with pytest.raises(ValueError, match="read-only"):
            part[0, 0] = 1


def test_a_regression_needs_no_class_names():
    assert data(task="regression", classes=()).classes == ()


def with_value(value, row=2):
    bad = split(dtype=np.float32)
    bad.inputs[row, 1] = value
    return bad


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (dict(task="ranking"), "task: expected classification or regression, got 'ranking'"),
        (dict(train=Split(split(3).inputs, split(4).targets)), "train: 3 inputs and 4 targets; expected as many"),
        (dict(test=split(0)), "test: 0 inputs and 0 targets"),
        (dict(shape=(2, 2)), "train: inputs of shape (4, 6); expected (rows, 4) for samples of (2, 2)"),
        (
            dict(train=Split(np.ones((4, 2, 3)), split().targets)),
            "train: inputs of shape (4, 2, 3); expected (rows, 6)",
        ),
        (dict(train=Split(split().inputs, np.ones(4))), "train: targets of shape (4,); expected (rows, outputs)"),
        (dict(test=Split(np.full((4, 6), "x"), split().targets)), "test: inputs of type <U1; expected numbers"),
        (dict(train=with_value(np.nan)), "train: inputs, row 2: not a finite number"),
        (dict(test=with_value(np.inf, row=0)), "test: inputs, row 0: not a finite number"),
        (dict(classes=("a",)), "classes: 1 names for 2 target columns"),
        (dict(train=split(outputs=1), test=split(outputs=1), classes=("a",)), "classes: 1 names for 1 target columns"),
        (dict(test=split(outputs=3)), "test: 3 target columns, but the training split has 2"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(wrong, words):
    with pytest.raises(BadData) as refusal:
        data(**wrong)
    assert words in str(refusal.value)


def test_labels_become_one_hot_targets():
    targets = one_hot(np.array([2, 0], np.uint8), 3)
    assert targets.dtype == np.float32
    assert targets.tolist() == [[0, 0, 1], [1, 0, 0]]
    assert one_hot(np.array([], int), 3).shape == (0, 3)


@pytest.mark.parametrize(("labels", "words"), [([0, 3], "label 3 in row 1"), ([0, 1, -1], "label -1 in row 2")])
def test_a_label_outside_is_told_with_its_row(labels, words):
    with pytest.raises(BadData, match=f"{words}: expected 0 to 2"):
        one_hot(np.array(labels), 3)
