"""A recipe run without a window: trained as it says, measured, and held against the article's number."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import Diverged
from ..experiment import Choice
from ..history import Evaluation
from ..registry import Registry
from ..session import Built, Faulted, Finished, Rejected, Session, Stopped
from ..status import Status
from .lesson import Lesson, Recipe
from .measures import MEASURES
from .recipes import STANDS_FOR_DIGITS, experiment_on, stands_for_digits

TICK = 0.02
"""Seconds between two looks at the run."""


class Watcher(Protocol):
    """What is told while a recipe runs."""

    def loading(self, share: float, words: str) -> None:
        """So much of the data is there."""

    def training(self, status: Status, last: Evaluation | None) -> None:
        """Where the run stands."""


@dataclass(frozen=True)
class Result:
    """What a recipe came to. ``passed`` is None where there is nothing to hold it against."""

    lesson: Lesson
    recipe: Recipe
    data: Choice
    seed: int
    measured: float
    epochs: float
    seconds: float
    trouble: str = ""
    """Why a recipe with a mistake in it ended early: its training diverged. The last good weights are measured."""

    @property
    def on_articles_data(self) -> bool:
        """Whether it ran on the data that the article's number belongs to."""
        return not stands_for_digits(self.recipe) or self.data.name == STANDS_FOR_DIGITS

    @property
    def passed(self) -> bool | None:
        """Whether the measurement is as asked."""
        if self.recipe.asked is None or not self.on_articles_data:
            return None
        return self.recipe.asked.holds(self.measured)

    @property
    def tree(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        recipe = self.recipe
        return {
            "lesson": self.lesson.name,
            "recipe": recipe.name,
            "article": recipe.article,
            "asked": recipe.asked.bound if recipe.asked else None,
            "measured": self.measured,
            "seed": self.seed,
            "passed": self.passed,
            "measure": recipe.measure,
            "band": str(recipe.asked) if recipe.asked else None,
            "dataset": self.data.name,
            "epochs": self.epochs,
            "seconds": round(self.seconds, 3),
            "trouble": self.trouble,
        }


def run_recipe(
    lesson: Lesson,
    recipe: Recipe,
    registry: Registry,
    digits: Choice,
    seed: int | None = None,
    watcher: Watcher | None = None,
) -> Result:
    """Train the recipe to its end and measure it. Raises InknetError, and whatever a plugin raises."""
    e = experiment_on(recipe, digits, seed)
    session = Session(e, registry)
    try:
        _wait(session, watcher)
        session.run.play()
        trouble = _train(session, watcher, may_diverge=recipe.broken)
        measured, epochs = session.run.ask(lambda t: (MEASURES[recipe.measure](t), t.epoch)).result()
        return Result(lesson, recipe, e.dataset, e.seed, measured, epochs, session.run.status.seconds, trouble)
    finally:
        session.stop(10)


def _wait(session: Session, watcher: Watcher | None) -> None:
    while True:
        for event in session.poll():
            if isinstance(event, Built):
                return
            if isinstance(event, Rejected):
                raise event.error
        status = session.run.status
        if watcher and status.state == "loading" and status.words:
            watcher.loading(status.share, status.words)
        time.sleep(TICK)


def _train(session: Session, watcher: Watcher | None, may_diverge: bool) -> str:
    """Train to the end; why it ended early, where that is part of the recipe."""
    last = None
    while True:
        events = session.poll()
        snapshot = session.run.take()
        if snapshot is not None and snapshot.history.evaluations:
            ends = [one for one in snapshot.history.evaluations if one.epoch > 0 and float(one.epoch).is_integer()]
            last = ends[-1] if ends else None
        if watcher:
            watcher.training(session.run.status, last)
        for event in events:
            if isinstance(event, Finished):
                return ""
            if isinstance(event, Stopped | Faulted):
                if may_diverge and isinstance(event.error, Diverged):
                    return str(event.error)
                raise event.error
        time.sleep(TICK)
