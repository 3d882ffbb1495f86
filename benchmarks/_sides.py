"""The sides that take turns: this program, its peers, and the bare matrix products that none of them can beat.

Each side trains one cell: ``train(steps)`` makes that many steps of the cell's batch size. A peer gets what serves it
best: inputs as float32 beforehand, 2,048 rows gathered at a time, the faster form of its optimizer, no history.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from _cells import NETWORKS, RATES, Cell, Net, trainer_for

from core.data import Data
from core.fast import loop_for
from core.registry import Registry
from core.training import Trainer

Train = Callable[[int], None]
BLOCK = 2048


def ours(cell: Cell, data: Data, registry: Registry) -> Train:
    """The whole step: gather, preprocess, forward, loss, backward, update, checks, history."""
    return stepping(trainer_for(cell, registry, data))


def stepping(trainer: Trainer) -> Train:
    """One step after the other."""

    def train(steps: int) -> None:
        for _ in range(steps):
            trainer.step()

    return train


def fast(cell: Cell, data: Data, registry: Registry) -> Train:
    """The same with the optimizer's update compiled, as a long training has it where numba is installed."""
    trainer = trainer_for(cell, registry, data)
    trainer.compiled.loop = loop_for(trainer.optimizer)
    if trainer.compiled.loop is None:
        raise LookupError("numba is not installed, or the optimizer does not say what happens to one parameter")
    return stepping(trainer)


def plain(cell: Cell, data: Data, registry: Registry) -> Train:
    """The same with components as a learner writes them: two short methods, none with ``out``."""
    from _plain import as_learners_write

    return ours(cell, data, as_learners_write(registry))


def limit(cell: Cell, data: Data, registry: Registry) -> Train:
    """The matrix products of a step and nothing else."""
    rows = max(cell.batch, BLOCK // cell.batch * cell.batch)
    return bare_products(NETWORKS[cell.network].sizes, cell.batch, data.train.inputs[:rows] / np.float32(255))


def bare_products(sizes: list[int], batch: int, inputs: np.ndarray) -> Train:
    """Forward, weight gradients, and gradients of what is below, on batch after batch of the inputs."""
    rng = np.random.default_rng(1)

    def some(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.1, shape).astype(np.float32)

    batches = [inputs[k : k + batch] for k in range(0, len(inputs), batch)]
    pairs = list(pairwise(sizes))
    weights, gradients = [some(*pair) for pair in pairs], [some(*pair) for pair in pairs]
    below, sums = [some(batch, i) for i, _ in pairs], [some(batch, o) for _, o in pairs]
    deltas, upstream = [some(batch, o) for _, o in pairs], [some(batch, i) for i, _ in pairs]

    def train(steps: int) -> None:
        for step in range(steps):
            below[0] = batches[step % len(batches)]
            for k in range(len(pairs)):
                np.dot(below[k], weights[k], sums[k])
            for k in reversed(range(len(pairs))):
                np.dot(below[k].T, deltas[k], gradients[k])
                if k:
                    np.dot(deltas[k], weights[k].T, upstream[k])

    return train


def floats(data: Data) -> tuple[np.ndarray, np.ndarray]:
    """Inputs between 0 and 1 as float32, and labels."""
    return data.train.inputs / np.float32(255), data.train.targets.argmax(axis=1)


def torch_module(net: Net) -> Any:
    """The network as PyTorch has it, its output without the softmax that its loss holds."""
    from torch import nn

    parts: list[Any] = []
    for i, o in pairwise(net.sizes):
        parts += [nn.Linear(i, o), nn.Tanh() if net.activation == "tanh" else nn.ReLU()]
    return nn.Sequential(*parts[:-1])


def torch_optimizer(name: str, parameters: Any, **form: bool) -> Any:
    """The optimizer in the form asked for: ``foreach=True`` or ``fused=True``."""
    import torch

    rate = RATES[name]
    if name == "adam":
        return torch.optim.Adam(parameters, lr=rate, **form)
    return torch.optim.SGD(parameters, lr=rate, momentum=0.9 if name == "momentum" else 0.0, **form)


def torch_eager(form: str) -> Callable[[Cell, Data, Registry], Train]:
    """PyTorch, one operation after the other."""

    def side(cell: Cell, data: Data, registry: Registry) -> Train:
        import torch
        from torch.nn.functional import cross_entropy

        torch.set_num_threads(1)
        torch.manual_seed(1)
        inputs, labels = (torch.from_numpy(array) for array in floats(data))
        model = torch_module(NETWORKS[cell.network])
        optimizer = torch_optimizer(cell.optimizer, model.parameters(), **{form: True})
        rows, total, waiting = max(cell.batch, BLOCK // cell.batch * cell.batch), torch.zeros(()), iter(())

        def batches() -> Any:
            order = torch.randint(0, len(inputs), (rows,))
            return zip(inputs[order].split(cell.batch), labels[order].split(cell.batch), strict=True)

        def train(steps: int) -> None:
            nonlocal waiting
            for _ in range(steps):
                pair = next(waiting, None)
                if pair is None:
                    waiting = batches()
                    pair = next(waiting)
                optimizer.zero_grad(set_to_none=True)
                loss = cross_entropy(model(pair[0]), pair[1])
                loss.backward()
                optimizer.step()
                total.add_(loss.detach())

        return train

    return side


def jax_scan(cell: Cell, data: Data, registry: Registry) -> Train:
    """JAX: one compiled program that runs over a block of batches. Steps are made by whole blocks."""
    import jax
    import jax.numpy as jnp

    net, rate, batch = NETWORKS[cell.network], RATES[cell.optimizer], cell.batch
    act, every = (jnp.tanh if net.activation == "tanh" else jax.nn.relu), jax.tree_util.tree_map
    inputs, targets = data.train.inputs / np.float32(255), data.train.targets
    rng = np.random.default_rng(1)
    start = [
        (jnp.asarray(rng.normal(0, (2 / i) ** 0.5, (i, o)), jnp.float32), jnp.zeros(o, jnp.float32))
        for i, o in pairwise(net.sizes)
    ]

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        for k, (weights, bias) in enumerate(parameters):
            x = x @ weights + bias
            x = act(x) if k < len(parameters) - 1 else x
        return -jnp.mean(jnp.sum(jax.nn.log_softmax(x) * y, 1))

    def step(state: Any, pair: Any) -> Any:
        p, m, v, t, total = state
        value, g = jax.value_and_grad(loss)(p, *pair)
        if cell.optimizer == "adam":
            t = t + 1
            m = every(lambda m, g: 0.9 * m + 0.1 * g, m, g)
            v = every(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
            a, b = 1 - 0.9**t, 1 - 0.999**t
            p = every(lambda p, m, v: p - rate * (m / a) / (jnp.sqrt(v / b) + 1e-8), p, m, v)
        elif cell.optimizer == "momentum":
            m = every(lambda m, g: 0.9 * m + g, m, g)
            p = every(lambda p, m: p - rate * m, p, m)
        else:
            p = every(lambda p, g: p - rate * g, p, g)
        return (p, m, v, t, total + value), None

    @jax.jit
    def block(state: Any, x: Any, y: Any) -> Any:
        return jax.lax.scan(step, state, (x.reshape(-1, batch, 784), y.reshape(-1, batch, 10)))[0]

    zeros, none = every(jnp.zeros_like, start), ()
    moments = {"adam": (zeros, zeros), "momentum": (zeros, none), "gradient-descent": (none, none)}[cell.optimizer]
    state: Any = (start, *moments, jnp.float32(0), jnp.float32(0))
    rows, owed = max(batch, (256 if batch < 8 else BLOCK) // batch * batch), 0

    def train(steps: int) -> None:
        nonlocal state, owed
        owed += steps * batch
        while owed > 0:
            order = rng.integers(0, len(inputs), rows)
            state = block(state, inputs[order], targets[order])
            owed -= rows
        jax.block_until_ready(state)

    return train


def scikit_learn(cell: Cell, data: Data, registry: Registry) -> Train:
    """scikit-learn's MLPClassifier, by partial_fit over as many rows as one block has, or more."""
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")
    inputs, labels = floats(data)
    momentum = 0.9 if cell.optimizer == "momentum" else 0.0
    model = MLPClassifier(
        hidden_layer_sizes=NETWORKS[cell.network].hidden,
        activation=NETWORKS[cell.network].activation,
        solver="adam" if cell.optimizer == "adam" else "sgd",
        learning_rate_init=RATES[cell.optimizer],
        alpha=0,
        momentum=momentum,
        nesterovs_momentum=False,
        batch_size=cell.batch,
        random_state=1,
    )
    rows, owed = max(2 * cell.batch, {1: 128, 8: 1024}.get(cell.batch, BLOCK)), 0
    classes = np.arange(10)

    def train(steps: int) -> None:
        nonlocal owed
        owed += steps * cell.batch
        while owed > 0:
            model.partial_fit(inputs[:rows], labels[:rows], classes=classes)
            owed -= rows

    return train


SIDES: dict[str, Callable[[Cell, Data, Registry], Train]] = {
    "ours": ours,
    "fast": fast,
    "plain": plain,
    "limit": limit,
    "torch-foreach": torch_eager("foreach"),
    "torch-fused": torch_eager("fused"),
    "jax": jax_scan,
    "scikit-learn": scikit_learn,
}
