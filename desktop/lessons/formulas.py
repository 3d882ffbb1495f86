"""Formulas as lines, sharp at every size: LaTeX becomes SVG by ziamath, which is imported with the first formula."""

from __future__ import annotations

import functools
import logging
import re
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from core.lessons import Lesson
from core.lessons.lesson import Formula, Items, Paragraph, Spans, Task

SET = 100.0
"""Pixels of an em that formulas are set in; they are drawn at any other."""
COLOUR = "#010203"
"""Stands for the colour that is put in when a formula is drawn."""
BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


@dataclass(frozen=True)
class Typeset:
    """A formula as a picture. Lengths are in em; ``ascent`` and ``descent`` count from the line that text stands on."""

    svg: str
    width: float
    ascent: float
    descent: float


@functools.lru_cache(maxsize=1024)
def typeset(latex: str, inline: bool = False) -> Typeset | None:
    """A formula set; None where ziamath is not installed or does not know something in it: then plain text stands in.

    It takes some hundredths of a second, and the first one also the import: not for the window's own thread.
    """
    try:
        import ziamath

        ziamath.config.svg2 = False  # QtSvg shows fragments of glyphs that are defined once and used often
        svg = ziamath.Latex(latex, size=SET, color=COLOUR, inline=inline).svg()
    except Exception as error:  # whatever a parser of foreign text may raise
        logging.getLogger(__name__).info("formula %r stays plain text: %r", latex, error)
        return None
    box = BOX.search(svg)
    if box is None:
        return None
    _left, top, width, height = (float(number) / SET for number in box.groups())
    return Typeset(svg, width, -top, top + height)


def draw(painter: QPainter, formula: Typeset, box: QRectF, colour: QColor) -> None:
    """Draw a formula into a box of its own shape."""
    _renderer(formula, colour.name()).render(painter, box)


@functools.lru_cache(maxsize=512)
def _renderer(formula: Typeset, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(formula.svg.replace(COLOUR, colour).encode()))


def formulas_of(lesson: Lesson, step: int) -> list[tuple[str, bool]]:
    """The formulas of one step, each with whether it stands within a line, as ``typeset`` takes them."""
    found: list[tuple[str, bool]] = []
    for block in lesson.steps[step].blocks:
        if isinstance(block, Formula):
            found.append((block.latex, False))
        elif isinstance(block, Paragraph):
            found += _inline(block.spans)
        elif isinstance(block, Items):
            found += [one for item in block.items for one in _inline(item)]
        elif isinstance(block, Task):
            found += [one for spans in (block.spans, block.hint, block.answer) for one in _inline(spans)]
    return found


def _inline(spans: Spans) -> list[tuple[str, bool]]:
    return [(span.text, True) for span in spans if span.kind == "formula"]
