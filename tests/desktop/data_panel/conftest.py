"""Data of every sort, and the panel over a real run."""

import time

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from core import Data, Dataset, Split, one_hot
from core.experiment import Choice, Experiment, layers_from
from core.registry import Entry
from core.session import Session
from desktop.data_panel import DataPanel
from desktop.live import Live
from desktop.views import ViewHost

SMALL = Experiment(dataset=Choice("digits", (("test", 100), ("train", 600))), layers=layers_from([4], Choice("relu")))


class Slope(Dataset):
    """One input, one number to predict."""

    def load(self, rng, progress):
        x = rng.uniform(-1, 1, (80, 1)).astype(np.float32)
        part = Split(x, 2 * x)
        return Data(part, part, (1,), "regression")


class Numbers(Dataset):
    """Thirteen inputs that are no picture."""

    def load(self, rng, progress):
        part = Split(rng.normal(0, 1, (60, 13)).astype(np.float32), one_hot(np.arange(60) % 3, 3))
        return Data(part, part, (13,), "classification", ("red", "green", "blue"))


class Ages(Dataset):
    """Pictures with a number to predict."""

    def load(self, rng, progress):
        part = Split(rng.integers(0, 255, (40, 64), np.uint8), rng.uniform(0, 90, (40, 1)).astype(np.float32))
        return Data(part, part, (8, 8), "regression")


class Slow(Dataset):
    """Tells how far it is until somebody lets it go on."""

    gate = []

    def load(self, rng, progress):
        while not self.gate:
            progress(0.25, "Reading slowly")
            time.sleep(0.005)
        return Slope().load(rng, progress)


@pytest.fixture(scope="module")
def registry(found):
    return found.registry.plus([Entry(cls, "file", "test_data_panel.py") for cls in (Slope, Numbers, Ages, Slow)])


@pytest.fixture
def make(look, registry, qtbot, wait_until):
    """``make(experiment, width)``: the panel over a real run, shown; ready unless told not to wait."""
    made = []

    def make(experiment=SMALL, width=336, height=860, ready=True):
        live, host = Live(Session(experiment, registry)), ViewHost(look)
        made.append((live, host))
        outside = QWidget()
        qtbot.addWidget(outside)
        panel = DataPanel(look, live, registry, host)
        panel.setParent(outside)
        outside.resize(width, height)
        panel.setGeometry(0, 0, width, height)
        outside.show()
        qtbot.waitExposed(outside)
        panel.live, panel.outside = live, outside
        if ready:
            wait_until(lambda: panel.browser.summary is not None)
            wait_until(lambda: not host._computing)
        return panel

    yield make
    for live, host in made:
        host.stop()
        live.close()


@pytest.fixture
def settled(wait_until):
    """``settled(panel)``: the data of the run as it is now, once the panel shows them."""

    def settled(panel):
        wait_until(lambda: panel.live.session.run.experiment == panel.live.experiment)
        panel.live.session.run.ask(lambda trainer: None).result(10)
        panel.live.poll()
        wait_until(lambda: panel.browser.summary.data is panel.live.session.data)
        wait_until(lambda: not panel._host._computing)
        return panel.live.session.data

    return settled


@pytest.fixture
def small():
    """Digits, few of them."""
    return SMALL


@pytest.fixture
def plain():
    """``plain(**changes)``: an experiment without preprocessing, for numbers."""

    def plain(**changes):
        e = dict(preprocessing=Choice("none"), layers=layers_from([3], Choice("tanh")), batch_size=8)
        return Experiment(**e | changes)

    return plain


@pytest.fixture
def slow():
    """The experiment on data that come only when ``slow.gate`` has something in it."""
    Slow.gate.clear()
    layers = layers_from([3], Choice("tanh"))
    e = Experiment(
        Choice("slow"), preprocessing=Choice("none"), layers=layers, loss=Choice("squared-error"), batch_size=8
    )
    return e, Slow.gate
