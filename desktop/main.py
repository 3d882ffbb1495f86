"""The program's composition root: the command line, or the window with everything built in order, in view."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.window import MainWindow

BUILT_INS = "plugins"
SUFFIX = ".inknet"
SAFE = "--safe-mode"
"""Asks for a window with built-in plugins only."""
WELL = 10_000
"""Milliseconds after which a start has come to a good end."""


def main(argv: list[str] | None = None) -> int:
    """Run inknet and return its exit status. With a subcommand Qt is never imported."""
    given = sys.argv[1:] if argv is None else argv
    arguments = [one for one in given if one != SAFE]
    if not opens_window(arguments):
        from core.cli import main as command_line

        return command_line(given, BUILT_INS)
    if no_screen():
        print(
            "inknet: no screen to open a window on (DISPLAY and WAYLAND_DISPLAY are not set): start it in a desktop "
            "session, or under a virtual screen with 'xvfb-run -a inknet'; 'inknet train' needs none",
            file=sys.stderr,
        )
        return 2
    return window(Path(arguments[0]) if arguments else None, SAFE in given)


def opens_window(arguments: list[str]) -> bool:
    """Whether the arguments are none, or one project: everything else is the command line's to do or to explain."""
    if len(arguments) != 1:
        return not arguments
    path = Path(arguments[0])
    return path.suffix == SUFFIX or path.exists()


def no_screen() -> bool:
    """Whether this is a Linux without a display, where Qt would end the program instead of saying so."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not shown


def window(project: Path | None, safe: bool = False) -> int:
    """Open the window, with a project or the first experiment, and stay until it is closed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from core.folders import config_folder, log_folder
    from core.log import Log
    from core.threads import one_blas_thread
    from desktop.heartbeat import watched
    from desktop.reporter import Reporter
    from desktop.reporter_notice import ReportNotices
    from desktop.workshop.starts import Starts

    reporter = Reporter(Log(log_folder()))
    starts = Starts(config_folder() / "starts.json")
    failed = starts.begin()

    app = scaled(lambda: QApplication([sys.argv[0]]))
    with one_blas_thread(), watched(reporter, log_folder()):
        shown = open_window(app, project, safe, failed)
        ReportNotices(reporter, shown.notices)
        shown.show()
        QTimer.singleShot(WELL, starts.well)
        status = app.exec()
        starts.well()
    if shown.starts_again:
        start_again(shown.documents.path)
    return status


def scaled(make: Callable[[], QApplication]) -> QApplication:
    """The application, everything in it as large as the user chose; Qt is told by the environment, and only then."""
    from desktop.preferences import Preferences

    scale = Preferences().scale
    if scale == 100 or "QT_SCALE_FACTOR" in os.environ:
        return make()
    os.environ["QT_SCALE_FACTOR"] = str(scale / 100)
    try:
        return make()
    finally:
        del os.environ["QT_SCALE_FACTOR"]  # what this program starts is not to be scaled twice


def start_again(project: Path | None) -> None:
    """Start another one of this program, with the project that was open."""
    from PySide6.QtCore import QProcess

    frozen = getattr(sys, "frozen", False)  # a bundle is its own interpreter
    arguments = [] if frozen else ["-m", "desktop.main"]
    QProcess.startDetached(sys.executable, [*arguments, *([str(project)] if project else [])])


def open_window(app: QApplication, project: Path | None = None, safe: bool = False, failed: int = 0) -> MainWindow:
    """Everything that the window needs, built in order; ``failed`` starts before this one came to no good end."""
    from core.experiment import Experiment
    from core.folders import config_folder, plugin_folder, recovery_folder
    from core.session import Session
    from core.shelf import Shelf
    from desktop.language import use
    from desktop.live import Live
    from desktop.look import ThemeSwitch
    from desktop.preferences import Preferences
    from desktop.recovery import Recovery
    from desktop.window import MainWindow
    from desktop.workshop.safe_start import wants_safe_start

    preferences = Preferences()
    use(preferences.language)
    app.setApplicationName("inknet")
    app.setApplicationDisplayName("inknet")
    app.setDesktopFileName("inknet")
    look = ThemeSwitch(app, preferences.theme)
    shelf = Shelf(BUILT_INS, plugin_folder(), config_folder(), wants_safe_start(safe, failed))
    live = Live(Session(Experiment(), shelf.registry, begin=False))  # until the window is there
    shown = MainWindow(look, live, shelf.found, preferences, shelf)
    shown.fit_screen()
    shown.recovery = Recovery(shown, recovery_folder())
    if project is not None:
        shown.documents.open(project)
    return shown


if __name__ == "__main__":
    sys.exit(main())
