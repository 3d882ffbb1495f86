"""Recipes run without a window, measured and held against what is asked."""

import numpy as np
import pytest

from core.components import Dataset
from core.errors import BadExperiment
from core.experiment import Choice
from core.lessons.lesson import Band
from core.lessons.measures import MEASURES
from core.lessons.reading import read_lesson
from core.lessons.recipes import digits_here, experiment_on
from core.lessons.running import run_recipe
from core.registry import Entry, Registry

DIGITS = Choice("digits", (("test", 50), ("train", 100)))

HEAD = """+++
title = "Runs"
[recipes.moons]
dataset = {{ name = "moons", train = 200, test = 100 }}
preprocessing = "none"
layers = [8]
epochs = 2
article = 0.5
{more}
+++
Text.
"""


@pytest.fixture
def run(registry, write):
    """Run a recipe of a head with these further lines."""

    def run(more="", digits=DIGITS, seed=None, head=HEAD):
        lesson = read_lesson(write(head.format(more=more)), registry)
        return run_recipe(lesson, lesson.recipes[0], registry, digits, seed)

    return run


def test_a_result_has_the_articles_number_and_ours(run):
    tree = run('asked = ">= 0.5"').tree
    assert {key: tree[key] for key in ("lesson", "recipe", "article", "asked", "seed", "passed")} == {
        "lesson": "moons",
        "recipe": "moons",
        "article": 0.5,
        "asked": 0.5,
        "seed": 1,
        "passed": True,
    }
    assert 0.5 <= tree["measured"] <= 1
    assert (tree["epochs"], tree["dataset"], tree["trouble"]) == (2, "moons", "")


def test_what_is_asked_may_not_be_reached(run):
    assert run('asked = "<= 0.1"').passed is False
    assert run().passed is None


def test_equal_seeds_give_equal_results(run):
    one, same, other = (run(seed=seed).measured for seed in (3, 3, 4))
    assert one == same
    assert run('measure = "test_loss"', seed=3).measured != run('measure = "test_loss"', seed=4).measured
    assert 0 <= other <= 1


def test_on_stand_in_digits_the_articles_number_is_not_asked_for(run):
    head = HEAD.replace('{{ name = "moons", train = 200, test = 100 }}', '"mnist"').replace('"none"', '"scale"')
    result = run('asked = ">= 0"', head=head)
    assert (result.data, result.passed) == (DIGITS, None)


def test_accuracy_before_training_is_that_of_the_first_weights(run):
    result = run('measure = "accuracy_before"')
    assert 0.2 < result.measured < 0.8
    assert result.epochs == 2


def test_a_recipe_with_a_mistake_may_diverge_and_says_so(run):
    wild = 'loss = "squared-error"\noutput_activation = "identity"\n'
    wild += 'optimizer = { name = "gradient-descent", learning_rate = 100 }\n'
    result = run(wild + "broken = true")
    assert "learning rate" in result.trouble
    assert np.isfinite(result.measured)
    with pytest.raises(Exception, match="the learning rate is too large"):
        run(wild)


def test_mnist_stands_for_digits_and_for_nothing_else(registry, write):
    head = HEAD.replace('{{ name = "moons", train = 200, test = 100 }}', '"mnist"')
    lesson = read_lesson(write(head.format(more="")), registry)
    assert experiment_on(lesson.recipes[0], DIGITS, 9).dataset == DIGITS
    assert experiment_on(lesson.recipes[0], DIGITS, 9).seed == 9
    moons = read_lesson(write(HEAD.format(more="")), registry).recipes[0]
    assert experiment_on(moons, DIGITS) == moons.experiment


def test_the_built_in_digits_stand_in_where_mnist_is_not(registry, tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert digits_here(registry) == Choice("digits")
    without = Registry(entry for key, entry in registry.entries.items() if key != ("dataset", "mnist"))
    assert digits_here(without) == Choice("digits")

    class Here(Dataset):
        """MNIST that is here."""

        name = "mnist"

    assert digits_here(without.plus([Entry(Here, "file", "here.py")])) == Choice("mnist")


def test_measures_say_what_they_need(run):
    assert set(MEASURES) >= {"test_accuracy", "roughness", "inverse_error"}
    for measure, words in (("roughness", "inputs that are images"), ("inverse_error", "one linear layer")):
        with pytest.raises(BadExperiment, match=words):
            run(f'measure = "{measure}"')


def test_noise_is_rough_and_a_slope_is_smooth(registry):
    from types import SimpleNamespace

    def rough(weights):
        network = SimpleNamespace(views=[SimpleNamespace(weights=weights)])
        return MEASURES["roughness"](SimpleNamespace(network=network, data=SimpleNamespace(input_shape=(28, 28))))

    noise = np.random.default_rng(0).normal(size=(784, 10))
    ramp = np.tile(np.linspace(-1, 1, 28), 28)[:, None] * np.ones(10)
    assert rough(noise) == pytest.approx(1, abs=0.05)
    assert rough(5 * noise) == pytest.approx(rough(noise))
    assert rough(ramp) < 0.01


@pytest.mark.parametrize(
    ("band", "inside", "outside", "words", "bound"),
    [
        (Band(low=0.9), (0.9, 1), (0.89,), ">= 0.9", 0.9),
        (Band(high=0.05), (0, 0.05), (0.051,), "<= 0.05", 0.05),
        (Band(0.7, 0.9), (0.7, 0.9), (0.69, 0.91), "0.7 to 0.9", 0.7),
    ],
)
def test_a_band_holds_its_ends(band, inside, outside, words, bound):
    assert all(map(band.holds, inside))
    assert not any(map(band.holds, outside))
    assert (str(band), band.bound) == (words, bound)
