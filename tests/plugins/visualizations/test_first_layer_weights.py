"""Weights as pictures."""

import numpy as np

from core import Tiles
from plugins.visualizations.first_layer_weights import FirstLayerWeights


def test_a_tile_is_the_weights_from_every_pixel_to_one_neuron(make):
    snapshot = make.drawn()
    figure = FirstLayerWeights(units=4).draw(snapshot)
    assert isinstance(figure, Tiles)
    assert figure.images.shape == (4, 4, 3)
    assert figure.more == 3
    assert figure.colours == "diverging"
    for unit, picture in enumerate(figure.images):
        np.testing.assert_array_equal(picture.ravel(), snapshot.network.views[0].weights[:, unit])


def test_the_largest_neurons_come_first_with_their_numbers(make):
    snapshot = make.drawn()
    snapshot.network.views[0].weights[:, 5] *= 20
    figure = FirstLayerWeights(order="largest first").draw(snapshot)
    sizes = np.linalg.norm(figure.images.reshape(7, -1), axis=1)
    assert figure.names[0] == "6"
    assert (np.diff(sizes) <= 0).all()
    assert sorted(figure.names) == list("1234567")


def test_where_the_first_layer_is_the_output_the_tiles_have_the_names_of_the_classes(make):
    assert FirstLayerWeights().draw(make.drawn(hidden=())).names == ("a", "b", "c")


def test_before_the_first_step_the_weights_are_called_noise(make):
    note = FirstLayerWeights().draw(make.drawn(step=0)).note
    assert note == "Only noise so far. 7 small pictures take shape while it trains."


def test_weights_of_inputs_without_pixels_make_no_picture(make):
    assert "no pixels" in FirstLayerWeights().draw(make.drawn(data=make.plane())).text


def test_weights_that_are_not_finite_are_told(make):
    snapshot = make.drawn()
    snapshot.network.parameters[3] = np.nan
    assert "diverged" in FirstLayerWeights().draw(snapshot).text
