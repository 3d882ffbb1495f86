"""Boxes and arrows."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from core import Diagram, InknetError, Node
from core.contracts.views import fault_of
from desktop.figures.check import checked
from desktop.figures.diagram import edge

CHAIN = Diagram(
    nodes=tuple(Node(f"Z{k} = A{k} W{k} + b{k}", "n x 128", along=k) for k in range(4)),
    arrows=((0, 1), (1, 2), (2, 3)),
)


def test_the_way_goes_right_where_there_is_room_and_down_where_there_is_not(show):
    wide, narrow = show(CHAIN, size=(900, 200)), show(CHAIN, size=(220, 500))
    assert [box.left() for box in wide._boxes] == sorted(box.left() for box in wide._boxes)
    assert len({box.top() for box in wide._boxes}) == 1
    assert len({box.left() for box in narrow._boxes}) == 1
    assert [box.top() for box in narrow._boxes] == sorted(box.top() for box in narrow._boxes)


@pytest.mark.parametrize("size", [(900, 200), (220, 500), (130, 90)])
def test_boxes_lie_inside_and_none_covers_another(show, size):
    boxes = show(CHAIN, size=size)._boxes
    assert all(QRectF(0, 0, *size).contains(box) for box in boxes)
    assert not any(one.intersects(other) for k, one in enumerate(boxes) for other in boxes[:k])


def test_arrow_keys_walk_from_box_to_box_and_tell_all_the_words(show, qtbot):
    renderer = show(CHAIN, size=(220, 300))
    for _ in range(2):
        qtbot.keyClick(renderer, Qt.Key.Key_Down)
    assert [line.name for line in renderer.card.lines] == ["Z1 = A1 W1 + b1", "n x 128"]
    assert "Z1" in renderer.accessibleDescription()
    qtbot.keyClick(renderer, Qt.Key.Key_Escape)
    assert not renderer.card.isVisible()


def test_a_line_leaves_a_box_at_its_edge():
    box = QRectF(0, 0, 10, 4)
    assert edge(box, QPointF(25, 2)) == QPointF(10, 2)
    assert edge(box, QPointF(5, -8)) == QPointF(5, 0)


def test_an_arrow_to_a_box_that_is_not_there_is_refused():
    lost = Diagram(nodes=(Node("x"),), arrows=((0, 1),))
    with pytest.raises(InknetError, match="there are 1 nodes"):
        checked(lost)
    assert fault_of(lost)
