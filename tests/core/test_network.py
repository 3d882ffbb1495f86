"""One flat vector of parameters, views into it, and passes that write into a trace."""

import numpy as np
import pytest

from core import Activation, Initializer
from core.errors import BadComponent, BadExperiment
from core.network import BLOCK, Layer, Network, count, split


class Normal(Initializer):
    """Small random weights and biases."""

    def weights(self, inputs, units, rng):
        return rng.normal(0, 0.5, (inputs, units))

    def bias(self, inputs, units, rng):
        return rng.normal(0, 0.5, units)


class Tanh(Activation):
    """Elementwise, in place, from a alone."""

    uses_z = False

    def forward(self, z, out=None):
        return np.tanh(z, out)

    def derivative(self, z, a):
        return 1 - a * a


class Square(Activation):
    """Elementwise, from z, without out."""

    def forward(self, z):
        return z * z

    def derivative(self, z, a):
        return 2 * z


class Softmax(Activation):
    """A unit depends on its neighbours."""

    uses_z = False

    def forward(self, z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def backward(self, z, a, upstream, out=None):
        return np.multiply(a, upstream - (a * upstream).sum(axis=1, keepdims=True), out)


def layer(units, activation=None, **rest):
    return Layer(units, activation or Tanh(), Normal(), **rest)


def network(*layers, inputs=5, dtype=np.float64, seed=1):
    return Network.fresh(inputs, layers, np.random.default_rng(seed), dtype)


def rows(n, inputs=5, dtype=np.float64, seed=2):
    return np.random.default_rng(seed).normal(size=(n, inputs)).astype(dtype)


def gradient_of(net, inputs, targets, trace=None):
    """dL/dparameters of half the squared error, flat."""
    trace = trace or net.trace(len(inputs))
    trace.layers[-1].upstream[...] = net.forward(inputs, trace) - targets
    gradient = np.full_like(net.parameters, np.nan)
    net.backward(trace, split(gradient, net.sizes))
    return gradient


def test_parameters_are_one_vector_of_which_layers_are_views():
    net = network(layer(4), layer(3), dtype=np.float32)
    assert net.parameters.shape == (count([5, 4, 3]),) == (5 * 4 + 4 + 4 * 3 + 3,)
    assert net.parameters.dtype == np.float32
    assert [(w.shape, b.shape) for w, b in net.views] == [((5, 4), (4,)), ((4, 3), (3,))]
    assert all(np.shares_memory(part, net.parameters) for views in net.views for part in views)
    net.parameters[...] = np.arange(39)
    assert net.views[0].weights[1, 0] == 4
    assert net.views[1].bias.tolist() == [36, 37, 38]
    net.views[1].bias[0] = -1
    assert net.parameters[36] == -1


def test_a_forward_pass_is_the_formula():
    net = network(layer(4), layer(3, Square()))
    (w1, b1), (w2, b2) = net.views
    x = rows(7)
    z2 = np.tanh(x @ w1 + b1) @ w2 + b2
    assert np.allclose(net.forward(x, net.trace(7)), z2 * z2)


@pytest.mark.parametrize("n", [1, 2, 7])
@pytest.mark.parametrize("output", [Tanh(), Square(), Softmax()], ids=str)
def test_the_gradient_is_the_slope(output, n):
    """Against central differences of every parameter, one row (its own path) and several."""
    net = network(layer(4, Square()), layer(4), layer(3, output))
    x, targets = rows(n), rows(n, 3, seed=3)
    found = gradient_of(net, x, targets)

    def loss():
        return 0.5 * ((net.predict(x) - targets) ** 2).sum()

    for k in range(len(net.parameters)):
        kept, h = net.parameters[k], 1e-6
        net.parameters[k] = kept + h
        above = loss()
        net.parameters[k] = kept - h
        below = loss()
        net.parameters[k] = kept
        assert found[k] == pytest.approx((above - below) / (2 * h), rel=1e-5, abs=1e-7)


def test_a_fused_output_begins_at_its_delta():
    """With softmax and cross-entropy dL/dz is prediction - target; the layers below see the same."""
    net = network(layer(4), layer(3, Softmax()))
    x, targets = rows(6), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    plain, fused = (np.empty_like(net.parameters) for _ in range(2))
    trace = net.trace(6)
    prediction = net.forward(x, trace)
    trace.layers[-1].upstream[...] = -targets / prediction
    net.backward(trace, split(plain, net.sizes))
    trace.layers[-1].delta[...] = prediction - targets
    net.backward(trace, split(fused, net.sizes), fused=True)
    assert np.allclose(plain, fused)


def test_a_trace_is_used_again_and_again():
    net = network(layer(4, dropout=0.5), layer(3, Softmax()))
    trace = net.trace(6)
    buffers = [part.a for part in trace.layers]
    for seed in range(3):
        x, targets = rows(6, seed=seed), rows(6, 3, seed=9)
        net.forward(x[::-1], trace, np.random.default_rng(seed))  # leaves other numbers and a mask behind
        assert np.array_equal(gradient_of(net, x, targets, trace), gradient_of(net, x, targets))
    assert all(part.a is buffer for part, buffer in zip(trace.layers, buffers, strict=True))


def test_two_traces_do_not_disturb_each_other():
    net = network(layer(4), layer(3))
    first, second = net.trace(2), net.trace(2)
    x = rows(2)
    kept = net.forward(x, first).copy()
    net.forward(-x, second)
    assert np.array_equal(first.prediction, kept)
    assert first.inputs is x


def test_a_probing_trace_keeps_z_beside_a():
    net = network(layer(4), layer(3))
    plain, probe = net.trace(2), net.trace(2, probe=True)
    assert plain.layers[0].z is plain.layers[0].a, "tanh needs no z of its own"
    net.forward(rows(2), probe)
    assert np.allclose(np.tanh(probe.layers[0].z), probe.layers[0].a)
    assert not np.shares_memory(probe.layers[0].z, probe.layers[0].a)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dropout_switches_units_off_and_keeps_the_expected_sum(dtype):
    rate, n = 0.3, 4000
    net = network(layer(8, dropout=rate), layer(2), dtype=dtype)
    x = np.repeat(rows(1, dtype=dtype), n, axis=0)
    trace = net.trace(n)
    net.forward(x, trace, np.random.default_rng(4))
    part = trace.layers[0]
    off = part.output == 0
    assert off.mean() == pytest.approx(rate, abs=0.02)
    assert np.allclose(part.output[~off], (part.a / (1 - rate))[~off], rtol=1e-5)
    assert part.output.mean(axis=0) == pytest.approx(part.a[0], rel=0.1)
    assert part.output.dtype == dtype


def test_without_a_generator_dropout_rests():
    net = network(layer(8, dropout=0.5), layer(2))
    plain = Network(5, (layer(8), layer(2)), net.parameters)
    assert np.array_equal(net.predict(rows(9)), plain.predict(rows(9)))


def test_the_gradient_sees_the_mask_that_the_forward_pass_drew():
    net = network(layer(4, dropout=0.5), layer(2))
    trace, gradient = net.trace(1), np.empty_like(net.parameters)
    trace.layers[-1].upstream[...] = net.forward(rows(1), trace, np.random.default_rng(1)) - 1
    net.backward(trace, split(gradient, net.sizes))
    off = trace.layers[0].mask[0] == 0
    weights = split(gradient, net.sizes)[0].weights
    assert 0 < off.sum() < 4
    assert not weights[:, off].any()
    assert weights[:, ~off].all()


@pytest.mark.parametrize("n", [0, 1, BLOCK, 2 * BLOCK + 3])
def test_predictions_in_blocks_equal_those_at_once(n):
    net = network(layer(4), layer(3, Softmax()), dtype=np.float32)
    x = rows(n, dtype=np.float32)
    at_once = net.forward(x, net.trace(n)) if n else np.empty((0, 3))
    found = net.predict(x)
    assert found.shape == (n, 3)
    assert np.allclose(found, at_once, atol=1e-6)
    hidden, output = net.activations(x)
    assert np.array_equal(output, found)
    assert np.allclose(hidden, np.tanh(x @ net.views[0].weights + net.views[0].bias), atol=1e-6)


def test_a_copy_is_read_only_and_stays():
    net = network(layer(4), layer(3))
    x = rows(2)
    copy, before = net.copy(), net.predict(x)
    net.parameters[...] = 0
    assert np.array_equal(copy.predict(x), before)
    for array in (copy.parameters, *copy.views[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_equal_seeds_give_equal_parameters():
    one, same, other = (network(layer(4), seed=seed).parameters for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_network_without_layers_or_units_is_refused():
    with pytest.raises(BadExperiment, match="needs at least its output layer"):
        network()
    with pytest.raises(BadExperiment, match=r"layers.1: 0 units; a layer needs at least 1"):
        network(layer(4), layer(0))


def test_an_initializer_of_another_shape_or_not_finite_is_refused():
    class Turned(Initializer):
        def weights(self, inputs, units, rng):
            return np.zeros((units, inputs))

    class Holes(Initializer):
        def weights(self, inputs, units, rng):
            return np.full((inputs, units), np.nan)

    with pytest.raises(BadComponent, match=r"turned.weights: expected shape \(5, 4\), found \(4, 5\)"):
        network(Layer(4, Tanh(), Turned()))
    with pytest.raises(BadComponent, match=r"holes.weights: expected finite numbers, found NaN or infinity"):
        network(Layer(4, Tanh(), Holes()))
