"""How the program sees that a task is done: a small closed vocabulary, read from text and never run.

    test_accuracy >= 0.975          one of NUMBERS, compared with a number (97.5 % works too)
    activation is tanh              one of CHOICES by name; 'is not', 'is none' and 'is mine' too
    drawn a 7 that is read          or 'a digit', and 'misread'
    view loss-curve is open
    recipe one-layer was run
    by hand                         the learner ticks it off

Parts are joined by ``and``.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..registry import suggest

if TYPE_CHECKING:
    from .lesson import Task

NUMBERS = {
    "test_accuracy": "share of test samples that are right, 0 to 1",
    "train_accuracy": "the same of training samples",
    "best_test_accuracy": "the best of this run so far",
    "gap": "train_accuracy minus test_accuracy",
    "test_loss": "loss on the test split",
    "train_loss": "loss on training samples",
    "epoch": "passes over the training split so far",
    "step": "mini-batches so far",
    "layers": "hidden layers",
    "units": "hidden units, all together",
    "widest": "units of the widest hidden layer",
    "parameters": "weights and biases, all together",
    "batch_size": "samples in a mini-batch",
    "learning_rate": "of the optimizer",
    "dropout": "the largest of all layers",
    "rows": "training samples in use",
    "label_noise": "share of training samples with a wrong label",
    "own_digits": "digits that the learner drew and kept",
}
"""What can be compared, and what it means."""
CHOICES = (
    "activation",
    "output activation",
    "initializer",
    "loss",
    "optimizer",
    "preprocessing",
    "dataset",
    "regularizer",
    "schedule",
    "augmentation",
)
"""What can be this or that component. An activation or initializer is X where all hidden layers have it."""
DIGITS = frozenset({"mnist", "digits"})
"""Data sets of handwritten digits: the second stands in for the first where that is not on the machine."""
OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
COMPARED = re.compile(r"(\w+)\s*(>=|<=|==|!=|>|<)\s*(-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?)\s*(%?)")
CHOSEN = re.compile(rf"({'|'.join(CHOICES)}) is (not )?([\w-]+)")
DRAWN = re.compile(r"drawn an? (\w+) that is (read|misread)")
SEEN = re.compile(r"view ([\w-]+) is open")
RAN = re.compile(r"recipe ([\w.-]+) was run")
EXAMPLES = "'test_accuracy >= 0.9', 'layers == 0', 'activation is mine', 'drawn a 7 that is read' or 'by hand'"


@dataclass(frozen=True)
class Drawn:
    """A drawing on the pad: what the network read, how sure it was (0 to 1), and what the learner said it is."""

    read: str
    sure: float = 1.0
    meant: str = ""


SURE = 0.5
"""How sure the network must be for a drawing to count as read."""


@dataclass(frozen=True)
class State:
    """What checks may look at: plain values, gathered by whoever shows the lesson. See ``state_of``."""

    numbers: Mapping[str, float] = field(default_factory=dict)
    """By the names of NUMBERS; one that is not known yet is not there."""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Names of the components in use, by the names of CHOICES; empty for none."""
    mine: frozenset[tuple[str, str]] = frozenset()
    """Those of them that come from the learner's own files, as (choice, name)."""
    drawn: tuple[Drawn, ...] = ()
    views: frozenset[str] = frozenset()
    """Views that are open."""
    ran: frozenset[str] = frozenset()
    """Recipes that were trained, for an epoch at least or to their end."""
    ticked: frozenset[str] = frozenset()
    """Keys of tasks that the learner ticked off by hand."""


Part = Callable[["State", str], bool]


@dataclass(frozen=True)
class Check:
    """A condition in words, and the parts that it is made of."""

    words: str
    parts: tuple[Part, ...]
    views: tuple[str, ...] = ()
    """Views that it names."""
    recipes: tuple[str, ...] = ()
    """Recipes that it names."""

    @property
    def by_hand(self) -> bool:
        """Whether the learner has to tick it off."""
        return "by hand" in self.words


def check(task: Task, state: State) -> bool:
    """Whether a task is done."""
    return all(part(state, task.key) for part in task.check.parts)


def read_check(words: str) -> Check:
    """A check from its words. Raises ValueError saying what was expected."""
    parts, views, recipes = [], [], []
    for one in re.split(r"\s+and\s+", words.strip()):
        parts.append(_part(one))
        views += SEEN.findall(one)
        recipes += RAN.findall(one)
    return Check(" ".join(words.split()), tuple(parts), tuple(views), tuple(recipes))


def _part(words: str) -> Part:
    if match := COMPARED.fullmatch(words):
        return _compared(*match.groups())
    if match := CHOSEN.fullmatch(words):
        return _chosen(*match.groups())
    if match := DRAWN.fullmatch(words):
        return _drawn(*match.groups())
    if match := SEEN.fullmatch(words):
        view = match[1]
        return lambda state, key: view in state.views
    if match := RAN.fullmatch(words):
        recipe = match[1]
        return lambda state, key: recipe in state.ran
    if words == "by hand":
        return lambda state, key: key in state.ticked
    raise ValueError(f"expected a check such as {EXAMPLES}, found '{words}'")


def _compared(name: str, sign: str, text: str, percent: str) -> Part:
    if name not in NUMBERS:
        raise ValueError(f"there is no number '{name}': {suggest(name, NUMBERS)}")
    limit, holds = float(text) / (100 if percent else 1), OPERATORS[sign]
    return lambda state, key: holds(state.numbers.get(name, math.nan), limit) and name in state.numbers


def _chosen(kind: str, negated: str | None, name: str) -> Part:
    def holds(state: State, key: str) -> bool:
        names = state.chosen.get(kind, frozenset())
        if name == "mine":
            return any(one == kind for one, _ in state.mine)
        if kind == "dataset" and name == "mnist":
            return bool(names) and names <= DIGITS
        return not names if name == "none" else names == {name}

    def absent(state: State, key: str) -> bool:
        if name in ("mine", "none") or (kind == "dataset" and name == "mnist"):
            return not holds(state, key)
        return name not in state.chosen.get(kind, frozenset())

    return absent if negated else holds


def _drawn(what: str, how: str) -> Part:
    if what != "digit" and not (len(what) == 1 and what in "0123456789"):
        raise ValueError(f"expected 'drawn a digit ...' or 'drawn a 7 ...', found 'drawn a {what}'")

    def holds(one: Drawn) -> bool:
        if how == "misread":
            return bool(one.meant) and one.read != one.meant and what in ("digit", one.meant)
        right = one.sure >= SURE and one.meant in ("", one.read)
        return right and what in ("digit", one.read)

    return lambda state, key: any(map(holds, state.drawn))
