"""Small trainings with components that a test writes itself."""

import time

import pytest

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import load_source
from core.registry import Registry
from core.session import Built, Session

HEAD = """import time
import numpy as np
from core import Activation, Loss, Optimizer, Visualization, hookimpl, setting

"""
WAVE = (
    HEAD
    + '''
class Wave(Activation):
    """Up and down."""

    frequency: float = setting(default=1.0, low=0.1, high=10, help="Waves per unit")

    def forward(self, z):
        return np.sin(self.frequency * z)

    def derivative(self, z, a):
        return self.frequency * np.cos(self.frequency * z)


@hookimpl
def activations():
    return [Wave]
'''
)
GLIDE = (
    HEAD
    + '''
class Glide(Optimizer):
    """Goes on in the direction it has."""

    learning_rate: float = setting(default=0.01, low=0, high=10, help="Length of a step")
    keep: float = setting(default=0.9, low=0, high=1, help="Share of the speed that stays")

    def init(self, parameters):
        return {"velocity": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        state["velocity"][:] = self.keep * state["velocity"] + gradient
        parameters -= self.learning_rate * state["velocity"]


@hookimpl
def optimizers():
    return [Glide]
'''
)


@pytest.fixture
def catalogue(blobs, tmp_path):
    """``catalogue(source, ...)``: the built-in components and those of these sources, loaded as files of the user's."""

    def catalogue(*sources):
        entries = list(blobs.entries.values())
        for k, source in enumerate(sources):
            path = tmp_path / f"own{k}.py"
            path.write_text(source, encoding="utf-8")
            entries += load_source(path, source.encode())
        return Registry(entries)

    return catalogue


@pytest.fixture
def begin(blobs):
    """``begin(registry, **changes)``: a session on small data, built."""
    sessions = []

    def begin(registry, **changes):
        whole = dict(
            dataset=Choice("blobs"),
            preprocessing=Choice("none"),
            layers=layers_from([6], Choice("tanh")),
            batch_size=10,
            stopping=Stopping(epochs=100_000),
        )
        session = Session(Experiment(**whole | changes), registry)
        sessions.append(session)
        session.wait()
        return session

    yield begin
    for session in sessions:
        session.stop(2)


def wait_for(session, kind, seconds=20):
    """The next event of a kind."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for event in session.poll():
            if isinstance(event, kind):
                return event
        time.sleep(0.005)
    raise AssertionError(f"no {kind} within {seconds} s")


def stand(session):
    """Where the training stands: step, parameters and state."""
    return session.run.ask(
        lambda t: (t.step_count, t.network.parameters.copy(), {k: a.copy() for k, a in t.state.items()})
    ).result(10)


def reach(session, step):
    """Wait until so many steps are done."""
    end = time.monotonic() + 20
    while session.run.ask(lambda t: t.step_count).result(10) < step:
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture
def tools():
    """What tests share: sources and ways to wait."""

    class Tools:
        head, wave, glide = HEAD, WAVE, GLIDE
        wait_for, stand, reach = staticmethod(wait_for), staticmethod(stand), staticmethod(reach)
        built = Built

    return Tools
