"""Blocks of training rows: the same to the bit whoever makes them, and never more than one ahead."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from core import Augmentation, Data, Dataset, Split, build, one_hot, setting
from core.blocks import Blocks, Place
from core.errors import BadData, BadExperiment
from core.experiment import Choice, Experiment, Sampling, Stopping, layers_from
from core.registry import Entry

DIGITS = Choice("digits", (("test", 20), ("train", 130)))
SMALL = Experiment(
    dataset=DIGITS,
    layers=layers_from([8], Choice("relu")),
    augmentations=(Choice("distortion"), Choice("shift")),
    batch_size=16,
    stopping=Stopping(epochs=3),
    seed=4,
)
FRESH = replace(SMALL, sampling=Sampling(fresh=True), augmentations=())


class Noting(Augmentation):
    """Changes nothing, and notes who calls and with what."""

    fails_at: int = setting(default=0, help="Raise when it is called for the nth time")

    def apply(self, inputs, shape, rng):
        CALLS.append((threading.current_thread(), inputs.copy(), rng.integers(1 << 30)))
        if len(CALLS) == self.fails_at:
            raise ZeroDivisionError("of the test")
        return inputs


CALLS: list = []


class Short(Dataset):
    """Makes one fresh sample too few."""

    def load(self, rng, progress):
        inputs = rng.integers(0, 9, (20, 4)).astype(np.uint8)
        split = Split(inputs, one_hot(inputs[:, 0] % 2, 2))
        return Data(split, split, (2, 2), "classification", ("even", "odd"))

    def more(self, n, rng):
        return Split(np.zeros((n - 1, 4), np.uint8), np.zeros((n - 1, 2), np.float32))


def trainer_of(experiment, registry):
    return build.trainer_of(experiment, registry, build.data_of(experiment, registry))


def trained(experiment, registry, steps, ahead):
    trainer = trainer_of(experiment, registry)
    trainer._blocks.ahead = ahead
    if ahead:
        trainer._blocks._there = type(trainer._blocks._here)(trainer._size, trainer.data, np.dtype(np.float32))
    losses = [trainer.step() for _ in range(steps)]
    return losses, trainer.network.parameters


@pytest.mark.parametrize("experiment", [SMALL, FRESH], ids=["augmented", "fresh"])
def test_a_block_made_ahead_is_the_one_made_in_place_to_the_bit(registry, experiment):
    (losses, here), (others, ahead) = (trained(experiment, registry, 25, ahead) for ahead in (False, True))
    assert losses == others
    assert here.tobytes() == ahead.tobytes()


@pytest.mark.parametrize("experiment", [SMALL, FRESH], ids=["augmented", "fresh"])
def test_going_back_to_a_moment_repeats_the_same_batches(registry, experiment):
    trainer = trainer_of(experiment, registry)
    for _ in range(5):
        trainer.step()
    moment = trainer.moment()
    first = [trainer.step() for _ in range(10)]
    trainer.restore(moment)
    assert [trainer.step() for _ in range(10)] == first


@pytest.fixture
def noting(registry):
    for thread in threading.enumerate():
        if thread.name == "next block":
            thread.join()  # one that a test before began would note its call here
    CALLS.clear()
    return registry.plus([Entry(Noting, "file", "test_blocks.py"), Entry(Short, "file", "test_blocks.py")])


def blocks_of(data, augmentations, size=20):
    def preprocess(raw, out):
        out[...] = raw

    return Blocks(data, size, np.dtype(np.float32), preprocess, seed=1, augmentations=augmentations)


@pytest.fixture(scope="module")
def data(registry):
    return build.load(DIGITS, 1, registry)


def test_only_the_next_block_is_made_ahead_and_its_thread_ends_with_it(noting, data):
    blocks = blocks_of(data, (noting.make(Augmentation, "noting"),))
    blocks.ahead = True
    blocks.take(Place(0, 0, 20), Place(0, 20, 40))
    blocks._under_way.wait()
    assert len(CALLS) == 2
    assert CALLS[0][0] is threading.current_thread()
    assert CALLS[1][0] is not threading.current_thread()
    assert not CALLS[1][0].is_alive()
    blocks.take(Place(0, 20, 40), Place(0, 40, 60))
    blocks._under_way.wait()
    assert len(CALLS) == 3
    assert threading.active_count() == len([thread for thread in threading.enumerate() if thread.name != "next block"])


def test_a_block_that_was_not_foreseen_is_made_in_place(noting, data):
    blocks = blocks_of(data, (noting.make(Augmentation, "noting"),))
    blocks.take(Place(0, 0, 20), Place(0, 20, 40))
    inputs = blocks.take(Place(3, 100, 120), Place(3, 120, 130)).inputs.copy()
    expected = blocks_of(data, ()).take(Place(3, 100, 120), Place(3, 120, 130)).inputs
    assert np.array_equal(inputs, expected)


def test_without_augmentation_no_thread_is_started(noting, data):
    blocks = blocks_of(data, ())
    before = set(threading.enumerate())
    blocks.take(Place(0, 0, 20), Place(0, 20, 40))
    assert not blocks.ahead
    assert set(threading.enumerate()) == before


def test_what_an_augmentation_raises_ahead_is_raised_by_the_step_that_needs_it(noting):
    experiment = replace(SMALL, dataset=DIGITS.set("train", 5000), augmentations=(Choice("noting").set("fails_at", 2),))
    trainer = trainer_of(experiment, noting)
    for _ in range(2048 // 16):
        trainer.step()
    with pytest.raises(ZeroDivisionError, match="of the test"):
        trainer.step()
    assert trainer.step_count == 128
    trainer.step()


def test_augmentations_of_images_are_refused_for_what_is_none(registry):
    experiment = replace(SMALL, dataset=Choice("xor"), preprocessing=Choice("none"), augmentations=(Choice("shift"),))
    with pytest.raises(BadExperiment, match=r"'shift' changes images, but a sample here has the shape \(2,\): take it"):
        trainer_of(experiment, registry)


def test_fresh_samples_are_new_in_every_epoch_and_equal_for_equal_seeds(registry):
    def batches(seed):
        trainer = trainer_of(replace(FRESH, seed=seed), registry)
        found = []
        for _ in range(3 * trainer.steps_per_epoch):
            trainer.step(frozenset({"batch"}))
            found.append(trainer.kept_batch.inputs)
        return np.concatenate(found)

    first, again, other = batches(4), batches(4), batches(5)
    assert len(np.unique(first, axis=0)) == len(first) == 390
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_fresh_samples_need_a_data_set_that_makes_them(registry):
    experiment = replace(FRESH, dataset=Choice("xor"), preprocessing=Choice("none"))
    with pytest.raises(BadExperiment, match=r"data set 'xor' cannot make fresh samples: switch sampling\.fresh off"):
        trainer_of(experiment, registry)


def test_too_few_fresh_samples_are_told(noting):
    trainer = trainer_of(replace(FRESH, dataset=Choice("short")), noting)
    with pytest.raises(BadData, match=r"more\(20, rng\): expected inputs of shape \(20, 4\).*found \(19, 4\)"):
        trainer.step()
