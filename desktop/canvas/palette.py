"""What can be put into the network: layers, activations, and what goes onto a layer. Drag, click or press Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QSizePolicy

from core.experiment import Choice
from core.registry import Registry
from desktop.forms.picker import summary
from desktop.look import Theme, ThemeSwitch
from desktop.parts import Panel, label
from desktop.parts.painting import LEFT, rounded, write

from . import drag
from .curves import Computes, Curves, activation_classes, paint_curve
from .offers import Load

HEIGHT = 30
THINGS = (
    (Load("layer", "Dense"), "layer", "A layer of 32 units, each connected to all before it"),
    (Load("dropout", "Dropout"), "dropout", "In each step a fifth of a layer's units rests, chosen at random"),
    (Load("freeze", "Freeze"), "freeze", "A layer's weights stay as they are, or learn again"),
    (Load("note", "Note"), "pen", "Words of your own on the canvas"),
)


class Tile(QAbstractButton):
    """One thing to drag. A click or Enter puts it in place without a drag."""

    def __init__(self, palette: Palette, load: Load, icon: str, words: str, plugin: bool = False) -> None:
        super().__init__(palette)
        self.load, self._palette, self._icon, self._plugin = load, palette, icon, plugin
        self._press: QPoint | None = None
        self._away = False
        self.setText(load.name)
        self.setAccessibleName(load.name + (", from a plugin" if plugin else ""))
        where = "between two layers" if load.kind == "layer" else "the canvas" if load.kind == "note" else "a layer"
        self.setAccessibleDescription(
            f"{words}. Drag it onto {where}, or press Enter.".replace("onto between", "between")
        )
        self.setToolTip(f"{words}\nDrag it into the network, or click")
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(106, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._press is None or (at - self._press).manhattanLength() < QApplication.startDragDistance():
            return
        grip, self._press = self._press, None
        self.setDown(False)  # the release would click otherwise
        picture, self._away = self.held(), True
        self.update()
        drag.begin(self, self.load, picture, grip, self._palette.exec_drag)
        self._away = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: object) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def held(self) -> QPixmap:
        """The tile as it looks in the hand: a little transparent."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.94)
        self._paint(painter, "accent", "raised")
        painter.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isDown() or self._away:
            edge, fill = "accent", "accent_soft"
        elif self.underMouse():
            edge, fill = "control", "hover"
        else:
            edge, fill = "line_strong", "sunken"
        self._paint(painter, edge, fill, self._away)
        painter.end()

    def _paint(self, painter: QPainter, edge: str, fill: str, away: bool = False) -> None:
        theme, ratio = self._palette.theme, self.devicePixelRatioF()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        rounded(painter, box, theme[fill], None, 6)
        painter.setPen(QPen(theme[edge], 1, Qt.PenStyle.DashLine if away else Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        middle = box.center().y()
        if self._icon:
            painter.drawPixmap(QPointF(9, middle - 8), theme.pixmap(self._icon, "text_2", 16, ratio))
        else:
            shape = self._palette.curves.shape(Choice(self.load.name))
            paint_curve(painter, QRectF(10, middle - 6, 15, 12), shape, theme["accent_text"])
        right = -26 if self._plugin else -6
        write(painter, theme, box.adjusted(33, 0, right, 0), self.text(), "body", "text", LEFT)
        if self._plugin:
            painter.drawPixmap(QPointF(box.right() - 22, middle - 7), theme.pixmap("plugin", "text_3", 14, ratio))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class Palette(Panel):
    """The panel of things. Activations come from the registry, a plugin's by themselves."""

    used = Signal(object)
    """The Load of a tile that was clicked, for the layer that is chosen."""

    def __init__(
        self, look: ThemeSwitch, registry: Registry, host: Computes, exec_drag: drag.ExecDrag = drag.exec_drag
    ) -> None:
        super().__init__(look, "Build", "drag into the network")
        self.exec_drag = exec_drag
        self.curves = Curves(registry, host)
        self.curves.changed.connect(self._redraw)
        self.tiles: dict[str, Tile] = {}
        self._things = _grid()
        self._activations = _grid()
        for at, (load, icon, words) in enumerate(THINGS):
            self._things.addWidget(self._tile(load, icon, words), at // 2, at % 2)
        self.body.addWidget(label("Layers and marks", "caption"))
        self.body.addLayout(self._things)
        self.body.addWidget(label("Activations", "caption"))
        self.body.addLayout(self._activations)
        look.changed.connect(self._redraw)
        self.set_registry(registry)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._look.theme

    def set_registry(self, registry: Registry) -> None:
        """Offer the activations of this registry."""
        self.curves.set_registry(registry)
        known = {load.name for load, _, _ in THINGS}
        for name in [name for name in self.tiles if name not in known]:
            tile = self.tiles.pop(name)
            self._activations.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for at, (name, cls, origin) in enumerate(activation_classes(registry)):
            tile = self._tile(Load("activation", name), "", summary(cls) or name, origin != "built-in")
            self._activations.addWidget(tile, at // 2, at % 2)

    def _tile(self, load: Load, icon: str, words: str, plugin: bool = False) -> Tile:
        tile = self.tiles[load.name] = Tile(self, load, icon, words, plugin)
        tile.clicked.connect(lambda: self.used.emit(load))
        tile.show()
        return tile

    def _redraw(self) -> None:
        for tile in self.tiles.values():
            tile.update()


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(6)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
