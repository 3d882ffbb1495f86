"""What the screen sees: frozen, worked out once for all views, the same as the network says."""

import dataclasses

import numpy as np
import pytest

from core import Activation, Data, Initializer, Preprocessing, Split
from core.history import History
from core.network import BLOCK, Layer, Network
from core.snapshot import Snapshot


class Tanh(Activation):
    """Keeps no z of its own."""

    uses_z = False

    def forward(self, z, out=None):
        return np.tanh(z, out)


class Normal(Initializer):
    """Random weights."""

    def weights(self, inputs, units, rng):
        return rng.normal(size=(inputs, units))


class Shift(Preprocessing):
    """Counts how often it is applied."""

    applied = []

    def fit(self, inputs):
        return {"mean": inputs.mean(axis=0)}

    def apply(self, inputs, fitted):
        self.applied.append(len(inputs))
        return (inputs - fitted["mean"]) / 255


@pytest.fixture
def snapshot():
    rng = np.random.default_rng(1)

    def split(rows):
        targets = np.eye(2, dtype=np.float32)[rng.integers(0, 2, rows)]
        return Split(rng.integers(0, 256, (rows, 6), dtype=np.uint8), targets)

    data = Data(split(BLOCK + 5), split(7), (2, 3), "classification", ("a", "b"))
    network = Network.fresh(6, (Layer(4, Tanh(), Normal()), Layer(2, Tanh(), Normal())), rng).copy()
    Shift.applied.clear()
    return Snapshot(12, 0.5, network, data, Shift(), Shift().fit(data.train.inputs), History().past())


def expected(snapshot, raw):
    inputs = ((raw - snapshot.fitted["mean"]) / 255).astype(np.float32)
    return snapshot.network.activations(inputs)


@pytest.mark.parametrize("name", ["train", "test"])
def test_activations_are_what_the_network_says_of_preprocessed_rows(snapshot, name):
    hidden, output = expected(snapshot, snapshot.split(name).inputs)
    assert np.allclose(snapshot.activations(name, 0), hidden, atol=1e-6)
    assert np.allclose(snapshot.predictions(name), output, atol=1e-6)


def test_they_are_worked_out_once_for_all_views(snapshot):
    first = snapshot.activations("train", 0)
    applied = list(Shift.applied)
    assert applied == [BLOCK, 5], "block by block"
    assert snapshot.activations("train", 0) is first
    snapshot.predictions("train")
    assert Shift.applied == applied


def test_nobody_can_change_what_the_others_see(snapshot):
    for array in (snapshot.activations("test", 0), snapshot.network.parameters, snapshot.split("test").inputs):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.step = 1


def test_an_empty_pad_is_a_row_of_paper(snapshot):
    inputs, targets = snapshot.split("drawing")
    assert inputs.tolist() == [[0] * 6]
    assert targets.shape == (1, 0)
    assert np.allclose(snapshot.predictions("drawing"), expected(snapshot, np.zeros((1, 6)))[-1], atol=1e-6)


def test_another_drawing_keeps_what_was_worked_out_for_the_splits(snapshot):
    test, empty = snapshot.predictions("test"), snapshot.predictions("drawing")
    drawn = snapshot.drawn(np.full(6, 200, np.uint8))
    assert drawn.predictions("test") is test
    assert not np.allclose(drawn.predictions("drawing"), empty)
    assert np.array_equal(snapshot.predictions("drawing"), empty), "the first one stays as it was"


def test_a_probe_has_z_and_a_of_every_layer(snapshot):
    trace = snapshot.probe(snapshot.preprocess(snapshot.data.test.inputs))
    for part in trace.layers:
        assert np.allclose(np.tanh(part.z), part.a)
    assert np.allclose(trace.prediction, snapshot.predictions("test"), atol=1e-6)


def test_gradients_come_by_layer_or_not_at_all(snapshot):
    assert snapshot.gradients() is None
    flat = np.arange(len(snapshot.network.parameters), dtype=np.float32)
    by_layer = dataclasses.replace(snapshot, gradient=flat).gradients()
    assert [views.weights.shape for views in by_layer] == [(6, 4), (4, 2)]
    assert by_layer[0].bias.tolist() == [24, 25, 26, 27]
