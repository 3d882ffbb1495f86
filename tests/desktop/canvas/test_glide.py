"""Columns slide to their places after an edit; hands find them at once."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication


@pytest.fixture
def less_motion():
    """The user asks for less motion."""
    app = QApplication.instance()
    before = app.property("less_motion")
    app.setProperty("less_motion", True)
    yield
    app.setProperty("less_motion", before)


@pytest.fixture
def motion(bench):
    """An editor whose style takes time for what moves."""
    app = QApplication.instance()
    before = app.property("less_motion")
    app.setProperty("less_motion", False)
    yield bench
    app.setProperty("less_motion", before)


def middle(bench, key):
    """The middle of a card as it is seen, and where it belongs."""
    card, place = bench.canvas.deck[key].geometry(), bench.canvas.picture.column(key).card
    return card.x() + card.width() / 2, place.x + place.w / 2


def test_a_layer_begins_where_it_stood_and_comes_to_its_new_place(motion, wait_until):
    second = motion.names[1]
    before, _ = middle(motion, second)
    motion.canvas.commands.insert(0)
    seen, place = middle(motion, second)
    assert abs(seen - before) <= 2
    assert abs(place - before) > 20
    wait_until(lambda: not motion.canvas.stage.shifts)
    seen, place = middle(motion, second)
    assert abs(seen - place) <= 1


def test_a_layer_on_its_way_is_under_the_mouse_where_it_will_be(motion):
    motion.canvas.commands.insert(0)
    assert motion.canvas.stage.shifts
    for column in motion.canvas.picture.columns:
        assert motion.canvas.under(QPointF(column.card.x + 5, column.card.y + 5)).key == column.key


def test_with_less_motion_everything_is_in_place_at_once(less_motion, bench):
    bench.canvas.commands.insert(0)
    assert not bench.canvas.stage.shifts
    assert all(abs(seen - place) <= 1 for seen, place in (middle(bench, key) for key in bench.names))


def test_nothing_slides_while_it_trains(motion, wait_until):
    motion.live.train()
    wait_until(lambda: motion.canvas.feed.training)
    motion.canvas.commands.insert(0)
    assert not motion.canvas.stage.shifts
