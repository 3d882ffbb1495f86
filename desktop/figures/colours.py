"""Values to pixels: the colour maps of the theme, class colours, and what is written on or beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from core import Array, Image, strongest
from core.figures import Colours
from desktop.look import Theme

from . import words

BAR = 10
BAR_ROOM = 58
"""What a colour bar takes with its numbers."""
KEY = 15


def pixels(
    theme: Theme, values: Array, colours: Colours, limit: float | None = None, strength: Array | None = None
) -> Array:
    """Values of any shape as colours, that shape with 4 uint8 behind it; what is not finite has the panel's colour."""
    known = np.isfinite(values)
    if colours == "classes":
        ten = np.array([theme.class_colour(k).getRgb() for k in range(10)], np.uint8)
        made = ten[np.where(known, values, 0).astype(int) % 10]
    else:
        made = theme.colours(values, colours, limit or strongest(values))
    panel = np.array(theme["panel"].getRgb(), float)
    if strength is not None:
        share = np.clip(np.nan_to_num(strength), 0, 1)[..., None]
        made = np.rint(panel + share * (made - panel)).astype(np.uint8)
    if not known.all():
        made = np.where(known[..., None], made, panel.astype(np.uint8))
    return made


def picture(colours: Array) -> QImage:
    """Colours (rows, columns, 4) as an image that owns its bytes."""
    held = np.ascontiguousarray(colours, np.uint8)
    rows, columns, _ = held.shape
    return QImage(held.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888).copy()


def readable(theme: Theme, ground: QColor) -> QColor:
    """The colour of words on a ground: the theme's darkest or lightest, whichever stands out more (WCAG 2)."""
    inks = [theme[token] for token in ("text", "panel", "ink", "paper")]
    return max(inks, key=lambda ink: contrast(luminance(ink), luminance(ground)))


def contrast(one: float, other: float) -> float:
    """The contrast of two relative luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def luminance(colour: QColor) -> float:
    """Relative luminance of a colour, 0 to 1, as WCAG 2 defines it."""
    own = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in own]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def paint_bar(painter: QPainter, theme: Theme, box: QRectF, colours: Colours, limit: float) -> None:
    """A colour bar in a box of the width BAR_ROOM: the strongest at the top, and what the colours stand for."""
    if colours == "classes":
        return
    metrics = QFontMetricsF(theme.font("caption", 400))
    bar = QRectF(box.left() + 8, box.top(), BAR, box.height())
    ramp = np.linspace(1, -1 if colours == "diverging" else 0, 128)[:, None]
    painter.drawImage(bar, picture(theme.colours(ramp, colours, 1.0)))
    painter.setPen(QPen(theme["line_strong"], 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    low = -limit if colours == "diverging" else 0.0
    marks = [(bar.top(), limit), (bar.bottom(), low)]
    if colours == "diverging" and bar.height() > 48:
        marks.append((bar.center().y(), 0.0))
    painter.setFont(theme.font("caption", 400))
    painter.setPen(theme["text_3"])
    half = metrics.height() / 2
    for at, value in marks:
        middle = min(max(at, box.top() + half - 2), box.bottom() - half + 2)
        text = QRectF(bar.right() + 5, middle - half, box.right() - bar.right() - 5, 2 * half)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words.compact(value))


def paint_key(painter: QPainter, theme: Theme, box: QRectF, names: Sequence[str]) -> float:
    """Class colours with their names in rows; returns the height taken."""
    painter.setFont(theme.font("caption", 600))
    metrics = QFontMetricsF(painter.font())
    x, y = box.left(), box.top()
    for k, name in enumerate(names):
        wide = 14 + metrics.horizontalAdvance(name) + 8
        if x > box.left() and x + wide > box.right():
            x, y = box.left(), y + KEY
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.class_colour(k))
        painter.drawEllipse(QPointF(x + 4, y + KEY / 2), 4, 4)
        painter.setPen(theme["text_2"])
        painter.drawText(QRectF(x + 13, y, wide, KEY), Qt.AlignmentFlag.AlignVCenter, name)
        x += wide
    return y + KEY - box.top() if names else 0.0


def key_height(theme: Theme, width: float, names: Sequence[str]) -> float:
    """What ``paint_key`` will take."""
    metrics = QFontMetricsF(theme.font("caption", 600))
    rows, x = 1, 0.0
    for name in names:
        wide = 22 + metrics.horizontalAdvance(name)
        if x and x + wide > width:
            rows, x = rows + 1, 0.0
        x += wide
    return rows * KEY if names else 0.0


def reach(figure: Image) -> float:
    """The value of an image's strongest colour."""
    return figure.limit or strongest(figure.values)
