"""The bar at the top: train, step, reset, undo, the project, and the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QPushButton

from core.status import Status
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, IconButton, Painted, Segments, button, restyle, row, rule

NARROW = 1100
"""Pixels of width under which there is no room for everything."""
SPEEDS = {"Slow": 2.0, "20/s": 20.0, "Max": 0.0}
"""Steps a second; 0 for as many as go."""


class TopBar(QFrame):
    """Buttons for the window's actions. ``show_status`` keeps Train and Pause true."""

    def __init__(self, look: ThemeSwitch, actions: dict[str, QAction], menu: QMenu) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("bar")
        self.setFixedHeight(SIZE["toolbar"])
        self.train = button(look, "Train", "primary", "play", "Train", "Space")
        self.train.setFixedSize(104, SIZE["control_large"])
        self.train.clicked.connect(actions["train"].trigger)
        self._training = self._narrow = False
        self._data = "Data", "Data"
        """What its button says where there is room, and where there is none."""
        more = IconButton(look, "more", "Menu")
        more.setPopupMode(more.ToolButtonPopupMode.InstantPopup)
        more.setMenu(menu)

        def tool(name: str) -> IconButton:
            action = actions[name]
            made = IconButton(look, action.property("glyph"), action.text(), action.property("keys"))
            made.clicked.connect(action.trigger)
            action.changed.connect(lambda: self._follow(made, action))
            self._follow(made, action)
            return made

        self.workspaces = [self._workspace(actions[name]) for name in ("network", "draw", "bench")]
        self.data = button(look, "Data", "", "data")
        self.data.clicked.connect(actions["data"].trigger)
        self.speed = Segments(list(SPEEDS), "Max", "Speed")
        self.speed.setToolTip(tr("Steps a second: 2, 20, or as many as go"))
        run = row(self.train, *map(tool, ("step-batch", "step-epoch", "reset")), gap=4)
        run.addWidget(self.speed)
        edits = row(*map(tool, ("undo", "redo")), gap=2)
        project = row(*map(tool, ("lessons", "plugins", "open", "save", "find", "theme")), gap=2)
        left = row(more, Mark(look), 4, *self.workspaces, gap=4)
        right = row(self.data, project, gap=8)
        self.setLayout(row(left, STRETCH, run, rule(True), edits, STRETCH, right, margins=(12, 0, 12, 0)))

    def _workspace(self, action: QAction) -> QPushButton:
        made = button(self._look, action.text(), "quiet", action.property("glyph"), shortcut=action.property("keys"))
        made.setCheckable(True)
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: _come_and_go(made, action))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, workspaces are words without icons, and the data set loses its count."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            side = 0 if narrow else SIZE["icon_dock"]
            for one in self.workspaces:
                one.setIconSize(QSize(side, side))
            self.data.setText(self._data[narrow])

    def show_workspace(self, index: int) -> None:
        """Mark the workspace that is open."""
        for k, one in enumerate(self.workspaces):
            one.setChecked(k == index)

    def show_data(self, name: str, rows: int) -> None:
        """Which data set the network learns from."""
        self._data = f"{name} · {rows:,}", name
        self.data.setText(self._data[self._narrow])
        self.data.setAccessibleName(tr("Data: {name}, {rows} samples to learn from", name=name, rows=f"{rows:,}"))

    def show_status(self, status: Status) -> None:
        """Train is the loud button until it trains; then Pause is there, quieter."""
        self.train.setEnabled(status.state != "loading")
        training = status.state == "training"
        if training == self._training:
            return
        self._training = training
        self.train.setText(tr("Pause") if training else tr("Train"))
        self._look.keep_icon(
            self.train, *(("pause", "accent_text") if training else ("play", "on_accent")), SIZE["icon_dock"]
        )
        restyle(self.train, kind="tonal" if training else "primary")

    @staticmethod
    def _follow(tool: IconButton, action: QAction) -> None:
        tool.setEnabled(action.isEnabled())
        _come_and_go(tool, action)
        tool.set_words(action.text(), action.property("keys"))


def _come_and_go(button_: QAbstractButton, action: QAction) -> None:
    """Hide a button with its action; one that was never hidden is left to its layout."""
    away = not action.isVisible()
    if away != bool(button_.property("away")):
        button_.setProperty("away", away)
        button_.setVisible(not away)


class Mark(Painted):
    """The program's mark: two strokes that meet in a drop of ink."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look)
        self.setFixedSize(24, 24)

    def paint(self, painter: QPainter, region: QRectF) -> None:
        for token, y in (("negative", 5.0), ("positive", 19.0)):
            painter.setPen(QPen(self.theme[token], 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(3, y), QPointF(14, 12))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme["accent"])
        painter.drawEllipse(QPointF(16, 12), 5.5, 5.5)
