"""The numbers behind a picture leave the program as they are."""

import csv
import io
import json

import numpy as np
import pytest

from core import (
    Axis,
    Bars,
    Bins,
    Curve,
    Diagram,
    Frames,
    Heatmap,
    Histogram,
    Image,
    Lines,
    Node,
    Note,
    Panels,
    Points,
    Table,
    Tiles,
)
from core.export import TABLES, as_csv, as_json
from core.figures import FIGURES

X = np.arange(3.0)
LINES = Lines(
    title="Loss",
    note="Lower is better.",
    curves=(Curve(X, X**2, name="train", role="train", raw=X + 1), Curve(X[:2], X[:2] / 4, name="test, held out")),
    x=Axis("step"),
    y=Axis("loss"),
)
ONE_OF_EACH = [
    LINES,
    Bars(names=("0", "1"), values=np.array([0.25, 0.75], np.float32), y=Axis("probability")),
    Image(values=np.arange(4.0).reshape(2, 2), extent=(0, 2, 10, 20)),
    Tiles(images=np.arange(8, dtype=np.uint8).reshape(2, 2, 2), names=("a", "b"), samples=np.array([7, 9])),
    Points(points=np.arange(6.0).reshape(2, 3), labels=np.array([1, 0]), classes=("no", "yes")),
    Heatmap(values=np.eye(2), rows=("a", "b"), columns=("c", "d"), samples={(0, 1): np.array([3, 4])}),
    Histogram(groups=(Bins(np.array([0.0, 0.5, 1.0]), np.array([3, 4]), "Hidden 1"),), x=Axis("weight")),
    Table(columns=("name", "value"), rows=(("adam", "0.001"),)),
    Note(text="Nothing yet."),
    Diagram(nodes=(Node("x", "n x 2"), Node("z = x W", "n x 3", along=1)), arrows=((0, 1),)),
    Panels(figures=(Image(values=np.eye(2)), Image(values=np.ones((2, 2))))),
    Frames(figures=(Bars(names=("a",), values=np.array([1.0])), Bars(names=("a",), values=np.array([2.0])))),
]


def table(figure):
    return list(csv.reader(io.StringIO(as_csv(figure))))


def test_every_kind_of_figure_becomes_a_table():
    assert set(TABLES) == set(FIGURES) == {type(figure) for figure in ONE_OF_EACH}


@pytest.mark.parametrize("figure", ONE_OF_EACH, ids=lambda figure: type(figure).__name__)
def test_every_line_of_a_table_has_as_many_cells_as_its_head(figure):
    head, *rows = table(figure)
    assert rows
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize("figure", ONE_OF_EACH, ids=lambda figure: type(figure).__name__)
def test_json_says_kind_title_and_note(figure):
    read = json.loads(as_json(figure))
    assert read["kind"] == type(figure).__name__.lower()
    assert (read["title"], read["note"]) == (figure.title, figure.note)


def test_curves_keep_their_names_and_what_lies_behind_them():
    assert table(LINES) == [
        ["curve", "step", "loss", "raw"],
        ["train", "0.0", "0.0", "1.0"],
        ["train", "1.0", "1.0", "2.0"],
        ["train", "2.0", "4.0", "3.0"],
        ["test, held out", "0.0", "0.0", ""],
        ["test, held out", "1.0", "0.25", ""],
    ]


def test_numbers_are_written_in_the_digits_of_their_own_type():
    tenth = Bars(names=("a",), values=np.array([0.1], np.float32))
    assert table(tenth)[1] == ["a", "0.1"]
    assert json.loads(as_json(tenth))["values"] == [0.1]


def test_what_is_not_finite_is_an_empty_cell_and_null():
    bars = Bars(names=("a", "b", "c"), values=np.array([np.nan, np.inf, 1.0]))
    assert [row[1] for row in table(bars)] == ["value", "", "", "1.0"]
    assert json.loads(as_json(bars))["values"] == [None, None, 1.0]


def test_a_picture_with_axes_has_their_numbers_at_the_centres_of_its_cells():
    image = Image(values=np.arange(4.0).reshape(2, 2), extent=(0, 2, 10, 20), x=Axis("input 1"), y=Axis("input 2"))
    assert table(image) == [
        ["input 2 \\ input 1", "0.5", "1.5"],
        ["17.5", "0.0", "1.0"],
        ["12.5", "2.0", "3.0"],
    ]


def test_tiles_say_which_sample_they_are_and_whether_it_is_wrong():
    tiles = Tiles(
        images=np.zeros((2, 1, 2)), names=("a", "b"), samples=np.array([7, 9]), marked=np.array([True, False])
    )
    assert [row[:4] for row in table(tiles)] == [
        ["tile", "name", "sample", "marked"],
        ["0", "a", "7", "1"],
        ["1", "b", "9", "0"],
    ]


def test_points_say_their_class_by_number_and_name():
    head, first, second = table(ONE_OF_EACH[4])
    assert head == ["x", "y", "z", "label", "class"]
    assert first[3:] == ["1", "yes"]
    assert second[3:] == ["0", "no"]


def test_frames_are_numbered_under_one_head():
    assert table(ONE_OF_EACH[-1]) == [["frame", "name", "value"], ["0", "a", "1.0"], ["1", "a", "2.0"]]


def test_samples_of_a_matrix_are_listed_with_their_cell():
    assert json.loads(as_json(ONE_OF_EACH[5]))["samples"] == [{"at": [0, 1], "value": [3, 4]}]
