"""An experiment is said in names and values, and a mistake in it is told with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadExperiment, BadSetting, UnknownComponent
from core.experiment import Choice, Experiment, LayerChoice, Stopping, assign, layers_from, settled, with_hidden

names = st.sampled_from(["relu", "tanh", "no-such-thing"])
values = st.one_of(st.booleans(), st.integers(-5, 5), st.floats(-10, 10), st.text(max_size=5))
choices = st.builds(
    lambda name, settings: Choice(name, tuple(sorted(settings.items()))),
    names,
    st.dictionaries(st.sampled_from(["rate", "slope", "x"]), values),
)
layers = st.lists(st.tuples(st.integers(1, 500), choices, st.floats(0, 0.9)), max_size=4).map(
    lambda rows: (
        *(LayerChoice(u, c, dropout=d, key=k) for k, (u, c, d) in enumerate(rows)),
        LayerChoice(0, Choice("auto"), key=99),
    )
)
experiments = st.builds(
    Experiment,
    dataset=choices,
    layers=layers,
    regularizers=st.lists(choices, max_size=2).map(tuple),
    schedule=st.none() | choices,
    batch_size=st.integers(1, 1000),
    stopping=st.builds(Stopping, st.integers(0, 99), st.floats(0, 1), st.integers(0, 9), st.floats(0, 99)),
    seed=st.integers(0, 2**62),
)


@given(experiments)
def test_an_experiment_survives_its_json(experiment):
    assert Experiment.from_json(experiment.to_json()) == experiment


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("layers", 1, "units"), "abc", r"\$\.layers\[1\]\.units: expected int, found \"abc\""),
        (("layers", 0, "units"), -1, "layers.0.units: expected 1 to 1,000,000, got -1"),
        (("layers", 0, "units"), 10**400, "expected"),
        (("layers", 0, "dropout"), 1.0, "layers.0.dropout"),
        (("batch_size",), 0, "batch_size: expected at least 1, got 0"),
        (("batch_size",), True, "expected int, found true"),
        (("optimizer",), "adam", "expected an object with a name"),
        (("optimizer", "learning_rate"), [1], "optimizer.learning_rate: expected a number"),
        (("optimiser",), {"name": "adam"}, "did you mean 'optimizer'"),
        (("layers",), {}, "expected a list"),
        (("layers",), [], "at least the output layer"),
        (("version",), 99, "later inknet"),
        (("version",), None, "version: expected 1, found null"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(path, value, words):
    tree = json.loads(Experiment().to_json())
    node = tree
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(BadExperiment, match=words):
        Experiment.from_json(json.dumps(tree))


@pytest.mark.parametrize(
    "text", ["", "[", "3", "null", "[" * 100_000, '{"version": NaN}', '{"version": 1, "seed": Infinity}']
)
def test_text_that_is_no_experiment_is_refused(text):
    with pytest.raises(BadExperiment):
        Experiment.from_json(text)


def test_text_settings_are_parsed_once_and_kept_as_numbers(registry):
    e = settled(assign(Experiment(), ["optimizer", "learning-rate"], "0.01"), registry)
    assert e.optimizer == Choice("adam", (("learning_rate", 0.01),))


@pytest.mark.parametrize(
    ("place", "value", "error", "words"),
    [
        ("optimizer", "adm", UnknownComponent, "no optimizer 'adm': did you mean 'adam'"),
        ("optimizer.learning_rat", "1", UnknownComponent, "did you mean 'learning_rate'"),
        (
            "optimizer.learning_rate",
            "12000",
            BadSetting,
            "adam.learning_rate: 12000 was not taken; expected a number from 0 to",
        ),
        ("optimizer.learning_rate", "fast", BadSetting, "expected a number"),
        ("layers.9.units", "3", BadExperiment, "layers.9: expected a number from 0 to 2"),
        ("layers.0.unit", "3", BadExperiment, "did you mean 'units'"),
        ("layers.0.units", "x", BadExperiment, "layers.0.units: expected a whole number, got 'x'"),
        ("batch_size.x", "3", BadExperiment, "it has no parts"),
        ("stopping", "3", BadExperiment, "it has parts"),
    ],
)
def test_a_place_or_value_that_is_not_there_is_told(registry, place, value, error, words):
    with pytest.raises(error, match=words):
        settled(assign(Experiment(), place.split("."), value), registry)


def test_places_reach_every_part(registry):
    e = Experiment()
    for place, value in {
        "layers.0.initializer": "normal",
        "layers.0.initializer.deviation": "0.03",
        "layers.1.dropout": "0.25",
        "layers.1.frozen": "yes",
        "regularizers": "l1,l2",
        "regularizers.1.strength": "0.5",
        "stopping.accuracy": "0.98",
        "dataset.train": "2000",
    }.items():
        e = assign(e, place.split("."), value)
    e = settled(e, registry)
    assert e.layers[0].initializer == Choice("normal", (("deviation", 0.03),))
    assert (e.layers[1].dropout, e.layers[1].frozen) == (0.25, True)
    assert [one.name for one in e.regularizers] == ["l1", "l2"]
    assert e.stopping.accuracy == 0.98
    assert e.dataset.settings == (("train", 2000),)


def keys(layers):
    return [layer.key for layer in layers]


@pytest.mark.parametrize(
    ("hidden", "kept"),
    [
        ([128, 32, 64], [1, 4, 2, 3]),  # one number inserted is one layer inserted
        ([64], [2, 3]),
        ([128], [1, 3]),
        ([], [3]),
        ([100, 64], [1, 2, 3]),  # one number changed is one layer resized
        ([128, 64, 10], [1, 2, 4, 3]),
    ],
)
def test_layers_keep_their_key_through_the_text_form(hidden, kept):
    layers = with_hidden(layers_from([128, 64], Choice("relu")), hidden)
    assert [layer.units for layer in layers] == [*hidden, 0]
    assert keys(layers) == kept


def test_hidden_layers_appear_where_there_were_none():
    layers = with_hidden(layers_from([], Choice("relu")), [5, 6])
    assert [layer.units for layer in layers] == [5, 6, 0]
    assert len(set(keys(layers))) == 3
    assert {layer.activation.name for layer in layers[:-1]} == {"relu"}


def test_the_short_text_names_the_units_of_the_data():
    assert Experiment().text(784, 10) == "784-128-64-10"
