"""A lesson file, read and held against what there is: every mistake is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..components import LessonFile, Visualization
from ..errors import BadLesson, InknetError
from ..experiment import settled
from ..files import open_regular, shown, unreadable
from ..placeholders import choices_of
from ..registry import Registry, suggest
from .controls import CONTROLS
from .header import Header, bad
from .lesson import Block, Lesson, Picture, Run, Task
from .markdown import read_steps
from .recipes import read_recipes

LARGEST = 1_000_000
"""Bytes of a lesson file."""
KEYS = {"title", "summary", "order", "start", "views", "locked", "hidden", "recipes"}


@dataclass(frozen=True)
class Failure:
    """A lesson that is not there, and why: ``reason`` is one line with file, line and what is wrong."""

    name: str
    path: Path
    reason: str


@dataclass(frozen=True)
class Lessons:
    """Everything that could be read, in order, and what could not."""

    lessons: tuple[Lesson, ...]
    failures: tuple[Failure, ...] = ()

    def find(self, name: str) -> Lesson:
        """The lesson of that name or first word, as in ``l2``. Raises BadLesson with the nearest name."""
        begins = [one for one in self.lessons if one.name.startswith(f"{name}-")]
        for lesson in [*(one for one in self.lessons if one.name == name), *(begins if len(begins) == 1 else [])]:
            return lesson
        for failure in self.failures:
            if failure.name == name:
                raise BadLesson(failure.reason)
        raise BadLesson(f"no lesson '{name}': {suggest(name, [one.name for one in self.lessons])}")


def all_lessons(registry: Registry, folder: Path | None = None) -> Lessons:
    """The lessons of all plugins, and the files of the user's own folder; one with a mistake hides no other."""
    paths = [Path(one.path) for one in registry.all(LessonFile)]
    paths += sorted(folder.glob("*.md")) if folder and folder.is_dir() else []
    return read_all(paths, registry)


def read_all(paths: Iterable[Path], registry: Registry) -> Lessons:
    """The lessons in these files, sorted by their order and title. A second one of a name is a failure."""
    found: dict[str, Lesson] = {}
    failures = []
    for path in paths:
        try:
            lesson = read_lesson(path, registry)
            if lesson.name in found:
                other = shown(found[lesson.name].path)
                told = f"expected a name of its own, found the lesson '{lesson.name}' in {other} too; rename the file"
                raise bad(path, 1, told, "twice")
            found[lesson.name] = lesson
        except BadLesson as error:
            failures.append(Failure(path.stem, path, str(error)))
    ordered = sorted(found.values(), key=lambda one: (one.order, one.title))
    return Lessons(tuple(ordered), tuple(failures))


def read_lesson(path: Path, registry: Registry) -> Lesson:
    """The lesson in a file. Raises BadLesson with file, line, what was found and what was expected."""
    header = Header(path, _text(path))
    table = header.table
    header.known(table, KEYS)
    title = header.get(table, "title", str, "").strip()
    if not title:
        raise header.bad('expected a title, found none; write title = "..." in the head', "title", code="missing")
    recipes = read_recipes(header)
    names = [one.name for one in recipes]
    start = header.get(table, "start", str, names[0] if names else "")
    if start and start not in names:
        raise header.bad(f"there is no recipe '{start}': {suggest(start, names)}", "start", code="unknown")
    views, locked, hidden = (header.names(table, key) for key in ("views", "locked", "hidden"))
    for key, controls in (("locked", locked), ("hidden", hidden)):
        for one in controls:
            if one not in CONTROLS:
                raise header.bad(f"there is no control '{one}': {suggest(one, CONTROLS)}", key, code="unknown")
    lesson = Lesson(
        name=path.stem,
        title=title,
        path=path,
        summary=header.get(table, "summary", str, ""),
        order=header.get(table, "order", int, 1000),
        steps=read_steps(path, title, header.body, header.body_line),
        recipes=recipes,
        start=start,
        views=views,
        locked=frozenset(locked),
        hidden=frozenset(hidden),
    )
    _check_names(lesson, header, registry)
    return lesson


def _text(path: Path) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", path.stem):
        told = f"expected a file name of letters, digits, dots and dashes, found {shown(path)!r}; rename the file"
        raise bad(path, 1, told, "path")
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise unreadable(BadLesson, path, error) from None
    if len(data) > LARGEST:
        raise bad(path, 1, f"expected at most {LARGEST:,} bytes, found more; shorten the lesson", "large")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = "expected text in UTF-8, found other bytes; save the file as UTF-8"
        raise bad(path, line, told, "encoding") from None


def _check_names(lesson: Lesson, header: Header, registry: Registry) -> None:
    """Raises BadLesson for a component, view or recipe that is not there."""
    for recipe in lesson.recipes:
        try:
            choices = choices_of(settled(recipe.experiment, registry))
        except InknetError as error:
            raise header.passed_on(error, "recipes", recipe.name) from None
        for kind, choice in choices:
            for key, value in choice.settings:
                if registry.find(kind, choice.name).settings[key].unit in ("file", "folder") and _leads_out(value):
                    raise header.wrong(
                        "a path that leads to no other place", value, "recipes", recipe.name, code="path"
                    )
    known = {cls.name for cls in registry.all(Visualization)}  # type: ignore[type-abstract]
    for view in lesson.views:
        if view not in known:
            raise header.bad(f"there is no view '{view}': {suggest(view, known)}", "views", code="unknown")
    names = {one.name for one in lesson.recipes}
    for step in lesson.steps:
        for block in step.blocks:
            for what, named, there in _named(block, known, names):
                if named not in there:
                    line = _line(header, named)
                    raise bad(lesson.path, line, f"there is no {what} '{named}': {suggest(named, there)}", "unknown")


def _leads_out(path: str) -> bool:
    """Whether a lesson, which may come from anyone, names a place of this machine or of the network."""
    parts = re.split(r"[/\\]", path)
    return bool(path) and (parts[0] == "" or parts[0].startswith("~") or ".." in parts or ":" in path)


def _named(block: Block, views: set[str], recipes: set[str]) -> list[tuple[str, str, set[str]]]:
    """The views and recipes that a block names."""
    if isinstance(block, Picture) and block.view:
        return [("view", block.view, views)]
    if isinstance(block, Run):
        return [("recipe", block.recipe, recipes)]
    if isinstance(block, Task):
        return [
            *(("view", one, views) for one in block.check.views),
            *(("recipe", one, recipes) for one in block.check.recipes),
        ]
    return []


def _line(header: Header, name: str) -> int:
    """The line of the body that names something."""
    word = re.compile(rf"(?:view:|recipe:|view |recipe )\s*{re.escape(name)}(?![\w.-])")
    return next((k for k, line in enumerate(header.body, header.body_line) if word.search(line)), header.body_line)
