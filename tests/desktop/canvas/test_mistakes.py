"""Mistakes are seen on the layer that has them, and each of their fixes leads to none."""

from dataclasses import replace

import numpy as np
import pytest

from core.data import Data, Split
from core.experiment import Choice, Experiment, layers_from, settled
from core.memory import needed
from desktop.canvas import edits
from desktop.canvas.mistakes import ROOM, blocking, mistakes

START = Experiment()
H1, H2, OUT = (layer.key for layer in START.layers)


def data_of(outputs=10, task="classification", inputs=784):
    targets = np.eye(outputs, dtype=np.float32)
    split = Split(np.zeros((outputs, inputs), np.uint8), targets)
    classes = tuple(map(str, range(outputs))) if task == "classification" else ()
    shape = (28, 28) if inputs == 784 else (inputs,)
    return Data(split, Split(split.inputs.copy(), targets.copy()), shape, task, classes)


DIGITS, NUMBERS = data_of(), data_of(1, "regression", 3)


def last(e, **values):
    return replace(e, layers=(*e.layers[:-1], replace(e.layers[-1], **values)))


def with_loss(e, name):
    return replace(e, loss=Choice(name))


CASES = {
    "no-activation": (edits.activate(START, (H2,), Choice("identity")), DIGITS, H2, False),
    "two without activation": (edits.activate(START, (H1, H2), Choice("identity")), DIGITS, H1, False),
    "outputs": (last(START, units=16), DIGITS, OUT, True),
    "tanh with cross-entropy": (last(START, activation=Choice("tanh")), DIGITS, OUT, True),
    "relu with binary": (with_loss(last(START, activation=Choice("relu")), "binary-cross-entropy"), DIGITS, OUT, True),
    "numbers with cross-entropy": (START, NUMBERS, OUT, True),
    "numbers from softmax": (
        with_loss(last(START, activation=Choice("softmax")), "squared-error"),
        NUMBERS,
        OUT,
        False,
    ),
    "very wide": (edits.resize(START, H1, 100_000), DIGITS, H1, False),
    "two very wide": (edits.resize(edits.resize(START, H1, 60_000), H2, 60_000), DIGITS, H1, False),
    "equal start": (edits.initialise(START, (H1,), Choice("zeros")), DIGITS, H1, False),
    "all frozen": (edits.freeze(START, (H1, H2, OUT), True), DIGITS, OUT, False),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_seen_on_its_layer_and_says_what_why_and_what_to_do(case, registry):
    e, data, key, stops = CASES[case]
    found = mistakes(e, data, registry)
    assert found
    one = found[0]
    assert one.key == key
    assert one.blocking is stops
    assert one.fixes
    for words in (one.title, one.sentence, one.why):
        assert len(words) > 8
        assert "!" not in words
    assert one.sentence.endswith(".")
    assert one.why.endswith(".")


@pytest.mark.parametrize("case", CASES)
def test_every_fix_takes_its_mistake_away_and_brings_no_other(case, registry):
    e, data, _, _ = CASES[case]
    for one in mistakes(e, data, registry):
        for fix in one.fixes:
            after = settled(fix.change(e), registry)
            left = mistakes(after, data, registry)
            assert (one.key, one.kind) not in [(m.key, m.kind) for m in left]
            known = {(m.key, m.kind) for m in mistakes(e, data, registry)}
            assert {(m.key, m.kind) for m in left} < known
            assert [layer.key for layer in after.layers] == [layer.key for layer in e.layers]


@pytest.mark.parametrize(
    ("e", "data"),
    [
        (START, DIGITS),
        (START, None),
        (Experiment(layers=layers_from([], Choice("relu"))), DIGITS),
        (with_loss(last(START, activation=Choice("sigmoid")), "binary-cross-entropy"), DIGITS),
        (with_loss(START, "binary-cross-entropy"), DIGITS),
        (with_loss(last(START, activation=Choice("identity")), "squared-error"), DIGITS),
        (with_loss(START, "squared-error"), NUMBERS),
        (edits.freeze(START, (H1,), True), DIGITS),
        (edits.initialise(START, (OUT,), Choice("zeros")), DIGITS),
        (last(START, units=10), DIGITS),
    ],
)
def test_what_makes_sense_is_left_in_peace(e, data, registry):
    assert mistakes(e, data, registry) == []


def test_the_words_of_the_look_are_used(registry):
    one = mistakes(CASES["no-activation"][0], DIGITS, registry)[0]
    assert one.title == "No activation here"
    assert one.sentence == "Hidden 2 and Output act as one layer."
    assert one.fixes[0].words == "Use relu"


def test_what_stops_training_comes_first(registry):
    e = last(edits.activate(START, (H1,), Choice("identity")), activation=Choice("tanh"))
    found = mistakes(e, DIGITS, registry)
    assert [one.blocking for one in found] == [True, False]
    assert blocking(e, DIGITS, registry) == found[:1]


def test_before_the_data_are_there_nothing_is_said_that_only_they_can_tell(registry):
    assert mistakes(last(START, units=16), None, registry) == []


def test_the_estimate_of_memory_is_told_and_grows_with_the_network(registry):
    wide = edits.resize(START, H1, 100_000)
    assert needed(START, DIGITS) < ROOM < needed(wide, DIGITS)
    found = mistakes(wide, DIGITS, registry)[0]
    assert "GB" in found.sentence
    fixed = found.fixes[0].change(wide)
    assert needed(fixed, DIGITS) <= ROOM


def test_a_component_that_is_not_there_is_not_called_a_mistake_of_the_layer(registry):
    assert mistakes(with_loss(START, "nothing-like-it"), DIGITS, registry) == []
