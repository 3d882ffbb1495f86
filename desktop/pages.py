"""The two workspaces' centres: the network with what builds it, and the drawing with what the network makes of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core.registry import Registry
from desktop.canvas import NetworkEditor, Palette
from desktop.layer_panel import LayerPanel
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, IconButton, Panel, column, row
from desktop.reader import Reader
from desktop.training_panel import TrainingPanel
from desktop.views import ViewHost

NARROW = 1100


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
        self.rail = IconButton(look, "close-dock", "Build and training", checkable=True)
        self.rail.toggled.connect(self.left.setVisible)
        self.rail.hide()
        side = column(self.rail, STRETCH)
        whole = row(self.left, gap=8)
        whole.insertLayout(0, side)
        whole.addWidget(self.editor, 1)
        self.setLayout(whole)
        self._narrow = False

    def fit(self, width: int) -> None:
        """Under 1,100 pixels of window the left column folds away behind a button."""
        narrow = width < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.rail.setVisible(narrow)
            self.rail.setChecked(not narrow)
            self.left.setVisible(not narrow)


class LeftColumn(QScrollArea):
    """Panels one under the other; they scroll where there is no room."""

    def __init__(self, *panels: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Build and training")
        inner = QWidget()
        inner.setObjectName("window")
        inner.setLayout(column(*panels, STRETCH, gap=8))
        self.setWidget(inner)
        self.setFixedWidth(SIZE["left"] + 10)


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
