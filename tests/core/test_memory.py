"""A network too large for memory is refused before it takes any."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.build import data_of, trainer_of
from core.errors import BadExperiment
from core.experiment import Choice, Experiment, layers_from
from core.memory import free, needed

ROOT = Path(__file__).parents[2]
MEASURE = """
import resource
from core.build import data_of, trainer_of
from core.experiment import Choice, Experiment, layers_from
from core.host import find
from core.memory import needed
registry = find("plugins").registry
digits = Choice("digits", (("test", 2500), ("train", 2500)))
e = Experiment(dataset=digits, layers=layers_from([2500, 2500, 2500], Choice("relu")))
data = data_of(e, registry)
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
before = resident()
trainer = trainer_of(e, registry, data)
trainer.step(); trainer.measure()
snapshots = [trainer.network.copy() for _ in range(3)]
print(needed(e, data) / (resident() - before))
"""


def test_a_network_that_cannot_fit_is_refused_with_the_estimate(registry):
    e = Experiment(
        dataset=Choice("xor"), preprocessing=Choice("none"), layers=layers_from([900_000, 900_000], Choice("relu"))
    )
    data = data_of(e, registry)
    with pytest.raises(BadExperiment, match=r"2-900000-900000-2 would take about [\d.]+ GB .* fewer units"):
        trainer_of(e, registry, data)
    trainer_of(replace(e, layers=layers_from([9], Choice("relu"))), registry, data)


@pytest.mark.skipif(free() is None, reason="this system does not say how much memory is free")
def test_the_estimate_is_what_a_training_really_takes():
    """Within a tenth, on a network whose parameters outweigh everything else."""
    command = [sys.executable, "-c", MEASURE]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, timeout=100)
    assert float(answer.stdout) == pytest.approx(1, abs=0.1)


def test_more_units_need_more(registry):
    e = Experiment(dataset=Choice("xor"), layers=layers_from([10], Choice("relu")))
    data = data_of(e, registry)
    assert needed(replace(e, layers=layers_from([1000], Choice("relu"))), data) > needed(e, data)
