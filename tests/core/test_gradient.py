"""Backpropagation against finite differences, through whole networks of built-in parts, in float64.

Every activation stands at the output with every loss that admits it, over none to three hidden layers, and in every
hidden place; batches go from 1 to 7 as the cases are numbered.
"""

from itertools import product

import numpy as np
import pytest

from core import Activation, Loss
from core.components import Initializer, into
from core.contracts import slopes_of_number
from core.contracts.slopes import worst
from core.host import find
from core.network import Layer, Network, split

REGISTRY = find("plugins").registry
ACTIVATIONS = [cls.name for cls in REGISTRY.all(Activation)]
ADMITS = {"any": {"any", "unit", "distribution"}, "unit": {"unit", "distribution"}, "distribution": {"distribution"}}
PAIRS = [
    (output.name, loss.name)
    for output, loss in product(REGISTRY.all(Activation), REGISTRY.all(Loss))
    if output.gives in ADMITS[loss.domain]
]
OUTPUT_CASES = [(*pair, depth, k) for k, (pair, depth) in enumerate(product(PAIRS, range(4)))]
HIDDEN_CASES = [(name, depth, k) for k, (name, depth) in enumerate(product(ACTIVATIONS, (1, 2, 3)))]
SAMPLED = 24
"""Parameters of a network that are moved; which ones, chance decides."""


def network_of(hidden, output, rng):
    initializer = REGISTRY.make(Initializer, "glorot")
    names = [*hidden, output]
    units = [*(5, 4, 3)[: len(hidden)], 4]
    layers = tuple(
        Layer(n, REGISTRY.make(Activation, name), initializer, key=k)
        for k, (n, name) in enumerate(zip(units, names, strict=True))
    )
    network = Network.fresh(6, layers, rng, np.float64)
    network.parameters += rng.normal(0, 0.1, network.parameters.shape)
    return network


def targets_for(loss, batch, rng):
    if loss.domain == "any":
        return rng.normal(0, 1, (batch, 4))
    return np.eye(4)[rng.integers(0, 4, batch)]


def analytic(network, loss, inputs, targets, fused):
    """dL/dparameters, flat, by the network's own backward pass."""
    gradient = np.full_like(network.parameters, np.nan)
    trace = network.trace(len(inputs))
    prediction = network.forward(inputs, trace)
    last = trace.layers[-1]
    if fused:
        into(loss.fused_gradient)(prediction, targets, last.delta)
    else:
        into(loss.gradient)(prediction, targets, last.upstream)
    network.backward(trace, split(gradient, network.sizes), fused)
    return gradient


def check_network(network, loss, batch, rng):
    inputs, targets = rng.normal(0, 1, (batch, 6)), targets_for(loss, batch, rng)
    size = network.parameters.size
    places = rng.choice(size, min(size, SAMPLED), replace=False)
    start, trace = network.parameters.copy(), network.trace(batch)

    def value(some):
        network.parameters[...] = start
        network.parameters[places] = some
        return loss.value(network.forward(inputs, trace), targets)

    numeric = slopes_of_number(value, start[places])
    network.parameters[...] = start
    assert numeric.smooth.mean() > 0.5
    exact = np.abs(numeric.value[numeric.smooth])
    ways = [False, True] if loss.fuses_with == network.layers[-1].activation.name else [False]
    for fused in ways:
        found = analytic(network, loss, inputs, targets, fused)[places]
        error = np.abs(found - numeric.value)[numeric.smooth]
        assert (error <= 1e-6 * np.maximum(1, exact)).all(), (fused, float(error.max()))
        assert worst(found, numeric)[0] <= 1


@pytest.mark.parametrize(("output", "loss", "depth", "case"), OUTPUT_CASES)
def test_every_output_and_loss_gives_the_slope_of_the_loss(output, loss, depth, case):
    rng = np.random.default_rng(case)
    hidden = [ACTIVATIONS[(case + k) % len(ACTIVATIONS)] for k in range(depth)]
    check_network(network_of(hidden, output, rng), REGISTRY.make(Loss, loss), 1 + case % 7, rng)


@pytest.mark.parametrize(("name", "depth", "case"), HIDDEN_CASES)
def test_every_hidden_activation_passes_the_slope_on(name, depth, case):
    rng = np.random.default_rng(1000 + case)
    for loss, output in (("cross-entropy", "softmax"), ("squared-error", "identity")):
        check_network(network_of([name] * depth, output, rng), REGISTRY.make(Loss, loss), 1 + case % 7, rng)


def test_a_gradient_that_is_one_percent_off_is_seen(monkeypatch):
    softmax = REGISTRY.find(Activation, "softmax")
    right = softmax.backward
    monkeypatch.setattr(softmax, "backward", lambda self, z, a, up, out=None: right(self, z, a, 1.01 * up, out))
    rng = np.random.default_rng(0)
    with pytest.raises(AssertionError):
        check_network(network_of(["softmax"], "softmax", rng), REGISTRY.make(Loss, "squared-error"), 3, rng)
