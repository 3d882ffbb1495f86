"""How far the learner is in each lesson, kept in the user's own folder. No Qt."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.lessons import Lesson

from .kept import KeptFile


@dataclass
class Mark:
    """Where a lesson was left: the step, and by their keys and names what is done, ticked off and was run."""

    step: int = 0
    done: list[str] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    def add(self, what: str, key: str) -> bool:
        """Add to one of the lists; whether it is new."""
        there: list[str] = getattr(self, what)
        if key in there:
            return False
        there.append(key)
        return True


class Progress:
    """The marks of all lessons by name. Written beside the window's thread, one after the other."""

    def __init__(self, path: Path, failed: Callable[[str], object] = lambda words: None) -> None:
        """Reads the file; one that is missing or makes no sense is no progress. ``failed`` is told in any thread."""
        self._file = KeptFile(path, failed)
        self._marks = {name: _mark(tree) for name, tree in _read(path).items()}

    def mark(self, lesson: Lesson) -> Mark:
        """The mark of a lesson, to be changed; ``keep`` writes it."""
        mark = self._marks.setdefault(lesson.name, Mark())
        mark.step = min(max(mark.step, 0), len(lesson.steps) - 1)
        return mark

    def begin_again(self, lesson: Lesson) -> None:
        """Forget how far a lesson is."""
        self._marks[lesson.name] = Mark()
        self.keep()

    def done(self, lesson: Lesson) -> int:
        """How many of its tasks are done."""
        known = {task.key for task in lesson.tasks}
        return len(known & set(self._marks.get(lesson.name, Mark()).done))

    def keep(self) -> None:
        """Write everything, soon."""
        text = json.dumps({name: asdict(mark) for name, mark in self._marks.items()}, indent=1)
        self._file.write(text)

    def close(self) -> None:
        """Wait for what is being written."""
        self._file.close()


def _read(path: Path) -> dict[str, Any]:
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: one for name, one in tree.items() if isinstance(one, dict)} if isinstance(tree, dict) else {}


def _mark(tree: dict[str, Any]) -> Mark:
    step = tree.get("step")
    mark = Mark(step if type(step) is int else 0)
    for name in ("done", "ticked", "ran"):
        keys = tree.get(name)
        setattr(mark, name, [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else [])
    return mark
