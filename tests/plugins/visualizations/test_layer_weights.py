"""The weight matrix of any layer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Heatmap, Image, Note
from plugins.visualizations.layers.layer_weights import LayerWeights, strongest_of


@pytest.mark.parametrize(
    ("layer", "rows", "columns"),
    [(1, "from input", "to Hidden 1"), (2, "from Hidden 1", "to Hidden 2"), (3, "from Hidden 2", "to Output")],
)
def test_a_small_matrix_has_a_number_in_every_cell(make, layer, rows, columns):
    snapshot = make.drawn()
    figure = LayerWeights(layer=layer).draw(snapshot)
    assert isinstance(figure, Heatmap)
    assert figure.numbers
    assert figure.colours == "diverging"
    np.testing.assert_array_equal(figure.values, snapshot.network.views[layer - 1].weights)
    assert (figure.row_label, figure.column_label) == (rows, columns)
    assert figure.rows == tuple(str(k) for k in range(1, len(figure.values) + 1))


def test_the_columns_of_the_output_are_the_classes(make):
    assert LayerWeights(layer=3).draw(make.drawn()).columns == ("a", "b", "c")
    assert LayerWeights().draw(make.drawn(data=make.numbers(), hidden=())).columns == ("1",)


def test_a_larger_matrix_is_a_picture_with_unit_numbers_along_its_axes(make):
    snapshot = make.drawn(hidden=(30,))
    figure = LayerWeights().draw(snapshot)
    assert isinstance(figure, Image)
    assert figure.extent == (0.5, 30.5, 0.5, 12.5)
    assert (figure.x.label, figure.y.label) == ("to Hidden 1", "from input")
    np.testing.assert_array_equal(figure.values[::-1], snapshot.network.views[0].weights)


def test_a_very_large_matrix_shows_the_strongest_of_each_block_and_says_so(make):
    snapshot = make.drawn(hidden=(90, 50))
    weights = snapshot.network.views[1].weights
    figure = LayerWeights(layer=2, cells=40).draw(snapshot)
    assert figure.values.shape == (30, 25)
    assert figure.extent == (0.5, 50.5, 0.5, 90.5)
    assert figure.note.startswith("Each cell is the strongest of 3 x 2 weights")
    block = weights[6:9, 4:6]
    assert figure.values[29 - 2, 2] == block.ravel()[np.abs(block).argmax()]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_the_strongest_of_a_block_is_that_of_a_plain_search(rows, columns, down, across, seed):
    matrix = np.random.default_rng(seed).normal(size=(rows, columns))
    found = strongest_of(matrix, down, across)
    assert found.shape == (-(-rows // down), -(-columns // across))
    for (row, column), value in np.ndenumerate(found):
        block = matrix[row * down : (row + 1) * down, column * across : (column + 1) * across]
        assert value == max(block.ravel(), key=abs)


def test_where_the_last_block_is_short_the_picture_reaches_over_the_edge(make):
    figure = LayerWeights(layer=2, cells=20).draw(make.drawn(hidden=(50, 21)))
    assert figure.values.shape == (17, 11)
    assert figure.extent == (0.5, 22.5, 0.5, 51.5)


def test_weights_that_are_not_finite_leave_holes_and_are_told(make):
    snapshot = make.drawn(hidden=(30,))
    snapshot.network.views[0].weights[3, :2] = np.nan, np.inf
    figure = LayerWeights().draw(snapshot)
    assert figure.note == "2 of these weights are NaN or infinite: the run has diverged."
    assert np.isnan(figure.values[::-1][3, 0])
    assert np.isnan(LayerWeights(cells=20).draw(snapshot).values[::-1][3, 0])
    snapshot.network.parameters[:] = np.nan
    assert "diverged" in LayerWeights().draw(snapshot).text


def test_a_layer_that_is_not_there_is_told_with_those_that_are(make):
    figure = LayerWeights(layer=4).draw(make.drawn())
    assert isinstance(figure, Note)
    assert figure.text == (
        "There is no layer 4. Of this network's layers, 1 to 2 are Hidden 1 to Hidden 2 and 3 is the output."
    )
