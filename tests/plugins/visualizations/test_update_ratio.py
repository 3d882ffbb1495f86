"""Updates beside the weights that they change."""

import dataclasses

import numpy as np
import pytest

from core import Bars, Lines, Note
from core.history import History
from core.network import Network, split
from core.snapshot import Checkpoint
from plugins.visualizations.layers.update_ratio import ROOM, UpdateRatio, kept


def scaled(snapshot, *factors):
    """The snapshot's parameters times each factor, kept at the end of epochs 1, 2, ... after three steps each."""
    moments = [
        Checkpoint(3 * k, float(k), (snapshot.network.parameters * factor).astype(np.float32))
        for k, factor in enumerate(factors, 1)
    ]
    return dataclasses.replace(snapshot, step=100, checkpoints=tuple(moments))


def test_the_ratio_is_learning_rate_times_gradient_over_weights(make):
    snapshot = make.drawn()
    figure = UpdateRatio().draw(snapshot)
    rate = snapshot.history.learning_rate.mean[-1]
    expected = [
        rate * np.sqrt((gradient.weights.astype(float) ** 2).sum() / (view.weights.astype(float) ** 2).sum())
        for gradient, view in zip(snapshot.gradients(), snapshot.network.views, strict=True)
    ]
    assert isinstance(figure, Bars)
    assert figure.names == ("Hidden 1", "Hidden 2", "Output")
    assert figure.values == pytest.approx(expected)
    assert figure.title == "Update-to-weight ratio, learning rate 0.1"
    assert "about 0.001" in figure.note
    assert "Adam" in figure.note


def test_the_learning_rate_is_that_of_the_last_step(make):
    history = History()
    for rate in (0.1, 0.05, 0.002):
        history.loss.append(1.0)
        history.learning_rate.append(rate)
    early, late = make.drawn(), make.drawn(past=history.past())
    np.testing.assert_allclose(UpdateRatio().draw(late).values * 50, UpdateRatio().draw(early).values)


def test_a_frozen_layer_has_a_ratio_of_zero_and_says_why(make):
    snapshot = make.drawn()
    net = snapshot.network
    layers = (dataclasses.replace(net.layers[0], frozen=True), *net.layers[1:])
    snapshot = dataclasses.replace(snapshot, network=Network(net.inputs, layers, net.parameters))
    figure = UpdateRatio().draw(snapshot)
    assert figure.names[0] == "Hidden 1 · frozen"
    assert figure.values[0] == 0
    assert (figure.values[1:] > 0).all()


def test_weights_that_are_all_zero_or_not_finite_have_no_ratio(make):
    snapshot = make.drawn()
    snapshot.network.views[0].weights[:] = 0
    snapshot.network.views[2].weights[0, 0] = np.nan
    figure = UpdateRatio().draw(snapshot)
    assert np.isfinite(figure.values).tolist() == [False, True, False]
    assert figure.note == "There is no ratio for Hidden 1, Output: its weights are all zero, or not finite."


def test_without_a_step_there_is_no_ratio(make):
    assert "first step" in UpdateRatio().draw(make.drawn(step=0, gradient=False)).text
    assert "next step" in UpdateRatio().draw(make.drawn(past=make.recorded((), ()))).text


def test_moves_between_epochs_are_relative_to_the_weights_before(make):
    snapshot = scaled(make.drawn(), 1, 1.5, 1.2)
    figure = UpdateRatio(measure="between epochs").draw(snapshot)
    assert isinstance(figure, Lines)
    assert figure.y.log
    assert [curve.name for curve in figure.curves] == ["Hidden 1", "Hidden 2", "Output"]
    for curve in figure.curves:
        np.testing.assert_array_equal(curve.x, [2, 3])
        np.testing.assert_allclose(curve.y, [0.5, 0.2], rtol=1e-5)


def test_each_layer_has_the_move_of_its_own_weights(make):
    snapshot = scaled(make.drawn(), 1, 1)
    after = snapshot.checkpoints[1].parameters
    for view, factor in zip(split(after, snapshot.network.sizes), (1.1, 1.2, 1.4), strict=True):
        view.weights[:] *= np.float32(factor)
        view.bias[:] = 1e6
    curves = UpdateRatio(measure="between epochs").draw(snapshot).curves
    np.testing.assert_allclose([curve.y[0] for curve in curves], [0.1, 0.2, 0.4], rtol=1e-5)


def test_moves_over_several_epochs_are_shared_out_among_them(make):
    snapshot = scaled(make.drawn(), 1, 2, 3)
    first, _, third = snapshot.checkpoints
    figure = UpdateRatio(measure="between epochs").draw(dataclasses.replace(snapshot, checkpoints=(first, third)))
    np.testing.assert_allclose(figure.curves[0].y, [2 / 2], rtol=1e-5)


def test_a_layer_that_did_not_move_has_no_curve(make):
    snapshot = scaled(make.drawn(), 1, 2)
    still = snapshot.network.views[0].weights.size
    snapshot.checkpoints[1].parameters[:still] = snapshot.checkpoints[0].parameters[:still]
    figure = UpdateRatio(measure="between epochs").draw(snapshot)
    assert [curve.name for curve in figure.curves] == ["Hidden 2", "Output"]
    nothing = UpdateRatio(measure="between epochs").draw(scaled(make.drawn(), 1, 1))
    assert nothing.text.startswith("No layer has moved")


def test_moves_need_two_moments(make):
    figure = UpdateRatio(measure="between epochs").draw(scaled(make.drawn(), 1))
    assert isinstance(figure, Note)
    assert figure.text.startswith("No moves yet")


def test_moments_of_another_network_or_of_a_future_taken_back_are_left_out():
    def moment(step, epoch, size=4):
        return Checkpoint(step, float(epoch), np.zeros(size))

    # epochs 2 and 3 were trained a second time from epoch 1, after a layer had been changed at the start
    past = [moment(1, 1, size=9), moment(2, 1), moment(4, 2), moment(6, 3), moment(4, 2), moment(6, 3), moment(8, 4)]
    assert [one.step for one in kept(past, 4, step=7)] == [2, 4, 6]
    assert kept(past, 4, step=7)[2] is past[5]


def test_of_many_large_moments_a_few_are_compared():
    size = ROOM // 5
    one = np.zeros(size, np.float32)
    moments = kept([Checkpoint(k, float(k), one) for k in range(1, 65)], size, step=64)
    assert [moment.step for moment in moments][:: len(moments) - 1] == [1, 64]
    assert len(moments) == 5
