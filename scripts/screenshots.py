"""Pictures of the program for the README and docs: the real window, driven by mouse events, in light and dark.

    python scripts/screenshots.py [FOLDER]

They are made on the platform that Qt is given, offscreen where there is no screen.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.experiment import Experiment
from core.host import find
from core.session import Session
from core.threads import one_blas_thread
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.preferences import Preferences
from desktop.window import MainWindow

ROOT = Path(__file__).parent.parent
SEVEN = [
    [(0.25, 0.25), (0.45, 0.23), (0.72, 0.24), (0.62, 0.45), (0.52, 0.66), (0.45, 0.85)],
    [(0.4, 0.55), (0.66, 0.52)],
]
"""A 7 with its bar: strokes of points, in shares of the pad."""


def wait(app: QApplication, done: Callable[[], bool], seconds: float) -> None:
    """Let the program run until ``done`` or the time is over."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


class Film:
    """Pictures of the window, one after the other, as an animated GIF."""

    def __init__(self, window: MainWindow, width: int = 960) -> None:
        self._window, self._width = window, width
        self._frames: list[tuple[Image.Image, float]] = []

    def frame(self, seconds: float = 0.12) -> None:
        """Add what the window shows now."""
        shot = self._window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        size = shot.width(), shot.height()
        picture = Image.frombuffer("RGB", size, bytes(shot.constBits()), "raw", "RGB", shot.bytesPerLine(), 1)
        small = picture.resize((self._width, self._width * size[1] // size[0]), Image.Resampling.LANCZOS)
        self._frames.append((small.quantize(96, dither=Image.Dither.NONE), seconds))

    def save(self, path: Path) -> None:
        """Write the film."""
        first, *others = [picture for picture, _ in self._frames]
        times = [round(1000 * seconds) for _, seconds in self._frames]
        first.save(path, save_all=True, append_images=others, duration=times, loop=0, optimize=True)
        print(path.name)


def draw(window: MainWindow, strokes: list[list[tuple[float, float]]], now: Callable[[], None] | None = None) -> None:
    """Draw on the pad with the mouse; ``now`` is called now and then."""
    pad = window.reader.small.pad
    for stroke in strokes:
        path = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in dense(stroke)]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, path[0])
        for k, point in enumerate(path[1:]):
            QTest.mouseMove(pad, point)
            if now is not None and k % 6 == 5:
                wait(QApplication.instance(), lambda: False, 0.15)
                now()
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, path[-1])


def dense(stroke: list[tuple[float, float]], between: int = 8) -> list[tuple[float, float]]:
    """The stroke with points in between, as a hand gives them."""
    points = []
    for (x0, y0), (x1, y1) in itertools.pairwise(stroke):
        points += [(x0 + (x1 - x0) * k / between, y0 + (y1 - y0) * k / between) for k in range(between)]
    return [*points, stroke[-1]]


def main() -> int:
    """Make every picture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with one_blas_thread(), tempfile.TemporaryDirectory() as scratch:
        settings = QSettings(str(Path(scratch) / "settings.ini"), QSettings.Format.IniFormat)
        look = ThemeSwitch(app, "light")
        found = find("plugins")
        window = MainWindow(look, Live(Session(Experiment(), found.registry)), found, Preferences(settings))
        window.show()

        def both(name: str) -> None:
            for theme in ("light", "dark"):
                look.choose(theme)
                wait(app, lambda: False, 0.4)
                window.grab().save(str(folder / f"{name}-{theme}.png"))
            print(name)

        film = Film(window)
        both("loading")
        wait(app, lambda: window.live.session.run.status.state == "paused", 60)
        both("start")
        look.choose("light")
        film.frame(1.0)
        layers = window.network.editor.foot.field
        layers.setFocus()
        layers.selectAll()
        for key in "784-128-32-10":
            QTest.keyClicks(layers, key)
        QTest.keyClick(layers, Qt.Key.Key_Return)
        wait(app, lambda: False, 1.0)
        film.frame(1.2)
        QTest.mouseClick(window.topbar.train, Qt.MouseButton.LeftButton)
        while window.live.session.run.status.epoch < 1.5:
            wait(app, lambda: False, 0.5)
            film.frame(0.25)
        draw(window, SEVEN, film.frame)
        wait(app, lambda: False, 0.5)
        film.frame(2.0)
        film.save(folder / "inknet.gif")
        both("window")
        wait(app, lambda: window.live.session.run.status.state == "finished", 120)
        window.notices.clear()
        for name in ("data", "history"):
            window.docks.bring_up(name)
            both(name)
        window.docks.bring_up("drawing")
        for dock in window.docks.view_docks():
            dock.raise_()
            dock.setFloating(True)
            dock.resize(520, 400)
            wait(app, lambda dock=dock: dock.widget().figure is not None, 5)
            for theme in ("light", "dark"):
                look.choose(theme)
                wait(app, lambda: False, 0.4)
                dock.grab().save(str(folder / f"view-{dock.widget().visualization.name}-{theme}.png"))
            dock.setFloating(False)
        window.show_workspace(1)
        both("draw")
        window.show_workspace(0)
        window.resize(1024, 700)
        both("small")
        window._leaving = True
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
