"""The views of a window: who is drawn when, from which snapshot, and how much of the time that may take."""

from __future__ import annotations

import itertools
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from core import Array, Snapshot, Visualization
from desktop.look import ThemeSwitch
from desktop.view_pane import ViewPane, in_sight
from desktop.view_thread import Answer, Computed, Raw, Result, ViewThread, told

__all__ = ["ViewHost", "ViewPane", "ViewThread"]

T = TypeVar("T")
PERIOD = 30
"""Milliseconds between two looks at what the view thread has done, while something is to come."""
SHARE = 0.01
"""Of the time that painting all views may take while a network trains: painting holds the interpreter."""
DRAWING_SHARE = 0.03
"""Of the time that the view thread may work for all views while a network trains."""
LOOKING_BACK = frozenset({"checkpoints"})
"""What a view needs of earlier steps: it must have been kept when the view comes into sight."""
FASTEST, SLOWEST = 1 / 10, 3.0
"""Seconds between two pictures of a view while a network trains, whatever they take."""
AFTER = 50
"""Milliseconds after the first pane at which its renderers are imported: the window is shown first."""
KEEP = 0.7
"""How much of what was measured before stays in the running mean of a view's costs."""


def warm_up() -> None:
    """Import the renderers and pyqtgraph, so that the first picture does not wait for them."""
    import desktop.figures.catalogue  # noqa: F401


@dataclass
class _Held:
    """What the host knows of a pane."""

    pane: ViewPane
    shown: Snapshot | None = None
    """The snapshot that was last ordered."""
    ordered: int = 0
    """The number of the order that is under way; 0 where none is."""
    stale: bool = True
    """Something besides the snapshot asks for another picture."""
    due: float = 0.0
    painting: float = 0.0
    drawing: float = 0.0

    def measure(self, drawing: float) -> None:
        """Take in what the last picture took: ``drawing`` seconds of the view thread, and painting since then."""
        self.painting = KEEP * self.painting + (1 - KEEP) * self.pane.spent()
        self.drawing = KEEP * self.drawing + (1 - KEEP) * drawing


class ViewHost(QObject):
    """Gives panes their figures: only those in sight, only when there is something new, at most as often as is fair."""

    predicted = Signal(object)
    """Outputs (classes,) for the drawing, or None where reading it failed."""
    prediction_failed = Signal(str)
    samples_chosen = Signal(str, object)
    """A split and row numbers, from whichever view."""
    needs_changed = Signal()
    """``needs`` may have changed: a pane came into sight or left it."""
    told = Signal(str, str)
    """A kind of notice and its words, from whichever view."""
    line_asked = Signal(str, int, str)
    """A file, its line and what is wrong there, from whichever view."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self._thread = ViewThread()
        self._started = self._stopped = False
        self._ids = itertools.count()
        self._held: dict[int, _Held] = {}
        self._computing: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {}
        self._snapshot: Snapshot | None = None
        self._drawing: Array | None = None
        self._training = False
        self._asked = 0
        self._rest_until = 0.0
        self._come: deque[Result] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self._glance)

    def pane(self, visualization: type[Visualization], settings: Mapping[str, Any] | None = None) -> ViewPane:
        """A pane for a visualization. The host draws it whenever it is in sight, until it is forgotten."""
        pane, view = ViewPane(self._look, visualization, settings or {}), next(self._ids)
        if not self._held:
            QTimer.singleShot(AFTER, warm_up)
        self._held[view] = _Held(pane)
        pane.wanted.connect(lambda: self._want(view))
        pane.seen_changed.connect(self.needs_changed)
        pane.samples_chosen.connect(self.samples_chosen)
        pane.told.connect(self.told)
        pane.line_asked.connect(self.line_asked)
        pane.destroyed.connect(lambda: self._held.pop(view, None))
        return pane

    def forget(self, pane: ViewPane) -> None:
        """Draw a pane no more."""
        for view, held in list(self._held.items()):
            if held.pane is pane:
                del self._held[view]
                self._thread.forget(view)

    def show(self, snapshot: Snapshot, training: bool) -> None:
        """Show another moment. While ``training``, painting keeps to its share; at rest everything is drawn at once."""
        self._snapshot = snapshot if self._drawing is None else snapshot.drawn(self._drawing)
        self._training = training
        self._turn()

    def draw_with(self, drawing: Array | None) -> None:
        """Let the views see what is on the pad, raw (features,); None for nothing."""
        self._drawing = None if drawing is None else drawing.reshape(-1)
        if self._snapshot is not None:
            self.show(self._snapshot.drawn(self._drawing), self._training)

    def predict(self, snapshot: Snapshot, raw: Raw) -> None:
        """Read a raw sample, or what makes one; ``predicted`` tells. The latest question counts, before all drawing."""
        if self._begin():
            self._asked = self._thread.predict(snapshot, raw)
            self._timer.start()

    def compute(self, key: str, function: Callable[[], T], then: Callable[[T], object]) -> None:
        """Have a function called on the view thread and ``then`` with its result on this one.

        Of one key only the latest counts. What a function raises is told as a problem.
        """
        if self._begin():
            self._computing[key] = (function, then)
            self._thread.compute(key, function)
            self._timer.start()

    def needs(self) -> frozenset[str]:
        """What the views in sight need of a step; of those behind a tab, the weights that they will look back at."""
        needed = [held.pane.visualization.needs for held in self._in_sight().values()]
        behind = [held.pane.visualization.needs & LOOKING_BACK for held in self._held.values() if held.pane.behind]
        return frozenset().union(*needed, *behind)

    def stop(self) -> bool:
        """End the thread; nothing is drawn any more. False where a view does not come to its end."""
        self._stopped = True
        self._timer.stop()
        return self._thread.stop() if self._started else True

    def _begin(self) -> bool:
        if not self._started and not self._stopped:
            self._thread.start()
            self._started = True
        return not self._stopped

    def _in_sight(self) -> dict[int, _Held]:
        return {view: held for view, held in self._held.items() if in_sight(held.pane)}

    def _want(self, view: int) -> None:
        held = self._held.get(view)
        if held is not None:
            held.stale, held.due = True, 0.0
            held.ordered = 0  # a newer order takes the place of the one that waits
            self._turn()

    def _glance(self) -> None:
        """Take a turn where something has come or is due: beside a training, every glance takes from it."""
        self._come.extend(self._thread.results())
        if self._come or time.monotonic() >= self._rest_until:
            self._turn()

    def _turn(self) -> None:
        """Show what has come, order what is due, and come again as long as there is something to wait for.

        Beside a training, one picture at a time: several in one turn would hold up everything else.
        """
        self._come.extend(self._thread.results())
        while self._come:
            result = self._come.popleft()
            if isinstance(result, Answer):
                self._asked = 0 if result.number == self._asked else self._asked
                self.predicted.emit(result.outputs)
                if result.words:
                    self.prediction_failed.emit(result.words)
            elif isinstance(result, Computed):
                self._hand_over(result)
            elif (held := self._held.get(result.view)) is not None:
                held.measure(result.seconds)
                held.ordered = 0 if result.number == held.ordered else held.ordered
                held.pane.data = held.shown
                held.pane.show_result(result)
                if self._training:
                    break
        waiting = self._asked > 0 or bool(self._computing) or bool(self._come)
        seen = self._in_sight()
        self._rest_until = math.inf
        for view, held in seen.items():
            if self._order(view, held, len(seen)):
                waiting = True
                self._rest_until = self._rest_until if held.ordered else min(self._rest_until, held.due)
        if not waiting or self._stopped:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _hand_over(self, result: Computed) -> None:
        function, then = self._computing.get(result.key, (None, None))
        if then is None or function is not result.function:
            return  # a later one of the same key is on its way
        del self._computing[result.key]
        asker = getattr(then, "__self__", None)
        if isinstance(asker, QObject) and not isValid(asker):
            return  # it was closed meanwhile
        if result.error is not None:
            self.told.emit("danger", told(result.error))
        else:
            then(result.value)

    def _order(self, view: int, held: _Held, seen: int) -> bool:
        """Order a picture where it is due; True where there is still something to come."""
        if self._snapshot is None or not held.pane.enabled:
            return False
        if held.ordered or not (held.stale or held.shown is not self._snapshot):
            return held.ordered > 0
        now = time.monotonic()
        if self._training and now < held.due:
            return True
        if self._begin():
            held.shown, held.stale = self._snapshot, False
            held.due = now + self._interval(held, seen)
            held.ordered = self._thread.draw(view, held.pane.visualization, held.pane.settings(), self._snapshot)
        return True

    def _interval(self, held: _Held, seen: int) -> float:
        """Seconds until a pane's next picture: so long that those in sight together keep to their shares."""
        pause = max(seen * held.painting / SHARE, seen * held.drawing / DRAWING_SHARE)
        return min(max(FASTEST, pause), SLOWEST)
