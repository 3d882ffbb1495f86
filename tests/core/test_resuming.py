"""A training that is saved and opened goes on as if nothing had been: equal to the bit."""

from dataclasses import replace

import numpy as np
import pytest

from core import build
from core.errors import BadExperiment
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.project import open_project, project_of, save
from core.session import Session

SMALL = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("center"),
    layers=layers_from([12, 8], Choice("relu")),
    batch_size=16,
    stopping=Stopping(epochs=4),
    seed=5,
)


def trainer_of(experiment, registry):
    return build.trainer_of(experiment, registry, build.load(experiment.dataset, experiment.seed, registry))


CASES = {
    "adam": {},
    "dropout": {"layers": (replace(SMALL.layers[0], dropout=0.3), *SMALL.layers[1:])},
    "momentum and decay": {
        "optimizer": Choice("momentum", (("learning_rate", 0.05),)),
        "regularizers": (Choice("l2"), Choice("weight-decay")),
    },
    "one sample a step": {"batch_size": 1},
    "frozen": {"layers": (replace(SMALL.layers[0], frozen=True), *SMALL.layers[1:])},
}


@pytest.mark.parametrize("case", CASES)
def test_a_resumed_training_is_equal_to_the_bit(blobs, tmp_path, case):
    """100 rows in batches of 16: the last batch of an epoch has 4, and step 100 is in the middle of an epoch."""
    experiment, path = replace(SMALL, **CASES[case]), tmp_path / "a.inknet"
    whole = trainer_of(experiment, blobs)
    for _ in range(200):
        whole.step()
    first = trainer_of(experiment, blobs)
    for _ in range(100):
        first.step()
    save(path, project_of(experiment, first))
    opened = open_project(path)
    session = Session(opened.experiment, blobs, opened.start)
    try:
        session.wait()
        for _ in range(100):
            session.run.ask(lambda trainer: trainer.step())
        moment, history = session.run.ask(lambda trainer: (trainer.moment(), trainer.history)).result()
    finally:
        session.stop()
    expected = whole.moment()
    assert moment.parameters.tobytes() == expected.parameters.tobytes()
    assert {name: array.tobytes() for name, array in moment.state.items()} == {
        name: array.tobytes() for name, array in expected.state.items()
    }
    for counter in ("step", "epoch", "row", "origin", "updates"):
        assert getattr(moment, counter) == getattr(expected, counter)
    assert all(np.array_equal(one, whole.history.arrays()[name]) for name, one in history.arrays().items())


@pytest.fixture
def project(blobs):
    """A training in the middle of its second epoch."""
    trainer = trainer_of(SMALL, blobs)
    for _ in range(10):
        trainer.step()
    return project_of(SMALL, trainer)


def test_a_training_does_not_go_on_with_data_of_another_form(project, blobs):
    for dataset, words in (
        (Choice("blobs", (("features", 11),)), "the saved network has 263 parameters, but .* it would have 275"),
        (Choice("blobs", (("train", 40),)), "saved after row 48 of an epoch, but the data now have 40 rows"),
    ):
        session = Session(replace(SMALL, dataset=dataset), blobs, project.start)
        with pytest.raises(BadExperiment, match=words):
            session.wait()
        session.stop()


def test_an_optimizer_that_remembers_other_arrays_now_begins_anew(project, blobs):
    start = replace(project.moment, state={"other": np.zeros(3)}), project.history
    session = Session(SMALL, blobs, start)
    session.wait()
    moment = session.run.ask(lambda trainer: trainer.moment()).result()
    session.stop()
    assert np.array_equal(moment.parameters, project.moment.parameters)
    assert (moment.step, moment.updates) == (10, 0)
    fresh = trainer_of(SMALL, blobs).state
    assert moment.state.keys() == fresh.keys()
    assert all(np.array_equal(moment.state[name], fresh[name]) for name in fresh)
