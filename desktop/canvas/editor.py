"""The network's editor for the window: the canvas in its scroll area, what floats over it, and the foot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from core import Array, Snapshot
from core.data import Data
from core.experiment import Experiment
from core.registry import Registry
from core.session import Deed
from desktop.live import Live
from desktop.look import Theme, ThemeSwitch
from desktop.parts import column, rounded

from .canvas import Canvas
from .commands import Commands
from .curves import Computes, Curves
from .foot import Foot
from .mistake_card import MistakeBoard
from .notes import NoteBoard
from .offers import Load
from .toast import Toast


class NetworkEditor(QFrame):
    """The picture of the network is the editor. The window tells it what is; it asks ``live`` for every change."""

    selected = Signal(object)
    """Key of the layer that was chosen, or None."""
    notes_changed = Signal()

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry, host: Computes) -> None:
        super().__init__()
        self._look, self._live = look, live
        self._kept_notes: list[dict[str, Any]] = []
        self.commands = Commands(live, registry)
        self.curves = Curves(registry, host)
        self.canvas = Canvas(look, self.commands, self.curves, host)
        self.mistakes = MistakeBoard(look, self.canvas)
        self.note_board = NoteBoard(look, self.canvas)
        self.foot = Foot(look, registry)
        self.toast = Toast(look, self)
        self._column = column((self.canvas.view, 1), self.foot, gap=0, margins=(1, 1, 1, 1))
        self.setLayout(self._column)
        self.setAccessibleName("Network editor")
        self.setMinimumSize(480, 320)
        self._connect()
        self.show_experiment(live.experiment)

    def _connect(self) -> None:
        canvas, foot = self.canvas, self.foot
        canvas.selected.connect(self.selected)
        canvas.said.connect(self.toast.tell)
        canvas.zoomed.connect(foot.show_zoom)
        foot.zoom_asked.connect(self._zoom)
        foot.preset_chosen.connect(self.commands.use_preset)
        foot.layers_typed.connect(lambda layers: self.commands.do(lambda e: replace(e, layers=layers), "Change layers"))
        self.note_board.changed.connect(self._notes_changed)
        self._look.changed.connect(self._retheme)

    def add_card(self, card: QWidget) -> None:
        """Put a card between the canvas and the foot: the network makes room for it."""
        self._column.insertWidget(1, card)

    def show_experiment(self, e: Experiment) -> None:
        """The experiment, after it changed for whatever reason."""
        self.canvas.show_experiment(e)
        self.foot.show_experiment(e, self.canvas.data)

    def show_built(self, data: Data) -> None:
        """The data that the network now reads."""
        self.canvas.show_data(data)
        self.foot.show_experiment(self.canvas.experiment, data)

    def show_snapshot(self, snapshot: Snapshot, training: bool) -> None:
        """A new moment of the run."""
        self.canvas.feed.show(snapshot, training)

    def set_drawing(self, raw: Array | None) -> None:
        """What is on the pad, raw; None for nothing: then a test sample is shown."""
        self.canvas.feed.draw_with(raw)

    def set_registry(self, registry: Registry) -> None:
        """A plugin came, went or changed."""
        self.commands.registry = registry
        self.curves.set_registry(registry)
        self.foot.set_registry(registry)
        self.canvas.rearrange()

    def use(self, load: Load) -> None:
        """A thing of the palette was clicked: put it to the chosen layer."""
        self.canvas.use(load)

    def notes(self) -> list[dict[str, Any]]:
        """The notes on the canvas, as a project keeps them."""
        return self.note_board.notes()

    def set_notes(self, kept: Any) -> None:
        """Show notes as ``notes`` gave them."""
        self.note_board.set_notes(kept)
        self._kept_notes = self.notes()

    def _zoom(self, factor: float) -> None:
        canvas = self.canvas
        if factor:
            canvas.pointer.zoom_about(QPointF(canvas.view.sight().center()), canvas.zoom * factor)
        else:
            canvas.set_zoom(canvas.fit_zoom())

    def _notes_changed(self, what: str) -> None:
        """Notes are on the same list of undo as everything else."""
        before, now = self._kept_notes, self.notes()
        if now != before:
            self._kept_notes = now
            self._live.record(Deed(what, lambda: self.set_notes(before), lambda: self.set_notes(now)))
            self.notes_changed.emit()

    def _retheme(self, theme: Theme) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), theme["canvas"], theme["line"], 8)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toast.place()
