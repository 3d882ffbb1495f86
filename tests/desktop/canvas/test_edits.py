"""Edits are functions from an experiment to another; layers keep their keys."""

from dataclasses import replace

import pytest

from core.experiment import Choice, Experiment, layers_from, settled
from core.remap import INPUT
from desktop.canvas import edits
from desktop.canvas.edits import Refused

START = Experiment()
H1, H2, OUT = (layer.key for layer in START.layers)


def keys(e):
    return [layer.key for layer in e.layers]


def units(e):
    return [layer.units for layer in e.layers]


def test_an_inserted_layer_has_a_key_of_its_own_and_is_made_like_its_neighbour():
    like = edits.activate(START, (H1,), Choice("tanh"))
    e = edits.insert(like, 1)
    assert units(e) == [128, 32, 64, 0]
    assert len(set(keys(e))) == 4
    assert edits.new_keys(like, e) == (e.layers[1].key,)
    assert e.layers[1].activation == Choice("tanh")
    assert [k for k in keys(e) if k in keys(START)] == keys(START)


def test_into_a_network_without_hidden_layers_comes_a_relu_layer():
    e = edits.insert(Experiment(layers=layers_from([], Choice("relu"))), 0, 16)
    assert units(e) == [16, 0]
    assert e.layers[0].activation == Choice("relu")


@pytest.mark.parametrize("at", [-1, 3, 99])
def test_a_layer_goes_nowhere_but_between_input_and_output(at):
    with pytest.raises(Refused, match="between the input and the output"):
        edits.insert(START, at)


def test_removing_keeps_the_others():
    assert keys(edits.remove(START, (H1,))) == [H2, OUT]
    assert keys(edits.remove(START, (H1, H2))) == [OUT]


@pytest.mark.parametrize("edit", [edits.remove, edits.copied, edits.duplicate])
def test_input_and_output_can_neither_be_removed_nor_copied(edit):
    with pytest.raises(Refused, match="input cannot be"):
        edit(START, (INPUT,))
    with pytest.raises(Refused, match="output cannot be"):
        edit(START, (OUT,))
    with pytest.raises(Refused, match="Choose a layer"):
        edit(START, ())
    with pytest.raises(Refused, match="no longer there"):
        edit(START, (99,))


@pytest.mark.parametrize(
    ("moved", "at", "expected"),
    [
        ((1,), 2, [2, 1, 3, 4]),
        ((1,), 3, [2, 3, 1, 4]),
        ((3,), 0, [3, 1, 2, 4]),
        ((1, 3), 2, [2, 1, 3, 4]),
        ((2,), 2, [1, 2, 3, 4]),
    ],
)
def test_moving_changes_the_order_and_nothing_else(moved, at, expected):
    e = Experiment(layers=layers_from([10, 20, 30], Choice("relu")))
    after = edits.move(e, moved, at)
    assert keys(after) == expected
    assert {layer.key: layer for layer in after.layers} == {layer.key: layer for layer in e.layers}


def test_a_layer_is_shifted_one_place_and_stops_at_the_ends():
    e = edits.shift(START, (H1,), 1)
    assert keys(e) == [H2, H1, OUT]
    assert edits.shift(e, (H1,), -1) == START
    with pytest.raises(Refused, match="next to the input"):
        edits.shift(START, (H1,), -1)
    with pytest.raises(Refused, match="next to the output"):
        edits.shift(START, (H2,), 1)


def test_resizing_stays_within_what_is_possible():
    assert units(edits.resize(START, H1, 200)) == [200, 64, 0]
    assert units(edits.resize(START, H1, -5)) == [1, 64, 0]
    assert units(edits.resize_by(START, (H1, H2), 10)) == [138, 74, 0]
    with pytest.raises(Refused, match="one unit for each answer"):
        edits.resize(START, OUT, 12)


def test_activation_dropout_freeze_and_start_go_to_the_layers_that_were_meant():
    e = edits.activate(START, (H1, OUT), Choice("sigmoid"))
    assert [layer.activation.name for layer in e.layers] == ["sigmoid", "relu", "sigmoid"]
    e = edits.drop(START, (H2,), 0.5)
    assert [layer.dropout for layer in e.layers] == [0, 0.5, 0]
    e = edits.freeze(START, (H1,))
    assert [layer.frozen for layer in e.layers] == [True, False, False]
    assert edits.freeze(e, (H1,)) == START
    assert [layer.frozen for layer in edits.freeze(e, (H1, H2)).layers] == [False, False, False]
    e = edits.initialise(START, (OUT,), Choice("normal"))
    assert [layer.initializer.name for layer in e.layers] == ["he", "he", "normal"]


def test_what_makes_no_sense_is_refused_with_the_reason():
    with pytest.raises(Refused, match="output has no dropout"):
        edits.drop(START, (OUT,), 0.2)
    with pytest.raises(Refused, match="0 to below 1"):
        edits.drop(START, (H1,), 1.0)
    with pytest.raises(Refused, match="input is what the data are"):
        edits.activate(START, (INPUT,), Choice("relu"))
    with pytest.raises(Refused, match="Only the output"):
        edits.activate(START, (H1,), Choice("auto"))


def test_copies_have_keys_of_their_own_and_learn():
    frozen = edits.freeze(edits.drop(START, (H1,), 0.3), (H1,))
    e = edits.duplicate(frozen, (H1,))
    assert units(e) == [128, 128, 64, 0]
    assert len(set(keys(e))) == 4
    copy = e.layers[1]
    assert (copy.dropout, copy.frozen, copy.activation) == (0.3, False, Choice("relu"))
    both = edits.paste(START, edits.copied(START, (H1, H2)), 2)
    assert units(both) == [128, 64, 128, 64, 0]
    assert len(set(keys(both))) == 5


@pytest.mark.parametrize("preset", edits.PRESETS, ids=lambda one: one.name(784, 10))
def test_a_preset_is_known_buildable_and_keeps_the_output(preset, registry):
    assert preset.known(registry)
    e = edits.use_preset(edits.freeze(START, (H1,)), preset)
    assert tuple(units(e)[:-1]) == preset.hidden
    assert e.layers[-1].key == OUT
    assert not any(layer.frozen for layer in e.layers[:-1])
    assert len(set(keys(e))) == len(e.layers)
    assert settled(e, registry)
    assert preset.name(784, 10).startswith("784-")


def test_a_cap_narrows_only_what_is_wider():
    wide = edits.resize(START, H1, 5000)
    assert units(edits.cap(wide, 256)) == [256, 64, 0]
    assert edits.cap(START, 256) == START


def test_edits_leave_everything_but_the_layers_alone():
    e = edits.insert(edits.resize(START, H1, 7), 0)
    assert replace(e, layers=START.layers) == START
