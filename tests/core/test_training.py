"""One step after the other: the same numbers whoever calls, wherever it begins."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from core import Augmentation, Schedule
from core.build import load, trainer_of
from core.errors import BadExperiment, Diverged
from core.experiment import Choice, Experiment, Stopping, assign, layers_from
from core.registry import Entry
from core.training import Trainer

SMALL = Experiment(
    dataset=Choice("blobs"), preprocessing=Choice("none"), layers=layers_from([12, 7], Choice("tanh")), batch_size=16
)


def trainer(registry, experiment=SMALL):
    return trainer_of(experiment, registry, load(experiment.dataset, experiment.seed, registry))


def with_(**changes):
    e = SMALL
    for place, value in changes.items():
        e = assign(e, place.split("__"), str(value))
    return e


def steps(t: Trainer, n: int):
    return [t.step() for _ in range(n)]


def test_training_learns(blobs):
    t = trainer(blobs)
    before = t.evaluate(t.data.test)
    steps(t, 400)
    after = t.evaluate(t.data.test)
    assert after.loss < before.loss / 3
    assert after.accuracy > 0.9


def test_every_row_is_seen_once_an_epoch_and_the_short_batch_too(blobs):
    t = trainer(blobs)
    assert t.steps_per_epoch == 7  # 100 rows in batches of 16: the last has four
    seen = []
    for _ in range(7):
        t.step(frozenset({"batch"}))
        seen.append(t.kept_batch.inputs)
    rows = np.concatenate(seen)
    assert len(seen[-1]) == 4
    assert np.array_equal(np.sort(rows, axis=0), np.sort(t.data.train.inputs, axis=0))
    assert t.epoch == 1.0


def test_equal_seeds_give_equal_bits_and_other_seeds_do_not(blobs):
    runs = [trainer(blobs, replace(SMALL, seed=seed)) for seed in (1, 1, 2)]
    for t in runs:
        steps(t, 20)
    first, same, other = (t.network.parameters for t in runs)
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("stop", [1, 5, 7, 9, 17])
@pytest.mark.parametrize("batch", [1, 16, 33])
def test_going_on_from_a_moment_equals_training_straight_through(blobs, stop, batch):
    """Dropout, augmentation and Adam's memory included, in the middle of an epoch or at its end."""
    e = with_(batch_size=batch, layers__0__dropout=0.4, augmentations="jolt")
    registry = blobs.plus([Entry(Jolt, "file", "here")])
    straight, first, second = (trainer(registry, e) for _ in range(3))
    steps(straight, 23)
    steps(first, stop)
    second.restore(first.moment())
    steps(second, 23 - stop)
    assert np.array_equal(straight.network.parameters, second.network.parameters)
    assert straight.moment().row == second.moment().row


class Jolt(Augmentation):
    """Adds a little noise."""

    def apply(self, inputs, shape, rng):
        return inputs + rng.normal(0, 0.1, inputs.shape).astype(inputs.dtype)


def test_a_batch_size_changed_within_an_epoch_still_shows_every_row_once(blobs):
    first = trainer(blobs)
    seen = []

    def go(t, n):
        for _ in range(n):
            t.step(frozenset({"batch"}))
            seen.append(t.kept_batch.inputs)

    go(first, 3)
    second = trainer_of(replace(SMALL, batch_size=10), blobs, first.data)
    second.take_over(first)
    go(second, 6)
    assert second.whole_epochs == 1
    assert np.array_equal(np.sort(np.concatenate(seen), axis=0), np.sort(first.data.train.inputs, axis=0))


def test_frozen_layers_stay_and_the_others_learn(blobs):
    t = trainer(blobs, with_(layers__0__frozen="true", regularizers="weight-decay"))
    before = [np.concatenate([v.weights.ravel(), v.bias]) for v in t.network.copy().views]
    steps(t, 10)
    after = [np.concatenate([v.weights.ravel(), v.bias]) for v in t.network.views]
    assert np.array_equal(before[0], after[0])
    assert not np.array_equal(before[1], after[1])


def test_the_gradient_of_a_penalty_is_added(blobs):
    plain, held = trainer(blobs), trainer(blobs, with_(regularizers="l2", regularizers__0__strength=0.5))
    for t in (plain, held):
        t.step(frozenset({"gradient"}))
    weights = trainer(blobs).network.views
    added = held.kept_gradient - plain.kept_gradient
    expected = np.concatenate([np.append(0.5 * v.weights.ravel(), np.zeros_like(v.bias)) for v in weights])
    assert np.allclose(added, expected, atol=1e-6)


class Halving(Schedule):
    """Half the rate at every step."""

    def factor(self, step, steps):
        return 0.5**step


def test_a_schedule_changes_the_rate_and_keeps_the_momentum(blobs):
    t = trainer(blobs.plus([Entry(Halving, "file", "here")]), with_(schedule="halving"))
    steps(t, 3)
    assert t.optimizer.learning_rate == pytest.approx(0.001 / 8)
    assert t.history.learning_rate.view().mean[-1] == pytest.approx(0.001 / 8)
    assert all(np.any(array) for name, array in t.state.items())


def test_a_step_allocates_nothing_large(blobs):
    e = replace(SMALL, dataset=Choice("blobs", (("features", 100), ("train", 8000))), batch_size=128)
    t = trainer(blobs, replace(e, layers=layers_from([256, 128], Choice("relu"))))
    steps(t, 20)
    tracemalloc.start()
    steps(t, 10)  # within one block of gathered rows and one epoch
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000  # one buffer of the first layer alone has 131,072 bytes


def test_divergence_names_its_causes_and_brings_the_last_good_weights_back(blobs):
    e = replace(
        SMALL,
        optimizer=Choice("gradient-descent", (("learning_rate", 100.0),)),
        loss=Choice("squared-error"),
        layers=layers_from([12], Choice("identity"), Choice("identity")),
    )
    t = trainer(blobs, e)
    start = t.network.parameters.copy()
    with np.errstate(all="ignore"), pytest.raises(Diverged) as caught:
        steps(t, 500)
    for word in ("step ", "learning rate", "not scaled", "100", "step 0"):
        assert word in str(caught.value)
    assert np.array_equal(t.network.parameters, start)
    assert t.step_count == 0
    assert len(t.history.loss.view().mean) == 0


def test_measuring_changes_nothing_of_the_training(blobs):
    measured, plain = trainer(blobs), trainer(blobs)
    for _ in range(10):
        measured.step()
        measured.measure()
        plain.step()
    assert np.array_equal(measured.network.parameters, plain.network.parameters)
    assert [e.step for e in measured.history.evaluations] == list(range(1, 11))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"batch_size": 101}, "expected 1 to 100"),
        ({"layers__1__units": 4, "layers__2__units": 5}, "3 classes but 5 outputs; give the output layer 3 units"),
        ({"layers__2__activation": "tanh"}, "choose softmax for the output layer"),
        ({"loss": "binary-cross-entropy", "layers__2__activation": "relu"}, "sigmoid or softmax"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do(blobs, change, words):
    with pytest.raises(BadExperiment, match=words):
        trainer(blobs, with_(**change))


def test_epochs_of_a_schedule_come_from_the_stopping_rule(blobs):
    seen = []

    class Spy(Schedule):
        """Remembers how many steps it is told of."""

        def factor(self, step, steps):
            seen.append(steps)
            return 1.0

    t = trainer(blobs.plus([Entry(Spy, "file", "here")]), replace(SMALL, schedule=Choice("spy"), stopping=Stopping(3)))
    t.step()
    assert seen == [3 * 7]
