"""Pictures and numbers out of the program."""

import csv
import json
import xml.etree.ElementTree as xml

import numpy as np
import pytest
from PySide6.QtGui import QImage

from core import InknetError
from desktop.figures.export import picture, png, save, svg

from .conftest import PLAIN

MARK = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", PLAIN)
def test_every_figure_becomes_a_picture_of_twice_its_size(name, show):
    renderer = show(PLAIN[name])
    image = QImage.fromData(png(renderer))
    assert image.width() >= 2 * 300
    assert image.height() >= 2 * 180
    one = picture(renderer, 1.0)
    assert 2 * one.width() == image.width()
    held = np.frombuffer(one.constBits(), np.uint8)
    assert len(np.unique(held)) > 8


@pytest.mark.parametrize("name", PLAIN)
def test_every_figure_becomes_a_drawing_in_svg(name, show):
    root = xml.fromstring(svg(show(PLAIN[name])))
    assert root.tag == MARK + "svg"
    assert (root.findtext(MARK + "title") or "") == PLAIN[name].title
    shapes = [
        one for one in root.iter() if one.tag in {MARK + tag for tag in ("path", "rect", "polyline", "image", "text")}
    ]
    assert len(shapes) > 1


def test_title_and_note_belong_to_the_picture_and_the_pointer_does_not(show, point):
    renderer = show(PLAIN["lines"])
    before = png(renderer)
    point(renderer.plot, 150, 80)
    assert renderer.card.isVisible()
    assert png(renderer) == before
    text = svg(renderer).decode()
    assert ">Loss" in text
    assert "Lower is better." in text


def test_numbers_are_saved_beside_pictures(show, tmp_path):
    renderer = show(PLAIN["bars"])
    for what in ("png", "svg", "csv", "json"):
        save(renderer, what, tmp_path / f"bars.{what}")
    with open(tmp_path / "bars.csv", newline="") as file:
        assert len(list(csv.reader(file))) == 11
    assert json.loads((tmp_path / "bars.json").read_text())["kind"] == "bars"
    assert (tmp_path / "bars.png").read_bytes().startswith(b"\x89PNG")


def test_a_place_that_cannot_be_written_is_told(show, tmp_path):
    with pytest.raises(InknetError, match="cannot be written"):
        save(show(PLAIN["bars"]), "png", tmp_path / "nowhere" / "bars.png")
