"""The guide to lessons is true: its example works from start to end, and what it names is there."""

import re
from pathlib import Path

import pytest

from core.experiment import Choice, assign
from core.lessons.checks import CHOICES, NUMBERS, check
from core.lessons.controls import CONTROLS
from core.lessons.measures import MEASURES
from core.lessons.reading import all_lessons
from core.lessons.recipes import KEYS, experiment_on
from core.lessons.running import run_recipe
from core.lessons.state import state_of
from core.session import Session

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)[1]


@pytest.fixture
def lesson(registry, tmp_path):
    """The example of the guide, in a user's own folder."""
    (tmp_path / "moons.md").write_text(EXAMPLE, encoding="utf-8")
    return all_lessons(registry, tmp_path).find("moons")


def test_the_example_is_short(lesson):
    assert len(EXAMPLE.splitlines()) <= 30


def test_the_example_does_what_it_says(registry, lesson):
    """The first recipe does not get there, the second does; and doing the task by hand ticks it off."""
    digits = Choice("digits")
    results = {one.name: run_recipe(lesson, one, registry, digits) for one in lesson.recipes}
    assert results["straight"].measured < 0.95
    assert results["bent"].passed is True
    (task,) = lesson.tasks
    e = experiment_on(lesson.recipe(lesson.start), digits)
    assert not check(task, _trained(e, registry))
    bent = experiment_on(lesson.recipe("bent"), digits)
    assert check(task, _trained(assign(bent, ["stopping", "epochs"], "30"), registry))


def _trained(experiment, registry):
    session = Session(experiment, registry)
    try:
        session.wait()
        for _ in range(experiment.stopping.epochs):
            session.run.ask(lambda t: [t.step() for _ in range(t.steps_per_epoch)] and t.measure()).result()
        evaluations = session.run.ask(lambda t: t.history.evaluations).result()
        return state_of(session.experiment, registry, session.data, evaluations)
    finally:
        session.stop()


def test_everything_that_can_be_written_is_in_the_guide():
    words = set(re.findall(r"[\w]+(?:_\w+)*", GUIDE))
    assert {*KEYS, *NUMBERS, *CONTROLS, *MEASURES} - words == set()
    assert [name for name in CHOICES if f"`{name}`" not in GUIDE] == []


def test_tests_and_steps_and_recipes_of_the_tables_are_there(registry):
    assert [name for name in re.findall(r"tests/[\w/]+\.py", GUIDE) if not (ROOT / name).exists()] == []
    lessons = {one.name.split("-")[0].upper(): one for one in all_lessons(registry).lessons}
    tables = re.split(r"\n### (L\d) ", GUIDE)[1:]
    assert tables[::2] == ["L1", "L2", "L3", "L4", "L5"]
    for name, table in zip(tables[::2], tables[1::2], strict=True):
        lesson = lessons[name]
        assert table.startswith(lesson.title)
        recipes = {one.name for one in lesson.recipes}
        titles = [step.title for step in lesson.steps]
        for row in re.findall(r"\n\| (?!row|-)(.*?) \| (.*?) \| (.*?) \|", table):
            for words in re.findall(r"recipes? ((?:`[\w-]+`(?:, )?)+)", row[2]):
                assert set(re.findall(r"`([\w-]+)`", words)) <= recipes, row
            left = row[1]
            for title in sorted(titles, key=len, reverse=True):
                left = left.replace(title, "")
            assert set(left) <= set(" ,;-"), row
