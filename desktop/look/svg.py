"""Icons: SVG files of one stroke on a 24 pixel grid, drawn in the colour and for the screen that asks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

QUIET = ("text", "text_2", "text_3")


@functools.cache
def source(name: str) -> str:
    """The source of an icon, whose stroke is ``currentColor``. Raises FileNotFoundError for an unknown name."""
    return resources.files(__package__).joinpath("icons", name + ".svg").read_text(encoding="utf-8")


def names() -> list[str]:
    """Every icon there is, sorted."""
    folder = resources.files(__package__).joinpath("icons")
    return sorted(file.name.removesuffix(".svg") for file in folder.iterdir() if file.name.endswith(".svg"))


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of ``size`` in a colour written as #RRGGBB; the picture has ``size * ratio`` pixels a side."""
    side = round(size * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer = QSvgRenderer(QByteArray(source(name).replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def ratios() -> set[float]:
    """The device pixel ratios to draw for: of every screen, and 1 and 2 for what may come."""
    return {1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}


def icon(draw: Callable[[str, float], QPixmap], colour: str) -> QIcon:
    """An icon for buttons and menus from ``draw(token, ratio)``.

    A quiet one is darker under the pointer and in the accent while its button is checked.
    """
    quiet = colour in QUIET
    under = "text" if quiet else colour
    checked = "accent_text" if quiet else colour
    modes = [  # what is not here Qt takes from what is: Active from Normal, Disabled and On from Disabled and Off
        (QIcon.Mode.Normal, QIcon.State.Off, colour),
        (QIcon.Mode.Selected, QIcon.State.Off, under),
        (QIcon.Mode.Disabled, QIcon.State.Off, "disabled"),
    ]
    if quiet:
        modes += [
            (QIcon.Mode.Active, QIcon.State.Off, under),
            (QIcon.Mode.Normal, QIcon.State.On, checked),
            (QIcon.Mode.Selected, QIcon.State.On, checked),
        ]
    made = QIcon()
    for ratio in sorted(ratios()):
        for mode, state, token in modes:
            made.addPixmap(draw(token, ratio), mode, state)
    return made
