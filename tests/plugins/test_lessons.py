"""The built-in lessons: sound, complete, and true to the data that they speak of."""

import re

import pytest

from core import Dataset
from core.build import data_of, trainer_of
from core.components import LessonFile
from core.experiment import Choice, assign
from core.host import find
from core.lessons.checks import check
from core.lessons.lesson import Formula, Run, Span, Task
from core.lessons.reading import all_lessons
from core.lessons.recipes import experiment_on, stands_for_digits
from core.lessons.running import run_recipe
from core.lessons.state import state_of

REGISTRY = find("plugins").registry
FOUND = all_lessons(REGISTRY)
LESSONS = FOUND.lessons
RECIPES = [(lesson, recipe) for lesson in LESSONS for recipe in lesson.recipes]
KNOWN: dict = {}
VIEWS_OF_THE_FIRST_START = ("loss-curve", "first-layer-weights")
"""Those before their tabs."""
each = pytest.mark.parametrize("lesson", LESSONS, ids=[one.name for one in LESSONS])


def test_all_thirteen_are_there_in_order():
    assert FOUND.failures == ()
    assert [one.name.split("-")[0] for one in LESSONS] == [f"l{k}" for k in range(1, 14)]
    assert {entry.origin for key, entry in REGISTRY.entries.items() if key[0] == LessonFile.kind} == {"built-in"}


@each
def test_a_lesson_has_what_a_beginner_needs(lesson):
    assert lesson.summary.endswith((".", "?"))
    assert lesson.start
    assert len(lesson.steps) >= 3
    assert len(lesson.tasks) >= 3
    for task in lesson.tasks:
        assert task.hint or task.answer or not task.check.by_hand, task.key


@each
def test_every_recipe_can_be_started_from_the_text(lesson):
    buttons = {block.recipe for step in lesson.steps for block in step.blocks if isinstance(block, Run)}
    assert {one.name for one in lesson.recipes} - buttons <= {"first-pass"}


@each
def test_a_task_that_asks_for_a_number_says_of_which_data(lesson):
    """Else any data would do, such as two points in the plane."""
    for task in lesson.tasks:
        measured = re.search(r"accuracy|loss [<>]|gap", task.check.words)
        assert not measured or "dataset is" in task.check.words, (task.key, task.check.words)


@each
def test_no_task_is_done_before_it_was_begun(lesson):
    """The views that a lesson opens, and the recipe that it begins with, tick nothing off."""
    start = experiment_on(lesson.recipe(lesson.start), Choice("mnist"))
    state = state_of(start, REGISTRY, views=(*VIEWS_OF_THE_FIRST_START, *lesson.views))
    assert [task.check.words for task in lesson.tasks if check(task, state)] == []


@each
def test_texts_are_whole(lesson):
    """Nothing of the notation is left over in what is read."""
    for step in lesson.steps:
        for block in step.blocks:
            spans = [*getattr(block, "spans", ()), *(one for item in getattr(block, "items", ()) for one in item)]
            spans += [*block.hint, *block.answer] if isinstance(block, Task) else []
            for span in spans:
                assert isinstance(span, Span)
                assert span.kind != "text" or not set(span.text) & set("$*`[]{}\\"), (step.title, span.text)
            if isinstance(block, Formula):
                assert block.latex.count("{") == block.latex.count("}")
                assert block.plain


@pytest.mark.parametrize(("lesson", "recipe"), RECIPES, ids=[f"{a.name}:{b.name}" for a, b in RECIPES])
def test_a_recipe_runs(lesson, recipe):
    """On a few digits, for a few steps: that it can be built and trained is what is tested here."""
    few = Choice("digits", (("test", 20), ("train", 200)))
    e = assign(experiment_on(recipe, few), ["stopping", "epochs"], "1")
    e = assign(assign(e, ["sampling", "rows"], "100"), ["batch_size"], str(min(e.batch_size, 100)))
    trainer = trainer_of(e, REGISTRY, data_of(e, REGISTRY, known=KNOWN))
    value = trainer.step()
    assert value == value


def small(name):
    """A recipe that takes a second or less on any machine."""
    lesson, recipe = name.split(":")
    found = FOUND.find(lesson)
    return found, found.recipe(recipe)


@pytest.mark.parametrize(
    "name",
    ["l1:line", "l1:line-standardised", "l1:half-planes", "l1:cells", "l1:xor-without", "l1:xor"],
)
def test_a_recipe_in_the_plane_comes_to_what_is_asked(name):
    lesson, recipe = small(name)
    assert run_recipe(lesson, recipe, REGISTRY, Choice("digits")).passed is True


def test_both_disks_are_solved():
    lesson, _ = small("l1:disk")
    for name in ("disk", "disk-again"):
        assert run_recipe(lesson, lesson.recipe(name), REGISTRY, Choice("digits")).measured > 0.97


def test_the_narrow_valley_takes_longer_than_the_round_one():
    _, narrow = small("l1:line")
    _, round_ = small("l1:line-standardised")
    losses = []
    for recipe in (narrow, round_):
        e = assign(recipe.experiment, ["stopping", "epochs"], "20")
        trainer = trainer_of(e, REGISTRY, data_of(e, REGISTRY))
        for _ in range(20):
            trainer.step()
        losses.append(trainer.evaluate(trainer.data.test).loss)
    assert losses[1] < losses[0] / 100


@pytest.mark.long
@pytest.mark.parametrize(("lesson", "recipe"), RECIPES, ids=[f"{a.name}:{b.name}" for a, b in RECIPES])
def test_a_recipe_comes_to_what_is_asked_on_its_own_data(lesson, recipe, mnist):
    if recipe.asked is None:
        pytest.skip("nothing is asked of it")
    digits = Choice("mnist", (("folder", str(mnist)),))
    result = run_recipe(lesson, recipe, REGISTRY, digits)
    assert result.passed is True, result.tree


def test_only_digits_are_stood_in_for():
    names = {recipe.experiment.dataset.name for _, recipe in RECIPES if not stands_for_digits(recipe)}
    assert names == {"line", "linear", "xor", "disk", "matrix-inverse"}
    assert all(REGISTRY.find(Dataset, name) for name in names)
