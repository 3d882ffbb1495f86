"""The little curve of each activation: worked out on the view thread, as it is a plugin's code, and painted here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from core.components import Activation
from core.errors import InknetError
from core.experiment import Choice
from core.registry import Registry
from desktop.look import Theme

T = TypeVar("T")
POINTS = 33
REACH = 4.0
"""The curve goes from -4 to 4."""
Shape = tuple[float, ...]


class Computes(Protocol):
    """Whoever has functions called on the view thread: the window's ViewHost."""

    def compute(self, key: str, function: Callable[[], T], then: Callable[[T], object]) -> None:
        """Call ``then`` on this thread with what ``function`` gave on the view thread; the latest of a key counts."""


def shape_of(activation: Activation) -> Shape | None:
    """Heights from 0 to 1 along the curve, or None for an activation that fails or gives no numbers.

    All points are one row of a batch: an activation that looks at its neighbours, such as softmax, then shows how its
    answer grows with z.
    """
    try:
        with np.errstate(all="ignore"):
            z = np.linspace(-REACH, REACH, POINTS, dtype=np.float32).reshape(1, -1)
            a = np.asarray(activation.forward(z), float).reshape(-1)
    except BaseException:  # a plugin's code may raise anything; then the activation is shown without a curve
        return None
    if a.shape != (POINTS,) or not np.isfinite(a).all():
        return None
    low, high = float(a.min()), float(a.max())
    if high - low < 1e-9:
        return (0.5,) * POINTS
    return tuple(float(v) for v in (a - low) / (high - low))


def is_straight(activation: Activation) -> bool:
    """Whether the activation is a straight line, and not a level one, as far as -100 and 100."""
    try:
        with np.errstate(all="ignore"):
            z = np.linspace(-100, 100, 41, dtype=np.float32).reshape(-1, 1)
            a = np.asarray(activation.forward(z), float).reshape(-1)
    except BaseException:  # a plugin's code may raise anything; then nothing can be said of its line
        return False
    return a.shape == (41,) and bool(np.abs(np.diff(a, 2)).max() <= 1e-5 * np.ptp(a)) and float(np.ptp(a)) > 0


def shapes_of(registry: Registry, choices: list[Choice]) -> tuple[dict[Choice, Shape | None], set[Choice]]:
    """The curves of activations as they are set, None for those that cannot be made; and which are straight lines."""
    shapes: dict[Choice, Shape | None] = {}
    straight = set()
    for choice in choices:
        try:
            activation = choice.make(registry, Activation)
        except InknetError:
            shapes[choice] = None
            continue
        shapes[choice] = shape_of(activation)
        if is_straight(activation):
            straight.add(choice)
    return shapes, straight


class Curves(QObject):
    """The curves that are known; asks for others when they are first wanted."""

    changed = Signal()
    """More curves are known."""
    straightened = Signal()
    """One of them is a straight line."""

    def __init__(self, registry: Registry, host: Computes) -> None:
        super().__init__()
        self._registry, self._host = registry, host
        self._key = f"curves {id(self)}"
        self._known: dict[Choice, Shape | None] = {}
        self._straight: set[Choice] = set()
        self._missing: dict[Choice, None] = {}

    def set_registry(self, registry: Registry) -> None:
        """Look again: a plugin came, went or changed."""
        self._registry = registry
        self._known.clear()
        self._straight.clear()
        self._missing.clear()
        self.changed.emit()

    def shape(self, choice: Choice) -> Shape | None:
        """The curve of an activation, or None while it is not known or where there is none."""
        if choice in self._known:
            return self._known[choice]
        if choice not in self._missing:
            self._missing[choice] = None
            self._ask()
        return None

    def straight(self, choice: Choice) -> bool:
        """Whether an activation is known to be a straight line: two layers with it between them act as one."""
        return choice in self._straight or choice.name == "identity"

    def _ask(self) -> None:
        registry, wanted = self._registry, list(self._missing)
        self._host.compute(self._key, lambda: (registry, *shapes_of(registry, wanted)), self._take)

    def _take(self, result: tuple[Registry, dict[Choice, Shape | None], set[Choice]]) -> None:
        registry, shapes, straight = result
        if registry is not self._registry:
            return
        self._known |= shapes
        for choice in shapes:
            self._missing.pop(choice, None)
        self._straight |= straight
        self.changed.emit()
        if any(choice.name != "identity" for choice in straight):
            self.straightened.emit()


def paint_curve(painter: QPainter, box: QRectF, shape: Shape | None, colour: QColor, width: float = 1.5) -> None:
    """A curve inside a box; where it is not known, a point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if shape is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(box.center(), 1.8, 1.8)
        return
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    step = box.width() / (len(shape) - 1)
    points = [QPointF(box.left() + k * step, box.bottom() - y * box.height()) for k, y in enumerate(shape)]
    painter.drawPolyline(QPolygonF(points))


def curve_icon(theme: Theme, shape: Shape | None, token: str = "text_2", side: int = 16, ratio: float = 2.0) -> QIcon:
    """A curve as an icon for menus."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_curve(painter, QRectF(1.5, 3, side - 3, side - 6), shape, theme[token])
    painter.end()
    return QIcon(picture)


def activation_classes(registry: Registry) -> list[tuple[str, Any, str]]:
    """Every activation that there is: name, class and where it comes from, in the order of registration."""
    return [(name, entry.cls, entry.origin) for (kind, name), entry in registry.entries.items() if kind == "activation"]
