"""The right column: draw a digit, see what the network sees and what it answers."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.data import Data
from core.snapshot import Snapshot
from core.strokes import Stroke, image
from desktop.look import ThemeSwitch
from desktop.pad import SIZE, PadPanel
from desktop.parts import AnswerBars, Panel, column
from desktop.views import ViewHost

UNTRAINED = "Press Train first: the network has not learned anything yet."
NO_PICTURE = "This data set has no pictures to draw. Choose digits or mnist to draw for the network."


class Reader(QWidget):
    """The pad and the answer. Predictions are the view thread's; here strokes become an image and bars move."""

    def __init__(self, look: ThemeSwitch, host: ViewHost) -> None:
        super().__init__()
        self._host = host
        self._snapshot: Snapshot | None = None
        self.drawing_panel = PadPanel(look, large=True)
        self.pad = self.drawing_panel.pad
        self.bars = AnswerBars(look)
        answer = Panel(look, "Answer", "probability of each class")
        answer.body.addWidget(self.bars)
        self.setLayout(column((self.drawing_panel, 1), answer, gap=8))
        self.setAccessibleName("Drawing and answer")
        self.drawing_panel.strokes_changed.connect(lambda _: self._read())
        host.predicted.connect(self._show_answer)
        self.drawing_panel.set_tip(UNTRAINED)

    def show_data(self, data: Data) -> None:
        """Whether there is something to draw for these data, and the names of the answers."""
        drawable = data.input_shape == (28, 28) and data.task == "classification"
        self.pad.setEnabled(drawable)
        self._tip = "" if drawable else NO_PICTURE
        self.drawing_panel.set_tip(self._tip or UNTRAINED)
        self.bars.show_answer(None, data.classes)

    def show_training(self, step: int) -> None:
        """Take the tip away with the first step."""
        if self.pad.isEnabled():
            self.drawing_panel.set_tip("" if step else UNTRAINED)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Read the drawing again with the newest weights."""
        self._snapshot = snapshot
        self._read()

    def drawing(self) -> list[dict[str, Any]]:
        """The strokes as a project keeps them."""
        return [
            {"points": stroke.points.tolist(), "width": stroke.width, "erases": stroke.erases}
            for stroke in self.pad.strokes()
        ]

    def set_drawing(self, kept: Any) -> None:
        """Show strokes as ``drawing`` gave them; anything else clears the pad."""
        strokes = kept if isinstance(kept, list) else []
        self.drawing_panel.set_strokes(tuple(Stroke(**one) for one in strokes))
        self._read()

    def _read(self) -> None:
        strokes = self.pad.strokes()
        snapshot = self._snapshot
        if not strokes or snapshot is None or not self.pad.isEnabled():
            self.drawing_panel.show_seen(None)
            self._show_answer(None)
            return
        seen = image(strokes, SIZE)
        self.drawing_panel.show_seen(seen)
        self._host.predict(snapshot, seen)

    def _show_answer(self, probabilities: Any) -> None:
        classes = self._snapshot.data.classes if self._snapshot else None
        if not self.pad.strokes():
            probabilities = None
        self.drawing_panel.show_answer(probabilities, classes)
        self.bars.show_answer(probabilities, classes)
