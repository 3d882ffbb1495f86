"""From a moment of a run to what is painted, on real networks."""

from dataclasses import replace

import numpy as np
import pytest

from core.build import trainer_of
from core.data import Data, Split
from core.experiment import Choice, Experiment, layers_from
from core.history import History
from core.remap import INPUT
from core.snapshot import Snapshot
from desktop.canvas import edits
from desktop.canvas.faces import contents_of
from desktop.canvas.frames import FrameMaker, Wanted, activations, between, gap_of, lane_of
from desktop.canvas.layout import arrange

TABLE = np.zeros((256, 4), np.uint8)
TABLE[:, 3] = 255
TABLE[:, 0] = np.arange(256)


def digits(rows=40):
    rng = np.random.default_rng(0)
    inputs = rng.integers(0, 256, (rows, 784)).astype(np.uint8)
    targets = np.eye(10, dtype=np.float32)[np.arange(rows) % 10]
    split = Split(inputs, targets)
    return Data(split, Split(inputs.copy(), targets.copy()), (28, 28), "classification", tuple("0123456789"))


def points():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(40, 2))
    targets = np.eye(2, dtype=np.float32)[np.arange(40) % 2]
    return Data(Split(inputs, targets), Split(inputs.copy(), targets.copy()), (2,), "classification", ("a", "b"))


def moment(e, data, registry):
    trainer = trainer_of(e, registry, data)
    return Snapshot(
        3, 0.0, trainer.network.copy(), data, trainer.recipe.preprocessing, trainer.fitted, History().past()
    )


def picture_of(e, data, zoom=1.0, opened=None):
    return arrange(contents_of(e, data, {}, 834, 620, zoom, opened), 834, 620, zoom, opened)


def wanted(picture, **rest):
    return Wanted(picture, 1.0, (0, 0, 255), (255, 0, 0), TABLE, **rest)


@pytest.fixture
def first(registry):
    e, data = Experiment(), digits()
    return e, data, moment(e, data, registry), picture_of(e, data)


def test_all_gaps_and_lanes_are_made_as_large_as_their_places(first):
    e, _, snapshot, picture = first
    frame = FrameMaker().make(snapshot, wanted(picture))
    assert set(frame.strips) == {layer.key for layer in e.layers}
    assert set(frame.lanes) == {layer.key for layer in e.layers}
    for channel in picture.channels:
        strip = frame.strips[channel.key]
        assert strip.image.shape == (channel.box.h, channel.box.w)
        assert strip.image.dtype == np.uint32
        assert strip.image.flags.c_contiguous
        assert strip.m.shape == (len(channel.left), len(channel.right))
    assert frame.step == 3
    assert frame.failure == ""
    assert np.isclose(frame.answers.sum(), 1, atol=1e-5)


def test_neurons_tell_what_the_network_answers_to_the_sample(first):
    e, data, snapshot, picture = first
    frame = FrameMaker().make(snapshot, wanted(picture, sample=4))
    assert np.array_equal(frame.sample, data.test.inputs[4])
    assert frame.caption == "test sample: 4"
    expected = snapshot.network.activations(snapshot.preprocess(data.test.inputs[4:5]))
    column = picture.column(e.layers[0].key)
    lane = frame.lanes[column.key]
    assert np.allclose(lane.values, expected[0][0][list(column.shown)], atol=1e-5)
    assert 0 <= lane.fill.min() <= lane.fill.max() <= 1
    assert np.allclose(frame.answers, expected[-1][0], atol=1e-5)


def test_a_drawing_takes_the_place_of_the_sample_unless_it_is_of_other_data(first):
    _, data, snapshot, picture = first
    drawing = data.train.inputs[7]
    frame = FrameMaker().make(snapshot, wanted(picture, drawing=drawing))
    assert np.array_equal(frame.sample, drawing)
    assert frame.caption == "your drawing"
    frame = FrameMaker().make(snapshot, wanted(picture, drawing=np.zeros(5)))
    assert frame.caption == "test sample: 0"


def test_only_what_is_wanted_is_made(first):
    e, _, snapshot, picture = first
    key = e.layers[1].key
    frame = FrameMaker().make(snapshot, wanted(picture, gaps=frozenset({key}), lanes=frozenset({key})))
    assert set(frame.strips) == set(frame.lanes) == {key}


def test_while_training_a_gap_has_at_most_120_edges_and_at_rest_more(first):
    e, _, snapshot, picture = first
    key = e.layers[1].key
    training = FrameMaker().make(snapshot, wanted(picture, training=True)).strips[key]
    rest = FrameMaker().make(snapshot, wanted(picture)).strips[key]
    assert np.count_nonzero(training.m) <= 120 < np.count_nonzero(rest.m)


def test_scores_are_told_at_rest_for_layers_with_hidden_neurons(first):
    e, _, snapshot, picture = first
    rest = FrameMaker().make(snapshot, wanted(picture))
    assert {key: len(scores) for key, scores in rest.scores.items()} == {e.layers[0].key: 128, e.layers[1].key: 64}
    assert FrameMaker().make(snapshot, wanted(picture, training=True)).scores == {}


def test_while_an_edit_is_on_its_way_what_still_fits_is_painted(first, registry):
    e, data, snapshot, _ = first
    grown = edits.insert(e, 1)
    frame = FrameMaker().make(snapshot, wanted(picture_of(grown, data)))
    h1, h2, out = (layer.key for layer in e.layers)
    assert set(frame.strips) == {h1, out}, "into Hidden 2 goes another layer now"
    assert set(frame.lanes) == {h1, h2, out}
    wider = edits.resize(e, h1, 200)
    frame = FrameMaker().make(snapshot, wanted(picture_of(wider, data)))
    assert set(frame.strips) == {out}
    other = FrameMaker().make(
        moment(Experiment(dataset=Choice("xor")), points(), registry), wanted(picture_of(e, data))
    )
    assert h1 not in other.strips


def test_edges_from_a_picture_sum_weights_where_there_is_ink(first):
    _, _, snapshot, picture = first
    left, right = picture.columns[0], picture.columns[1]
    raw = np.zeros(784, np.uint8)
    raw[56 * 5 : 56 * 6] = 255
    values = between(snapshot, 0, left, right, raw)
    assert values.shape == (14, len(right.shown))
    weights = snapshot.network.views[0].weights[:, list(right.shown)]
    assert np.allclose(values[5], weights[56 * 5 : 56 * 6].sum(axis=0), atol=1e-4)
    assert np.allclose(values[2], 0.3 * weights[56 * 2 : 56 * 3].sum(axis=0), atol=1e-4)


def test_edges_between_layers_are_the_weights_themselves(first):
    _, _, snapshot, picture = first
    a, b = picture.columns[1], picture.columns[2]
    assert np.array_equal(between(snapshot, 1, a, b, None), snapshot.network.views[1].weights[np.ix_(a.shown, b.shown)])


def test_inputs_that_are_no_picture_are_neurons_with_their_numbers(registry):
    e, data = Experiment(layers=layers_from([8, 4], Choice("tanh"))), points()
    frame = FrameMaker().make(moment(e, data, registry), wanted(picture_of(e, data)))
    assert np.allclose(frame.lanes[INPUT].values, data.test.inputs[0])
    assert frame.strips[e.layers[0].key].m.shape == (2, 8)


def test_a_shown_weight_picture_is_blue_where_it_pushes_up(registry):
    e, data = Experiment(layers=layers_from([], Choice("relu"))), digits()
    snapshot, picture = moment(e, data, registry), picture_of(e, data)
    frame = FrameMaker().make(snapshot, wanted(picture))
    tiles = frame.tiles[e.layers[0].key]
    assert tiles.shape == (10, 28, 28, 4)
    weights = snapshot.network.views[0].weights[:, 3].reshape(28, 28)
    assert (
        (tiles[3, :, :, 0] > 128)
        == (np.rint((np.clip(weights / np.percentile(np.abs(weights), 99.5), -1, 1) + 1) * 127.5) > 128)
    ).all()


def test_the_scale_is_eased_so_that_the_picture_does_not_breathe(first):
    e, _, snapshot, picture = first
    key = e.layers[1].key
    maker = FrameMaker()
    before = maker.make(snapshot, wanted(picture)).strips[key].m
    doubled = snapshot.network.copy()
    doubled.parameters.flags.writeable = True
    doubled.parameters *= 2
    louder = replace(snapshot, network=doubled, _memo={})
    after = maker.make(louder, wanted(picture)).strips[key].m
    edge = np.unravel_index(np.argsort(np.abs(before), axis=None)[-60], before.shape)
    assert abs(after[edge]) > 1.5 * abs(before[edge]), "at once the edges are louder"
    for _ in range(40):
        after = maker.make(louder, wanted(picture)).strips[key].m
    assert np.isclose(after[edge], before[edge], rtol=0.05), "and then the scale has followed"


def test_numbers_that_are_not_finite_spoil_nothing(first):
    e, _, snapshot, picture = first
    broken = snapshot.network.copy()
    broken.parameters.flags.writeable = True
    broken.parameters[::7] = np.nan
    broken.parameters[1::11] = np.inf
    frame = FrameMaker().make(replace(snapshot, network=broken, _memo={}), wanted(picture))
    assert set(frame.strips) == {layer.key for layer in e.layers}
    for lane in frame.lanes.values():
        assert np.isfinite(lane.fill).all()


def test_an_activation_that_fails_is_told_and_edges_are_painted_all_the_same(first):
    e, data, snapshot, picture = first

    class Failing:
        uses_z, gives = True, "any"

        def forward(self, z):
            raise SystemExit("gone")

        def backward(self, z, a, upstream):
            return upstream

        def derivative(self, z, a):
            return a

    layers = tuple(replace(layer, activation=Failing()) for layer in snapshot.network.layers)
    network = type(snapshot.network)(784, layers, snapshot.network.parameters)
    broken = replace(snapshot, network=network, _memo={})
    assert activations(broken, data.test.inputs[0]) == (None, "SystemExit: gone")
    frame = FrameMaker().make(broken, wanted(picture))
    assert frame.failure == "SystemExit: gone"
    assert frame.lanes == {}
    assert len(frame.strips) == len(e.layers)


def test_shares_fill_up_to_one_and_other_answers_up_to_the_largest(first):
    _, _, _, picture = first
    column = picture.columns[-1]
    answers = np.linspace(0, 0.5, 10)
    assert lane_of(answers, column, True).fill.max() == 0.5
    assert lane_of(answers, column, False).fill.max() == 1.0
    assert lane_of(-answers, column, False).fill.max() == 1.0


def test_on_a_finer_screen_images_have_more_pixels(first):
    _, _, _, picture = first
    channel = picture.channels[1]
    gap = gap_of(channel, 2.0)
    assert (gap.width, gap.height) == (2 * channel.box.w, 2 * channel.box.h)
    assert gap.left[0] == 2 * (channel.left[0] - channel.box.y)


def test_beside_a_training_only_gaps_that_look_different_are_painted_again(first):
    e, _, snapshot, picture = first
    maker, all_gaps = FrameMaker(), {layer.key for layer in e.layers}
    assert set(maker.make(snapshot, wanted(picture, training=True)).strips) == all_gaps
    assert maker.make(snapshot, wanted(picture, training=True, changes=True)).strips == {}
    other = type(snapshot.network)(784, snapshot.network.layers, snapshot.network.parameters.copy())
    other.views[1].weights[...] *= -1
    turned = replace(snapshot, network=other, _memo={})
    again = maker.make(turned, wanted(picture, training=True, changes=True))
    assert set(again.strips) == {e.layers[1].key}
    assert set(again.lanes) == all_gaps, "neurons are told all the same"
    assert set(maker.make(turned, wanted(picture, training=True)).strips) == all_gaps


def test_at_rest_edges_are_as_strong_as_their_weights_again(first):
    _, _, snapshot, picture = first
    maker = FrameMaker()
    maker.make(snapshot, wanted(picture, training=True))
    nudged = snapshot.network.copy()
    nudged.parameters.flags.writeable = True
    nudged.parameters *= 1.01
    rest = maker.make(replace(snapshot, network=nudged, _memo={}), wanted(picture))
    fresh = FrameMaker()
    fresh._scales = dict(maker._scales)
    expected = fresh.make(replace(snapshot, network=nudged, _memo={}), wanted(picture))
    for key, strip in rest.strips.items():
        assert np.allclose(strip.m, expected.strips[key].m, rtol=0.01)
