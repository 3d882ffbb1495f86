"""The user's own digits as a data set: sound files load as they are, broken lines are told by number."""

import base64
import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import BadData, Cancelled, Dataset
from core.build import load as build_load
from core.errors import BadSetting
from core.experiment import Choice
from core.folders import data_folder


def image(number):
    """An image that can be told from all others."""
    pixels = np.zeros(784, np.uint8)
    pixels[number % 784] = 1 + number // 784
    return pixels


def line(label, pixels, **others):
    tree = {"label": label, "strokes": [], "size": 280, "image": base64.b64encode(pixels.tobytes()).decode()}
    return json.dumps(tree | others)


def numbers(inputs):
    """Which of ``image(0)``, ``image(1)``, ... the rows are."""
    return [int(row.argmax()) for row in inputs]


@pytest.fixture
def drawings(tmp_path):
    """``drawings(labels)``: a file with a drawing for each label, and its path."""

    def write(labels, name="mine.jsonl"):
        path = tmp_path / name
        path.write_text("".join(line(label, image(k)) + "\n" for k, label in enumerate(labels)))
        return path

    return write


@pytest.fixture
def load(registry):
    def load(path, progress=lambda share, words: None, **values):
        made = registry.make(Dataset, "my-digits", {"file": str(path), **values})
        return made.load(np.random.default_rng(0), progress)

    return load


def test_every_fifth_drawing_is_kept_aside_beginning_with_the_first(load, drawings):
    data = load(drawings("01234567890"))
    assert numbers(data.test.inputs) == [0, 5, 10]
    assert numbers(data.train.inputs) == [1, 2, 3, 4, 6, 7, 8, 9]
    assert data.train.targets.argmax(1).tolist() == [1, 2, 3, 4, 6, 7, 8, 9]
    assert data.test.targets.argmax(1).tolist() == [0, 5, 0]
    assert data.input_shape == (28, 28)
    assert data.classes == tuple("0123456789")
    assert data.train.inputs.dtype == np.uint8


@pytest.mark.parametrize("count", range(2, 12))
def test_one_more_drawing_moves_none_of_those_before(load, drawings, count):
    before, after = load(drawings("7" * count)), load(drawings("7" * (count + 1)))
    assert set(numbers(before.train.inputs)) <= set(numbers(after.train.inputs))
    assert set(numbers(before.test.inputs)) <= set(numbers(after.test.inputs))


def test_a_single_drawing_is_trained_on_and_tested_with(load, drawings):
    data = load(drawings("3"))
    assert numbers(data.train.inputs) == numbers(data.test.inputs) == [0]
    assert data.test.targets.argmax(1).tolist() == [3]


def test_copies_repeat_the_training_rows_and_only_those(load, drawings):
    data = load(drawings("123456"), copies=3)
    assert sorted(numbers(data.train.inputs)) == sorted([1, 2, 3, 4] * 3)
    assert numbers(data.test.inputs) == [0, 5]
    by_row = dict(zip(numbers(data.train.inputs), data.train.targets.argmax(1).tolist(), strict=True))
    assert by_row == {1: 2, 2: 3, 3: 4, 4: 5}


def test_copies_go_from_1_to_100(registry):
    for copies in (0, 101):
        with pytest.raises(BadSetting, match="copies"):
            registry.make(Dataset, "my-digits", {"copies": copies})


def test_more_rows_than_memory_should_hold_are_refused(load, drawings, monkeypatch):
    path = drawings("123456")
    monkeypatch.setattr(f"{type_of(load, path).__module__}.MOST", 100)
    assert len(load(path, copies=10).train.inputs) == 40
    with pytest.raises(BadData, match="6 drawings, 20 times each; lower copies"):
        load(path, copies=20)


def type_of(load, path):
    """The class of the data set, wherever the plugin's module is."""
    return load.__closure__[0].cell_contents.find(Dataset, "my-digits")


def test_without_a_file_it_reads_the_users_own(registry, tmp_path, monkeypatch, drawings):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "inknet").mkdir()
    drawings("42", "inknet/my-digits.jsonl")
    if data_folder().parent == tmp_path:  # where the system lets the environment choose
        data = build_load(Choice("my-digits"), 1, registry)
        assert numbers(data.train.inputs) == [1]
    module = __import__("sys").modules[registry.find(Dataset, "my-digits").__module__]
    assert module.usual_file() == data_folder() / "my-digits.jsonl"


def test_no_drawings_yet_says_how_to_make_one(load, tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path / "empty.jsonl"):
        (tmp_path / "empty.jsonl").write_text("\n\n")
        with pytest.raises(BadData, match=rf"{path.name}: no drawings yet; draw a digit on the pad"):
            load(path)


GOOD = line("5", image(5))
BROKEN = {
    "no JSON": ("drawing of a five", "a drawing as a JSON object", "'drawing of a five'"),
    "half a line": (GOOD[: len(GOOD) // 2], "a drawing as a JSON object", ""),
    "a list": ("[1, 2]", "a drawing as a JSON object", "[1, 2]"),
    "no label": (line(None, image(1)), 'a label from "0" to "9"', "null"),
    "a number for a label": (line(7, image(1)), 'a label from "0" to "9"', "found 7"),
    "a long label": (line("10", image(1)), 'a label from "0" to "9"', '"10"'),
    "an empty label": (line("", image(1)), 'a label from "0" to "9"', '""'),
    "another script": (line("٣", image(1)), 'a label from "0" to "9"', "\\u0663"),
    "no image": (line("1", image(1), image=None), "an image as base64", "null"),
    "no base64": (line("1", image(1), image="ß?!"), "an image as base64", "u00df"),
    "too few pixels": (line("1", image(1)[:783]), "an image of 784 bytes, 28 x 28 pixels", "783 bytes"),
    "too many pixels": (line("1", np.zeros(785, np.uint8)), "an image of 784 bytes", "785 bytes"),
    "deep": ("[" * 100_000, "a drawing as a JSON object", "[[["),
    "no text": ("\x00\x01\x02", "a drawing as a JSON object", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_told_by_number_with_what_to_do(load, tmp_path, name):
    text, expected, found = BROKEN[name]
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{GOOD}\n\n{text}\n{GOOD}\n")
    with pytest.raises(BadData) as error:
        load(path)
    words = str(error.value)
    assert words.startswith(f"{path}: line 3: expected {expected}")
    assert found in words
    assert words.endswith("; correct the line or remove it")
    assert len(words) < 400


def test_an_unfinished_last_line_is_passed_over(load, tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{GOOD}\n{GOOD[:200]}")
    assert len(load(path).train.inputs) == 1
    path.write_text(f"{GOOD}\n{GOOD}")
    assert len(load(path).test.inputs) + len(load(path).train.inputs) == 2


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory(load, tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + b" " * 5_000_000)
    with pytest.raises(BadData, match="line 2: expected at most 4,000,000 bytes, found more"):
        load(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_waited_for(load, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadData, match="expected a file of drawings, found a pipe"):
        load(tmp_path / "pipe")
    with pytest.raises(BadData, match="expected a file of drawings, found a folder"):
        load(tmp_path)
    with pytest.raises(BadData, match="expected a file that can be read"):
        load("a\0b")


def test_it_tells_how_far_it_is_and_can_be_cancelled(load, drawings):
    heard = []
    path = drawings("0123456789" * 60)
    load(path, lambda share, words: heard.append(share))
    assert len(heard) >= 3
    assert heard == sorted(heard)
    assert heard[-1] == 1.0

    def cancel(share, words):
        raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled):
        load(path, cancel)


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_whatever_a_line_holds_it_loads_or_is_told(registry, tmp_path_factory, junk):
    path = tmp_path_factory.mktemp("junk") / "mine.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + junk + b"\n")
    made = registry.make(Dataset, "my-digits", {"file": str(path)})
    words = "line"
    try:
        data = made.load(np.random.default_rng(0), lambda share, words: None)
        assert numbers(data.test.inputs) == [5]
    except BadData as error:
        words = str(error)
    assert "line" in words
