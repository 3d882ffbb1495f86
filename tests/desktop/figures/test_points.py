"""Points: one item per class, samples under the pointer, space that turns."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from core import Image, Points
from desktop.figures.points import turned

from .conftest import PLAIN

PLANE, SPACE = PLAIN["points"], PLAIN["space"]


def lonely():
    """A point that no other is near."""
    apart = np.linalg.norm(PLANE.points[:, None] - PLANE.points[None], axis=2) + 99 * np.eye(len(PLANE.points))
    inside = np.abs(PLANE.points).max(axis=1) < 2.8
    return int(np.where(inside, apart.min(axis=1), 0).argmax())


def pixel(renderer, index):
    """Where a point lies in the plot."""
    return renderer.plot.axes.to_pixel(*renderer._flat[index])


def test_there_is_one_scatter_item_per_class(show):
    renderer = show(PLANE)
    assert len(renderer._scatters) == 3
    assert sum(len(scatter.getData()[0]) for scatter in renderer._scatters) == 200


def test_ten_thousand_points_are_shown(show, picture_of):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 10_000)
    renderer = show(Points(points=rng.normal(size=(10_000, 2)), labels=labels, classes=tuple("0123456789")))
    assert len(renderer._scatters) == 10
    assert (picture_of(renderer) != 255).any()


def test_the_pointer_tells_class_and_sample_and_shows_it(show, point):
    renderer = show(PLANE, size=(900, 600))
    asked = []
    renderer.picture_of = lambda split, row: asked.append((split, row)) or np.eye(5)
    index = lonely()
    at = pixel(renderer, index)
    point(renderer.plot, at.x(), at.y())
    told = {line.name: line.value for line in renderer.card.lines}
    assert told["class"] == PLANE.classes[PLANE.labels[index]]
    assert told["test sample"] == str(index)
    assert asked == [("test", index)]


def test_a_click_chooses_the_sample(show, qtbot):
    renderer = show(PLANE, size=(900, 600))
    index = lonely()
    with qtbot.waitSignal(renderer.samples_chosen, timeout=1000) as chosen:
        QTest.mouseClick(renderer.plot, Qt.MouseButton.LeftButton, pos=pixel(renderer, index).toPoint())
    assert chosen.args == ["test", [index]]


def test_far_from_all_points_nothing_is_told(show):
    renderer = show(Points(points=np.array([[0.0, 0.0], [10.0, 10.0]])), size=(900, 600))
    assert renderer.nearest(renderer.plot.axes.to_pixel(5, 5)) is None


def test_turning_space_moves_points_and_keeps_what_is_seen_of_lengths(show):
    renderer = show(SPACE)
    before = renderer._flat.copy()
    renderer.plot.dragged.emit(QPointF(40, 10))
    assert not np.allclose(renderer._flat, before)
    renderer.fit()
    assert np.allclose(renderer._flat, before)


@pytest.mark.parametrize("yaw", [0.0, 0.7, 3.0])
@pytest.mark.parametrize("pitch", [0.0, 0.4, -1.2])
def test_the_screen_is_spanned_by_two_unit_vectors_at_right_angles(yaw, pitch):
    seen = turned(yaw, pitch)
    assert np.allclose(seen.T @ seen, np.eye(2))


def test_without_turning_the_first_column_goes_right_and_the_third_up():
    assert np.allclose(np.eye(3) @ turned(0, 0), [[1, 0], [0, 0], [0, 1]])


def test_the_arrow_keys_turn_space(show):
    renderer = show(SPACE)
    before = renderer._flat.copy()
    QTest.keyClick(renderer, Qt.Key.Key_Right)
    assert not np.allclose(renderer._flat, before)


def test_a_click_on_a_class_hides_its_points(show):
    renderer = show(PLANE)
    QTest.mouseClick(renderer._names[1], Qt.MouseButton.LeftButton)
    assert [scatter.isVisible() for scatter in renderer._scatters] == [True, False, True]
    hidden = int(np.flatnonzero(PLANE.labels == 1)[0])
    assert renderer.nearest(pixel(renderer, hidden)) != hidden


def test_the_plane_can_be_looked_at_more_closely(show):
    renderer = show(PLANE)
    whole = renderer.plot.axes.limits
    QTest.keyClick(renderer, Qt.Key.Key_Plus)
    assert renderer.plot.axes.limits.right - renderer.plot.axes.limits.left < whole.right - whole.left
    QTest.keyClick(renderer, Qt.Key.Key_0)
    assert renderer.plot.axes.limits == whole


def test_points_lie_where_the_picture_behind_says(show):
    assert show(PLANE).plot.axes.limits == PLANE.behind.extent


def test_a_way_joins_its_points_in_order_and_rings_the_last(show):
    way = Points(points=np.array([[0.0, 0], [2, 1], [1, 3]]), joined=True)
    renderer = show(way)
    np.testing.assert_array_equal(np.transpose(renderer._way.getData()), way.points)
    np.testing.assert_array_equal(np.transpose(renderer._last.getData()), [[1, 3]])
    renderer.display(PLANE)
    assert not len(renderer._last.getData()[0])


def test_a_measured_ground_has_a_colour_bar_where_there_is_room(show):
    ground = Image(values=np.arange(9.0).reshape(3, 3), extent=(0, 1, 0, 1))
    figure = Points(points=np.array([[0.5, 0.5]]), behind=ground)
    wide, narrow, classes = show(figure, size=(500, 300)), show(figure, size=(200, 200)), show(PLANE, size=(500, 300))
    assert wide.plot.width() < 500
    assert narrow.plot.width() == 200
    assert classes.plot.width() == 500
