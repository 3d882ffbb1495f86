"""What a lesson locks cannot be turned by any edit; everything else can."""

from dataclasses import replace

import pytest

from core.experiment import Choice, Experiment, Stopping
from core.lessons.controls import CONTROLS
from desktop.lessons.locks import locked_change

E = Experiment()
FIRST, *REST = E.layers
CHANGES = {
    "dataset": replace(E, dataset=Choice("moons")),
    "sampling": replace(E, sampling=replace(E.sampling, label_noise=0.5)),
    "preprocessing": replace(E, preprocessing=Choice("center")),
    "layers": replace(E, layers=(replace(FIRST, units=3), *REST)),
    "activation": replace(E, layers=(replace(FIRST, activation=Choice("tanh")), *REST)),
    "initializer": replace(E, layers=(replace(FIRST, initializer=Choice("zeros")), *REST)),
    "loss": replace(E, loss=Choice("squared-error")),
    "optimizer": replace(E, optimizer=Choice("momentum")),
    "learning_rate": replace(E, optimizer=E.optimizer.set("learning_rate", 0.5)),
    "regularizers": replace(E, regularizers=(Choice("l2"),)),
    "augmentations": replace(E, augmentations=(Choice("shift"),)),
    "schedule": replace(E, schedule=Choice("cosine")),
    "batch_size": replace(E, batch_size=7),
    "stopping": replace(E, stopping=Stopping(epochs=99)),
    "seed": replace(E, seed=99),
}


def test_every_control_of_the_experiment_is_tried():
    assert set(CHANGES) == set(CONTROLS) - {"pad", "plugins", "views"}


@pytest.mark.parametrize("control", CHANGES)
def test_a_locked_control_is_held_and_no_other(control):
    after = CHANGES[control]
    assert "Locked in this lesson" in locked_change(E, after, frozenset({control}))
    assert locked_change(E, after, frozenset(CONTROLS) - {control}) == ""
    assert locked_change(E, E, frozenset(CONTROLS)) == ""


def test_the_learning_rate_of_another_optimizer_is_no_turn_of_the_rate():
    assert locked_change(E, CHANGES["optimizer"], frozenset({"learning_rate"})) == ""
