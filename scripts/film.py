"""The editor in use, filmed: a real window under a real mouse and real keys, and what must be true afterwards.

    xvfb-run -a -s "-screen 0 1600x1000x24" python scripts/film.py [FOLDER]

From the first network to 784-256-relu-dropout-64-gelu-10 by dragging only, then by keyboard only; back to the start and
forth again; then it trains, and is edited while it trains. Every step is a numbered picture in FOLDER (build/film). The
facts are printed as JSON; the status is 1 where one of them is false, 2 where there is no screen or no xdotool.
"""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import sys
import tempfile
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
from hands import Director, Story, Wait, along, carry, keys, let_go, pause, place, xdotool
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from core import Array
from core.threads import one_blas_thread
from core.training import Trainer
from desktop.canvas.hits import insertion
from desktop.main import open_window
from desktop.window import MainWindow

ROOT = Path(__file__).parent.parent
GOAL = (("256", "relu", 0.2), ("64", "gelu", 0.0))
START = (("128", "relu", 0.0), ("64", "relu", 0.0))
DOUBLE = 80
"""Pixels that the foot of a lane is pulled down to double its units."""
SEVEN = [(0.25, 0.25), (0.4, 0.24), (0.55, 0.24), (0.73, 0.25), (0.66, 0.4), (0.58, 0.56), (0.52, 0.7), (0.47, 0.86)]
LOST = 0.01
"""Accuracy that an edit may cost while it trains: what a step more or less does anyway."""
SAME = 1e-5
"""Largest change of a probability by growing: the rounding of a longer sum."""
WATCHDOG = 300
"""Seconds after which the program is ended from outside of Qt."""


def answers(trainer: Trainer) -> Array:
    """What the network gives for the test rows, (rows, classes)."""
    rows = trainer.recipe.preprocessing.apply(trainer.data.test.inputs, trainer.fitted)
    return trainer.network.predict(np.asarray(rows, np.float32)).copy()


def accuracy(trainer: Trainer) -> float:
    """Share of the test rows that are read correctly."""
    return float((answers(trainer).argmax(1) == trainer.data.test.targets.argmax(1)).mean())


def sizes_and_answers(trainer: Trainer) -> tuple[list[int], Array]:
    """The units of every layer of the network that trains, and its answers."""
    return [layer.units for layer in trainer.network.layers], answers(trainer)


class Film:
    """One window, its pictures, and the facts about it."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self.folder = window, folder
        self.facts: list[dict[str, Any]] = []
        self._pictures = 0

    # what is seen

    @property
    def canvas(self) -> Any:
        """The network's picture."""
        return self.window.network.editor.canvas

    @property
    def layers(self) -> tuple[tuple[str, str, float], ...]:
        """Units, activation and dropout of the hidden layers."""
        hidden = self.window.live.experiment.layers[:-1]
        return tuple((str(one.units), one.activation.name, one.dropout) for one in hidden)

    @property
    def run(self) -> Any:
        """What trains."""
        return self.window.live.session.run

    def picture(self, name: str) -> None:
        """Take a picture of the whole screen: lists and what is in the hand are windows of their own."""
        self._pictures += 1
        QApplication.primaryScreen().grabWindow(0).save(str(self.folder / f"{self._pictures:02}-{name}.png"))

    def fact(self, words: str, true: bool, **values: Any) -> None:
        """Note a fact, with the figures behind it."""
        self.facts.append({"fact": words, "true": bool(true), **values})
        print(f"{'yes' if true else 'NO '}  {words}  {values or ''}", file=sys.stderr)

    def ask(self, question: Any) -> Future[Any]:
        """Ask the training something between two of its steps."""
        return self.run.ask(question)

    # where things are on the screen

    def tile(self, name: str) -> QPoint:
        """A thing of the palette."""
        return place(self.window.network.palette_panel.tiles[name])

    def on_canvas(self, x: float, y: float) -> QPoint:
        """A place of the canvas."""
        return place(self.canvas, QPoint(round(x), round(y)))

    def card(self, at: int) -> QPoint:
        """A layer's card, beside its chip; 0 is the input."""
        box = self.canvas.picture.columns[at].card
        return self.on_canvas(box.right - 14, box.y + 12)

    def foot(self, at: int) -> QPoint:
        """The foot of a layer's lane."""
        box = self.canvas.picture.columns[at].grip
        return self.on_canvas(box.x + box.w / 2, box.y + box.h / 2)

    def gap(self, at: int) -> QPoint:
        """Between two columns."""
        return self.on_canvas(insertion(self.canvas.picture, at).x, 330)

    # the story

    def story(self) -> Story:
        """All of it."""
        window = self.window
        yield Wait("the first network", lambda: self.run.status.state == "paused" and self.canvas.data is not None, 90)
        yield Wait("its picture", lambda: self.canvas.stage.answers is not None)
        yield xdotool("windowfocus", int(window.winId()))
        yield pause(1.0)
        first = window.live.experiment
        self.picture("start")
        self.fact("it begins with 784-128-64-10", self.layers == START, layers=self.layers)
        yield from self.by_dragging()
        yield from self.back_and_forth(first)
        yield from self.other_drags(first)
        yield from self.by_keyboard(first)
        yield from self.training()
        yield from self.growing_at_rest()
        yield from self.drawing()

    def dragged(self, start: QPoint, end: QPoint, name: str) -> Story:
        """One drag, with a picture in the middle and one behind it."""
        yield from carry(start, end)
        self.picture(name)
        yield from let_go()

    def by_dragging(self) -> Story:
        """Foot, dropout and gelu, by the mouse alone."""
        foot = self.foot(1)
        yield from self.dragged(foot, foot + QPoint(0, DOUBLE), "drag-foot-to-256")
        yield from self.dragged(self.tile("Dropout"), self.card(1), "drag-dropout")
        yield from self.dragged(self.tile("gelu"), self.card(2), "drag-gelu")
        yield pause(0.5)
        self.picture("by-dragging")
        self.fact("784-256-relu-dropout-64-gelu-10 by dragging only", self.layers == GOAL, layers=self.layers)

    def back_and_forth(self, first: Any) -> Story:
        """Undo to the start, redo to the end, by keys."""
        session, reached = self.window.live.session, self.window.live.experiment
        steps = len(session.labels[0])
        yield from keys(*["ctrl+z"] * steps)
        yield pause(0.3)
        self.picture("undone")
        self.fact("undo goes back to the start", session.experiment == first, steps=steps)
        yield from keys(*["ctrl+shift+z"] * steps)
        yield pause(0.3)
        self.picture("redone")
        self.fact("redo comes to the end again", session.experiment == reached, layers=self.layers)

    def undo_all(self, first: Any) -> Story:
        """Back to the start, whatever was done."""
        session = self.window.live.session
        yield from keys(*["ctrl+z"] * len(session.labels[0]))
        yield Wait("the start", lambda: session.experiment == first)

    def other_drags(self, first: Any) -> Story:
        """Insert, move, cancel and refuse."""
        yield from self.undo_all(first)
        yield from self.dragged(self.tile("Dense"), self.gap(1), "drag-dense-between")
        self.fact("a layer is dragged between two", [one[0] for one in self.layers] == ["128", "32", "64"])
        yield pause(0.5)
        yield from self.dragged(self.card(3), self.gap(0), "drag-layer-to-the-front")
        self.fact("a layer is dragged to another place", [one[0] for one in self.layers] == ["64", "128", "32"])
        yield pause(0.5)
        self.picture("inserted-and-moved")
        before = self.window.live.experiment
        yield from carry(self.card(1), self.gap(3))
        yield from keys("Escape")
        yield from let_go()
        self.fact("Esc gives a dragged layer back", self.window.live.experiment == before)
        yield from carry(self.tile("gelu"), self.card(0))
        self.picture("refused")
        offer = self.canvas.overlay.offer
        said = offer.words if offer is not None else ()
        yield from let_go()
        refused = offer is not None and not offer.accepted and self.window.live.experiment == before
        self.fact("an activation on the input is refused with the reason", refused, said=said)
        yield from self.undo_all(first)

    def by_keyboard(self, first: Any) -> Story:
        """The same network without the mouse."""
        yield xdotool("mousemove", 1590, 990)
        window, editor = self.window, self.window.network.editor
        window.topbar.train.setFocus()
        presses = 0
        while not editor.isAncestorOf(window.focusWidget()) and presses < 8:
            yield from keys("F6")
            presses += 1
        self.fact("F6 comes to the network", editor.isAncestorOf(window.focusWidget()), presses=presses)
        yield from keys("Escape")
        while self.canvas.current != self.canvas.order[0]:
            yield from keys("Left")
        yield from keys("Right", "2", "5", "6")
        self.picture("keys-type-units")
        yield from keys("Return", "d")
        yield from self.choose("0.2", "keys-dropout")
        yield from keys("Right", "a")
        yield from self.choose("gelu", "keys-gelu")
        yield pause(0.5)
        self.picture("by-keyboard")
        self.fact("784-256-relu-dropout-64-gelu-10 by keyboard only", self.layers == GOAL, layers=self.layers)
        yield from self.back_and_forth(first)

    def choose(self, words: str, name: str) -> Story:
        """Go down the open list to an entry and take it."""
        yield Wait("a list", lambda: self.canvas.menus.open is not None, 3)
        menu = self.canvas.menus.open
        for _ in menu.actions():
            active = menu.activeAction()
            if active is not None and active.text() == words:
                break
            yield from keys("Down")
        self.picture(name)
        yield from keys("Return")

    def training(self) -> Story:
        """Train, and let a layer grow while it trains."""
        yield from keys("space")
        yield Wait("an epoch", lambda: self.run.status.epoch >= 1, 120)
        self.picture("training")
        grown: list[Future[Any]] = []
        yield from carry(self.foot(2), self.foot(2) + QPoint(0, DOUBLE))
        self.picture("drag-foot-while-it-trains")
        before = self.ask(accuracy)
        taken = self.window.live.edited.connect(lambda _: grown or grown.append(self.ask(accuracy)))
        yield from let_go()
        yield Wait("the edit", lambda: bool(grown) and grown[0].done())
        self.window.live.edited.disconnect(taken)
        yield pause(2.0)
        later = self.ask(accuracy)
        yield Wait("an answer", later.done)
        self.picture("two-seconds-later")
        figures = {"before": before.result(), "right_after": grown[0].result(), "two_seconds_later": later.result()}
        self.fact("it still trains", self.run.status.state == "training")
        self.fact("Hidden 2 has 128 units", self.layers[1][0] == "128", layers=self.layers)
        kept = min(figures["right_after"], figures["two_seconds_later"]) >= figures["before"] - LOST
        self.fact("growing while it trains keeps the accuracy", kept, **figures)

    def growing_at_rest(self) -> Story:
        """Pause, let a layer grow, and compare every answer to the test rows."""
        yield from keys("space")
        yield Wait("a pause", lambda: self.run.status.state == "paused")
        before = self.ask(sizes_and_answers)
        yield Wait("the answers", before.done)
        foot = self.foot(1)
        yield from self.dragged(foot, foot + QPoint(0, DOUBLE), "drag-foot-at-rest")
        after = self.ask(sizes_and_answers)
        yield Wait("the answers", after.done)
        (small, was), (large, now) = before.result(), after.result()
        self.fact("the network grows from 256 to 512 units", (small[0], large[0]) == (256, 512), units=(small, large))
        difference = float(np.abs(now - was).max())
        words = f"growing changes no answer to the {len(now):,} test rows"
        self.fact(words, difference < SAME, largest_difference=difference)

    def drawing(self) -> Story:
        """Write a 7 with the mouse."""
        self.window.docks.bring_up("drawing")
        yield pause(0.5)
        pad, read = self.window.reader.small.pad, []
        self.window.host.predicted.connect(lambda one: one is None or read.append(int(one.argmax())))
        yield from along([place(pad, QPoint(round(x * pad.width()), round(y * pad.height()))) for x, y in SEVEN])
        yield Wait("an answer", lambda: bool(read))
        yield pause(0.8)
        self.picture("drawn")
        self.fact("a 7 written with the mouse is read as 7", bool(read) and read[-1] == 7, read=read[-1:])


def main() -> int:
    """Film it and print the facts."""
    if not os.environ.get("DISPLAY") or not shutil.which("xdotool"):
        print("film: needs a screen and xdotool: xvfb-run -a python scripts/film.py", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "film"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("[0-9][0-9]-*.png"):
        old.unlink()
    faulthandler.dump_traceback_later(WATCHDOG, exit=True)
    with tempfile.TemporaryDirectory() as home, one_blas_thread():
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = home
        app = QApplication(["inknet"])
        window = open_window(app)
        window.move(0, 0)
        window.show()
        film = Film(window, folder)
        director = Director(film.story())
        app.exec()
        window._leaving = True
        window.close()
    faulthandler.cancel_dump_traceback_later()
    if director.failure is not None:
        film.fact(f"the film comes to its end: {director.failure!r}", False)
    print(json.dumps({"facts": film.facts, "pictures": len(list(folder.glob("*.png")))}))
    return 0 if all(one["true"] for one in film.facts) else 1


if __name__ == "__main__":
    sys.exit(main())
