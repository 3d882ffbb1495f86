"""The strip under the network: its text form, which can be edited, the key of the colours, presets and zoom."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QSizePolicy, QWidget

from core.data import Data
from core.experiment import Experiment, LayerChoice
from core.registry import Registry
from core.text_form import read_layers
from desktop.forms.fields import TextField
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, IconButton, Painted, button, label, restyle, row
from desktop.parts.painting import LEFT, width_of, write

from .edits import PRESETS, Preset

HEIGHT = 44
BESIDE_KEY = 290
"""Pixels that presets, zoom and the gaps take; the key of the colours has its place where field and key fit in too."""
ENTRIES = (("pushes up", "positive"), ("pushes down", "negative"))


class EdgeKey(Painted):
    """What the colours of the edges mean."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName("Blue edges push up, orange edges push down")
        self.setToolTip("Blue edges push what they lead to up, orange ones down; wide ones push more")

    def sizeHint(self) -> QSize:
        return QSize(round(sum(width_of(self.theme, words, "caption") + 40 for words, _ in ENTRIES)), 28)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        x, middle = region.left(), region.center().y()
        for words, token in ENTRIES:
            pen = QPen(self.theme[token], 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x + 2, middle), QPointF(x + 16, middle))
            wide = width_of(self.theme, words, "caption")
            write(
                painter, self.theme, QRectF(x + 22, region.top(), wide + 6, 28), words, "caption", "text_3", LEFT, 400
            )
            x += wide + 40


class Foot(QWidget):
    """Text form, key, presets, zoom."""

    layers_typed = Signal(object)
    """Layers, as a tuple of LayerChoice."""
    preset_chosen = Signal(object)
    zoom_asked = Signal(float)
    """A factor; 0 for Fit."""

    def __init__(self, look: ThemeSwitch, registry: Registry) -> None:
        super().__init__()
        self._registry = registry
        self._layers: tuple[LayerChoice, ...] = ()
        self._data: Data | None = None
        self._text = ""
        self.field = TextField()
        self.field.setAccessibleName("Layers, from input to output")
        self.field.setToolTip("Units of input, layers and output. Type 784-10 for no hidden layer.")
        self.field.setMinimumWidth(96)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.setMaximumWidth(230)
        self.field.editingFinished.connect(self._read)
        self.field.given_up.connect(self._give_up)
        mark = self.field.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        mark.setText(tr("Type the layers"))
        mark.triggered.connect(self.field.setFocus)
        look.keep_icon(mark, "pen", "text_3", 14)
        self.presets = button(look, "Presets", "quiet", tip="Known networks to begin with")
        self.presets.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.presets)
        menu.aboutToShow.connect(lambda: self.fill_presets(menu))
        self.presets.setMenu(menu)
        self.presets.setFixedWidth(92)
        self.key = EdgeKey(look)
        self.hint = label("", "danger")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hint.hide()
        self.less = IconButton(look, "minus", "Zoom out", "Ctrl+-", size=14)
        self.more = IconButton(look, "plus", "Zoom in", "Ctrl++", size=14)
        self.fit = button(look, "100 %", "quiet", tip="Fit: all layers in sight", shortcut="Ctrl+0")
        self.fit.setFixedWidth(58)
        self.fit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.less.clicked.connect(lambda: self.zoom_asked.emit(1 / 1.2))
        self.more.clicked.connect(lambda: self.zoom_asked.emit(1.2))
        self.fit.clicked.connect(lambda: self.zoom_asked.emit(0.0))
        zoom = QFrame()
        zoom.setObjectName("segments")
        zoom.setLayout(row(self.less, self.fit, self.more, gap=0))
        self.setLayout(
            row(self.field, self.presets, self.key, (self.hint, 1), STRETCH, zoom, gap=8, margins=(14, 4, 14, 10))
        )
        self.setFixedHeight(HEIGHT)
        self.show_zoom(1.0)

    def show_experiment(self, e: Experiment, data: Data | None) -> None:
        """Follow the network."""
        self._layers, self._data = e.layers, data
        self._text = (
            e.text(data.features, data.outputs)
            if data
            else "-".join(["…", *(str(layer.units) for layer in e.layers[:-1]), "…"])
        )
        self.field.setMinimumWidth(max(96, min(230, self.field.fontMetrics().horizontalAdvance(self._text) + 48)))
        self._fit_key()
        self.field.setEnabled(data is not None)
        if not self.field.isModified() or not self.field.hasFocus():
            self._give_up()

    def show_zoom(self, zoom: float) -> None:
        """Say how large the network is shown."""
        words = f"{zoom:.0%}".replace("%", " %")
        self.fit.setText(words)
        self.fit.setAccessibleName(f"Zoom {words}; press to fit")

    def fill_presets(self, menu: QMenu) -> None:
        """The known networks, written for the data as they are."""
        menu.clear()
        data = self._data
        for preset in PRESETS:
            if not preset.known(self._registry):
                continue
            name = preset.name(data.features, data.outputs) if data else "-".join(map(str, ("…", *preset.hidden, "…")))
            action = menu.addAction(f"{name}\t{preset.note}" if preset.note else name)
            action.triggered.connect(lambda _=False, preset=preset: self._take(preset))

    def set_registry(self, registry: Registry) -> None:
        """Offer what this registry has."""
        self._registry = registry

    def _take(self, preset: Preset) -> None:
        self.preset_chosen.emit(preset)

    def _read(self) -> None:
        if not self.field.isModified():
            return
        layers, problem = read_layers(self.field.text(), self._layers, self._data)
        self._say(problem)
        if layers is not None:
            self.field.setModified(False)
            self.layers_typed.emit(layers)

    def _give_up(self) -> None:
        self.field.setText(self._text)
        self.field.setCursorPosition(0)  # of a long one the beginning is seen
        self._say("")

    def _say(self, problem: str) -> None:
        if bool(self.field.property("wrong")) != bool(problem):
            restyle(self.field, wrong=bool(problem))
        self.hint.setText(problem)
        self.hint.setToolTip(problem)
        self.hint.setVisible(bool(problem))
        self.field.setAccessibleDescription(problem)
        self._fit_key()

    def _fit_key(self) -> None:
        room = self.width() - BESIDE_KEY - self.field.minimumWidth()
        self.key.setVisible(room >= self.key.width() and not self.hint.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_key()
