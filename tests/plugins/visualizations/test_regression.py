"""The landscape of two parameters, and a matrix with its inverse."""

import dataclasses

import numpy as np
import pytest

from core import Data, Frames, Heatmap, Note, Points, Split
from core.snapshot import Checkpoint
from plugins.activations.identity import Identity
from plugins.preprocessings.standardise import Standardise
from plugins.visualizations.regression.cost_surface import CostSurface, fitted, walk
from plugins.visualizations.regression.inverse_beside import InverseBeside


@pytest.fixture
def line(make):
    """y = 3x + 1 with weight 0.5 and bias 2 now, and two moments before."""
    x = np.random.default_rng(0).normal(2, 3, (200, 1)).astype(np.float32)
    split = Split(x, 3 * x + 1)
    snapshot = make.drawn(data=Data(split, split, (1,), "regression"), hidden=(), last=Identity())
    snapshot.network.parameters[:] = [0.5, 2]
    moments = tuple(Checkpoint(k, float(k), np.array(p, np.float32)) for k, p in ((1, (4, 0)), (2, (2, 1))))
    return dataclasses.replace(snapshot, checkpoints=moments)


def test_the_surface_is_the_root_of_the_mean_squared_error_and_lowest_at_the_line(line):
    figure = CostSurface(resolution=81).draw(line)
    assert isinstance(figure, Frames)
    ground = figure.figures[-1].figures[0].behind
    left, right, bottom, top = ground.extent
    row, column = np.argwhere(ground.values == ground.values.min()).mean(axis=0)
    weight, bias = left + (column + 0.5) / 81 * (right - left), top - (row + 0.5) / 81 * (top - bottom)
    assert weight == pytest.approx(3, abs=0.4)
    assert bias == pytest.approx(1, abs=0.8)
    x = line.data.train.inputs.astype(float)
    corner = np.sqrt(((left * x + top - (3 * x + 1)) ** 2).mean())
    assert ground.values[0, 0] == pytest.approx(corner, rel=0.15)


def test_the_way_is_that_of_the_kept_moments_and_grows_from_frame_to_frame(line):
    figure = CostSurface().draw(line)
    own = [frame.figures[0] for frame in figure.figures]
    assert all(isinstance(one, Points) and one.joined for one in own)
    np.testing.assert_allclose(own[-1].points, [[4, 0], [2, 1], [0.5, 2]])
    lengths = [len(one.points) for one in own]
    assert lengths == sorted(lengths)
    assert lengths[0] == 1


def test_without_kept_moments_the_way_begins_where_the_weights_are(line):
    figure = CostSurface(beside=False).draw(dataclasses.replace(line, checkpoints=()))
    assert len(figure.figures) == 1
    np.testing.assert_allclose(figure.figures[0].figures[0].points, [[0.5, 2]])
    assert figure.note.startswith("The way begins here")


def test_beside_raw_inputs_stand_standardised_ones_and_the_reverse(line):
    assert [one.title for one in CostSurface().draw(line).figures[0].figures] == [
        "this run, x by plain",
        "x standardised",
    ]
    x = line.data.train.inputs
    standard = dataclasses.replace(line, preprocessing=Standardise(), fitted=Standardise().fit(x))
    titles = [one.title for one in CostSurface().draw(standard).figures[0].figures]
    assert titles == ["this run, x by standardise", "x as it comes"]
    assert len(CostSurface(beside=False).draw(line).figures[0].figures) == 1


def test_plain_descent_comes_to_the_bottom_and_faster_where_inputs_are_standard():
    x = np.random.default_rng(0).normal(2, 3, (300, 1))
    y, standard = 3 * x + 1, (x - x.mean()) / x.std()
    raw_way, standard_way = walk(x, y, np.zeros(2)), walk(standard, y, np.zeros(2))
    np.testing.assert_allclose(fitted(x, y), [3, 1])
    np.testing.assert_allclose(standard_way[-1], fitted(standard, y), rtol=1e-6)
    far = [np.linalg.norm(way[10] - bottom) for way, bottom in ((raw_way, [3, 1]), (standard_way, fitted(standard, y)))]
    assert far[0] > 10 * far[1]


def test_other_networks_and_lost_weights_are_told(make, line):
    assert "two parameters" in CostSurface().draw(make.drawn()).text
    line.network.parameters[:] = np.nan
    assert "diverged" in CostSurface().draw(line).text


def test_the_true_inverse_leaves_no_difference_and_a_wrong_entry_is_the_largest_error(make):
    matrix = np.array([[2, 1], [1, 3]], np.float32)
    split = Split(matrix, np.eye(2, dtype=np.float32))
    snapshot = make.drawn(data=Data(split, split, (2,), "regression"), hidden=())
    snapshot.network.views[0].weights[:] = np.linalg.inv(matrix)
    figure = InverseBeside().draw(snapshot)
    learned, true, difference = figure.figures
    assert isinstance(learned, Heatmap)
    np.testing.assert_allclose(true.values, [[0.6, -0.2], [-0.2, 0.4]])
    np.testing.assert_allclose(difference.values, 0)
    assert len({one.limit for one in figure.figures}) == 1
    snapshot.network.views[0].weights[0, 1] += 0.25
    figure = InverseBeside().draw(snapshot)
    assert figure.title == "Inverse, learned and true, largest error 0.25"
    assert figure.figures[2].values[0, 1] == 0.25


def test_data_that_is_no_matrix_has_no_inverse(make):
    for snapshot in (make.drawn(), make.drawn(data=make.numbers(), hidden=())):
        assert isinstance(InverseBeside().draw(snapshot), Note)
