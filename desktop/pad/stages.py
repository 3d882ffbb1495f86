"""What the network sees: the drawing after each step from strokes to pixels. Every step can be left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from core import Snapshot
from core.strokes import Drawing, Normalise
from desktop.look import ThemeSwitch
from desktop.parts import EmptyState, Panel, row

from .stage_view import TEXT, Arrow, Form, StageView
from .steps import SIDE, STEPS, Seen, take_through

if TYPE_CHECKING:
    from desktop.views import ViewHost

NOTE = "from your strokes to 784 numbers, as the training digits were made"
CHANGED = "with steps left out"
NOTHING = "draw a digit to see them"
KEY = "stages"
FASTEST = 33
"""Milliseconds between two looks, at least."""
REST = 3
"""A look that took t is followed by at least so many t without one: the thread has other things to do."""
NEEDED: dict[Form, int] = {"wide": 150, "medium": 108, "small": 56}
"""Width in pixels that the words of a step need, by form."""
GAP: dict[Form, int] = {"wide": 26, "medium": 22, "small": 8}
LARGEST = 168
HEAD = 48
"""Height of the panel's strip and margins."""


class StagesPanel(Panel):
    """Four pictures in a row, as large as there is room for. It looks at the drawing while it is in sight."""

    normalise_changed = Signal(object)
    """The Normalise that says which steps a drawing goes through, when the user changed it."""

    def __init__(self, look: ThemeSwitch, host: ViewHost) -> None:
        super().__init__(look, "What the network sees", NOTE)
        self._host = host
        self._drawing: Drawing = ()
        self._snapshot: Snapshot | None = None
        self.normalise = Normalise()
        self.seen: Seen | None = None
        self._asked = False
        self._rest = QTimer(self, singleShot=True, interval=FASTEST)
        self._rest.timeout.connect(self._rested)
        self.reset = self.add_tool("reset", "Put every step back in")
        self.reset.clicked.connect(lambda: self.set_normalise(Normalise(), told=True))
        self.reset.hide()
        self.views = [StageView(look, step, step is STEPS[-1]) for step in STEPS]
        self._arrows = [Arrow(look) for _ in STEPS[1:]]
        self._line = row(gap=0)
        for view, arrow in zip(self.views, [*self._arrows, None], strict=True):
            self._line.addWidget(view)
            if arrow is not None:
                self._line.addStretch(1)
                self._line.addWidget(arrow, 0, Qt.AlignmentFlag.AlignTop)
                self._line.addStretch(1)
            if view.switch is not None:
                view.switched.connect(lambda on, field=view.step.field: self._switch(field, on))
        steps = QWidget()
        steps.setLayout(self._line)
        self._empty = EmptyState(look, "pen", "No pictures here.", "This data set has none that could be drawn.")
        self._either = QStackedLayout()
        self._either.addWidget(steps)
        self._either.addWidget(self._empty)
        self.body.addLayout(self._either, 1)

    def show_drawing(self, drawing: Drawing) -> None:
        """Look at another drawing; an empty one empties the pictures."""
        self._drawing = drawing
        self._show_note()
        self._ask()

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Look with another network; without one there are pictures and no answers."""
        self._snapshot = snapshot
        drawable = snapshot is None or snapshot.data.input_shape == (SIDE, SIDE)
        self._either.setCurrentIndex(0 if drawable else 1)
        self._ask()

    def set_normalise(self, normalise: Normalise, told: bool = False) -> None:
        """Show these steps as put in; ``told`` says it to others too, as the user's own doing."""
        self.normalise = normalise
        for view in self.views[1:]:
            view.show_on(getattr(normalise, view.step.field))
        self._show_note()
        self._ask()
        if told:
            self.normalise_changed.emit(normalise)

    def _switch(self, field: str, on: bool) -> None:
        self.set_normalise(replace(self.normalise, **{field: on}), told=True)

    def _show_note(self) -> None:
        whole = self.normalise == Normalise()
        self.reset.setVisible(not whole)
        note = NOTE if whole and self._drawing else CHANGED if self._drawing else NOTHING
        self.set_note("" if note == NOTE and self.width() < 480 else note)

    # asking, not too often

    def _ask(self) -> None:
        self._asked = True
        if self.isVisible() and not self._rest.isActive():
            self._rested()

    def _rested(self) -> None:
        if self._asked and self.isVisible():
            self._asked = False
            self._rest.start()
            drawing, on, snapshot = self._drawing, self.normalise, self._snapshot
            known = self.seen.pictures if self.seen is not None else None
            self._host.compute(KEY, lambda: take_through(drawing, on, snapshot, known), self._show)

    def _show(self, seen: Seen) -> None:
        self._rest.setInterval(max(FASTEST, round(1000 * REST * seen.seconds)))
        self.seen = seen
        for view in self.views:
            view.show_picture(getattr(seen.pictures.after, view.step.picture) if self._drawing else None)
        self._show_effects()

    def _show_effects(self) -> None:
        seen = self.seen
        known = seen is not None and bool(seen.effects) and bool(self._drawing)
        self.views[0].show_reading(seen.as_drawn if known and seen else "")
        for k, view in enumerate(self.views[1:]):
            effect = seen.effects[k] if known and seen else None
            view.show_effect(seen.top if seen else "", effect, getattr(self.normalise, view.step.field))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    # room

    def minimumSizeHint(self) -> QSize:
        return QSize(260, HEAD + 56 + TEXT["small"])

    def sizeHint(self) -> QSize:
        return QSize(960, self.heightForWidth(960))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        form, each = self._form(width)
        return HEAD + _sharp(min(each, LARGEST)) + TEXT[form]

    def _form(self, width: int) -> tuple[Form, float]:
        """How much the steps can say in a panel of this width, and how wide each of them can be."""
        count = len(STEPS)
        form: Form
        for form in ("wide", "medium", "small"):
            each = (width - 26 - GAP[form] * (count - 1)) / count
            if each >= NEEDED[form]:
                break
        return form, each

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        form, each = self._form(self.width())
        side = _sharp(min(each, self.height() - HEAD - TEXT[form], LARGEST))
        for arrow in self._arrows:
            arrow.setVisible(form != "small")
            arrow.setFixedHeight(side)
        for view in self.views:
            view.set_form(form, side)
            view.setFixedWidth(max(side, NEEDED[form]))
        self._show_effects()
        self._show_note()


def _sharp(side: float) -> int:
    """The largest side up to this one that shows every pixel of an image equally large."""
    return max(int(side) // SIDE, 1) * SIDE
