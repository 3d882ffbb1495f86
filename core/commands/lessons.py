"""``inknet lessons``: lists lessons, and runs their recipes without a window."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..components import Dataset
from ..errors import BadArguments, BadLesson
from ..experiment import Choice
from ..folders import lesson_folder
from ..lessons.lesson import Lesson, Recipe
from ..lessons.reading import Lessons, all_lessons, read_lesson
from ..lessons.recipes import STAND_IN, STANDS_FOR_DIGITS, digits_here, stands_for_digits
from ..lessons.running import Result, run_recipe
from ..registry import Registry, suggest
from ..threads import one_blas_thread
from .arguments import Answer, Parser, add_common, whole
from .common import blaming, catalogue, dataset_choice, say
from .progress import screen

ACTIONS = {
    "list": "every lesson with its recipes",
    "run": "train a recipe and hold it against the article's number",
    "check": "read a lesson file and tell what is wrong with it",
}
EXAMPLES = {
    "list": "example:\n  inknet lessons list",
    "run": "example:\n  inknet lessons run 01-mnist:one-layer --data mnist:FOLDER\n\n"
    "Where MNIST is not on this machine the built-in digits stand in, and the article's number is not asked for.",
    "check": "example:\n  inknet lessons check my-lesson.md",
}


def add_arguments(parser: Parser, action: str) -> None:
    """The options of one action."""
    if action == "run":
        parser.add_argument(
            "name", metavar="NAME[:RECIPE]", help="a lesson, or a lesson file; see 'inknet lessons list'"
        )
        parser.add_argument("--data", metavar="NAME[:PATH]", help="the digits to learn, such as mnist:FOLDER")
        parser.add_argument("--seed", type=whole(0), metavar="N", help="where all randomness begins (the recipe's)")
    if action == "check":
        parser.add_argument("file", metavar="FILE", help="a lesson file")
    add_common(parser)


def run(arguments: argparse.Namespace, builtins: str) -> Answer:
    """Tell about lessons, or run one. Raises InknetError."""
    registry = catalogue(builtins, arguments.plugin)
    if arguments.action == "check":
        return _checked(read_lesson(Path(arguments.file), registry))
    if arguments.action == "list":
        return _listed(all_lessons(registry, lesson_folder()))
    lesson, recipe = _wanted(arguments.name, registry)
    return _run(lesson, recipe, registry, arguments)


def _listed(found: Lessons) -> Answer:
    lessons = [
        {
            "name": lesson.name,
            "title": lesson.title,
            "recipes": [
                {
                    "name": recipe.name,
                    "article": recipe.article,
                    "asked": recipe.asked.bound if recipe.asked else None,
                    "title": recipe.title,
                    "measure": recipe.measure,
                    "band": str(recipe.asked) if recipe.asked else None,
                    "broken": recipe.broken,
                }
                for recipe in lesson.recipes
            ],
        }
        for lesson in found.lessons
    ]
    failures = [{"name": one.name, "path": str(one.path), "reason": one.reason} for one in found.failures]
    return Answer({"lessons": lessons, "failures": failures}, "\n".join(_lines(found)))


def _lines(found: Lessons) -> list[str]:
    lines = []
    for lesson in found.lessons:
        lines.append(f"{lesson.name}  {lesson.title}")
        for recipe in lesson.recipes:
            band = f"  {recipe.measure} {recipe.asked}" if recipe.asked else ""
            lines.append(f"  {lesson.name}:{recipe.name}  {recipe.title}{band}")
    return [*lines, *(f"cannot be read: {one.reason}" for one in found.failures)]


def _checked(lesson: Lesson) -> Answer:
    tree = {"name": lesson.name, "title": lesson.title, "steps": len(lesson.steps), "tasks": len(lesson.tasks)}
    tree |= {"recipes": [recipe.name for recipe in lesson.recipes]}
    counts = f"{len(lesson.steps)} steps, {len(lesson.tasks)} tasks, {len(lesson.recipes)} recipes"
    return Answer(tree, f"{lesson.path}: is sound: {lesson.title}, {counts}")


def _wanted(text: str, registry: Registry) -> tuple[Lesson, Recipe]:
    """The lesson and recipe that ``NAME[:RECIPE]`` or ``FILE.md[:RECIPE]`` means. Raises BadLesson or BadArguments."""
    name, _, recipe = text.rpartition(":") if ":" in text else (text, "", "")
    if name.endswith(".md"):
        lesson = read_lesson(Path(name), registry)
    else:
        lesson = all_lessons(registry, lesson_folder()).find(name)
    names = [one.name for one in lesson.recipes]
    if not names:
        raise BadLesson(f"lesson '{lesson.name}' has no recipe that could be run; read it in the window")
    if recipe and recipe not in names:
        raise BadArguments(f"lesson '{lesson.name}' has no recipe '{recipe}': {suggest(recipe, names)}")
    return lesson, lesson.recipe(recipe or lesson.start)


def _run(lesson: Lesson, recipe: Recipe, registry: Registry, arguments: argparse.Namespace) -> Answer:
    shows = screen()
    try:
        with one_blas_thread(), blaming(registry):
            digits = _digits(arguments.data, recipe, registry)
            if stands_for_digits(recipe) and digits.name != STANDS_FOR_DIGITS:
                say(
                    f"inknet: runs on '{digits.name}', as {STANDS_FOR_DIGITS.upper()} is not on this machine: the "
                    "article's number is shown and not asked for; fetch it with: inknet data fetch mnist"
                    if not arguments.data
                    else f"inknet: runs on '{arguments.data}': the article's number is shown and not asked for"
                )
            result = run_recipe(lesson, recipe, registry, digits, arguments.seed, shows)
    finally:
        shows.close()
    return Answer(result.tree, _summary(result))


def _digits(text: str | None, recipe: Recipe, registry: Registry) -> Choice:
    if text is None:
        return digits_here(registry) if stands_for_digits(recipe) else Choice(STAND_IN)
    choice = dataset_choice(text, registry)
    if not stands_for_digits(recipe):
        raise BadArguments(
            f"--data {text}: recipe '{recipe.name}' learns '{recipe.experiment.dataset.name}', which belongs to it; "
            "leave --data out"
        )
    return replace(choice, settings=tuple(registry.read(Dataset, choice.name, dict(choice.settings)).items()))


def _summary(result: Result) -> str:
    recipe = result.recipe
    shown = _percent if "accuracy" in recipe.measure or recipe.measure == "gap" else "{:.4g}".format
    verdict = {True: "as asked", False: "not as asked", None: "nothing is asked of it here"}[result.passed]
    bounds = f"{recipe.measure} {recipe.asked}" if recipe.asked else "-"
    tree: dict[str, Any] = {
        "article": shown(recipe.article) if recipe.article is not None else "-",
        "asked": bounds,
        "ours": shown(result.measured),
    }
    lines = [f"{result.lesson.name}:{recipe.name}  {recipe.title}"]
    lines += [f"{name:8} {value}" for name, value in tree.items()]
    epochs = f"{result.epochs:g} epoch{'s' * (result.epochs != 1)}"
    lines += [f"ended early: {result.trouble}"] if result.trouble else []
    return "\n".join([*lines, f"{verdict}; on {result.data.name}, seed {result.seed}, {epochs}"])


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"
