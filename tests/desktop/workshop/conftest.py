"""The real window with a shelf of its own, on a small data set; one window serves all tests of a module."""

import time

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.experiment import Choice, Experiment, Stopping
from core.session import Session
from core.shelf import Shelf
from core.templates import template
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.preferences import Preferences
from desktop.workshop.use import put

SMALL = Experiment(dataset=Choice("digits", (("test", 100), ("train", 500))), stopping=Stopping(epochs=5000))


class Hands:
    """A window with what a person does in its workshop."""

    def __init__(self, window):
        self.window = window
        self.live, self.place, self.plugins = window.live, window.workshop, window.workshop.plugins

    @property
    def workshop(self):
        return self.place.workshop

    @property
    def page(self):
        return self.workshop.page

    @property
    def code(self):
        return self.page.editor.code

    @property
    def current(self):
        return self.workshop.current

    def until(self, held, seconds=60.0):
        """Let the window run until ``held()``."""
        end = time.monotonic() + seconds
        while not held():
            assert time.monotonic() < end, "it did not come about"
            QTest.qWait(10)

    def new(self, kind="activation", name="wave"):
        """Make a plugin by the form, and wait until it is checked."""
        self.window.actions_by_name["bench"].trigger()
        self.page.list.new.buttons[kind].click()
        self.page.list.new.field.setText(name)
        QTest.keyClick(self.page.list.new.field, Qt.Key.Key_Return)
        self.settle()

    def write(self, text):
        """Put a text into the editor and save it by its keys."""
        put(self.code, text)
        self.page.take_card_away()
        QTest.keyClick(self.code, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert self.current.state == "checking"
        self.settle()

    def settle(self):
        """Wait until the version that was saved is in use or refused, and the card says so."""
        self.until(lambda: self.current is not None and self.current.state in ("saved", "failed"))
        self.until(lambda: self.page.card is not None)

    def title(self):
        """What the card at the foot says."""
        return self.page.card.title.text() if self.page.card is not None else ""

    def train(self):
        """Train, and see it go."""
        begin = self.live.session.run.status.step
        self.live.session.run.play()
        self.until(lambda: self.live.session.run.status.step > begin + 2)

    def activations(self):
        return [layer.activation.name for layer in self.live.experiment.layers]


@pytest.fixture(scope="module")
def served(qapp, tmp_path_factory):
    """A window whose data are there; it leaves no thread behind."""
    from desktop.window import MainWindow

    folder = tmp_path_factory.mktemp("workshop")
    preferences = Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "HOME"):
            patch.setenv(name, str(folder))
        shelf = Shelf("plugins", folder / "plugins", folder / "config", check=False)
        live = Live(Session(SMALL, shelf.registry))
        shown = MainWindow(ThemeSwitch(QApplication.instance(), "light"), live, shelf.found, preferences, shelf)
        shown.show()
        hands = Hands(shown)
        hands.until(lambda: live.session.run.status.state == "paused" and live.session.data is not None)
        hands.until(lambda: shown.docks.has("plugins"))
        yield hands
        shown._leaving = True
        shown.close()
        shown.deleteLater()


@pytest.fixture
def hands(served):
    """The window at rest, with no plugin of the user's and the first experiment."""
    yield served
    served.live.session.run.pause()
    served.live.edit(lambda _: SMALL, "Begin again")
    for plugin in served.plugins.mine:
        served.plugins.remove(plugin.key)
    served.until(lambda: not served.plugins.mine and served.live.session.registry is served.plugins.registry)
    served.page.take_card_away()
    served.page.editor.show_source(None)
    served.workshop.sources.clear()
    served.window.notices.clear()


@pytest.fixture
def wave():
    """A plugin's source: an activation called wave, from the template."""
    return template("activation", "wave")
