"""The step as a whole: the same work as PyTorch's, next to no memory, and the simple form of a plugin beside ours."""

import importlib
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.build import load, trainer_of
from core.experiment import Choice, Experiment, layers_from

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SMALL = Experiment(
    dataset=Choice("blobs", (("features", 100), ("train", 8000))),
    preprocessing=Choice("none"),
    layers=layers_from([256, 128], Choice("relu")),
)


@pytest.fixture
def bench(monkeypatch):
    """Modules of benchmarks/, which are scripts beside each other and no package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        if name.startswith("_") and (BENCHMARKS / f"{name}.py").exists():
            del sys.modules[name]


@pytest.mark.parametrize("optimizer", ["gradient-descent", "momentum", "adam"])
def test_after_fifty_steps_the_parameters_are_those_of_pytorch(bench, registry, optimizer):
    pytest.importorskip("torch")
    cells, equal = bench("_cells"), bench("_equal")
    cell = cells.Cell("784-128-64-10 tanh", 32, optimizer)
    trainer = cells.trainer_for(cell, registry, cells.digits(registry, 1000))
    assert equal.difference(cell, trainer) < equal.ALLOWED[optimizer]


@pytest.mark.parametrize("batch", [1, 128])
@pytest.mark.parametrize("optimizer", ["gradient-descent", "momentum", "nesterov", "adam", "adamw"])
def test_a_step_takes_next_to_no_memory(blobs, optimizer, batch):
    e = replace(SMALL, optimizer=Choice(optimizer, (("learning_rate", 1e-4),)), batch_size=batch)
    trainer = trainer_of(e, blobs, load(e.dataset, 1, blobs))
    for _ in range(20):
        trainer.step()
    tracemalloc.start()
    for _ in range(10):  # within one block of gathered rows and one epoch
        trainer.step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000  # the parameters have 237,068 bytes, one buffer of the first layer 131,072


@pytest.mark.parametrize("optimizer", ["gradient-descent", "momentum", "adam"])
def test_components_without_out_train_to_the_same_weights(bench, registry, optimizer):
    """A learner's first form goes through the same step; only the last bits differ."""
    cells, plain = bench("_cells"), bench("_plain")
    cell, data = cells.Cell("784-128-64-10", 32, optimizer), cells.digits(registry, 500)
    ours = cells.trainer_for(cell, registry, data)
    simple = cells.trainer_for(cell, plain.as_learners_write(registry), data)
    for _ in range(10):
        ours.step()
        simple.step()
    assert np.allclose(ours.network.parameters, simple.network.parameters, atol=2e-4)
