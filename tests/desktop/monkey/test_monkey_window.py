"""Random gestures on the whole window: nothing breaks, undo comes back to the start, redo to the end."""

import threading
from collections import deque

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from core.errors import InknetError
from core.experiment import Experiment
from core.remap import INPUT

QUIET = ("This plugin does not support",)
"""What Qt says about having no screen."""


class Monkey:
    """Gestures on one window, and what must hold after each of them."""

    def __init__(self, hands):
        window = hands.window
        self.hands, self.window, self.canvas = hands, window, hands.canvas
        self.last = deque(maxlen=20)
        self.stopped, self.in_threads, self.raised = [], [], []
        self.session = None
        self.start(window.live.experiment)
        window.live.edited.connect(self.start)
        window.documents.opened.connect(lambda _: self.keep())
        window.live.stopped.connect(self.stopped.append)

    def start(self, experiment):
        """Where undo comes back to: the experiment that the session began with."""
        if self.window.live.session is not self.session:
            self.session, self.first = self.window.live.session, experiment
            self.keep()

    def keep(self):
        """The drawing and the notes that the session began with."""
        self.kept = self.beside()

    def beside(self):
        """What undo brings back beside the experiment."""
        return self.window.network.editor.notes(), self.window.reader.strokes()

    # one after the other

    def play(self, count):
        for _ in range(count):
            gesture = self.hands.next()
            self.last.append(gesture.__name__)
            QTimer.singleShot(50, self.close_lists)  # a list may have an event loop of its own
            told = gesture()
            if told:
                self.last[-1] += f" {told}"
            self.hands.wait()
            self.tidy()
            self.check()

    def tidy(self):
        """Close what opened: lists, choosers, questions."""
        self.close_lists()
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible():
                one.reject()
        self.canvas.give_up_attempt()

    @staticmethod
    def close_lists():
        for _ in range(8):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()

    def check(self):
        """What must hold after every gesture."""
        window, canvas, e = self.window, self.canvas, self.window.live.experiment
        assert window.isVisible()
        assert Experiment.from_json(e.to_json()) == e
        keys = [INPUT, *(layer.key for layer in e.layers)]
        assert len(set(keys)) == len(keys)
        assert canvas.experiment == e
        assert [one.key for one in canvas.picture.columns] == keys
        assert [card.key for card in canvas.deck] == keys
        assert canvas.current is None or canvas.current in keys
        assert canvas.selection.keys <= set(keys)
        assert not canvas.pointer.dragging
        assert not canvas.overlay.isVisible()
        assert bool(window.actions_by_name["undo"].isEnabled()) == bool(window.live.session.undo_label)
        assert bool(window.actions_by_name["redo"].isEnabled()) == bool(window.live.session.redo_label)
        assert not self.raised
        assert not self.in_threads
        assert all(isinstance(error, InknetError) for error in self.stopped), self.stopped


def go(monkey, count, wait_until):
    """Play, then undo to the start and redo to the end."""
    live = monkey.window.live
    monkey.play(count)
    live.session.run.pause()
    settle(live, wait_until)
    end, beside = live.experiment, monkey.beside()
    undone = len(live.session.labels[0])
    for _ in range(undone):
        live.undo()
        monkey.check()
    assert live.experiment == monkey.first, "undo comes back to the start"
    assert monkey.beside() == monkey.kept, "undo brings notes and drawing back"
    settle(live, wait_until)
    assert live.session.run.experiment == monkey.first, "the run follows undo"
    for _ in range(undone):
        live.redo()
        monkey.check()
    assert live.experiment == end, "redo comes to the end"
    assert monkey.beside() == beside, "redo brings notes and drawing again"
    settle(live, wait_until)
    assert live.session.run.experiment == end, "the run follows redo"


def settle(live, wait_until):
    """Let the run do what it was asked for, and the window hear of it."""
    asked = live.session.run.ask(lambda trainer: None)
    wait_until(asked.done, 90)
    live.poll()


@pytest.mark.parametrize(
    ("seed", "count"),
    [(5, 60), *(pytest.param(seed, 1000, marks=[pytest.mark.long, pytest.mark.timeout(900)]) for seed in (11, 12, 13))],
)
def test_any_gestures_on_the_window_and_then_back_to_the_start(
    hands_of, seed, count, qtbot, qtlog, wait_until, monkeypatch
):
    monkey = Monkey(hands_of(seed))
    monkeypatch.setattr(threading, "excepthook", lambda told: monkey.in_threads.append(told.exc_value))
    try:
        with qtbot.captureExceptions() as monkey.raised:
            go(monkey, count, wait_until)
    except BaseException:
        print(f"seed {seed}; the last gestures:", *monkey.last, sep="\n  ")
        print("raised:", *monkey.raised)
        raise
    warnings = [one.message for one in qtlog.records if not one.message.startswith(QUIET)]
    assert not warnings
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
