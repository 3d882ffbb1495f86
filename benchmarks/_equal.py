"""Equal work, proven: from the same start and on the same batches PyTorch arrives at the same parameters."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from _cells import NETWORKS, RATES, Cell, digits, trainer_for
from _sides import torch_module, torch_optimizer

from core.host import find
from core.threads import one_blas_thread
from core.training import Trainer

ALLOWED = {"gradient-descent": 1e-5, "momentum": 1e-5, "adam": 1e-3}
EPSILON = 1e-6
"""For Adam, on both sides: with less, rounding decides on the sign of slopes that are all but zero, and Adam makes
whole steps of it."""
STEPS = 50


def difference(cell: Cell, trainer: Trainer, steps: int = STEPS) -> float:
    """The largest difference of any parameter after so many steps."""
    import torch
    from torch.nn.functional import cross_entropy

    model = torch_module(NETWORKS[cell.network])
    linear = [part for part in model if hasattr(part, "weight")]
    with torch.no_grad():
        for part, views in zip(linear, trainer.network.views, strict=True):
            part.weight.copy_(torch.from_numpy(views.weights.T.copy()))
            part.bias.copy_(torch.from_numpy(views.bias.copy()))
    optimizer = torch_optimizer(cell.optimizer, model.parameters(), foreach=True)
    if cell.optimizer == "adam":
        optimizer.param_groups[0]["eps"] = EPSILON
        trainer.optimizer = replace(trainer.optimizer, **{"epsilon": EPSILON})
    for _ in range(steps):
        trainer.step(frozenset({"batch"}))
        assert trainer.kept_batch is not None
        inputs, targets = (torch.from_numpy(array) for array in trainer.kept_batch)
        optimizer.zero_grad()
        cross_entropy(model(inputs), targets.argmax(dim=1)).backward()
        optimizer.step()
    pairs = [
        (array, theirs.detach().numpy())
        for part, views in zip(linear, trainer.network.views, strict=True)
        for array, theirs in ((views.weights, part.weight.T), (views.bias, part.bias))
    ]
    return max(float(np.abs(mine - theirs).max()) for mine, theirs in pairs)


def main() -> None:
    """Print the largest difference of every network and optimizer, at a batch size of 32, as JSON."""
    registry = find("plugins").registry
    data = digits(registry, 2048)
    cells = [Cell(network, 32, optimizer) for network in NETWORKS for optimizer in RATES]
    with one_blas_thread():
        found = {" ".join(map(str, cell)): difference(cell, trainer_for(cell, registry, data)) for cell in cells}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
