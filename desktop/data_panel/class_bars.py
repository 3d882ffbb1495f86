"""How many samples there are of each class, in both splits; choosing a class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from core import Array
from desktop.look import ThemeSwitch
from desktop.parts.painting import LEFT, RIGHT, Painted, rounded, width_of, write

ROW = 22
HEAD = 18
ALL = "All"
THICK = 5.0
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ClassBars(Painted):
    """A line for each class, and one for all: name, a bar of each split, their counts. One of them is chosen."""

    chosen = Signal(object)
    """The number of the class, None for all, when the user chose it."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.classes: tuple[str, ...] = ()
        self.train: Array = np.zeros(0, int)
        self.test: Array = np.zeros(0, int)
        self.current: int | None = None
        self._under: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Classes")
        self._describe()

    def show_counts(self, classes: Sequence[str], train: Array, test: Array) -> None:
        """Show the counts (classes,) of both splits."""
        self.classes, self.train, self.test = tuple(classes), train, test
        if self.current is not None and self.current >= len(self.classes):
            self.current = None
        self._describe()
        self.updateGeometry()
        self.update()

    def choose(self, label: int | None) -> None:
        """Show a class as chosen, None for all, without a signal."""
        if label != self.current:
            self.current = label
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEAD + ROW * (len(self.classes) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def line_at(self, y: float) -> int | None:
        """The line at a height: 0 for all, then the classes."""
        line = int((y - HEAD) // ROW)
        return line if 0 <= line <= len(self.classes) else None

    def box(self, line: int) -> QRectF:
        """Where a line lies."""
        return QRectF(0, HEAD + line * ROW, self.width(), ROW)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        theme = self.theme
        names = [ALL, *self.classes]
        trains, tests = [int(self.train.sum()), *self.train.tolist()], [int(self.test.sum()), *self.test.tolist()]
        name_width = min(max(width_of(theme, name, "small", 600) for name in names) + 20, region.width() * 0.35)
        number = max(width_of(theme, f"{count:,}", "small", 600) for count in (*trains[:1], *tests[:1]))
        number = max(number, width_of(theme, "train", "caption")) + 10
        left, right = name_width, region.width() - 2 * number - 6
        most = max(*trains[1:], *tests[1:], 1) if self.classes else 1
        for k, (split, token) in enumerate((("train", "train"), ("test", "test"))):
            head = QRectF(right + k * number, 0, number, HEAD)
            write(painter, theme, head, split, "caption", token, RIGHT, 600)
        for line, name in enumerate(names):
            box, now = self.box(line), line == (0 if self.current is None else self.current + 1)
            if now or line == self._under:
                rounded(painter, box.adjusted(0, 1, 0, -1), theme["accent_soft" if now else "hover"], None, 4)
            weight, colour = (600, "accent_text") if now else (400, "text_2")
            place = QRectF(8, box.top(), name_width - 12, ROW)
            write(painter, theme, place, name, "small", colour, LEFT, weight)
            if line:
                for count, token, y in ((trains[line], "train", -THICK), (tests[line], "test", 0.0)):
                    wide = max(right - left, 1) * count / most
                    bar = QRectF(left, box.center().y() + y + 0.5, max(wide, 1.0 if count else 0.0), THICK - 1)
                    rounded(painter, bar, theme[token], None, min(2.0, wide / 2))
            for k, count in enumerate((trains[line], tests[line])):
                place = QRectF(right + k * number, box.top(), number, ROW)
                write(painter, theme, place, f"{count:,}", "small", "text" if now else "text_3", RIGHT, weight)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.line_at(event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self.line_at(event.position().y())
        if line is not None and event.button() == Qt.MouseButton.LeftButton:
            self._take(line)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = 0 if self.current is None else self.current + 1
        last = len(self.classes)
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        key = Qt.Key(event.key())
        if key in STEPS:
            self._take(min(max(now + STEPS[key], 0), last))
        elif key in ends:
            self._take(ends[key])
        else:
            super().keyPressEvent(event)

    def _point(self, line: int | None) -> None:
        if line != self._under:
            self._under = line
            self.update()

    def _take(self, line: int) -> None:
        label = line - 1 if line else None
        if label != self.current:
            self.choose(label)
            self.chosen.emit(label)

    def _describe(self) -> None:
        k = self.current
        name, train, test = (
            (ALL, self.train.sum(), self.test.sum()) if k is None else (self.classes[k], self.train[k], self.test[k])
        )
        self.setAccessibleDescription(f"{name}: {int(train):,} train, {int(test):,} test")
