"""Pictures of a window as small PNG files and as an animated GIF, with the pointer and what is in its hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

COLOURS = 256
"""Of a picture: a quarter of the bytes of a full one, and no eye tells."""
ROUNDS = 2
"""In which the colours are moved to the middle of what they stand for: without them, violet dots turn blue."""
SWATCH = 60
"""Height of the colours that a film's palette must have."""
ARROW = ((0, 0), (0, 17), (4, 13), (7, 19), (10, 18), (7, 12), (12, 12))
"""The pointer, which no picture of a window has in it."""


def wait(done: Callable[[], bool], seconds: float) -> None:
    """Let the program run until ``done`` or the time is over."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def rest(seconds: float) -> None:
    """Let the program run for a while."""
    wait(lambda: False, seconds)


class Camera:
    """Takes pictures of one window. ``pointer`` is where the mouse is in it, None for out of sight."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self.window, self.folder = window, folder
        self.pointer: QPoint | None = None
        self.held: tuple[Callable[[], QPixmap], QPoint] | None = None
        """What hangs at the pointer, painted anew for each picture, and where it is held."""
        self._frames: list[tuple[Image.Image, float]] = []

    def save(self, name: str, widget: QWidget | None = None) -> None:
        """A picture of the window, or of a part of it, as a file."""
        picture = self._shot(widget or self.window)
        small = picture.quantize(COLOURS, kmeans=ROUNDS, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)

    def frame(self, seconds: float = 0.12, width: int = 880) -> None:
        """A frame of the film: what the window shows now, for so long."""
        whole = self._shot(self.window)
        small = whole.resize((width, width * whole.height // whole.width), Image.Resampling.LANCZOS)
        self._frames.append((small, seconds))

    def save_film(self, name: str, swatches: list[QColor], colours: int = 112) -> None:
        """Write the film. All frames share one palette, so that what rests costs nothing; ``swatches`` are in it."""
        palette = self._swatches(swatches).quantize(colours, kmeans=ROUNDS, dither=Image.Dither.NONE)
        frames = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one, _ in self._frames]
        times = [round(1000 * seconds) for _, seconds in self._frames]
        frames[0].save(
            self.folder / f"{name}.gif", save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True
        )

    def _swatches(self, colours: list[QColor]) -> Image.Image:
        """What the palette is made of: some frames, and colours that are rare in them and must not be lost."""
        frames = [self._frames[len(self._frames) * k // 8][0] for k in (1, 4, 7)]
        width, height = frames[0].size
        whole = Image.new("RGB", (width, height * len(frames) + SWATCH))
        for k, frame in enumerate(frames):
            whole.paste(frame, (0, SWATCH + height * k))
        each = width // len(colours)
        for k, colour in enumerate(colours):
            whole.paste(colour.getRgb()[:3], (k * each, 0, (k + 1) * each, SWATCH))
        return whole

    def _shot(self, widget: QWidget) -> Image.Image:
        shot = widget.grab()
        if widget is self.window and self.pointer is not None:
            painter = QPainter(shot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_hand(painter, self.pointer)
            painter.end()
        image = shot.toImage().convertToFormat(QImage.Format.Format_RGB888)
        size = image.width(), image.height()
        return Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)

    def _paint_hand(self, painter: QPainter, at: QPoint) -> None:
        if self.held is not None:
            picture, grip = self.held
            painter.drawPixmap(at - grip, picture())
        painter.setPen(QPen(QColor("white"), 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(QColor("black"))
        painter.drawPolygon(QPolygonF([QPointF(at) + QPointF(x, y) for x, y in ARROW]))
