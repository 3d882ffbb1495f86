"""``inknet lessons``: lists, runs and checks."""

from pathlib import Path

import pytest

LESSON = """+++
title = "Moons"
[recipes.moons]
title = "Eight units"
dataset = { name = "moons", train = 200, test = 100 }
preprocessing = "none"
layers = [8]
epochs = 1
article = 0.9
asked = ">= 0.4"
[recipes.digits]
dataset = "mnist"
layers = []
epochs = 1
article = 0.9
asked = ">= 0.1"
+++
Text.
"""


@pytest.fixture
def lesson():
    Path("moons.md").write_text(LESSON)
    return "moons.md"


def test_lessons_are_listed_with_their_recipes(run, answer):
    tree = answer("lessons", "list")
    names = [one["name"] for one in tree["lessons"]]
    assert names[:2] == ["l1-digits", "l2-lottery"]
    assert len(names) == 13
    first = tree["lessons"][0]
    assert (first["title"], tree["failures"]) == ("Reading digits", [])
    recipe = next(one for one in first["recipes"] if one["name"] == "one-layer")
    assert (recipe["article"], recipe["asked"]) == (0.915, 0.913)
    status, out, _ = run("lessons", "list")
    assert status == 0
    assert out[0].startswith("l1-digits  Reading digits")


def test_the_users_own_lessons_are_listed_and_mistakes_are_told(answer, run):
    from core.folders import lesson_folder

    lesson_folder().mkdir(parents=True)
    (lesson_folder() / "moons.md").write_text(LESSON)
    (lesson_folder() / "bad.md").write_text("+++\ntitel = 1\n+++\n")
    tree = answer("lessons", "list")
    assert "moons" in [one["name"] for one in tree["lessons"]]
    (failure,) = tree["failures"]
    assert "bad.md:2: titel: there is no 'titel': did you mean 'title'?" in failure["reason"]
    _, out, _ = run("lessons", "list")
    assert out[-1].startswith("cannot be read: ")
    assert answer("lessons", "run", "moons")["recipe"] == "moons"


def test_a_recipe_is_run(lesson, answer, run):
    tree = answer("lessons", "run", f"{lesson}:moons", "--seed", 5)
    assert (tree["lesson"], tree["recipe"], tree["article"], tree["asked"]) == ("moons", "moons", 0.9, 0.4)
    assert (tree["seed"], tree["passed"]) == (5, True)
    status, out, _ = run("lessons", "run", lesson)
    assert status == 0
    assert out[1:3] == ["article  90.00 %", "asked    test_accuracy >= 0.4"]
    assert out[4] == "as asked; on moons, seed 1, 1 epoch"


def test_on_other_digits_the_articles_number_is_not_judged(lesson, run, answer, monkeypatch):
    import core.commands.lessons as command
    from core.experiment import Choice

    tree = answer("lessons", "run", f"{lesson}:moons")
    assert tree["passed"] is True
    few = Choice("digits", (("test", 20), ("train", 100)))
    monkeypatch.setattr(command, "digits_here", lambda registry: few)
    status, out, err = run("lessons", "run", f"{lesson}:digits")
    assert status == 0
    assert "nothing is asked of it here; on digits" in out[-1]
    assert any("runs on 'digits', as MNIST is not on this machine" in line for line in err)


def test_a_lesson_file_is_checked(lesson, answer, refusal):
    assert answer("lessons", "check", lesson)["recipes"] == ["moons", "digits"]
    Path("bad.md").write_text(LESSON.replace("layers = [8]", "layers = 8"))
    assert "bad.md:7: recipes.moons.layers: expected a list, found 8" in refusal("lessons", "check", "bad.md")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("run l0-nothing", "no lesson 'l0-nothing': did you mean 'l"),
        ("run l1:one-layr", "lesson 'l1-digits' has no recipe 'one-layr': did you mean 'one-layer'?"),
        ("run l1:line --data digits", "recipe 'line' learns 'line', which belongs to it; leave --data out"),
        ("run l1 --data mnits", "no dataset 'mnits': did you mean 'mnist'?"),
        ("run l1 --data mnist:nowhere", "nowhere: expected a folder with the four files"),
        ("run missing.md", "missing.md: expected a file that can be read"),
        ("check missing.md", "missing.md: expected a file that can be read"),
        ("lits", "no action 'lits': did you mean 'list'?"),
    ],
)
def test_mistakes_are_told(refusal, words, told):
    assert told in refusal("lessons", *words.split())
