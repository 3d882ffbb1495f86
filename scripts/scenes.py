"""What the pictures show: every panel and state of the window, one after the other, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from camera import Camera, rest, wait
from mouse import Mouse
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDockWidget, QWidget

from core import Visualization
from core.experiment import Choice, Experiment, layers_from
from desktop.canvas.hits import insertion
from desktop.window import MainWindow

THEMES = ("light", "dark")
IN_THE_PLANE = ("decision-regions", "neuron-maps")
"""Views of networks with two inputs."""
MEANT = ("accent", "accent_soft", "accent_hover", "positive", "negative", "danger", "danger_soft", "text", "control")
"""Colours that mean something: the film keeps them."""
FOOT = 80
"""Pixels that the foot of a lane is pulled down to double its units."""
SEVEN = [
    [(0.25, 0.25), (0.45, 0.23), (0.72, 0.24), (0.62, 0.45), (0.52, 0.66), (0.45, 0.85)],
    [(0.4, 0.55), (0.66, 0.52)],
]
"""A 7 with its bar: strokes of points, in shares of the pad."""


class Scenes:
    """One window and its camera."""

    def __init__(self, window: MainWindow, camera: Camera) -> None:
        self.window, self.camera = window, camera
        self.mouse = Mouse(window, camera)

    # what they are made of

    @property
    def canvas(self) -> Any:
        """The picture of the network."""
        return self.window.network.editor.canvas

    @property
    def status(self) -> Any:
        """Where the training is."""
        return self.window.live.session.run.status

    def repainted(self) -> None:
        """Beside a training edges are painted in turn: wait until all gaps had theirs, in the colours of now."""
        for _ in range(2):  # the first turn may have been ordered before
            before = [self.canvas.stage.strip(key) for key in self.canvas.order[1:]]
            wait(lambda before=before: not any(self._is_shown(strip) for strip in before), 6)

    def _is_shown(self, strip: Any) -> bool:
        return any(self.canvas.stage.strip(key) is strip for key in self.canvas.order[1:])

    def both(self, name: str, widget: QWidget | None = None) -> None:
        """A picture in each theme."""
        for theme in THEMES:
            changed = self.window.look.theme.name != theme
            self.window.look.choose(theme)
            rest(0.5)
            if changed and self.status.state == "training":
                self.repainted()
            self.camera.save(f"{name}-{theme}", widget)
        self.window.look.choose("light")
        rest(0.2)
        print(name)

    def ready(self) -> None:
        """Wait until the network is there and painted."""
        wait(lambda: self.status.state == "paused" and self.canvas.stage.answers is not None, 90)
        rest(0.6)

    def train_until(self, held: Callable[[], bool], frame: bool = False) -> None:
        """Train, with frames of the film where asked, until something holds."""
        if self.status.state != "training":
            self.window.live.train()
        while not held() and self.status.state != "failed":
            rest(0.5)
            if frame:
                self.camera.frame(0.25)

    def card(self, at: int) -> QPoint:
        """A place of a layer's card that is no button; 0 is the input."""
        box = self.canvas.picture.columns[at].card
        return QPoint(round(box.right - 22), round(box.y + 18))

    def gap(self, at: int) -> QPoint:
        """Between two columns."""
        return QPoint(round(insertion(self.canvas.picture, at).x), 330)

    def foot(self, at: int) -> QPoint:
        """The foot of a layer's lane."""
        box = self.canvas.picture.columns[at].grip
        return QPoint(round(box.x + box.w / 2), round(box.y + box.h / 2))

    # the scenes

    def start(self) -> None:
        """The first start."""
        self.ready()
        self.both("start")

    def design(self) -> None:
        """The network is put together by dragging, on film."""
        self.window.sheets.start.hide()
        rest(0.4)
        film, mouse = self.camera.frame, self.mouse
        film(0.8)
        mouse.carry("Dense", self.gap(1), film, held=lambda: self.both("drag"))
        film(0.6)
        mouse.carry("gelu", self.card(2), film)
        film(0.5)
        mouse.carry("Dropout", self.card(1), film)
        film(0.5)
        foot = self.foot(1)
        mouse.drag(foot, foot + QPoint(0, FOOT), film)
        rest(0.4)
        film(0.8)

    def training(self) -> None:
        """It trains, and reads what is drawn meanwhile."""
        self.mouse.click(self.window.topbar.train)
        self.camera.frame(0.4)
        self.train_until(lambda: self.status.epoch >= 1.1, frame=True)
        self.mouse.draw(self.window.reader.small.pad, SEVEN, lambda: self.camera.frame(0.14))
        rest(0.6)
        self.camera.frame(2.2)
        self.camera.pointer = None
        self.both("window")
        self.window.live.train()
        wait(lambda: self.status.state == "paused", 10)
        theme = self.window.look.theme
        self.camera.save_film("inknet", [theme[token] for token in MEANT])

    def mistake(self) -> None:
        """A layer without an activation, and the way out."""
        key = self.window.live.experiment.layers[1].key
        self.canvas.commands.activate((key,), Choice("identity"))
        rest(1.0)
        self.both("mistake")
        self.window.live.undo()
        rest(0.6)

    def drawing(self) -> None:
        """The page for drawing."""
        self.window.show_workspace(1)
        rest(0.5)
        self.both("draw")
        self.window.show_workspace(0)
        rest(0.4)

    def sheets(self) -> None:
        """What opens over the window."""
        sheets = self.window.sheets
        for name, sheet in (("find", sheets.finder), ("keys", sheets.keys), ("settings", sheets.settings)):
            sheet.open_sheet()
            rest(0.4)
            if name == "find":
                sheet.field.setText("lay")
            self.both(name, sheet)
            sheet.close_sheet()

    def panels(self) -> None:
        """The panels that stand in docks, one by one."""
        self.window.notices.clear()
        for name in ("data", "history"):
            dock = self.window.docks.dock(name)
            self.window.docks.bring_up(name)
            self._alone(dock, 360, 760)
            rest(1.5)
            self.both(name, dock)
            dock.setFloating(False)
            dock.hide()

    def views(self) -> None:
        """Every view that there is, with what it shows of the digits or, where it needs two inputs, of a spiral."""
        names = [cls.name for cls in self.window.registry.all(Visualization)]  # type: ignore[type-abstract]
        digits = [name for name in names if name not in IN_THE_PLANE]
        self._views(digits)
        self.window.live.edit(_spiral, "Learn a spiral")
        rest(0.5)
        wait(lambda: self.status.state == "paused", 20)
        self._views([name for name in names if name in IN_THE_PLANE], epochs=150)

    def _views(self, names: list[str], epochs: float = 0.4) -> None:
        docks = self.window.docks
        docks.close_views()
        for name in names:
            dock = docks.add_view(name)
            self._alone(dock, 520, 400)
            goal = self.status.epoch + epochs / (len(names) if epochs < 1 else 1)
            self.train_until(lambda goal=goal: self.status.epoch >= goal or self.status.state == "finished")
            if self.status.state == "training":
                self.window.live.train()
                wait(lambda: self.status.state != "training", 10)
            wait(lambda dock=dock: dock.widget().figure is not None, 6)
            rest(0.8)
            self.both(f"view-{name}", dock)
            docks.close_view(dock)

    def small(self, name: str = "small") -> None:
        """The smallest window that everything works in."""
        self.window.resize(1024, 700)
        rest(1.0)
        wait(lambda: self.canvas.width() <= self.canvas.view.width(), 5)
        rest(0.3)
        self.both(name)

    @staticmethod
    def _alone(dock: QDockWidget, width: int, height: int) -> None:
        dock.setFloating(True)
        dock.resize(width, height)
        dock.show()
        dock.raise_()


def _spiral(e: Experiment) -> Experiment:
    hidden = layers_from([16, 16], Choice("tanh"))
    stopping = replace(e.stopping, epochs=400)
    return replace(e, dataset=Choice("spiral"), layers=hidden, stopping=stopping)
