"""The lesson that is open: its step, its recipes, and which of its tasks have become true."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.data import Data
from core.experiment import Choice, Experiment, settled
from core.folders import lesson_folder
from core.history import Evaluation, History
from core.lessons import Drawn, Lesson, Lessons, Recipe, State, all_lessons, check, digits_here, experiment_on, state_of
from core.lessons.recipes import STAND_IN, stands_for_digits
from core.registry import Registry
from core.session import Session
from core.snapshot import Snapshot
from core.status import Built
from core.training import Moment
from desktop.live import Live
from desktop.waiting import when_done

from .formulas import formulas_of, typeset
from .locks import locked_change
from .progress import Mark, Progress

if TYPE_CHECKING:
    from desktop.views import ViewHost

LOOKS = 400
"""Milliseconds between two looks at what is done: a task need not tick at once, and a training goes on meanwhile."""


class Course(QObject):
    """Reads lessons, opens one, follows the training, and remembers. The panel shows what it tells."""

    listed = Signal(object)
    """All Lessons, when they were read."""
    opened = Signal(object)
    """The Lesson that is open now, or None."""
    turned = Signal(int)
    """The step that is to be shown, its formulas set."""
    ticked = Signal(str)
    """The key of a task that is done now."""
    looked = Signal(object)
    """The State, each time it was looked at."""
    put = Signal(object)
    """A Recipe was put on the table."""

    def __init__(self, live: Live, registry: Registry, host: ViewHost, progress: Progress) -> None:
        super().__init__()
        self._live, self._registry, self._host = live, registry, host
        self._setter = ThreadPoolExecutor(1, thread_name_prefix="formulas")
        """Sets formulas; not the view thread, whose pictures take long at times."""
        self.progress = progress
        self.lessons = Lessons(())
        self.lesson: Lesson | None = None
        self.digits = Choice(STAND_IN)
        """What recipes that ask for handwritten digits learn from on this machine."""
        self.drawn: list[Drawn] = []
        self.views: Callable[[], Iterable[str]] = tuple
        """Names of the views that are open."""
        self.own_digits: Callable[[], int] = lambda: 0
        self._before: tuple[Session, Experiment, Future[tuple[Moment, History]]] | None = None
        """What was there when the first lesson was opened."""
        self._experiment = live.experiment
        self._snapshot: Snapshot | None = None
        self._built: Data | None = None
        self._from = -1
        """The step after which measurements count: those before it are of another experiment."""
        self._timer = QTimer(self, interval=LOOKS)
        self._timer.timeout.connect(self.look)
        live.edited.connect(self._forget)
        live.built.connect(self._show_built)
        live.snapshot.connect(self._show_snapshot)

    @property
    def mark(self) -> Mark:
        """How far the open lesson is."""
        assert self.lesson is not None
        return self.progress.mark(self.lesson)

    def set_registry(self, registry: Registry) -> None:
        """Lessons may name what this registry has."""
        self._registry = registry

    def read(self, then: Callable[[], object] = lambda: None) -> None:
        """Read all lessons anew, beside the window's thread: files may have changed."""
        registry = self._registry

        def read() -> tuple[Lessons, Choice]:
            return all_lessons(registry, lesson_folder()), digits_here(registry)

        def done(found: tuple[Lessons, Choice]) -> None:
            self.lessons, self.digits = found
            self.listed.emit(self.lessons)
            then()

        self._host.compute("lessons", read, done)

    # which lesson, which step

    def open(self, name: str) -> None:
        """Open a lesson where it was left; its first recipe is on the table, what lay there comes back on closing."""
        lesson = next((one for one in self.lessons.lessons if one.name == name), None)
        if lesson is None:
            return
        if self._before is None:
            session = self._live.session
            held = session.run.ask(lambda trainer: (trainer.moment(), trainer.history.copy()))
            self._before = session, self._live.experiment, held
        self.lesson, self.drawn = lesson, []
        self._live.guard = lambda before, after: locked_change(before, after, lesson.locked)
        self.opened.emit(lesson)
        if lesson.start and not any(self.is_on_table(one.name) for one in lesson.recipes):
            self._put(lesson.recipe(lesson.start))
        self._timer.start()
        self._show_step()

    def turn(self, by: int) -> None:
        """To a later or an earlier step; there it ends at the ends."""
        if self.lesson is None:
            return
        step = min(max(self.mark.step + by, 0), len(self.lesson.steps) - 1)
        if step != self.mark.step:
            self.mark.step = step
            self.progress.keep()
            self._show_step()

    def begin_again(self) -> None:
        """The same lesson from its first step, nothing done, its first recipe on the table."""
        if self.lesson is None:
            return
        self.progress.begin_again(self.lesson)
        self.drawn = []
        if self.lesson.start:
            self._put(self.lesson.recipe(self.lesson.start))
        self._show_step()

    def close(self) -> bool:
        """Give back what was before: every control, and the network with its training. True where that was another."""
        lesson, self.lesson = self.lesson, None
        self._timer.stop()
        self._live.guard = lambda before, after: ""
        before, self._before = self._before, None
        if lesson is not None:
            self.opened.emit(None)
        if before is None:
            return False
        session, experiment, held = before
        if session is not self._live.session or experiment == self._live.experiment:
            return False  # another project was opened meanwhile, or nothing was changed
        start = held.result() if held.done() and held.exception() is None else None
        return self._live.put(experiment, "Close the lesson", start)

    def stop(self) -> None:
        """Look no more, and wait for what is being written."""
        self._timer.stop()
        self._setter.shutdown(wait=False, cancel_futures=True)
        self.progress.close()

    def _show_step(self) -> None:
        """Have the formulas of the step set beside the window's thread, then show it."""
        lesson, step = self.lesson, self.mark.step
        assert lesson is not None
        wanted = formulas_of(lesson, step)

        def show(_: object) -> None:
            if self.lesson is lesson and self.mark.step == step:
                self.turned.emit(step)
                self.look()

        following = formulas_of(lesson, step + 1) if step + 1 < len(lesson.steps) else []
        when_done(self, self._setter.submit(_set, wanted), show, lambda error: show(None))
        self._setter.submit(_set, following)  # the next page comes at once

    # recipes

    def run(self, name: str) -> None:
        """Put a recipe on the table, as one change."""
        if self.lesson is not None and self._put(self.lesson.recipe(name)):
            self.look()

    def is_on_table(self, name: str) -> bool:
        """Whether the experiment is that of a recipe."""
        return self.lesson is not None and self._live.experiment == self.experiment(self.lesson.recipe(name))

    @property
    def stands_in(self) -> bool:
        """Whether recipes of this lesson ask for MNIST, and other digits stand in for it on this machine."""
        asks = self.lesson is not None and any(stands_for_digits(one) for one in self.lesson.recipes)
        return asks and self.digits.name == STAND_IN

    def experiment(self, recipe: Recipe) -> Experiment:
        """What a recipe is on this machine."""
        return settled(experiment_on(recipe, self.digits), self._registry)

    def _put(self, recipe: Recipe) -> bool:
        done = self._live.put(self.experiment(recipe), f"Put {recipe.title} on the table")
        if done:
            self._snapshot = self._built = None  # also where the same recipe is put there again
            self.put.emit(recipe)
        return done

    # tasks

    def tick(self, key: str, on: bool = True) -> None:
        """The learner ticks a task off, or takes that back."""
        if on:
            self.mark.add("ticked", key)
            self.mark.add("done", key)
        else:
            for there in (self.mark.ticked, self.mark.done):
                there[:] = [one for one in there if one != key]
        self.progress.keep()
        self.look()

    def state(self) -> State:
        """What checks look at. Only what was measured of the experiment as it now is counts."""
        seen = self._snapshot
        evaluations: tuple[Evaluation, ...] = ()
        if seen is not None:
            evaluations = tuple(one for one in seen.history.evaluations if one.step > self._from)
        return state_of(
            self._live.experiment,
            self._registry,
            self._built,
            evaluations,
            seen.step if seen else 0,
            seen.epoch if seen else 0.0,
            drawn=self.drawn,
            views=self.views(),
            ran=self.mark.ran,
            ticked=self.mark.ticked,
            own_digits=self.own_digits(),
        )

    def look(self) -> None:
        """See which tasks of this step are done, and remember them: what was true once stays done."""
        if self.lesson is None:
            return
        self._note_run()
        state = self.state()
        new = [one.key for one in self.lesson.steps[self.mark.step].tasks if check(one, state)]
        new = [key for key in new if self.mark.add("done", key)]
        if new:
            self.progress.keep()
        for key in new:
            self.ticked.emit(key)
        self.looked.emit(state)

    def _note_run(self) -> None:
        """Remember that the recipe on the table was run, once it trained for an epoch or came to its end."""
        lesson, seen, status = self.lesson, self._snapshot, self._live.session.run.status
        if lesson is None or self._built is None:
            return
        ended = status.state == "failed" or (status.state == "finished" and status.step > 0)
        if ended or (seen is not None and seen.epoch >= 1):
            for recipe in lesson.recipes:
                if recipe.name not in self.mark.ran and self.is_on_table(recipe.name):
                    self.mark.add("ran", recipe.name)
                    self.progress.keep()

    def _forget(self, experiment: Experiment) -> None:
        """Another experiment: nothing is known of it until it is built."""
        if experiment != self._experiment:
            self._experiment, self._snapshot, self._built = experiment, None, None

    def _show_built(self, event: Built) -> None:
        current = event.experiment == self._live.experiment
        self._built = event.data if current else None
        self._snapshot, self._from = None, -1

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        if self._built is None or snapshot.data is not self._built:
            return
        if self._snapshot is None:
            self._from = snapshot.step if snapshot.step > 0 else -1
        self._snapshot = snapshot


def _set(formulas: list[tuple[str, bool]]) -> None:
    for latex, inline in formulas:
        typeset(latex, inline)
