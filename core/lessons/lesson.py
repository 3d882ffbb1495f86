"""What a lesson is, once its file has been read. Plain frozen data; nothing in it is code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..experiment import Experiment
from .checks import Check

Kind = Literal["text", "strong", "emphasis", "code", "formula"]


@dataclass(frozen=True)
class Span:
    """A stretch of text of one kind; of a formula, its LaTeX."""

    kind: Kind
    text: str


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    spans: Spans


@dataclass(frozen=True)
class Items:
    """A list, one entry for each point."""

    items: tuple[Spans, ...]


@dataclass(frozen=True)
class Formula:
    """A formula on a line of its own: LaTeX, and the same in plain text for whoever hears or copies it."""

    latex: str
    plain: str


@dataclass(frozen=True)
class Code:
    """Text to be read as it is, such as a file to write; it is shown and never run."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A view of the network by its name, or an image file beside the lesson; one of the two."""

    words: str
    """What it shows, for whoever cannot see it."""
    view: str = ""
    file: Path | None = None


@dataclass(frozen=True)
class Run:
    """A button that puts a recipe on the table."""

    words: str
    recipe: str


@dataclass(frozen=True)
class Task:
    """Something to do, and how the program sees that it is done. ``key`` is step and number, as in ``2.1``."""

    key: str
    spans: Spans
    check: Check
    hint: Spans = ()
    answer: Spans = ()


Block = Paragraph | Items | Formula | Code | Picture | Run | Task


@dataclass(frozen=True)
class Step:
    """One page of a lesson."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is to be done on this page."""
        return tuple(block for block in self.blocks if isinstance(block, Task))


@dataclass(frozen=True)
class Band:
    """What a measurement should be: at least ``low``, at most ``high``, or between the two."""

    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        """Whether the value lies within it, ends included."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def bound(self) -> float:
        """The end that counts: the lower one where there is one."""
        chosen = self.high if self.low is None else self.low
        assert chosen is not None
        return chosen

    def __str__(self) -> str:
        if self.low is None:
            return f"<= {self.high:g}"
        return f">= {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Recipe:
    """A named experiment of a lesson, and what it should come to."""

    name: str
    title: str
    experiment: Experiment
    """As the file says. A data set called mnist stands for digits of MNIST's form; see ``experiment_on``."""
    note: str = ""
    measure: str = "test_accuracy"
    article: float | None = None
    """The number that the article prints."""
    asked: Band | None = None
    """What the program must reach on the article's own data."""
    broken: bool = False
    """Whether it holds a mistake to be found and mended."""


@dataclass(frozen=True)
class Lesson:
    """A lesson, read and found sound."""

    name: str
    title: str
    path: Path
    summary: str
    order: int
    steps: tuple[Step, ...]
    recipes: tuple[Recipe, ...]
    start: str
    """The recipe that is on the table when the lesson begins; empty for whatever is there."""
    views: tuple[str, ...] = ()
    """Visualizations to open, by name."""
    locked: frozenset[str] = frozenset()
    """Controls that can be seen and not changed; see ``CONTROLS``."""
    hidden: frozenset[str] = frozenset()
    """Controls that are not shown."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything that is to be done, in order."""
        return tuple(task for step in self.steps for task in step.tasks)

    def recipe(self, name: str) -> Recipe:
        """The recipe of that name. Raises KeyError; files and commands are checked before."""
        return next(one for one in self.recipes if one.name == name)
