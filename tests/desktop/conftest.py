"""The real window on a small data set, and helpers that wait as a person would."""

import time

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from core.experiment import Choice, Experiment, Stopping
from core.host import find
from core.session import Session
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.preferences import Preferences

SMALL = Experiment(dataset=Choice("digits", (("test", 200), ("train", 1000))), stopping=Stopping(epochs=3))


@pytest.fixture(scope="session")
def look(qapp):
    """The look for widgets by themselves, light; a test that changes it changes it back."""
    return ThemeSwitch(qapp, "light")


@pytest.fixture(scope="session")
def found():
    """The built-in plugins as the window is given them."""
    return find("plugins")


@pytest.fixture
def preferences(tmp_path):
    """Preferences of a first start, kept in the test's own folder."""
    return Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def window(qtbot, found, preferences, tmp_path, monkeypatch):
    """The main window, shown and ready to train; it leaves no thread behind."""
    from desktop.window import MainWindow

    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    look = ThemeSwitch(QApplication.instance(), "light")
    shown = MainWindow(look, Live(Session(SMALL, found.registry)), found, preferences)
    qtbot.addWidget(shown)
    shown.show()
    until(qtbot, lambda: shown.live.session.run.status.state == "paused" and shown.live.session.data is not None)
    yield shown
    shown._leaving = True
    shown.close()


def until(qtbot, held, seconds=20.0):
    """Let the window run until ``held()``; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while not held():
        assert time.monotonic() < end, "it did not come about"
        qtbot.wait(10)


@pytest.fixture
def wait_until(qtbot):
    """``wait_until(condition)``: let the window run until it holds."""
    return lambda held, seconds=20.0: until(qtbot, held, seconds)
