"""The window, used by a timer until it is killed; it says on standard output what it does, and when.

``window_life.py PROJECT``: opens what a former life left, or else the project, then edits, trains, saves and undoes.
Edits are counted in the experiment itself: as epochs beyond 1,000.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.main import open_window

PERIOD = 120
"""Milliseconds between two deeds."""
BASE = 1000


def say(*words):
    """A line with the time."""
    print(*words, time.monotonic(), flush=True)


class Hand:
    """Does one thing after the other."""

    def __init__(self, window, path):
        self.window, self.path, self.done = window, path, 0
        self.timer = QTimer(window)
        self.timer.timeout.connect(self.act)

    @property
    def edits(self):
        """How many edits the experiment has seen."""
        return self.window.live.experiment.stopping.epochs - BASE

    def begin(self):
        """Wait for the network, then start."""
        if self.window.live.session.run.experiment is None or self.window.documents.name == "Untitled":
            QTimer.singleShot(20, self.begin)
            return
        say("ready", self.edits)
        self.timer.start(PERIOD)

    def act(self):
        """The next deed."""
        live, documents, n = self.window.live, self.window.documents, self.edits
        self.done += 1
        if self.done % 9 == 0:
            documents.save(self.path, lambda: say("saved", n))
            return
        if self.done % 5 == 0:
            live.train()
        live.edit(lambda e: replace(e, stopping=replace(e.stopping, epochs=BASE + n + 1)), "Epochs")
        say("edit", n + 1)


def main(path):
    """One life."""
    app = QApplication([])
    window = open_window(app)
    window.preferences.asks = False
    hand = Hand(window, path)
    window.show()
    cards = list(window.recovery.cards)
    say("offered", len(cards))
    if cards:
        cards[0].restore.click()
    else:
        window.documents.open(path)
    QTimer.singleShot(200, hand.begin)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
