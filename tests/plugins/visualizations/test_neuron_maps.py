"""Each neuron over the plane of two inputs."""

import numpy as np
import pytest

from core import Tiles
from plugins.activations.relu import ReLU
from plugins.activations.tanh import Tanh
from plugins.visualizations.answers.decision_regions import DecisionRegions
from plugins.visualizations.layers.neuron_maps import NeuronMaps


def ramps(make, inner):
    """A network whose neurons are input 1, input 2, and twice input 1, each through the activation ``inner``."""
    snapshot = make.drawn(data=make.plane(), hidden=(3,), inner=inner)
    weights, bias = snapshot.network.views[0]
    weights[:] = [[1, 0, 2], [0, 1, 0]]
    bias[:] = 0
    return snapshot


def centres(snapshot, side):
    """The places of the cells along both inputs, from the extent that decision regions show."""
    left, right, bottom, top = DecisionRegions().draw(snapshot).behind.extent
    middle = (np.arange(side) + 0.5) / side
    return left + middle * (right - left), bottom + middle * (top - bottom)


def test_a_picture_is_the_answer_of_one_neuron_at_the_middle_of_each_cell(make):
    snapshot = ramps(make, ReLU())
    figure = NeuronMaps(resolution=20).draw(snapshot)
    across, up = centres(snapshot, 20)
    assert isinstance(figure, Tiles)
    assert figure.images.shape == (3, 20, 20)
    assert figure.names == ("1", "2", "3")
    assert figure.title == "What each neuron computes, Hidden 1"
    np.testing.assert_allclose(figure.images[0], np.tile(np.maximum(across, 0), (20, 1)), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(figure.images[1], np.tile(up[::-1, None], (1, 20)), rtol=1e-5)


def test_colours_have_two_sides_where_a_neuron_answers_below_zero(make):
    above, both = (NeuronMaps().draw(ramps(make, inner)) for inner in (ReLU(), Tanh()))
    assert (above.colours, both.colours) == ("sequential", "diverging")
    assert "orange below" in both.note
    assert "orange" not in above.note


def test_each_neuron_may_have_a_scale_of_its_own(make):
    snapshot = ramps(make, ReLU())
    alike, own = (NeuronMaps(colours=colours).draw(snapshot) for colours in ("alike", "own"))
    assert alike.limit > own.limit == 1
    np.testing.assert_allclose(own.images.max(axis=(1, 2)), 1)
    np.testing.assert_allclose(own.images[0], alike.images[0] / alike.images[0].max())
    snapshot.network.parameters[:] = 0
    assert (NeuronMaps(colours="own").draw(snapshot).images == 0).all()


def test_of_the_output_the_pictures_have_the_names_of_the_classes(make):
    figure = NeuronMaps(layer=2).draw(ramps(make, ReLU()))
    assert figure.names == ("left", "right")
    np.testing.assert_allclose(figure.images.sum(axis=0), 1, rtol=1e-5)


def test_neurons_that_are_not_shown_are_counted(make):
    figure = NeuronMaps(count=2).draw(ramps(make, ReLU()))
    assert len(figure.images) == len(figure.names) == 2
    assert figure.more == 1


@pytest.mark.parametrize("data", ["pictures", "numbers"])
def test_maps_need_two_inputs(make, data):
    text = NeuronMaps().draw(make.drawn(data=getattr(make, data)())).text
    assert text == "This view needs two inputs; choose xor, disk, spiral or moons."


@pytest.mark.parametrize(
    ("hidden", "layers"),
    [
        ((), "This network has one layer: 1 is the output."),
        ((3,), "Of this network's layers, 1 is Hidden 1 and 2 is the output."),
        ((3, 3, 3), "Of this network's layers, 1 to 3 are Hidden 1 to Hidden 3 and 4 is the output."),
    ],
)
def test_a_layer_that_is_not_there_is_told_with_those_that_are(make, hidden, layers):
    text = NeuronMaps(layer=9).draw(make.drawn(data=make.plane(), hidden=hidden)).text
    assert text == f"There is no layer 9. {layers}"


def test_maps_of_a_network_that_diverged_are_told(make):
    snapshot = ramps(make, ReLU())
    snapshot.network.parameters[0] = np.nan
    assert "diverged" in NeuronMaps().draw(snapshot).text
