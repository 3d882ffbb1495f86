"""Geometry from numbers: nothing overlaps, every gap has a landing, what is hit is what is there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.remap import INPUT
from desktop.canvas import layout
from desktop.canvas.hits import gap_at, hit, insertion, layer_at, slot_near
from desktop.canvas.layout import MEASURES, TOP, Content, arrange, capacity, fit_zoom, natural
from desktop.canvas.slots import spread


def arranged(units, width=834, height=620, zoom=1.0, picture=(28, 28), inputs=784, opened=None):
    """A picture of layers with so many units (the output last), as the canvas asks for it."""
    count = len(units) + 1
    pitch = max(MEASURES["dots"].pitch, natural(count, width) * zoom)
    shown = tuple(range(layout.bands(picture[0]))) if picture else spread(inputs, min(inputs, 8))
    contents = [Content(INPUT, inputs, shown, picture)]
    for k, n in enumerate(units, 1):
        pixels = k == 1 and picture is not None
        contents.append(Content(k, n, spread(n, capacity(n, pixels, k == opened, height, pitch, zoom)), pixels=pixels))
    return arrange(contents, width, height, zoom, opened)


def boxes_apart(a, b):
    return a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y


NETWORKS = st.lists(st.integers(1, 5000), min_size=1, max_size=21)


@given(NETWORKS, st.integers(300, 2600), st.integers(160, 1500), st.floats(0.3, 4), st.booleans())
def test_nothing_overlaps_for_any_network_in_any_room(units, width, height, zoom, is_picture):
    picture = arranged(units, width, height, zoom, (28, 28) if is_picture else None, 784 if is_picture else 2)
    for a, b in pairwise(picture.columns):
        assert boxes_apart(a.card, b.card)
        assert a.lane.right < b.lane.x
        assert a.x < b.x
        if a.pill:
            assert a.lane.right < a.pill.x
            assert a.pill.right <= b.lane.x
    for column in picture.columns:
        assert column.card.bottom < column.lane.y
        assert 0 <= column.lane.x
        assert 0 <= column.card.x
        assert column.lane.right <= picture.width + 0.01
        assert column.lane.bottom <= picture.height
        assert column.card.right <= picture.width + 0.01
        for above, below in pairwise(column.ys):
            assert below - above >= column.size - 0.01, "two neurons on one another"
        if column.dots is not None:
            assert column.ys[-3] + column.size / 2 <= column.dots <= column.ys[-2] - column.size / 2


@given(NETWORKS, st.integers(300, 2600), st.floats(0.3, 4))
def test_every_neuron_is_shown_or_counted(units, width, zoom):
    picture = arranged(units, width, 640, zoom)
    for column, n in zip(picture.columns[1:], units, strict=True):
        assert len(column.shown) + column.hidden == n
        assert len(column.ys) == len(column.shown)
        assert (column.hidden > 0) == (column.dots is not None)


@given(NETWORKS, st.integers(480, 2000))
def test_every_gap_has_a_landing_between_its_layers(units, width):
    picture = arranged(units, width)
    for at in range(len(units)):
        line = insertion(picture, at)
        assert gap_at(picture, line.x) == at
        assert picture.columns[at].lane.right < line.x < picture.columns[at + 1].lane.x
        assert line.h > 0


@given(NETWORKS, st.integers(480, 2000), st.floats(0.4, 3))
def test_channels_run_from_neuron_to_neuron(units, width, zoom):
    picture = arranged(units, width, 620, zoom)
    for channel, (a, b) in zip(picture.channels, pairwise(picture.columns), strict=True):
        assert (channel.below, channel.key) == (a.key, b.key)
        assert (channel.left, channel.right) == (a.ys, b.ys)
        assert channel.box.y <= min(a.ys + b.ys)
        assert channel.box.bottom >= max(a.ys + b.ys)
        assert channel.box.x >= a.x
        assert channel.box.right <= b.x
        assert all(float(side).is_integer() for side in (channel.box.x, channel.box.y, channel.box.w, channel.box.h))


def test_a_network_of_the_first_start_is_shown_in_full_at_the_usual_and_the_small_size():
    for width in (636, 706, 780):
        picture = arranged([128, 64, 10], width)
        assert picture.level == "full"
        assert picture.width == width
        assert all(one.card.w >= 114 and one.card.h == 84 for one in picture.columns)


def test_less_room_makes_smaller_cards_and_then_the_canvas_scrolls():
    assert arranged([128, 64, 10], 480).level == "compact"
    deep = arranged([32] * 19 + [10], 834)
    assert deep.level == "compact"
    assert deep.width > 834
    assert min(b.x - a.x for a, b in pairwise(deep.columns)) >= 76


def test_fit_brings_all_layers_into_sight():
    for count in (2, 5, 12, 21):
        zoom = fit_zoom(count, 834)
        picture = arranged([32] * (count - 2) + [10], 834, 620, zoom)
        assert picture.width == 834
    assert fit_zoom(5, 834) == 1
    assert arranged([32] * 19 + [10], 834, 620, fit_zoom(21, 834)).level == "dots"


def test_neurons_stand_at_most_thirty_pixels_apart_and_are_centred():
    column = arranged([8, 10]).columns[1]
    assert len(column.shown) == 8
    two = arranged([3, 2], picture=None, inputs=2).columns
    assert {round(b - a) for one in two for a, b in pairwise(one.ys)} == {30}
    middles = {round((one.ys[0] + one.ys[-1]) / 2) for one in two}
    assert len(middles) == 1


def test_a_few_neurons_on_pixels_show_their_weights_and_many_do_when_zoomed_or_entered():
    assert arranged([10]).columns[1].tiles
    assert arranged([10]).columns[1].size >= 28
    assert not arranged([128, 10]).columns[1].tiles
    assert arranged([128, 10], zoom=2.0).columns[1].tiles
    entered = arranged([128, 10], opened=1).columns[1]
    assert entered.tiles
    assert entered.hidden == 128 - len(entered.shown)
    assert not arranged([8, 8, 10]).columns[2].tiles, "only the first layer is connected to pixels"
    assert not arranged([10], picture=None, inputs=2).columns[1].tiles


def test_unknown_sizes_before_the_data_are_there_have_a_place_too():
    picture = arrange([Content(INPUT, 0, tuple(range(14)), (28, 28)), Content(1, 0, ())], 800, 600)
    assert len(picture.columns[1].ys) == 3
    assert picture.columns[1].hidden == 0


def test_what_is_hit_is_what_is_there():
    picture = arranged([128, 64, 10])
    first = picture.columns[1]
    assert hit(picture, first.card.x + 20, first.card.y + 20).kind == "card"
    assert hit(picture, first.grip.x + 15, first.grip.y + 5).kind == "grip"
    assert hit(picture, first.grip.x + 15, first.grip.bottom + 5).kind == "grip", "a target of 24 pixels"
    assert hit(picture, first.pill.x + 5, first.pill.y + 5).kind == "pill"
    found = hit(picture, first.x, first.ys[2])
    assert (found.kind, found.key, found.unit) == ("neuron", 1, first.shown[2])
    assert hit(picture, first.x, (first.ys[2] + first.ys[3]) / 2).kind == "lane"
    gap = hit(picture, (first.x + picture.columns[2].x) / 2, 300)
    assert (gap.kind, gap.key) == ("gap", 2)
    box = picture.columns[0].lane
    assert hit(picture, box.x + 5, box.y + 5).kind == "input"
    assert hit(picture, picture.width - 1, picture.height - 1).kind == "outside"
    assert slot_near(first, first.ys[-1] + 500) == len(first.ys) - 1


def test_beyond_input_and_output_there_is_no_place_for_a_layer():
    picture = arranged([128, 10])
    assert gap_at(picture, picture.columns[0].x - 1) == -1
    assert gap_at(picture, picture.columns[-1].x + 1) == 2


def test_a_layer_takes_what_is_dropped_on_its_card_on_its_lane_and_between_the_two():
    picture = arranged([128, 64, 10])
    second = picture.columns[2]
    assert layer_at(picture, second.card.x + 4, TOP + 4) == 2
    assert layer_at(picture, second.x, second.lane.bottom - 2) == 2
    assert layer_at(picture, second.x, (second.card.bottom + second.lane.y) / 2) == 2
    assert layer_at(picture, (picture.columns[1].x + second.x) / 2, 400) is None


@pytest.mark.parametrize("shape", [(4, 4), (8, 20), (60, 10), (28, 28), (300, 300)])
def test_pictures_of_any_shape_keep_their_aspect_and_have_a_port_for_some_rows_each(shape):
    column = arranged([10], picture=shape, inputs=shape[0] * shape[1]).columns[0]
    assert len(column.ys) == min(14, shape[0])
    assert abs(column.lane.h / column.lane.w - shape[0] / shape[1]) < 0.15 * max(1, shape[0] / shape[1])
    assert all(column.lane.y < y < column.lane.bottom for y in column.ys)
