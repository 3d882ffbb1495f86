"""A data set whose file changes while it is learned from."""

import time
from dataclasses import replace

import numpy as np
import pytest

from core import BadData, Data, Dataset, Split, one_hot
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.registry import Entry
from core.session import Built, Rejected, Session

NAMES = tuple("abc")
SHELF = []
"""What the file would hold: one number per row."""


class Shelf(Dataset):
    """Rows that somebody adds to."""

    def load(self, rng, progress):
        if not SHELF:
            raise BadData("shelf: no rows; add one")
        inputs = np.array(SHELF, np.float32)[:, None] + np.zeros((1, 10), np.float32)
        part = Split(inputs, one_hot(np.arange(len(SHELF)) % 3, 3))
        return Data(part, part, (10,), "classification", NAMES)


@pytest.fixture
def shelf(blobs):
    SHELF[:] = [1.0, 2.0]
    return blobs.plus([Entry(Shelf, "file", "test_reloading.py")])


@pytest.fixture
def start(shelf):
    """``start(**changes)``: a session on small data."""
    sessions = []

    def start(**changes):
        e = dict(
            preprocessing=Choice("none"),
            layers=layers_from([4], Choice("tanh")),
            batch_size=1,
            stopping=Stopping(epochs=500),
        )
        session = Session(Experiment(**e | changes), shelf)
        sessions.append(session)
        session.wait()
        return session

    yield start
    for session in sessions:
        session.stop()


def rows(session):
    return session.run.ask(lambda trainer: trainer.data.train.inputs[:, 0].tolist()).result(10)


def test_what_was_added_is_there_after_loading_again(start):
    session = start(dataset=Choice("shelf"))
    SHELF.append(3.0)
    assert rows(session) == [1, 2]
    session.run.reload("shelf")
    assert rows(session) == [1, 2, 3]
    assert any(isinstance(event, Built) for event in session.poll())
    assert len(session.data.train.inputs) == 3
    assert session.labels == ([], [])


def test_mixed_in_rows_are_loaded_again_and_the_others_are_not(start):
    session = start(dataset=Choice("blobs"), mixed=(Choice("shelf"),))
    before = rows(session)
    SHELF.append(3.0)
    session.run.reload("shelf")
    assert rows(session) == [*before, 3]


def test_training_goes_on_with_its_weights(start):
    session = start(dataset=Choice("shelf"))
    session.run.play(40)
    end = time.monotonic() + 10
    while session.run.ask(lambda t: t.step_count).result(10) < 40:
        assert time.monotonic() < end
    before = session.run.ask(lambda t: t.network.parameters.copy()).result(10)
    SHELF.append(3.0)
    session.run.reload("shelf")
    assert session.run.ask(lambda t: t.step_count).result(10) == 40
    assert np.array_equal(session.run.ask(lambda t: t.network.parameters.copy()).result(10), before)


def test_a_data_set_that_is_not_in_use_is_only_forgotten(start):
    session = start(dataset=Choice("blobs"), mixed=(Choice("shelf"),))
    session.change(replace(session.experiment, mixed=()), "Take it out")
    rows(session)
    session.poll()
    SHELF.append(3.0)
    session.run.reload("shelf")
    assert 3 not in rows(session)
    assert session.poll() == []
    session.undo()
    assert rows(session)[-1] == 3


def test_where_it_fails_the_data_stay_as_they_were(start):
    session = start(dataset=Choice("shelf"))
    SHELF.clear()
    session.run.reload("shelf")
    assert rows(session) == [1, 2]
    (rejected,) = (event for event in session.poll() if isinstance(event, Rejected))
    assert "no rows; add one" in str(rejected.error)
    assert session.experiment.dataset.name == "shelf"
    SHELF.append(5.0)
    session.run.reload("shelf")
    assert rows(session) == [5]
