"""How much memory a training takes, known before any of it is taken."""

from __future__ import annotations

import sys
from pathlib import Path

from .data import Data
from .errors import BadExperiment
from .experiment import Experiment
from .network import BLOCK, count

SHARE = 0.8
"""Of the free memory, what a training may take."""
FLOAT = 4
COPIES = 10
"""Of the parameters: themselves and their gradient, an optimizer's two, the last good moment's three, and snapshots."""


def needed(experiment: Experiment, data: Data) -> int:
    """Bytes that training takes beside its data: copies of the parameters, buffers of batches and evaluations.

    Of an evaluation's buffers only the activations are ever touched, so only they take memory.
    """
    sizes = [data.features, *(layer.units or data.outputs for layer in experiment.layers)]
    neurons = sum(sizes[1:])
    batch = min(experiment.batch_size, len(data.train.inputs))
    block = max(batch, min(BLOCK, len(data.train.inputs)))
    buffers = (4 * batch + BLOCK) * neurons + 2 * block * data.features
    if experiment.augmentations or experiment.sampling.fresh:
        buffers += 2 * block * data.features  # the next block, made ahead
    averaged = 5 if experiment.averaging.epochs else 0  # the average, its scratch, and three copies of it
    return FLOAT * ((COPIES + averaged) * count(sizes) + buffers)


def free() -> int | None:
    """Bytes of memory that are free now; None where the system does not say."""
    if sys.platform.startswith("linux"):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return None


def check_memory(experiment: Experiment, data: Data) -> None:
    """Raises BadExperiment for a network that would not fit into the free memory, before any of it is allocated."""
    wanted, there = needed(experiment, data), free()
    if there is not None and wanted > SHARE * there:
        sizes = experiment.text(data.features, data.outputs)
        raise BadExperiment(
            f"{sizes} would take about {wanted / 1e9:.1f} GB to train, and {there / 1e9:.1f} GB are free: "
            "give the widest layer fewer units"
        )
