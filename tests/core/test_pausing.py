"""At rest, views see the gradient of the last step and not of one long past."""

import time
from dataclasses import replace

import numpy as np
import pytest

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.session import Session

ENDLESS = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("none"),
    layers=layers_from([12], Choice("tanh")),
    batch_size=16,
    stopping=Stopping(epochs=1_000_000),
)


@pytest.mark.parametrize("pace", [0.0, 200.0])
def test_a_pause_shows_the_gradient_of_the_last_step(blobs, pace):
    session = Session(replace(ENDLESS, seed=3), blobs)
    session.wait()
    session.run.want(frozenset({"gradient"}))
    session.run.pace(pace)
    session.run.play()
    while session.run.ask(lambda t: t.step_count).result(20) < 30:
        time.sleep(0.005)
    session.run.take()
    session.run.pause()
    while session.run.status.state != "paused":
        session.run.take()
        time.sleep(0.005)
    last, kept, gradient = session.run.ask(lambda t: (t.step_count, t.kept_step, t.kept_gradient)).result(20)
    session.stop()
    assert kept == last
    assert np.isfinite(gradient).all()
