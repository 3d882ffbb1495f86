"""An architecture and its parameters: one contiguous vector, of which each layer's weights and bias are views.

State is passed, not remembered: a trace owns every buffer of a forward and backward pass of one batch size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from .components import Activation, Array, Initializer, into
from .errors import BadComponent, BadExperiment

BLOCK = 2048
"""Rows that are gathered, preprocessed or evaluated at a time."""


@dataclass(frozen=True)
class Layer:
    """One fully connected layer. ``key`` stays with it through edits, so that its weights can be found again."""

    units: int
    activation: Activation
    initializer: Initializer
    dropout: float = 0.0
    frozen: bool = False
    bias: bool = True
    """Without it, the bias is zero and stays so."""
    key: int = 0


class Views(NamedTuple):
    """One layer's part of a flat vector: weights (inputs, units) and bias (units,)."""

    weights: Array
    bias: Array


def count(sizes: Sequence[int]) -> int:
    """Parameters of a network whose layers have these sizes, input first."""
    return sum(inputs * units + units for inputs, units in pairwise(sizes))


def split(flat: Array, sizes: Sequence[int]) -> list[Views]:
    """Views into a flat vector: per layer weights, then bias."""
    views, start = [], 0
    for inputs, units in pairwise(sizes):
        middle = start + inputs * units
        views.append(Views(flat[start:middle].reshape(inputs, units), flat[middle : middle + units]))
        start = middle + units
    return views


class LayerTrace:
    """What one layer writes in a pass: z, a, what the next layer sees, and the two gradients."""

    def __init__(self, rows: int, layer: Layer, dtype: np.dtype[Any], probe: bool) -> None:
        def new() -> Array:
            return np.empty((rows, layer.units), dtype)

        own = type(layer.activation)
        self.a = new()
        self.z = new() if probe or layer.activation.uses_z else self.a
        self.mask = new() if layer.dropout else None
        self.output = new() if layer.dropout else self.a
        self.upstream = new()  # dL/da
        self.delta = new()  # dL/dz
        self.forward = into(layer.activation.forward)
        self.backward = into(layer.activation.backward)
        self.slope = into(layer.activation.derivative) if own.backward is Activation.backward else None


class Trace:
    """The buffers of a forward and backward pass of ``rows`` rows. With ``probe``, every layer keeps z beside a."""

    def __init__(self, network: Network, rows: int, probe: bool = False) -> None:
        dtype = network.parameters.dtype
        self.rows = rows
        self.inputs: Array = np.empty((0, network.inputs), dtype)
        self.layers = [LayerTrace(rows, layer, dtype, probe) for layer in network.layers]
        self.ones = np.ones(rows, dtype)

    @property
    def prediction(self) -> Array:
        """What the output layer gave, (rows, outputs)."""
        return self.layers[-1].output


class Network:
    """Layers and one flat vector of parameters. Knows nothing of data, losses or optimizers."""

    def __init__(self, inputs: int, layers: tuple[Layer, ...], parameters: Array) -> None:
        self.inputs = inputs
        self.layers = layers
        self.parameters = parameters
        self.sizes = [inputs, *(layer.units for layer in layers)]
        self.views = split(parameters, self.sizes)

    @classmethod
    def fresh(
        cls, inputs: int, layers: tuple[Layer, ...], rng: np.random.Generator, dtype: Any = np.float32
    ) -> Network:
        """A network with parameters from its layers' initializers.

        Raises BadExperiment for a network without layers or a layer without units, BadComponent for an initializer
        that gives another shape or numbers that are not finite.
        """
        if not layers:
            raise BadExperiment("a network needs at least its output layer; add one")
        for k, layer in enumerate(layers):
            if layer.units < 1:
                raise BadExperiment(f"layers.{k}: {layer.units} units; a layer needs at least 1")
        sizes = [inputs, *(layer.units for layer in layers)]
        self = cls(inputs, layers, np.zeros(count(sizes), dtype))
        for layer, below, view in zip(layers, sizes, self.views, strict=False):
            initial = layer.initializer
            wanted = (("weights", view.weights), ("bias", view.bias))
            for name, target in wanted if layer.bias else wanted[:1]:
                values = np.asarray(getattr(initial, name)(below, layer.units, rng))
                if values.shape != target.shape:
                    raise BadComponent(f"{initial}.{name}: expected shape {target.shape}, found {values.shape}")
                if not np.isfinite(values).all():
                    raise BadComponent(f"{initial}.{name}: expected finite numbers, found NaN or infinity")
                target[...] = values
        return self

    @property
    def learned(self) -> int:
        """Parameters without the biases of layers that have none."""
        return len(self.parameters) - sum(layer.units for layer in self.layers if not layer.bias)

    def copy(self) -> Network:
        """A read-only copy, safe to hand to another thread."""
        parameters = self.parameters.copy()
        parameters.flags.writeable = False
        return Network(self.inputs, self.layers, parameters)

    def trace(self, rows: int, probe: bool = False) -> Trace:
        """Buffers for passes of this many rows."""
        return Trace(self, rows, probe)

    def forward(self, inputs: Array, trace: Trace, rng: np.random.Generator | None = None) -> Array:
        """Predictions (rows, outputs), left in the trace. With ``rng``, dropout is on."""
        trace.inputs = x = inputs
        for layer, (weights, bias), part in zip(self.layers, self.views, trace.layers, strict=True):
            x.dot(weights, part.z)  # the method: np.dot asks first whether an array has a dot of its own
            np.add(part.z, bias, part.z)
            x = part.forward(part.z, part.a)
            if part.mask is not None:
                x = _drop(part, part.mask, layer.dropout, rng)
        return x

    def backward(self, trace: Trace, gradient: list[Views], fused: bool = False) -> None:
        """Fill ``gradient`` from the output layer's ``upstream`` (dL/da) or, where ``fused``, its ``delta`` (dL/dz)."""
        for k in range(len(self.layers) - 1, -1, -1):
            part = trace.layers[k]
            if not fused:
                _through(part)
            fused = False
            below = trace.layers[k - 1].output if k else trace.inputs
            below.T.dot(part.delta, gradient[k].weights)
            trace.ones.dot(part.delta, gradient[k].bias)
            if k:
                part.delta.dot(self.views[k].weights.T, trace.layers[k - 1].upstream)

    def predict(self, inputs: Array) -> Array:
        """Predictions (rows, outputs) for any number of preprocessed rows."""
        return self.activations(inputs)[-1]

    def activations(self, inputs: Array) -> list[Array]:
        """What every layer answers to preprocessed rows, (rows, units) each, index 0 nearest the input."""
        rows = len(inputs)
        out = [np.empty((rows, layer.units), self.parameters.dtype) for layer in self.layers]
        trace = self.trace(min(rows, BLOCK))
        for start in range(0, rows, BLOCK):
            block = inputs[start : start + BLOCK]
            if len(block) != trace.rows:
                trace = self.trace(len(block))
            self.forward(block, trace)
            for answer, part in zip(out, trace.layers, strict=True):
                answer[start : start + len(block)] = part.output
        return out


def _through(part: LayerTrace) -> None:
    """dL/da to dL/dz in one layer."""
    if part.mask is not None:
        np.multiply(part.upstream, part.mask, part.upstream)
    if part.slope is not None:
        np.multiply(part.upstream, part.slope(part.z, part.a, part.delta), part.delta)
    else:
        part.backward(part.z, part.a, part.upstream, part.delta)


def _drop(part: LayerTrace, mask: Array, rate: float, rng: np.random.Generator | None) -> Array:
    """The output after dropout: units off at random, the others scaled so that the sum is expected to stay."""
    if rng is None:
        mask.fill(1)
        np.copyto(part.output, part.a)
        return part.output
    rng.random(out=mask, dtype=mask.dtype.type)
    np.greater_equal(mask, rate, out=mask, casting="unsafe")
    np.multiply(mask, 1 / (1 - rate), mask)
    return np.multiply(part.a, mask, part.output)
