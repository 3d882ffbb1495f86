"""Pictures of the program for the README and docs: the real window, driven by mouse events, in light and dark.

    python scripts/screenshots.py [FOLDER]

They are made on the platform that Qt is given, offscreen where there is no screen. With --large it takes only the
picture at twice the size, which needs a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from camera import Camera
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from scenes import Scenes
from workshop_scenes import WorkshopScenes

from core.experiment import Experiment
from core.session import Session
from core.shelf import Shelf
from core.threads import one_blas_thread
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.preferences import Preferences
from desktop.window import MainWindow

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Make every picture."""
    large = "--large" in sys.argv
    given = [word for word in sys.argv[1:] if word != "--large"]
    folder = Path(given[0]) if given else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with one_blas_thread(), tempfile.TemporaryDirectory() as scratch:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = scratch
        app = QApplication(sys.argv[:1])
        settings = QSettings(str(Path(scratch) / "settings.ini"), QSettings.Format.IniFormat)
        shelf = Shelf("plugins", Path(scratch) / "plugins", Path(scratch) / "config")
        live = Live(Session(Experiment(), shelf.registry))
        window = MainWindow(ThemeSwitch(app, "light"), live, shelf.found, Preferences(settings), shelf)
        window.show()
        scenes = Scenes(window, Camera(window, folder))
        play(scenes, large)
        if not large:
            WorkshopScenes(scenes, Path(scratch)).play()
        window._leaving = True
        window.close()
    if not large:
        again = [sys.executable, __file__, str(folder), "--large"]
        subprocess.run(again, check=True, env={**os.environ, "QT_SCALE_FACTOR": "2"})
    return 0


def play(scenes: Scenes, large: bool) -> None:
    """One scene after the other."""
    if large:
        scenes.ready()
        scenes.window.sheets.start.hide()
        scenes.train_until(lambda: scenes.status.epoch >= 0.3)
        scenes.window.live.train()
        scenes.small("large")
        return
    scenes.start()
    scenes.design()
    scenes.training()
    scenes.mistake()
    scenes.drawing()
    scenes.sheets()
    scenes.panels()
    scenes.small()
    scenes.window.resize(1440, 900)
    scenes.views()


if __name__ == "__main__":
    sys.exit(main())
