"""The two workspaces' centres: the network with what builds it, and the drawing with what the network makes of it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.registry import Registry
from desktop.canvas import NetworkEditor, Palette
from desktop.layer_panel import LayerPanel
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import Panel, column, row
from desktop.reader import Reader
from desktop.shell.rail import LeftColumn, Rail
from desktop.shell.start_card import StartCard
from desktop.training_panel import TrainingPanel
from desktop.views import ViewHost

WIDE, NARROW = 1400, 1100
"""Widths of the window from which columns are wide, and under which the left one folds away."""
CANVAS, CANVAS_BESIDE = 480, 400
"""Pixels of width that the canvas keeps, and those beside a lesson: the two are read together."""
LOW = 820
"""Height of the window under which less used settings stand behind "More"."""


class NetworkPage(QWidget):
    """Palette, layer and training at the left; the editor takes the rest."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry, host: ViewHost) -> None:
        super().__init__()
        self.palette_panel = Palette(look, registry, host)
        self.layer = LayerPanel(look, live, registry)
        self.training = TrainingPanel(look, live, registry)
        self.editor = NetworkEditor(look, live, registry, host)
        self.palette_panel.used.connect(self.editor.use)
        self.editor.selected.connect(self.layer.show_layer)
        self.left = LeftColumn(self.palette_panel, self.layer, self.training)
        named = [("layer", "Build", self.palette_panel), ("target", "Layer", self.layer)]
        self.rail = Rail(look, self, self.left, [*named, ("sliders", "Training", self.training)])
        self.rail.hide()
        self._middle = column((self.editor, 1), gap=8)
        self._row = row(self.rail, self.left, gap=8)
        self._row.addLayout(self._middle, 1)
        self.setLayout(self._row)
        self._narrow = False
        self.beside: QWidget | None = None
        """What stands in the place of the left column, such as a lesson."""

    def show_beside(self, panel: QWidget | None) -> None:
        """Put a panel in the place of the left column, or the column back; ``fit`` gives it its width."""
        if panel is self.beside:
            return
        if self.beside is not None:
            self._row.removeWidget(self.beside)
            self.beside.hide()
        self.beside = panel
        self.rail.close_column()
        self.rail.setVisible(self._narrow and panel is None)
        self.left.setVisible(not self._narrow and panel is None)
        self.editor.setMinimumWidth(CANVAS if panel is None else CANVAS_BESIDE)
        if panel is not None:
            self._row.insertWidget(0, panel)
            panel.show()

    def add_card(self, card: StartCard) -> None:
        """Put the card of the first start at the foot of the canvas, over nothing."""
        self.editor.add_card(card)

    def fit(self, width: int, height: int) -> None:
        """The column's width, whether it folds to its rail, and what it keeps behind "More", in a window so large."""
        self.left.set_wide(width >= WIDE)
        self.training.fold(height < LOW)
        narrow = width < NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.rail.close_column()
        self.rail.setVisible(narrow and self.beside is None)
        if narrow:
            self._row.removeWidget(self.left)
            self.left.hide()
        else:
            self._row.insertWidget(self._row.indexOf(self.rail) + 1, self.left)
            self.left.setVisible(self.beside is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.rail.open:
            QTimer.singleShot(0, self.rail.place)


class DrawPage(QWidget):
    """The large pad, the stages of what the network sees, and its answer."""

    def __init__(self, look: ThemeSwitch, reader: Reader) -> None:
        super().__init__()
        answer = Panel(look, "Answer", "probability of each class")
        answer.body.addWidget(reader.bars, 1)
        right = column((reader.stages, 1), (answer, 1), gap=8)
        whole = row((reader.large, 2), gap=8)
        whole.addLayout(right, 3)
        self.setLayout(whole)
