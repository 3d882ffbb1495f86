"""Formulas and running text: set sharply, standing on the line of the words, and readable without being seen."""

import sys

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from core.lessons.lesson import Formula, Span
from desktop.lessons import formulas
from desktop.lessons.boxes import FormulaBox
from desktop.lessons.formulas import typeset
from desktop.lessons.prose import Prose
from desktop.look import ThemeSwitch

ziamath = pytest.importorskip("ziamath")


def ink(widget):
    """Where a widget is painted other than with its background, (rows, columns)."""
    image = widget.grab().toImage()
    shades = np.array(
        [[image.pixelColor(x, y).lightness() for x in range(image.width())] for y in range(image.height())]
    )
    return np.abs(shades - np.median(shades)) > 60


@pytest.mark.parametrize("latex", [r"\mathrm{H}", r"\bar{\mathrm{H}}", r"\mathrm{H}^2"])
def test_a_formula_stands_on_the_line_of_the_words(look, latex):
    prose = Prose(look, (Span("text", "H"), Span("formula", latex)))
    prose.resize(120, prose.heightForWidth(120) + 8)
    marks = ink(prose)
    assert (
        abs(
            int(np.flatnonzero(marks[:, :9].any(axis=1)).max()) - int(np.flatnonzero(marks[:, 12:22].any(axis=1)).max())
        )
        <= 1
    )


def test_what_hangs_below_a_line_has_room(look):
    flat = Prose(look, (Span("text", "H"), Span("formula", "x")))
    deep = Prose(look, (Span("text", "H"), Span("formula", r"\sum_{j=1}^{\frac{n}{2}} \frac{x_j}{y_j}")))
    assert deep.heightForWidth(200) > flat.heightForWidth(200) + 5


def test_a_formula_takes_the_colour_of_the_theme():
    shown = FormulaBox(ThemeSwitch(QApplication.instance(), "light"), Formula(r"\frac{1}{2}", "1 / 2"))
    shown.resize(200, shown.height())
    by_day = shown.grab().toImage()
    try:
        shown.look.choose("dark")
        by_night = shown.grab().toImage()
    finally:
        shown.look.choose("light")
    darkest = [
        min(im.pixelColor(x, y).lightness() for x in range(60) for y in range(im.height())) for im in (by_day, by_night)
    ]
    brightest = [
        max(im.pixelColor(x, y).lightness() for x in range(60) for y in range(im.height())) for im in (by_day, by_night)
    ]
    assert darkest[0] < 60 < 200 < brightest[0]  # ink on paper
    assert darkest[1] < 60 < 200 < brightest[1]  # and the other way round
    assert by_day.pixelColor(3, 12).lightness() > 200 > 60 > by_night.pixelColor(3, 12).lightness()


def test_a_formula_that_is_too_wide_is_made_smaller(look):
    box = FormulaBox(look, Formula(" + ".join("abcdefghij"), "a + b"))
    box.resize(120, box.height())
    assert not ink(box)[:, 112:].any()


def test_a_formula_is_told_in_plain_words(look):
    box = FormulaBox(look, Formula(r"\frac{x - \bar{x}}{255}", "(x - mean x) / 255"))
    assert box.accessibleName() == "Formula: (x - mean x) / 255"
    assert (
        Prose(look, (Span("text", "Let "), Span("formula", r"\eta"), Span("text", " be."))).accessibleName()
        == "Let η be."
    )


def test_without_ziamath_formulas_are_plain_text(look, monkeypatch):
    monkeypatch.setitem(sys.modules, "ziamath", None)
    formulas.typeset.cache_clear()
    try:
        assert typeset("x^2") is None
        prose = Prose(look, (Span("text", "Let "), Span("formula", "x^2"), Span("text", " be.")))
        assert prose._document.toPlainText() == "Let x² be."
        box = FormulaBox(look, Formula("x^2", "x²"))
        box.resize(120, box.height())
        assert ink(box).any()
    finally:
        formulas.typeset.cache_clear()


def test_latex_that_is_not_known_stays_plain_text(look):
    assert Prose(look, (Span("formula", r"\frac{1"),)).heightForWidth(100) > 0


def test_text_is_as_high_as_its_lines(look):
    prose = Prose(look, (Span("text", "words " * 60),))
    assert prose.heightForWidth(150) > 1.8 * prose.heightForWidth(300)


def test_html_in_a_lesson_is_text(look):
    prose = Prose(look, (Span("text", "<b>not bold</b>"),))
    assert prose._document.toPlainText() == "<b>not bold</b>"
