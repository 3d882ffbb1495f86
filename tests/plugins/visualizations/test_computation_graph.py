"""The calculation as a graph."""

import dataclasses

import pytest

from core import Diagram
from core.network import Network
from plugins.activations.tanh import Tanh
from plugins.visualizations.computation_graph import ComputationGraph


def test_every_result_stands_with_its_formula_and_its_shape(make):
    figure = ComputationGraph().draw(make.drawn(inner=Tanh()))
    assert isinstance(figure, Diagram)
    shapes = {node.text: node.words for node in figure.nodes}
    assert shapes["X"] == "n × 12"
    assert shapes["Z₁ = X W₁ + b₁"] == "n × 7"
    assert shapes["W₂, b₂"] == "7 × 5, 5"
    assert shapes["A₂ = tanh(Z₂)"] == "n × 5"
    assert shapes["L(A₃, Y)"] == "one number"
    assert "149 numbers" in figure.note  # 12 × 7 + 7 + 7 × 5 + 5 + 5 × 3 + 3


@pytest.mark.parametrize("hidden", [(), (7,), (7, 5)])
def test_every_way_leads_from_what_is_given_to_the_loss(make, hidden):
    figure = ComputationGraph().draw(make.drawn(hidden=hidden))
    starts, ends = {start for start, _ in figure.arrows}, {end for _, end in figure.arrows}
    for k, node in enumerate(figure.nodes):
        assert (k in ends) == (node.role not in ("given", "learned"))
        assert (k in starts) == (node.role != "result")


def test_backward_the_arrows_are_turned_and_weights_get_their_slopes(make):
    figure = ComputationGraph(direction="backward").draw(make.drawn(inner=Tanh()))
    texts = [node.text for node in figure.nodes]
    assert "∂L/∂W₁ = Xᵀ ∂L/∂Z₁" in texts
    assert "∂L/∂Z₁ = ∂L/∂A₁ ⊙ tanh′(Z₁)" in texts
    assert "∂L/∂A₁ = ∂L/∂Z₂ W₂ᵀ" in texts
    loss = next(k for k, node in enumerate(figure.nodes) if node.role == "result")
    assert loss in {start for start, _ in figure.arrows}
    assert loss not in {end for _, end in figure.arrows}


def test_a_layer_without_bias_shows_none(make):
    snapshot = make.drawn(hidden=())
    net = snapshot.network
    bare = Network(net.inputs, (dataclasses.replace(net.layers[0], bias=False),), net.parameters)
    texts = [node.text for node in ComputationGraph().draw(dataclasses.replace(snapshot, network=bare)).nodes]
    assert "Z₁ = X W₁" in texts
    assert not any("b₁" in text for text in texts)
