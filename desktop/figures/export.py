"""A picture out of the program: PNG, SVG, and the figures behind it as CSV and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core import Figure
from core.export import as_csv, as_json
from core.files import replace_file
from desktop.look import Theme
from desktop.parts import write

from .catalogue import renderer_for
from .frames import FramesRenderer
from .renderer import Renderer

SCALE = 2.0
MARGIN = 12
TITLE = 28
WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


def offscreen(figure: Figure, theme: Theme, width: int, height: int) -> Renderer:
    """A renderer of this size that no window shows, for pictures without a screen."""
    renderer = renderer_for(figure, theme)
    renderer.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    renderer.resize(width, height)
    renderer.show()
    renderer.display(figure)
    return renderer


def unrolled(renderer: Renderer) -> Renderer:
    """The renderer itself or, where some of its figure is scrolled away, another one with room for all of it."""
    more, shown = renderer.out_of_sight(), renderer
    if not more:
        return renderer
    if isinstance(renderer, FramesRenderer) and renderer.inner is not None:
        shown = renderer.inner  # the frame that is seen, without its slider
    assert shown.figure is not None
    return offscreen(shown.figure, renderer.theme, shown.width(), shown.height() + more)


def picture(renderer: Renderer, scale: float = SCALE) -> QImage:
    """What a renderer shows with its title above and its note below, ``scale`` pixels for one."""
    size = _size(renderer)
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(renderer.theme["panel"])
    painter = QPainter(image)
    _paint(painter, renderer)
    painter.end()
    return image


def png(renderer: Renderer, scale: float = SCALE) -> bytes:
    """The picture as the bytes of a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(renderer, scale).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())


def svg(renderer: Renderer) -> bytes:
    """The picture as the bytes of an SVG file."""
    size = _size(renderer)
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    figure = renderer.figure
    generator.setTitle(figure.title if figure else "")
    generator.setDescription(figure.note if figure else "")
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), renderer.theme["panel"])
    _paint(painter, renderer)
    painter.end()
    return bytes(buffer.data().data())


def save(renderer: Renderer, what: str, path: Path) -> None:
    """Save png, svg, csv or json. Raises InknetError where it cannot be written; what was there before stays then."""
    figure = renderer.figure
    assert figure is not None
    if what in ("png", "svg"):
        whole = unrolled(renderer)
        content = png(whole) if what == "png" else svg(whole)
        if whole is not renderer:
            whole.close()
            whole.deleteLater()
    else:
        content = (as_csv(figure) if what == "csv" else as_json(figure)).encode()
    replace_file(path, lambda file: _write(file, content))


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)


def _note_height(renderer: Renderer) -> float:
    note = renderer.figure.note if renderer.figure else ""
    if not note:
        return 0.0
    metrics = QFontMetricsF(renderer.theme.font("small"))
    return metrics.boundingRect(QRectF(0, 0, renderer.width(), 4000), WRAP, note).height() + 8


def _size(renderer: Renderer) -> QSize:
    title = TITLE if renderer.figure and renderer.figure.title else 0
    height = renderer.height() + title + _note_height(renderer) + 2 * MARGIN
    return QSize(renderer.width() + 2 * MARGIN, round(height))


def _paint(painter: QPainter, renderer: Renderer) -> None:
    """Title, picture and note under each other. What the pointer shows is not of the picture."""
    figure, theme = renderer.figure, renderer.theme
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    renderer.leave()
    top = float(MARGIN)
    if figure and figure.title:
        title = QRectF(MARGIN, top, renderer.width(), TITLE - 6)
        write(painter, theme, title, figure.title, "strong")
        top += TITLE
    renderer.sharpen(True)
    renderer.render(painter, QPoint(MARGIN, round(top)), renderFlags=QWidget.RenderFlag.DrawChildren)
    renderer.sharpen(False)
    if figure and figure.note:
        painter.setFont(theme.font("small"))
        painter.setPen(theme["text_3"])
        note = QRectF(MARGIN, top + renderer.height() + 8, renderer.width(), _note_height(renderer))
        painter.drawText(note, WRAP, figure.note)
