"""Another experiment in place of the one that is there: one change, from fresh weights or from where it stood."""

import time
from dataclasses import replace

import pytest

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.session import Built, Session

SMALL = Experiment(
    dataset=Choice("moons"),
    preprocessing=Choice("none"),
    layers=layers_from([5], Choice("tanh")),
    stopping=Stopping(epochs=4),
)


@pytest.fixture
def session(registry):
    with_thread = Session(SMALL, registry)
    with_thread.wait()
    yield with_thread
    with_thread.stop()


def answered(session, question):
    """What the run says after all that was asked of it before."""
    return session.run.ask(question).result(10)


def test_another_experiment_is_put_in_place_as_one_change_and_begins_anew(session):
    session.run.play(3)
    wait_for(session, lambda: session.run.status.step == 3 and session.run.status.state == "paused")
    session.put(replace(SMALL, batch_size=16), "Put it there")
    assert session.undo_label == "Put it there"
    assert answered(session, lambda trainer: trainer.step_count) == 0
    session.undo()
    assert answered(session, lambda trainer: trainer.step_count) == 3
    assert session.experiment == SMALL


def test_a_moment_taken_after_a_change_is_never_one_from_before(session):
    session.run.play(3)
    wait_for(session, lambda: session.run.status.step == 3 and session.run.status.state == "paused")
    session.put(replace(SMALL, batch_size=16), "Put it there")
    wait_for(session, lambda: any(isinstance(event, Built) for event in session.poll()))
    snapshot = session.run.take()
    assert snapshot is None or snapshot.step == 0


def test_it_begins_where_it_stood_before(session):
    session.run.play(3)
    wait_for(session, lambda: session.run.status.step == 3 and session.run.status.state == "paused")
    start = answered(session, lambda trainer: (trainer.moment(), trainer.history.copy()))
    session.put(replace(SMALL, batch_size=16), "Away")
    session.put(SMALL, "Back", start)
    assert answered(session, lambda trainer: trainer.step_count) == 3


def wait_for(session, held):
    """Wait until something holds of the run."""
    end = time.monotonic() + 20
    while not held():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)
