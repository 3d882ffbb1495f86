"""The run's thread: paces, pauses and what it hands out."""

import time

import numpy as np
import pytest

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.session import Session

SMALL = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("none"),
    layers=layers_from([12, 7], Choice("tanh")),
    batch_size=16,
    stopping=Stopping(epochs=4),
)


@pytest.fixture
def session(blobs):
    with_thread = Session(SMALL, blobs)
    with_thread.wait()
    yield with_thread
    with_thread.stop()


def answered(session, question=lambda trainer: None):
    """What the run says after all that was asked of it before."""
    return session.run.ask(question).result(10)


def at_rest(session, seconds=20):
    """Wait until what was asked for is done and nothing trains."""
    end = time.monotonic() + seconds
    answered(session)  # what was asked for has begun
    while session.run.status.state == "training":
        assert time.monotonic() < end
        time.sleep(0.005)
    answered(session)


def trained(session, steps):
    """Train so many steps and wait for them."""
    session.run.play(steps)
    at_rest(session)


def test_slow_motion_makes_so_many_steps_a_second_and_still_obeys_at_once(session):
    session.run.pace(50)
    session.run.play()
    begin, first = time.monotonic(), answered(session, lambda t: t.step_count)
    time.sleep(0.4)
    asked = time.monotonic()
    steps = answered(session, lambda t: t.step_count) - first
    assert steps <= 50 * (time.monotonic() - begin) + 2
    assert steps >= 2
    session.run.pace(0.5)
    session.run.pause()
    answered(session)
    assert time.monotonic() - asked < 1


def test_play_epoch_ends_at_the_epoch_and_pause_stops_at_once(session):
    trained(session, 3)
    session.run.play_epoch()
    at_rest(session)
    assert answered(session, lambda t: (t.whole_epochs, t.row)) == (1, 0)
    session.run.play()
    session.run.pause()
    step = answered(session, lambda t: t.step_count)
    time.sleep(0.05)
    assert answered(session, lambda t: t.step_count) == step


def test_a_snapshot_is_frozen_and_holds_what_views_ask_for(session):
    session.run.want(frozenset({"gradient", "batch", "checkpoints"}))
    session.run.play_epoch()
    at_rest(session)
    snapshot = session.run.take()
    assert snapshot.step == 7
    assert snapshot.gradients()[0].weights.shape == (10, 12)
    assert snapshot.batch.inputs.shape == (4, 10)
    assert [c.step for c in snapshot.checkpoints] == [7]
    assert snapshot.predictions("test").shape == (30, 3)
    with pytest.raises(ValueError, match="read-only"):
        snapshot.network.parameters[0] = 1
    kept = snapshot.network.parameters.copy()
    trained(session, 5)
    assert np.array_equal(snapshot.network.parameters, kept)
    assert len(snapshot.history.loss.mean) == 7
