"""Small pictures as one mosaic."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from core import Tiles
from desktop.figures.tiles import GAP, LEAST, fit

from .conftest import PLAIN, SIZES

TILES = PLAIN["tiles"]


@pytest.mark.parametrize("count", [1, 5, 32, 128, 1000])
@pytest.mark.parametrize("name", [0, 15])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_tiles_keep_inside_whatever_their_number(count, name, ratio, size):
    grid = fit((count, 28, 28), QRectF(0, 0, *size), LEAST, name, ratio, False)
    assert grid.columns * grid.across - GAP <= size[0] + 1
    assert grid.rows * grid.down - GAP <= size[1]
    assert grid.wide == pytest.approx(grid.high, abs=1)


def test_large_tiles_have_whole_device_pixels_for_every_pixel():
    grid = fit((12, 28, 28), QRectF(0, 0, 900, 600), LEAST, 0, 2.0, False)
    assert (grid.wide * 2 / 28) % 1 == 0


def test_few_tiles_stand_in_one_row():
    assert fit((5, 28, 28), QRectF(0, 0, 900, 600), LEAST, 15, 1.0, False).rows == 1


def test_what_does_not_fit_is_counted(show):
    renderer = show(Tiles(images=np.zeros((1000, 28, 28)), more=10))
    assert renderer.seen < 1000
    assert renderer.tile_at(renderer.box(renderer.seen - 1).center()) == renderer.seen - 1


def test_the_mosaic_is_one_image_with_the_theme_s_colours(show, look):
    images = np.zeros((2, 4, 4))
    images[1] = 1
    renderer = show(Tiles(images=images, limit=1.0))
    ratio = renderer._mosaic.devicePixelRatio()
    first, second = (renderer.box(k).center() - renderer.box(0).topLeft() for k in (0, 1))
    assert renderer._mosaic.pixelColor((first * ratio).toPoint()) == look.theme.colour(0.0)
    assert renderer._mosaic.pixelColor((second * ratio).toPoint()) == look.theme.colour(1.0)


def test_wrong_tiles_are_outlined(show, look, picture_of):
    renderer = show(TILES, size=(900, 600))
    danger = np.array(look.theme["danger"].getRgb(), int)

    def outlined(index):
        box = renderer.box(index)
        top, middle = round(box.top()), round(box.center().x())
        edge = picture_of(renderer)[max(0, top - 2) : top + 1, middle]
        return (np.abs(edge.astype(int) - danger).sum(axis=1) < 60).any()

    assert outlined(7)
    assert not outlined(8)


def test_the_pointer_tells_name_and_sample(show, point):
    renderer = show(TILES, size=(900, 600))
    middle = renderer.box(7).center()
    point(renderer, middle.x(), middle.y())
    assert [line.plain() for line in renderer.card.lines] == ["7  98 %", "test sample 21", "wrong"]
    point(renderer, 899, 599)
    assert renderer.card.isHidden()


def test_a_click_or_the_keyboard_choose_a_sample(show):
    renderer = show(TILES, size=(900, 600))
    chosen = []
    renderer.samples_chosen.connect(lambda split, rows: chosen.append((split, rows)))
    QTest.mouseClick(renderer, Qt.MouseButton.LeftButton, pos=renderer.box(2).center().toPoint())
    renderer.leave()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(renderer, key)
    assert chosen == [("test", [6]), ("test", [3])]
