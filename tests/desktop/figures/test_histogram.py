"""Rows of histograms."""

import numpy as np

from core import Axis, Bins, Histogram
from desktop.figures.histogram import known

from .conftest import PLAIN


def rows(*reaches):
    return Histogram(
        groups=tuple(Bins(np.linspace(-r, r, 11), np.arange(10), f"Hidden {k}") for k, r in enumerate(reaches)),
        x=Axis("weight"),
    )


def test_rows_share_an_axis_only_where_they_are_alike(show):
    assert show(rows(1, 2, 4))._shared
    assert not show(rows(1, 100))._shared


def test_the_pointer_tells_the_bin(show, point):
    renderer = show(PLAIN["histogram"], size=(900, 600))
    _, _, box = renderer._rows()
    point(renderer, box.center().x() + 2, 20)
    told = {line.name: line.value for line in renderer.card.lines}
    assert told["weight"] == "0 to 0.05"
    assert int(told["count"]) == PLAIN["histogram"].groups[0].counts[20]


def test_rows_that_do_not_fit_are_counted(show):
    renderer = show(rows(*[1.0] * 12))
    shown, row, _ = renderer._rows()
    assert shown < 12
    assert row >= 26


def test_infinite_edges_are_left_out():
    bins = known(Bins(np.array([-np.inf, 0, 1, 2]), np.array([9, 1, 2]), "a"))
    assert bins.edges.tolist() == [0, 1, 2]
    assert bins.counts.tolist() == [1, 2]
