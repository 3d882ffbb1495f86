"""A real editor on a small data set, in a window of its own, with what the main window would connect."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.session import Session
from desktop.canvas import NetworkEditor, Palette
from desktop.canvas.hits import insertion
from desktop.live import Live
from desktop.views import ViewHost

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Bench(QWidget):
    """An editor with its palette and session, and hands to use it."""

    def __init__(self, look, found, hidden=(128, 64), dataset=None, **more):
        super().__init__()
        chosen = dataset or Choice("digits", (("test", 60), ("train", 200)))
        layers = layers_from(list(hidden), Choice("relu"))
        e = Experiment(dataset=chosen, layers=layers, stopping=Stopping(epochs=500), **more)
        self.live = Live(Session(e, found.registry))
        self.host = ViewHost(look)
        self.editor = NetworkEditor(look, self.live, found.registry, self.host)
        self.palette_ = Palette(look, found.registry, self.host)
        self.palette_.used.connect(self.editor.use)
        self.live.edited.connect(self.editor.show_experiment)
        self.live.built.connect(lambda event: self.editor.show_built(event.data))
        self.live.snapshot.connect(lambda one: self.editor.show_snapshot(one, self.training))
        self.told = []
        self.live.refused.connect(self.told.append)
        self.host.told.connect(lambda kind, words: self.told.append(words))
        self.editor.canvas.said.connect(self.told.append)
        box = QHBoxLayout(self)
        box.addWidget(self.palette_)
        box.addWidget(self.editor, 1)
        self.resize(1080, 700)

    @property
    def canvas(self):
        return self.editor.canvas

    @property
    def training(self):
        return self.live.session.run.status.state == "training"

    @property
    def e(self):
        return self.live.experiment

    @property
    def units(self):
        return [layer.units for layer in self.e.layers[:-1]]

    @property
    def names(self):
        return [layer.key for layer in self.e.layers]

    @property
    def painted(self):
        """Every gap and neuron is there as it is now."""
        stage = self.canvas.stage
        there = self.canvas.data is not None and stage.answers is not None
        return there and all(stage.strip(key) is not None and stage.lane(key) is not None for key in self.names)

    def end(self):
        self.live.close()
        self.host.stop()
        self.close()

    # hands

    def column(self, at):
        """The column at a place: 0 is the input, -1 the output."""
        return self.canvas.picture.columns[at]

    def card(self, at):
        """A point on a card, beside its chip."""
        box = self.column(at).card
        return QPoint(round(box.right - 14), round(box.y + 12))

    def gap(self, at):
        return QPoint(round(insertion(self.canvas.picture, at).x), 330)

    def grip(self, at):
        box = self.column(at).grip
        return QPoint(round(box.x + box.w / 2), round(box.y + box.h / 2))

    def under(self, at):
        """The widget that a press at a place of the canvas goes to, and the place in it."""
        target = self.canvas.childAt(at) or self.canvas
        return target, target.mapFrom(self.canvas, at) if target is not self.canvas else at

    def click(self, at, modifier=NONE):
        target, place = self.under(at)
        QTest.mouseClick(target, LEFT, modifier, place)

    def double(self, at):
        target, place = self.under(at)
        QTest.mouseDClick(target, LEFT, NONE, place)

    def drag(self, start, end, release=True, steps=6, modifier=NONE):
        """Press, move and let go, as the window system would tell it to the widget under the start."""
        target, place = self.under(start)
        QTest.mousePress(target, LEFT, modifier, place)
        for k in range(1, steps + 1):
            at = start + (end - start) * k / steps
            QTest.mouseMove(target, target.mapFrom(self.canvas, at) if target is not self.canvas else at)
        if release:
            QTest.mouseRelease(
                target, LEFT, modifier, target.mapFrom(self.canvas, end) if target is not self.canvas else end
            )
        return target

    def carry(self, name, at, drop=True):
        """Drag a tile of the palette to a place of the canvas, with real drag events; what the moves were answered."""
        answers = []

        def play(drag, actions):
            data = drag.mimeData()
            enter = QDragEnterEvent(at, actions, data, LEFT, NONE)
            QApplication.sendEvent(self.canvas, enter)
            move = QDragMoveEvent(at, actions, data, LEFT, NONE)
            QApplication.sendEvent(self.canvas, move)
            answers.extend([enter.isAccepted(), move.isAccepted()])
            self.offer = self.canvas.overlay.offer
            if drop and move.isAccepted():
                QApplication.sendEvent(self.canvas, QDropEvent(QPointF(at), actions, data, LEFT, NONE))
            else:
                QApplication.sendEvent(self.canvas, QDragLeaveEvent())
            return actions

        self.palette_.exec_drag = play
        tile = self.palette_.tiles[name]
        QTest.mousePress(tile, LEFT, NONE, QPoint(10, 10))
        QTest.mouseMove(tile, QPoint(50, 25))
        QTest.mouseRelease(tile, LEFT, NONE, QPoint(50, 25))
        return answers

    def key(self, key, modifier=NONE):
        """A key, to whatever has the focus."""
        QTest.keyClick(self.focusWidget() or self.canvas, key, modifier)

    def keys(self, text):
        QTest.keyClicks(self.focusWidget() or self.canvas, text)

    def answers(self, wait):
        """What the network answers to the test split, by the run's own thread."""
        asked = self.live.session.run.ask(lambda t: t.network.predict(_seen(t)))
        wait(asked.done)
        return asked.result()


def _seen(trainer):
    raw = trainer.data.test.inputs
    return np.asarray(trainer.recipe.preprocessing.apply(raw, trainer.fitted), np.float32)


@pytest.fixture
def bench_of(qtbot, look, found, wait_until):
    """``bench_of(hidden, dataset)``: an editor that is ready, with its first picture painted."""
    made = []

    def make(hidden=(128, 64), dataset=None, **more):
        bench = Bench(look, found, hidden, dataset, **more)
        made.append(bench)
        qtbot.addWidget(bench)
        bench.show()
        bench.activateWindow()
        qtbot.waitExposed(bench)
        wait_until(lambda: bench.painted)
        return bench

    yield make
    for bench in made:
        bench.end()


@pytest.fixture
def bench(bench_of):
    """The editor of the first network."""
    return bench_of()
