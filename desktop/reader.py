"""What is drawn, wherever it is drawn: the small pad beside the network and the large one show the same strokes."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QObject, Signal

from core import Array
from core.data import Data
from core.session import Deed
from core.snapshot import Snapshot
from core.strokes import Drawing, image
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.own_digits import OwnDigits
from desktop.pad import SIZE, PadPanel
from desktop.pad.kept import drawing_of, plain
from desktop.pad.stages import StagesPanel
from desktop.parts import AnswerBars
from desktop.views import ViewHost

AGAIN = 0.2
"""Seconds between two readings of the same drawing beside a training."""
UNTRAINED = "Press Train first: the network has not learned anything yet."
NO_PICTURE = "This data set has no pictures to draw. Choose digits or mnist to draw for the network."


class Reader(QObject):
    """Strokes become an image, the view thread asks the network, bars and digits follow the pen."""

    seen = Signal(object)
    """The image (28, 28) that the network is given now, or None."""

    def __init__(self, look: ThemeSwitch, live: Live, host: ViewHost) -> None:
        super().__init__()
        self._live, self._host = live, host
        self._snapshot: Snapshot | None = None
        self._settled: Drawing = ()
        self._image: Array | None = None
        self._data: Data | None = None
        self._asked = 0.0
        self.small, self.large = PadPanel(look), PadPanel(look, large=True)
        self._drawn_on = self.small
        self.bars = AnswerBars(look)
        self.stages = StagesPanel(look, host)
        self.own = OwnDigits()
        self.own.changed.connect(self._show_own)
        self.stages.normalise_changed.connect(lambda _: self._read())
        for one, other in ((self.small, self.large), (self.large, self.small)):
            one.strokes_changed.connect(lambda _, one=one: self._follow(one))
            one.pad.finished.connect(lambda one=one, other=other: self._settle(one, other))
            one.added.connect(self._add)
            one.recent_changed.connect(lambda one=one, other=other: other.set_recent(one.recent()))
            one.set_tip(UNTRAINED)
        host.predicted.connect(self._show_answer)

    @property
    def pads(self) -> tuple[PadPanel, PadPanel]:
        """Both panels; they show one drawing."""
        return self.small, self.large

    def take_pen(self) -> None:
        """Draw from now on, on both pads."""
        for panel in self.pads:
            panel.pad.take_pen()

    def take_eraser(self) -> None:
        """Erase from now on, on both pads."""
        for panel in self.pads:
            panel.pad.take_eraser()

    def strokes(self) -> Drawing:
        """The drawing."""
        return self._drawn_on.pad.strokes()

    def show_data(self, data: Data) -> None:
        """Whether there is something to draw for these data, and the names of the answers."""
        if data is self._data:
            return  # an edit of the network: the next moment answers
        self._data = data
        drawable = data.input_shape == (28, 28) and data.task == "classification"
        for panel in self.pads:
            panel.pad.setEnabled(drawable)
            panel.set_tip(UNTRAINED if drawable else NO_PICTURE)
        self.bars.show_answer(None, data.classes)
        self._read()

    def show_training(self, step: int) -> None:
        """Take the tip away with the first step."""
        if self.small.pad.isEnabled():
            for panel in self.pads:
                panel.set_tip("" if step else UNTRAINED)

    def show_snapshot(self, snapshot: Snapshot, training: bool) -> None:
        """Read the drawing again with the newest weights; while ``training``, as often as an eye follows bars."""
        self._snapshot = snapshot
        self.stages.show_snapshot(snapshot)
        if self._image is not None and not (training and time.monotonic() < self._asked + AGAIN):
            self._asked = time.monotonic()
            self._ask()

    def kept(self) -> dict[str, Any]:
        """The drawing and the recent ones, as a project keeps them."""
        return {"strokes": plain(self.strokes()), "recent": self.small.recent()}

    def bring_back(self, kept: Any) -> None:
        """Show what ``kept`` gave; anything else clears the pads."""
        kept = kept if isinstance(kept, dict) else {}
        self._put(drawing_of(kept.get("strokes")))
        self._settled = self.strokes()
        for panel in self.pads:
            panel.set_recent(kept.get("recent"))

    def _follow(self, panel: PadPanel) -> None:
        self._drawn_on = panel
        self._read()

    def _settle(self, panel: PadPanel, other: PadPanel) -> None:
        """A stroke is done, taken back or wiped away: the other pad shows it too, and it is one entry of undo."""
        now, before = panel.pad.strokes(), self._settled
        if now == before:
            return
        self._drawn_on, self._settled = panel, now
        other.set_strokes(now)
        words = "Draw a stroke" if len(now) > len(before) else "Take a stroke back" if now else "Clear the drawing"
        self._live.record(Deed(words, lambda: self._put(before), lambda: self._put(now)))

    def _put(self, strokes: Drawing) -> None:
        self._settled = strokes
        for panel in self.pads:
            panel.set_strokes(strokes)
        self._read()

    def _read(self) -> None:
        """The strokes are others: make their image and ask."""
        strokes = self.strokes()
        drawable = bool(strokes) and self.small.pad.isEnabled()
        self._image = image(strokes, SIZE, self.stages.normalise) if drawable else None
        self.stages.show_drawing(strokes if drawable else ())
        for panel in self.pads:
            panel.show_seen(self._image)
        self.seen.emit(self._image)
        self._ask()

    def _ask(self) -> None:
        """Ask the newest network about the image."""
        if self._image is None or self._snapshot is None:
            self._show_answer(None)
        else:
            self._host.predict(self._snapshot, self._image)

    def close(self) -> None:
        """Wait for what is being kept."""
        self.own.close()

    def show_sample(self, split: str, row: int) -> None:
        """Have the network read a sample of the data in place of a drawing, until something is drawn."""
        if self._snapshot is None:
            return
        inputs = self._snapshot.split("train" if split == "train" else "test").inputs
        if row < len(inputs) and self._snapshot.data.input_shape == (28, 28):
            self._image = inputs[row].reshape(28, 28)
            for panel in self.pads:
                panel.show_seen(self._image)
            self.seen.emit(self._image)
            self._host.predict(self._snapshot, self._image)

    def _add(self, label: str, strokes: Drawing, seen: Array) -> None:
        """Keep a drawing among the user's own digits: one entry of undo."""

        def again() -> None:
            self.own.add(label, strokes, seen, then=self._learn_own)

        again()
        self._live.record(Deed(f"Add a {label} to my digits", lambda: self.own.remove_last(self._learn_own), again))

    def _learn_own(self) -> None:
        self._live.session.run.reload("my-digits")

    def _show_own(self) -> None:
        for panel in self.pads:
            panel.show_own(self.own.counts)

    def _show_answer(self, probabilities: Any) -> None:
        classes = self._data.classes if self._data else None
        if self._image is None:
            probabilities = None
        for panel in self.pads:
            panel.show_answer(probabilities, classes)
        self.bars.show_answer(probabilities, classes)
