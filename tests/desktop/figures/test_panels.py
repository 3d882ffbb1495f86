"""Figures beside each other."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from core import Bars, Frames, Image, InknetError, Note, Panels, Points, Tiles
from core.contracts.views import fault_of
from desktop.figures.check import checked
from desktop.figures.export import save
from desktop.figures.panels import LOWEST, NARROWEST, TITLE, laid_out

IMAGES = tuple(Image(title=f"layer {k}", values=np.eye(8) * k) for k in range(1, 7))


@pytest.mark.parametrize("size", [(336, 460), (1200, 700), (150, 900)])
def test_panels_lie_inside_and_none_covers_another(size):
    boxes = laid_out(IMAGES, 0, QRectF(0, 0, *size))
    whole = QRectF(-0.01, -0.01, size[0] + 0.02, size[1] + 0.02)
    assert len(boxes) == 6
    assert all(whole.contains(box) for box in boxes)
    assert not any(one.intersects(other) for k, one in enumerate(boxes) for other in boxes[:k])


def test_the_columns_asked_for_are_there_where_there_is_room_and_fewer_where_there_is_none():
    across = {round(box.left()) for box in laid_out(IMAGES, 3, QRectF(0, 0, 900, 600))}
    assert len(across) == 3
    narrow = laid_out(IMAGES, 3, QRectF(0, 0, 2 * NARROWEST + 20, 600))
    assert len({round(box.left()) for box in narrow}) == 2


def test_a_flat_room_takes_more_columns_than_a_tall_one():
    flat = {round(box.left()) for box in laid_out(IMAGES, 0, QRectF(0, 0, 1200, 200))}
    tall = {round(box.left()) for box in laid_out(IMAGES, 0, QRectF(0, 0, 200, 1200))}
    assert len(flat) == 6
    assert len(tall) == 1


def test_every_panel_shows_its_own_figure_below_its_title(show):
    renderer = show(Panels(figures=IMAGES[:2]), size=(600, 300))
    assert [part.figure.title for part in renderer.parts] == ["layer 1", "layer 2"]
    assert all(part.isVisible() and part.y() >= TITLE for part in renderer.parts)


def test_renderers_are_kept_where_the_kind_stays_and_made_anew_where_it_does_not(show):
    renderer = show(Panels(figures=IMAGES[:3]), size=(600, 300))
    first, second, third = renderer.parts
    renderer.display(Panels(figures=(IMAGES[3], Note(text="nothing"))))
    assert renderer.parts[0] is first
    assert renderer.parts[1] is not second
    assert third not in renderer.parts
    assert renderer.parts[1].geometry().x() > first.geometry().x()


def test_a_click_on_a_sample_in_a_panel_is_told(show, qtbot):
    tiles = Tiles(images=np.ones((2, 4, 4)), samples=np.array([7, 9]))
    renderer = show(Panels(figures=(tiles, Bars(names=("a",), values=np.ones(1)))), size=(600, 300))
    with qtbot.waitSignal(renderer.samples_chosen) as told:
        renderer.parts[0]._click(1)
    assert told.args == ["test", [9]]


def test_panels_do_not_hold_panels_or_frames():
    for inner in (Panels(figures=()), Frames(figures=())):
        with pytest.raises(InknetError, match="expected a figure of another kind"):
            checked(Panels(figures=(inner,)))
        assert "Panels or Frames" in fault_of(Panels(figures=(inner,)))
    assert "points of shape" in fault_of(Panels(figures=(Points(points=np.ones((2, 4))),)))


def test_panels_without_room_keep_their_size_and_scroll(show):
    renderer = show(Panels(figures=IMAGES, columns=1), size=(300, 180))
    assert renderer.sheet.height() > 6 * (LOWEST - 1)
    assert renderer.rolling.verticalScrollBar().maximum() > 0
    assert all(part.height() >= LOWEST - TITLE - 1 for part in renderer.parts)
    renderer.resize(300, 1200)
    assert renderer.rolling.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("animated", [False, True])
def test_a_saved_picture_has_the_panels_that_are_scrolled_away(show, animated, tmp_path):
    panels = Panels(title="Weights", figures=IMAGES, columns=1)
    renderer = show(Frames(figures=(panels, panels)) if animated else panels, size=(300, 180))
    save(renderer, "png", tmp_path / "all.png")
    saved = QImage(str(tmp_path / "all.png"))
    assert saved.height() > 2 * 6 * (LOWEST - 1)
    assert renderer.height() == 180
