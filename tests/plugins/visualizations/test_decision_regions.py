"""The plane of two inputs."""

import numpy as np
import pytest

from core import Points
from plugins.visualizations.answers.decision_regions import DecisionRegions


def halves(make):
    """A network that answers "right" where the first input is above 1."""
    snapshot = make.drawn(data=make.plane(), hidden=())
    weights, bias = snapshot.network.views[0]
    weights[:] = [[-1, 1], [0, 0]]
    bias[:] = [1, -1]
    return snapshot


def test_regions_are_the_answers_at_the_middle_of_each_cell(make):
    snapshot = halves(make)
    figure = DecisionRegions(resolution=40).draw(snapshot)
    ground = figure.behind
    left, right, _, _ = ground.extent
    middles = left + (np.arange(40) + 0.5) / 40 * (right - left)
    assert isinstance(figure, Points)
    assert ground.colours == "classes"
    assert ground.values.shape == (40, 40)
    np.testing.assert_array_equal(ground.values, np.tile(middles > 1, (40, 1)))


def test_the_first_row_of_the_regions_is_at_the_top(make):
    snapshot = halves(make)
    weights, bias = snapshot.network.views[0]
    weights[:] = [[0, 0], [-1, 1]]
    bias[:] = [15, -15]
    ground = DecisionRegions(resolution=20).draw(snapshot).behind
    assert ground.extent[2] < 10
    assert ground.extent[3] > 19
    assert (ground.values[0] == 1).all()
    assert (ground.values[-1] == 0).all()


def test_certainty_fades_towards_the_frontier(make):
    ground = DecisionRegions(resolution=50).draw(halves(make)).behind
    row = ground.strength[0]
    frontier = int(row.argmin())
    assert ((ground.strength >= 0) & (ground.strength <= 1)).all()
    assert row[frontier] < 0.1
    assert (np.diff(row[:frontier]) <= 0).all()
    assert (np.diff(row[frontier + 1 :]) >= 0).all()
    assert DecisionRegions(shade="class").draw(halves(make)).behind.strength is None


def test_the_points_are_the_samples_with_their_rows_and_classes(make):
    snapshot = halves(make)
    figure = DecisionRegions().draw(snapshot)
    np.testing.assert_array_equal(figure.points, snapshot.data.test.inputs[figure.samples])
    np.testing.assert_array_equal(figure.labels, figure.points[:, 0] > 1)
    left, right, bottom, top = figure.behind.extent
    assert (figure.points > [left, bottom]).all()
    assert (figure.points < [right, top]).all()


def test_of_many_samples_two_thousand_are_drawn(make):
    figure = DecisionRegions().draw(make.drawn(data=make.plane(5_000)))
    assert len(figure.points) == 2000
    assert len(set(figure.samples.tolist())) == 2000


@pytest.mark.parametrize("data", ["pictures", "numbers"])
def test_regions_need_two_inputs(make, data):
    text = DecisionRegions().draw(make.drawn(data=getattr(make, data)())).text
    assert text == "This view needs two inputs; choose xor, disk, spiral or moons."


def test_regions_of_a_network_that_diverged_are_told(make):
    snapshot = halves(make)
    snapshot.network.parameters[:] = np.nan
    assert "diverged" in DecisionRegions().draw(snapshot).text
