"""Boxes with formulas, and arrows between them."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from core import Diagram, Figure, Node
from desktop.look import Theme
from desktop.parts import write
from desktop.parts.painting import CENTRE, rounded, width_of

from .card import Line
from .renderer import Renderer

LINE = 16.0
PAD = 8.0
HEAD = 5.0
"""Height of a line of words, what a box keeps free around them, and the length of an arrow's head."""
APART = 64.0
"""The most room between two boxes."""
TOKENS = {"": "line_strong", "given": "train", "learned": "accent", "result": "test"}


class DiagramRenderer(Renderer):
    """The way goes right where boxes have room for their words so, else down. Hover and arrow keys choose a box."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._boxes: list[QRectF] = []
        self._across = True
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def leave(self) -> None:
        super().leave()
        if self._at is not None:
            self._at = None
            self.update()

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Diagram)
        self._at = None

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Diagram)
        area = self.area().adjusted(2, 2, -2, -2)
        need = self._need(figure)
        right, down = (self._laid_out(figure.nodes, area, need, right) for right in (True, False))
        self._across = fitting(right, need) >= fitting(down, need)
        self._boxes = right if self._across else down

    def _need(self, figure: Diagram) -> tuple[float, float]:
        """The size that the largest box needs for both of its lines."""
        formula, small = QFontMetricsF(self.theme.font("small", 600)), QFontMetricsF(self.theme.font("caption"))
        widest = max(
            (max(formula.horizontalAdvance(n.text), small.horizontalAdvance(n.words)) for n in figure.nodes), default=0
        )
        return widest + 2 * PAD, 2 * LINE + PAD

    def _laid_out(self, nodes: tuple[Node, ...], area: QRectF, need: tuple[float, float], right: bool) -> list[QRectF]:
        """A box for each node, with the way to the right or down: as large as it needs, or as there is room."""
        if not nodes:
            return []
        long = max(node.along for node in nodes) + 1
        broad = max(node.across for node in nodes) + 1
        columns, rows = (long, broad) if right else (broad, long)
        # boxes that belong together stay together, however large the room is
        wide, high = min(area.width() / columns, need[0] + APART), min(area.height() / rows, need[1] + APART)
        left, top = area.center().x() - columns * wide / 2, area.center().y() - rows * high / 2
        gap_x, gap_y = 18.0, 12.0
        size = wide - gap_x, min(high - min(gap_y, 0.3 * high), need[1])
        if size[1] >= 2 * LINE:  # else both lines stand beside each other, and all the width is of use
            size = min(size[0], need[0]), size[1]
        boxes = []
        for node in nodes:
            x, y = (node.along, node.across) if right else (node.across, node.along)
            middle = QPointF(left + (x + 0.5) * wide, top + (y + 0.5) * high)
            box = QRectF(0, 0, max(size[0], 4.0), max(size[1], 4.0))
            box.moveCenter(middle)
            boxes.append(box)
        return boxes

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        figure = self.figure
        assert isinstance(figure, Diagram)
        painter.setPen(QPen(self.theme["text_3"], 1.25))
        for start, end in figure.arrows:
            self._paint_arrow(painter, self._boxes[start], self._boxes[end])
        for k, (node, box) in enumerate(zip(figure.nodes, self._boxes, strict=True)):
            chosen = k == self._at
            rounded(painter, box, self.theme["raised"], self.theme["text" if chosen else TOKENS[node.role]], 6)
            inner = box.adjusted(4, 0, -4, 0)
            if node.words and box.height() >= 2 * LINE:
                upper = QRectF(inner.left(), box.center().y() - LINE, inner.width(), LINE)
                write(painter, self.theme, upper, node.text, "small", "text", CENTRE, 600)
                write(painter, self.theme, upper.translated(0, LINE), node.words, "caption", "text_2", CENTRE)
            else:
                text = f"{node.text}   {node.words}"
                fits = width_of(self.theme, text, "small", 600) <= inner.width()
                write(painter, self.theme, inner, text if fits else node.text, "small", "text", CENTRE, 600)

    def _paint_arrow(self, painter: QPainter, start: QRectF, end: QRectF) -> None:
        """A straight arrow from the edge of one box to the edge of another."""
        tail, tip = edge(start, end.center()), edge(end, start.center())
        way = tip - tail
        length = math.hypot(way.x(), way.y())
        if length < 2:
            return
        unit = way / length
        side = QPointF(-unit.y(), unit.x()) * HEAD * 0.6
        neck = tip - unit * min(HEAD, length)
        painter.drawLine(tail, neck)
        painter.setBrush(painter.pen().color())
        painter.drawPolygon(QPolygonF([tip, neck + side, neck - side]))

    def choose(self, index: int | None) -> None:
        """Outline a box and tell all its words; None takes that away."""
        figure = self.figure
        if index is None or not isinstance(figure, Diagram) or not 0 <= index < len(figure.nodes):
            self.leave()
            return
        self._at = index
        node = figure.nodes[index]
        lines = [Line(node.text)]
        if node.words:
            lines.append(Line(node.words))
        self.tell(self._boxes[index].center(), lines)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self.choose(next((k for k, box in enumerate(self._boxes) if box.contains(at)), None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = event.key(), len(self._boxes)
        forward = key in (Qt.Key.Key_Right, Qt.Key.Key_Down)
        if count and (forward or key in (Qt.Key.Key_Left, Qt.Key.Key_Up)):
            first = 0 if forward else count - 1
            at = first if self._at is None else self._at + (1 if forward else -1)
            self.choose(min(max(at, 0), count - 1))
        elif key == Qt.Key.Key_Escape and self._at is not None:
            self.leave()
        else:
            super().keyPressEvent(event)


def fitting(boxes: list[QRectF], need: tuple[float, float]) -> float:
    """Which share of what its words need a box has, at the side where it has less."""
    return min((min(box.width() / need[0], box.height() / need[1]) for box in boxes), default=1.0)


def edge(box: QRectF, towards: QPointF) -> QPointF:
    """Where the line from a box's centre to a place leaves the box."""
    centre = box.center()
    way = towards - centre
    shares = [half / abs(part) for half, part in ((box.width() / 2, way.x()), (box.height() / 2, way.y())) if part]
    return centre + way * min(min(shares, default=0.0), 1.0)
