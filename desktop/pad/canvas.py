"""The drawing pad: a square of paper for mouse, pen and finger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEventPoint,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy

from core.strokes import Drawing, Stroke, ink
from desktop.look import Theme, ThemeSwitch
from desktop.parts.painting import CENTRE, Painted, rounded, write

from .paper import SIZE, paint_ink, paint_paper, removes
from .pen import ERASERS, PENS, round_cursor
from .undo import DrawingHistory

FRAME_MS = 16
"""``changed`` comes at most once in this time."""
NEAREST = 0.7
"""Points nearer to the one before are left out: they are the hand's tremble."""


class Pad(Painted):
    """Paper to draw on. Strokes are kept in units of SIZE; what is shown is what the network is given."""

    changed = Signal()
    """The drawing is another, also in the middle of a stroke; at most once in 16 ms."""
    finished = Signal()
    """A stroke, an undo or a clearing is done."""
    state_changed = Signal()
    """Tool, width or what can be undone is another."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.erasing, self.width_name, self.pressure_widens = False, "Medium", False
        self._history = DrawingHistory()
        self._points: list[tuple[float, float]] = []
        self._pressures: list[float] = []
        self._width, self._rubs = PENS["Medium"], False
        self._finger: int | None = None
        self._left: Drawing = ()
        self._resting: QPixmap | None = None
        self._due = False
        self._rest = QTimer(self, singleShot=True, interval=FRAME_MS)
        self._rest.timeout.connect(self._rested)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(112, 112)
        self.setAccessibleName("Drawing pad")
        self._describe()

    # the drawing

    def strokes(self) -> Drawing:
        """Every stroke so far, the one that is being drawn included."""
        return (*self._history.now, self._current()) if self._points else self._history.now

    def set_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Show another drawing, without a signal of change; the former one can be had back by undo."""
        self._forget()
        self._history.push(tuple(strokes))
        self._refresh()

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def undo_stroke(self) -> None:
        """Take back the last stroke or clearing; while one is being drawn, that one."""
        if self._points:
            self.cancel_stroke()
        elif self.can_undo:
            self._history.undo()
            self._done()

    def redo_stroke(self) -> None:
        """Do again what was taken back."""
        if self.can_redo and not self._points:
            self._history.redo()
            self._done()

    def clear(self) -> None:
        """Empty paper; undo brings the strokes back."""
        drawing = bool(self._points)
        self._forget()
        if self._history.now:
            self._history.push(())
            self._done()
        elif drawing:
            self._done()

    def cancel_stroke(self) -> None:
        """Leave out the stroke that is being drawn."""
        if self._points:
            self._forget()
            self._done()

    # the tools

    def take_pen(self) -> None:
        """Draw from now on."""
        self._take(False, self.width_name)

    def take_eraser(self) -> None:
        """Erase from now on."""
        self._take(True, self.width_name)

    def set_width(self, name: str) -> None:
        """Thin, Medium or Thick, for pen and eraser."""
        self._take(self.erasing, name)

    def _take(self, erasing: bool, width_name: str) -> None:
        self.erasing, self.width_name = erasing, width_name
        self._point_cursor()
        self.state_changed.emit()

    def _tool_width(self, erases: bool) -> float:
        return (ERASERS if erases else PENS)[self.width_name]

    def _current(self) -> Stroke:
        return Stroke(np.array(self._points), self._width, self._rubs)

    # one stroke, from whatever device

    def _begin(self, at: QPointF, pressure: float = 0.5, rubs: bool | None = None) -> None:
        if self._points:  # another device is drawing
            return
        self._rubs = self.erasing if rubs is None else rubs
        self._left = ink(self._history.now, SIZE)
        self._pressures = []
        self._extend(at, pressure)

    def _extend(self, at: QPointF, pressure: float = 0.5) -> None:
        area, scale = self.area(), self.area().width() / SIZE
        x = min(max((at.x() - area.left()) / scale, 0.0), SIZE)
        y = min(max((at.y() - area.top()) / scale, 0.0), SIZE)
        if self._points and np.hypot(x - self._points[-1][0], y - self._points[-1][1]) < NEAREST:
            return
        self._points.append((x, y))
        self._pressures.append(pressure)
        width = self._tool_width(self._rubs)
        if self.pressure_widens and not self._rubs:
            width *= 0.4 + 1.2 * sum(self._pressures) / len(self._pressures)
        same, self._width = width == self._width, width
        if self._rubs:
            self._rub()
        elif same:
            self._update_around(self._points[-3:])
        else:  # a pen that presses changes its width all along
            self.update()
        self._tell()

    def _rub(self) -> None:
        """Take away what lies under the newest piece of the eraser's way, and paint that place again."""
        newest = Stroke(np.array(self._points[-2:]), self._width, True)
        self._left = ink((*self._left, newest), SIZE)
        place = self._update_around(self._points[-2:], max(PENS.values()))
        if self._resting is not None:
            painter = QPainter(self._resting)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(place)
            paint_paper(painter, self.theme, self.area(), self._left)
            painter.end()

    def _end(self) -> None:
        if not self._points:
            return
        stroke = self._current()
        self._points = []
        if not stroke.erases or removes(stroke, self._history.now):
            self._history.push((*self._history.now, stroke))
        self._done()

    def _forget(self) -> None:
        self._points, self._finger = [], None

    def _done(self) -> None:
        self._refresh()
        self._due = False
        self.changed.emit()
        self.finished.emit()

    def _refresh(self) -> None:
        self._resting = None
        self._describe()
        self.update()
        self.state_changed.emit()

    def _tell(self) -> None:
        if self._rest.isActive():
            self._due = True
        else:
            self._rest.start()
            self.changed.emit()

    def _rested(self) -> None:
        if self._due:
            self._due = False
            self._rest.start()
            self.changed.emit()

    def _describe(self) -> None:
        count = sum(not stroke.erases for stroke in self._history.now)
        state = "Empty" if not count else "1 stroke" if count == 1 else f"{count} strokes"
        self.setAccessibleDescription(f"Draw a digit with the mouse, a pen or a finger. {state}.")

    # devices

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """The first finger draws; others rest on the paper."""
        event.accept()
        if event.type() == QEvent.Type.TouchCancel:
            self._finger = None
            self.cancel_stroke()
            return
        for point in event.points():
            if point.state() == QEventPoint.State.Pressed and self._finger is None:
                self._finger = point.id()
                self._begin(point.position())
            elif point.id() == self._finger:
                self._extend(point.position())
                if point.state() == QEventPoint.State.Released:
                    self._finger = None
                    self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()
        rubs = self.erasing or event.pointerType() == QPointingDevice.PointerType.Eraser
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure(), rubs)
        elif event.type() == QEvent.Type.TabletMove and self._points:
            self._extend(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._points and event.buttons() & Qt.MouseButton.LeftButton:
            self._extend(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._points:
            self.cancel_stroke()
        else:
            super().keyPressEvent(event)

    # the picture

    def area(self) -> QRectF:
        """The square of paper inside the widget."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, 0, side, side)

    def sizeHint(self) -> QSize:
        return QSize(164, 164)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._rested_picture())
        if self._points and not self._rubs:
            paint_ink(painter, self.theme, self.area(), (self._current(),))
        area = self.area()
        if self.isEnabled() and not self._history.now and not self._points:
            write(painter, self.theme, area, "Draw a digit here", "small", "text_3", CENTRE)
        rounded(painter, area, None, self.theme["line_strong"], 8)
        painter.end()

    def _rested_picture(self) -> QPixmap:
        """Paper, guides and what is finished; while erasing, what the eraser left so far."""
        if self._resting is None:
            ratio = self.devicePixelRatioF()
            self._resting = QPixmap(self.size() * ratio)
            self._resting.setDevicePixelRatio(ratio)
            self._resting.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._resting)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rubbing = bool(self._points) and self._rubs
            lines = self._left if rubbing else ink(self._history.now, SIZE)
            paint_paper(painter, self.theme, self.area(), lines)
            painter.end()
        return self._resting

    def _update_around(self, points: Sequence[tuple[float, float]], margin: float = 0.0) -> QRect:
        """Ask for the part of the picture that the newest points change; returns it, in pixels of the widget."""
        area, scale = self.area(), self.area().width() / SIZE
        across, down = zip(*points, strict=True)
        reach = self._width / 2 + margin + 2
        box = QRectF(QPointF(min(across) - reach, min(down) - reach), QPointF(max(across) + reach, max(down) + reach))
        place = QRectF(box.topLeft() * scale + area.topLeft(), box.size() * scale).toAlignedRect()
        self.update(place if len(self._points) > 1 else self.rect())  # the first takes the inviting words away
        return place

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resting = None
        self._point_cursor()

    def _point_cursor(self) -> None:
        width = self._tool_width(self.erasing) * self.area().width() / SIZE
        self.setCursor(round_cursor(width, self.theme["ink"], self.theme["paper"], self.devicePixelRatioF()))

    def _retheme(self, theme: Theme) -> None:
        self._resting = None
        self._point_cursor()
        self.update()
