"""Every kind of figure has a picture, in both themes, at small and at large sizes, whatever its numbers are."""

import sys
import warnings

import numpy as np
import pytest

from core import Bars, Lines
from core.errors import BadComponent
from core.figures import FIGURES
from desktop.figures.catalogue import RENDERERS, renderer_for
from desktop.look import Theme

from .conftest import BROKEN, PLAIN, SIZES


def test_every_kind_of_figure_has_a_renderer():
    assert set(RENDERERS) == set(FIGURES) == {type(figure) for figure in PLAIN.values()}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", PLAIN)
def test_a_figure_is_seen_and_paints_without_a_warning(name, size, theme, show, picture_of, qtlog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = picture_of(show(PLAIN[name], theme, size))
    ground = np.array(theme["panel"].getRgb(), np.uint8)
    assert (picture != ground).any(axis=2).mean() > 0.003
    assert [record.message for record in qtlog.records] == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_number_is_left_out_and_never_breaks_a_picture(name, show, picture_of, point, qtlog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        renderer = show(BROKEN[name])
        picture_of(renderer)
        for x in (5, 60, 150, 290):
            point(getattr(renderer, "plot", renderer), x, 60)
    assert [record.message for record in qtlog.records] == []


@pytest.mark.parametrize("name", ["lines", "bars", "image", "tiles", "points", "heatmap", "histogram"])
def test_a_figure_says_how_many_values_it_could_not_show(name, show):
    assert show(PLAIN[name]).lost == 0
    assert show(BROKEN[name]).lost > 0


@pytest.mark.parametrize("name", PLAIN)
def test_another_theme_is_another_picture(name, show, picture_of):
    renderer = show(PLAIN[name], Theme("light"))
    before = picture_of(renderer)
    renderer.retheme(Theme("dark"))
    assert (picture_of(renderer) != before).any()
    renderer.retheme(Theme("light"))
    assert (picture_of(renderer) == before).mean() > 0.95  # a table's header is laid out anew by the style sheet


@pytest.mark.parametrize("name", PLAIN)
def test_a_screen_reader_is_told_title_and_note(name, show):
    figure = PLAIN[name]
    renderer = show(figure)
    assert renderer.accessibleName() == (figure.title or type(figure).__name__)
    assert figure.note in renderer.accessibleDescription()


def test_a_renderer_is_kept_for_figures_of_its_kind_only(show, look):
    held = show(PLAIN["lines"])
    assert renderer_for(PLAIN["log lines"], look.theme, held) is held
    assert renderer_for(PLAIN["bars"], look.theme, held) is not held


def test_a_figure_whose_parts_do_not_fit_is_refused(show, look):
    renderer = show(PLAIN["bars"])
    with pytest.raises(BadComponent, match="1 names, 2 values"):
        renderer.display(Bars(names=("a",), values=np.arange(2.0)))


def test_what_showing_costs_is_known(show, picture_of):
    renderer = show(PLAIN["lines"])
    assert renderer.spent() > 0
    assert renderer.spent() == 0
    picture_of(renderer)
    assert renderer.spent() > 0


def test_painting_again_and_again_keeps_none_alive(show, picture_of):
    # a release of Qt's bindings dropped a reference to None in every call, until the program died
    renderer = show(PLAIN["lines"])
    picture_of(renderer)
    before = sys.getrefcount(None)
    for k in range(100):
        curves = tuple(PLAIN["lines"].curves[:1])
        renderer.display(Lines(curves=curves, title=str(k)))
        picture_of(renderer)
    assert sys.getrefcount(None) > before - 100
