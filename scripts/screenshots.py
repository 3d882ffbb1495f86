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

from PySide6.QtCore import QPoint, QSettings, Qt
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


def draw(window: MainWindow, strokes: list[list[tuple[float, float]]]) -> None:
    """Draw on the pad with the mouse."""
    pad = window.reader.small.pad
    for stroke in strokes:
        path = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in dense(stroke)]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, path[0])
        for point in path[1:]:
            QTest.mouseMove(pad, point)
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

        both("loading")
        wait(app, lambda: window.live.session.run.status.state == "paused", 60)
        both("start")
        QTest.mouseClick(window.topbar.train, Qt.MouseButton.LeftButton)
        wait(app, lambda: window.live.session.run.status.epoch > 1.5, 60)
        draw(window, SEVEN)
        both("window")
        wait(app, lambda: window.live.session.run.status.state == "finished", 120)
        window.notices.clear()
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
