"""Several figures beside each other, each under its own title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core import Figure, Image, Panels, Points, Tiles
from desktop.look import Theme
from desktop.parts import write

from .renderer import Renderer

TITLE = 18
GAP = 10
NARROWEST = 130.0
LOWEST = 132.0
"""Less than this shows nothing of a panel: there are fewer of them beside each other then, or they scroll."""


class Sheet(QWidget):
    """What the panels lie on; it writes their titles."""

    def __init__(self, panels: PanelsRenderer) -> None:
        super().__init__()
        self._panels = panels
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._panels.write_titles(painter)
        painter.end()


class PanelsRenderer(Renderer):
    """One renderer for each panel, kept as long as its figure stays of the same kind. What has no room scrolls."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.parts: list[Renderer] = []
        self._boxes: list[QRectF] = []
        self.sheet = Sheet(self)
        self.rolling = QScrollArea(self)
        self.rolling.setFrameShape(QFrame.Shape.NoFrame)
        self.rolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rolling.viewport().setAutoFillBackground(False)
        self.rolling.setWidget(self.sheet)
        self.sheet.setAutoFillBackground(False)
        self.setFocusProxy(self.rolling)

    def retheme(self, theme: Theme) -> None:
        for part in self.parts:
            part.retheme(theme)
        super().retheme(theme)

    def leave(self) -> None:
        super().leave()
        for part in self.parts:
            part.leave()

    def out_of_sight(self) -> int:
        return max(0, self.sheet.height() - self.rolling.height())

    def sharpen(self, on: bool) -> None:
        for part in self.parts:
            part.sharpen(on)

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Panels)
        while len(self.parts) > len(figure.figures):
            self.parts.pop().deleteLater()
        before = len(self.parts)
        for k, one in enumerate(figure.figures):
            if k == len(self.parts):
                self.parts.append(self._part(one))
            elif (other := self._part(one, self.parts[k])) is not self.parts[k]:
                self.parts[k].deleteLater()
                self.parts[k] = other
                before = -1  # a new one has no place yet
        if before != len(self.parts):
            self._arrange()
        for part, one in zip(self.parts, figure.figures, strict=True):
            part.picture_of = self.picture_of
            part.display(one)

    def _part(self, figure: Figure, held: Renderer | None = None) -> Renderer:
        from .catalogue import renderer_for

        part = renderer_for(figure, self.theme, held, self.sheet)
        if part is not held:
            part.setMinimumSize(1, 1)
            part.samples_chosen.connect(self.samples_chosen)
            part.show()
        return part

    def _around(self) -> object:
        figure = self.figure
        return [one.title for one in figure.figures] if isinstance(figure, Panels) else None

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Panels)
        area = self.area()
        self.rolling.setGeometry(area.toRect())
        self._boxes = laid_out(figure.figures, figure.columns, area)
        if self._boxes and self._boxes[-1].bottom() > area.bottom() + 1:
            bar = self.rolling.verticalScrollBar().sizeHint().width()
            self._boxes = laid_out(figure.figures, figure.columns, area.adjusted(0, 0, -bar - 2, 0))
        bottom = max((box.bottom() for box in self._boxes), default=0.0)
        self.sheet.setFixedSize(round(area.width()), round(max(area.height(), bottom)))
        for part, box in zip(self.parts, self._boxes, strict=False):
            part.setGeometry(box.adjusted(0, TITLE, 0, 0).toRect())

    def write_titles(self, painter: QPainter) -> None:
        """Write the title of every panel above it."""
        figure = self.figure
        assert isinstance(figure, Panels)
        for one, box in zip(figure.figures, self._boxes, strict=True):
            line = QRectF(box.left(), box.top(), box.width(), TITLE - 2)
            write(painter, self.theme, line, one.title, "caption", "text_2", weight=600)

    def _painted_elsewhere(self) -> float:
        return sum(part.spent() for part in self.parts)


def laid_out(figures: Sequence[Figure], columns: int, area: QRectF) -> list[QRectF]:
    """A box for each figure, row by row, with its title in it.

    Of all numbers of columns that leave each panel its width, ``columns`` where it is one of them; else the one in
    which the pictures come out largest. Where no panel would have its height, the boxes go on below the area.
    """
    count = len(figures)
    if not count:
        return []
    most = max(1, min(count, int((area.width() + GAP) / (NARROWEST + GAP))))
    wanted = aspect(figures)

    def size(across: int) -> tuple[float, float]:
        rows = -(-count // across)
        return (area.width() + GAP) / across - GAP, (area.height() + GAP) / rows - GAP

    def shown(across: int) -> float:
        wide, high = size(across)
        return min(wide, (max(high, LOWEST) - TITLE) * wanted)

    across = min(columns, most) if columns else max(range(1, most + 1), key=shown)
    wide, high = size(across)
    high = max(high, LOWEST if count > across else min(LOWEST, area.height()))
    return [QRectF((k % across) * (wide + GAP), (k // across) * (high + GAP), wide, high) for k in range(count)]


def aspect(figures: Sequence[Figure]) -> float:
    """About how many times wider than high such figures look best."""
    first = figures[0]
    if isinstance(first, Image) and first.extent is None:
        rows, columns = first.values.shape
        return max(0.25, min(4.0, columns / max(rows, 1))) * 1.25  # its colour bar stands beside it
    if isinstance(first, Points):
        return 1.1
    if isinstance(first, Tiles):
        return 1.6
    return 1.4
