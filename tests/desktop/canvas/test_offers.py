"""What a drop would do, said before it is dropped."""

import json

import pytest

from core.experiment import Choice, Experiment
from core.remap import INPUT
from desktop.canvas import edits
from desktop.canvas.faces import contents_of
from desktop.canvas.hits import insertion
from desktop.canvas.layout import arrange
from desktop.canvas.offers import Load, dragged_units, offer

START = Experiment()
H1, H2, OUT = (layer.key for layer in START.layers)
DENSE = Load("layer", "Dense")


def picture_of(e):
    return arrange(contents_of(e, None, {}, 834, 620, 1.0, None), 834, 620)


def at_gap(load, at, registry, e=START):
    picture = picture_of(e)
    return offer(load, picture, e, None, registry, insertion(picture, at).x, 300)


def on_layer(load, key, registry, e=START, y=300):
    picture = picture_of(e)
    return offer(load, picture, e, None, registry, picture.column(key).x, y)


def test_an_insertion_says_where_and_what_happens_to_the_weights(registry):
    found = at_gap(DENSE, 1, registry)
    assert found.mark == "line"
    assert found.at == 1
    assert found.words == ("Insert Dense 32 here", "Hidden 1 keeps its weights, Hidden 2 starts anew")
    assert [layer.units for layer in found.after.layers] == [128, 32, 64, 0]
    assert found.label == "Insert Dense 32"


def test_before_the_first_layer_nobody_keeps_anything_to_speak_of(registry):
    assert at_gap(DENSE, 0, registry).words[1] == "Hidden 1 starts anew"
    assert at_gap(DENSE, 2, registry).words[1] == "Hidden 2 keeps its weights, Output starts anew"


def test_a_move_says_who_starts_anew_and_one_to_its_own_place_is_nothing(registry):
    found = at_gap(Load("move", keys=(H1,)), 2, registry)
    assert found.words == ("Move Hidden 1 here", "Hidden 2, Hidden 1 and Output start anew")
    for at in (0, 1):
        still = at_gap(Load("move", keys=(H1,)), at, registry)
        assert still.mark == "none"
        assert still.after is None
        assert still.accepted


@pytest.mark.parametrize("load", [DENSE, Load("move", keys=(H1,))])
def test_beyond_the_ends_a_drop_is_refused_with_the_reason(load, registry):
    picture = picture_of(START)
    for x in (2, picture.width - 2):
        found = offer(load, picture, START, None, registry, x, 300)
        assert not found.accepted
        assert found.after is None
        assert found.words == ("A layer goes between the input and the output.",)


def test_input_and_output_are_not_carried_away(registry):
    assert "input cannot be moved" in at_gap(Load("move", keys=(INPUT,)), 1, registry).words[0]
    assert "output cannot be moved" in at_gap(Load("move", keys=(OUT,)), 1, registry).words[0]


def test_an_activation_goes_onto_a_layer(registry):
    found = on_layer(Load("activation", "tanh"), H2, registry)
    assert (found.mark, found.key) == ("layer", H2)
    assert found.words == ("Hidden 2: tanh", "All weights stay")
    assert found.after.layers[1].activation == Choice("tanh")
    assert on_layer(Load("activation", "tanh"), H2, registry, y=60).key == H2, "its card takes it too"
    assert not at_gap(Load("activation", "tanh"), 1, registry).accepted
    assert not on_layer(Load("activation", "tanh"), INPUT, registry).accepted


def test_dropout_and_freeze_go_onto_a_layer(registry):
    found = on_layer(Load("dropout", "Dropout"), H1, registry)
    assert found.words == ("Dropout 0.2 behind Hidden 1", "20% of its units rest in each step")
    assert found.after.layers[0].dropout == 0.2
    assert "output has no dropout" in on_layer(Load("dropout", "Dropout"), OUT, registry).words[0]
    frozen = on_layer(Load("freeze", "Freeze"), OUT, registry)
    assert frozen.words[0] == "Freeze Output"
    assert on_layer(Load("freeze", "Freeze"), OUT, registry, frozen.after).words[0] == "Unfreeze Output"


def test_a_note_may_lie_anywhere(registry):
    assert at_gap(Load("note", "Note"), 1, registry).mark == "note"


@pytest.mark.parametrize(
    "load", [DENSE, Load("activation", "tanh"), Load("move", keys=(1, 2)), Load("dropout", "Dropout", rate=0.5)]
)
def test_a_load_survives_its_journey(load):
    assert Load.from_text(load.to_text()) == load


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        json.dumps({"kind": "bomb"}),
        json.dumps({"kind": "layer", "units": "many"}),
        json.dumps({"kind": "layer", "units": -3}),
        json.dumps({"kind": "dropout", "rate": 7}),
        json.dumps({"what": 1}),
        json.dumps({"kind": "move", "keys": 5}),
        json.dumps({"kind": "layer", "name": 5}),
    ],
)
def test_what_is_no_load_is_not_taken_for_one(text):
    assert Load.from_text(text) is None


def test_a_foot_pulled_down_eighty_pixels_doubles_a_layer_of_any_size():
    assert dragged_units(16, 80) == 32
    assert dragged_units(2048, -80) == 1024
    assert dragged_units(128, 0) == 128
    assert dragged_units(1, -500) == 1
    assert dragged_units(128, 5000) == 8192
    assert dragged_units(20_000, 5000) == 20_000, "what is wider already stays within reach"
    assert dragged_units(128, 4, fine=True) == 129


def test_several_layers_are_moved_together(registry):
    e = edits.insert(START, 2, 16)
    third = e.layers[2].key
    found = at_gap(Load("move", keys=(H1, third)), 2, registry, e)
    assert found.words[0] == "Move 2 layers here"
    assert [layer.key for layer in found.after.layers] == [H2, H1, third, OUT]
