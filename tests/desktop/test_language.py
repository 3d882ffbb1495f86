"""Every word of the window can be translated: a language of marked words shows which ones are."""

import json
import re

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from core.session import Session
from desktop import language
from desktop.actions import TABLE
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.shell.comfort import Comfort
from desktop.shell.finder import Finder
from desktop.shell.keys_sheet import KeysSheet
from desktop.shell.settings_sheet import SettingsSheet
from desktop.shell.start_card import StartCard

LETTERS = re.compile(r"[^\W\d_]{2,}")
SHARE = 0.85
"""Of all words that the window shows, so many can be translated by now."""


class Marked(dict):
    """A language in which every sentence is itself between brackets; it takes whatever it is asked."""

    def get(self, text, default=None):
        return text if text.startswith("«") or not LETTERS.search(text) else f"«{text}»"


@pytest.fixture
def marked(monkeypatch):
    monkeypatch.setattr(language, "_words", Marked())


def shown(widget):
    """Every word that a widget and what is in it show, with its owner."""
    for one in [widget, *widget.findChildren(QWidget)]:
        if isinstance(one, QLabel | QAbstractButton) and not one.isHidden() and LETTERS.search(one.text()):
            yield one.text(), one
    for action in widget.findChildren(QAction):
        if LETTERS.search(action.text()) and not action.isSeparator():
            yield action.text(), action


def test_a_sentence_that_nobody_translated_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(language, "_words", {"Train": "Trainieren", "Open {name}": "{name} öffnen"})
    assert tr("Train") == "Trainieren"
    assert tr("Open {name}", name="7.inknet") == "7.inknet öffnen"
    assert tr("Pause") == "Pause"


def test_a_language_that_is_not_there_is_english():
    language.use("tlh")
    assert language.language() == "en"
    assert tr("Train") == "Train"


def test_every_catalogue_names_itself_and_keeps_the_names_in_braces():
    for code in language.languages():
        if code == language.ENGLISH:
            continue
        words = json.loads((language.resources.files("desktop") / "locale" / f"{code}.json").read_text("utf-8"))
        assert words[""]
        for text, found in words.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", found)), text


def test_all_that_opens_over_the_window_is_in_the_users_language(marked, look, window, preferences):
    sheets = [
        KeysSheet(window, look),
        SettingsSheet(window, look, preferences, Comfort(look, preferences, window.shell)),
        Finder(window, look, list),
        StartCard(look),
    ]
    words = [text for sheet in sheets for text, owner in shown(sheet) if owner.property("role") != "key"]
    names = {"English"}
    assert len(words) > 60
    assert [text for text in words if not text.startswith("«") and text not in names] == []


def test_most_words_of_the_window_can_be_translated(marked, qtbot, found, preferences, wait_until):
    """What is left are names of components, words that core writes, and sentences put together while it runs."""
    from desktop.window import MainWindow

    look = ThemeSwitch(QApplication.instance(), "light")
    window = MainWindow(look, Live(Session(_small(), found.registry)), found, preferences)
    qtbot.addWidget(window)
    window.show()
    wait_until(lambda: window.view_panes() and window.live.session.data is not None)
    assert all(window.actions_by_name[name].text().startswith("«") for name in TABLE)
    names = {name for _, name in found.registry.entries}
    words = [text for text, _ in shown(window) if text not in names]
    left = sorted({text for text in words if "«" not in text})
    window._leaving = True
    window.close()
    assert 1 - len([text for text in words if "«" not in text]) / len(words) >= SHARE, left


def _small():
    from core.experiment import Choice, Experiment

    return Experiment(dataset=Choice("digits", (("test", 50), ("train", 100))))
