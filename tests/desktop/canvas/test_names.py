"""Layers by name, for eyes and ears, and what edits mean for their weights."""

from dataclasses import replace

import numpy as np

from core.data import Data, Split
from core.experiment import Choice, Experiment
from core.remap import INPUT
from desktop.canvas import edits, names
from desktop.canvas.selection import Selection

START = Experiment()
H1, H2, OUT = (layer.key for layer in START.layers)
ROWS = Split(np.zeros((10, 784), np.uint8), np.eye(10, dtype=np.float32))
DIGITS = Data(ROWS, Split(*(array.copy() for array in ROWS)), (28, 28), "classification", tuple("0123456789"))


def test_layers_are_counted_from_the_input():
    assert [names.layer_name(START, key) for key in (INPUT, H1, H2, OUT)] == ["Input", "Hidden 1", "Hidden 2", "Output"]
    assert [names.short_name(START, key) for key in (INPUT, H1, OUT)] == ["In", "H1", "Out"]
    assert names.layer_name(edits.remove(START, (H1,)), H2) == "Hidden 1"


def test_a_layer_is_spoken_as_the_look_asks():
    assert names.spoken(START, DIGITS, H1) == "Hidden 1, 128 units, relu, 100,480 parameters"
    assert names.spoken(START, DIGITS, OUT) == "Output, 10 units, softmax, 650 parameters"
    assert names.spoken(START, None, OUT) == "Output, as many units as the data need, auto"
    assert names.spoken(START, DIGITS, INPUT) == "Input, 784 numbers"
    marked = edits.freeze(edits.drop(START, (H1,), 0.2), (H1,))
    assert names.spoken(marked, DIGITS, H1).endswith("dropout 0.2, frozen")
    assert names.spoken(edits.resize(START, H1, 1), DIGITS, H1).startswith("Hidden 1, 1 unit, ")


def test_parameters_are_counted_once_the_data_are_known():
    assert [names.parameters(START, DIGITS, key) for key in (H1, H2, OUT)] == [100_480, 8_256, 650]
    assert names.parameters(START, None, H1) is None
    assert names.parameters(START, None, H2) == 8_256
    assert names.counted(100_480) == "100,480"
    assert names.counted(4_196_352) == "4.2 M"


def test_weights_stay_where_two_layers_stay_neighbours():
    assert names.meaning(START, edits.resize(START, H1, 200)) == "All weights stay"
    assert names.meaning(START, edits.activate(START, (H1,), Choice("tanh"))) == "All weights stay"
    assert names.meaning(START, edits.remove(START, (H1,))) == "Hidden 2 starts anew"
    assert names.kept_and_new(START, edits.insert(START, 2)) == (["Hidden 1", "Hidden 2"], ["Output"])
    many = replace(START, layers=START.layers)
    for _ in range(4):
        many = edits.insert(many, 0)
    turned = replace(many, layers=(*many.layers[:-1][::-1], many.layers[-1]))
    assert names.meaning(many, turned).endswith("layers start anew")


def test_lists_read_as_sentences():
    assert names.listed(["A"]) == "A"
    assert names.listed(["A", "B", "C"]) == "A, B and C"


def test_choosing_one_several_and_a_stretch():
    order = [INPUT, 1, 2, 3]
    one = Selection().only(1)
    assert (one.current, one.keys) == (1, {1})
    two = one.toggled(3)
    assert (two.current, two.ordered(order)) == (3, (1, 3))
    assert two.toggled(3) == one
    assert one.toggled(1) == one, "the last one stays"
    assert one.through(3, order).ordered(order) == (1, 2, 3)
    assert Selection().through(2, order) == Selection().only(2)
    assert two.within([INPUT, 1, 2], 2) == Selection(2, frozenset({1, 2}))
    assert two.within(order, INPUT) == two
    assert two.only(None) == Selection()
