"""The program's composition root: the command line, or the window with everything built in order, in view."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.window import MainWindow

BUILT_INS = "plugins"
SUFFIX = ".inknet"


def main(argv: list[str] | None = None) -> int:
    """Run inknet and return its exit status. With a subcommand Qt is never imported."""
    arguments = sys.argv[1:] if argv is None else argv
    if not opens_window(arguments):
        from core.cli import main as command_line

        return command_line(arguments, BUILT_INS)
    if no_screen():
        print(
            "inknet: no screen to open a window on (DISPLAY and WAYLAND_DISPLAY are not set): start it in a desktop "
            "session, or under a virtual screen with 'xvfb-run -a inknet'; 'inknet train' needs none",
            file=sys.stderr,
        )
        return 2
    return window(Path(arguments[0]) if arguments else None)


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


def window(project: Path | None) -> int:
    """Open the window, with a project or the first experiment, and stay until it is closed."""
    from PySide6.QtWidgets import QApplication

    from core.threads import one_blas_thread

    app = QApplication([sys.argv[0]])
    with one_blas_thread():
        shown = open_window(app, project)
        shown.show()
        return app.exec()


def open_window(app: QApplication, project: Path | None = None) -> MainWindow:
    """Everything that the window needs, built in order."""
    from core.experiment import Experiment
    from core.folders import find_all
    from core.session import Session
    from desktop.live import Live
    from desktop.look import ThemeSwitch
    from desktop.preferences import Preferences
    from desktop.window import MainWindow

    app.setApplicationName("inknet")
    app.setApplicationDisplayName("inknet")
    app.setDesktopFileName("inknet")
    preferences = Preferences()
    look = ThemeSwitch(app, preferences.theme)
    found = find_all(BUILT_INS)
    live = Live(Session(Experiment(), found.registry, begin=False))  # until the window is there
    shown = MainWindow(look, live, found, preferences)
    if project is not None:
        shown.documents.open(project)
    return shown


if __name__ == "__main__":
    sys.exit(main())
