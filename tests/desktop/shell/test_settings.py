"""The settings: taken at once, kept, and harmless whatever the file says."""

import os

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop import main
from desktop.figures.motion import less_motion
from desktop.preferences import SIZES, Preferences


def status(window):
    return window.live.session.run.status


def test_a_theme_is_taken_at_once_and_kept(window, preferences):
    window.sheets.settings.open_sheet()
    window.sheets.settings.theme.button("Dark").click()
    assert window.look.theme.dark
    assert preferences.theme == "dark"
    window.actions_by_name["theme"].trigger()
    assert window.sheets.settings.theme.current == "Light"
    assert preferences.theme == "light"


def test_without_single_keys_a_letter_does_nothing_but_is_still_typed(window, wait_until):
    settings = window.sheets.settings
    settings.letters.setChecked(False)
    window.setFocus()
    QTest.keyClicks(window, ".")
    QTest.keyClick(window, Qt.Key.Key_Space)
    card = window.network.editor.canvas
    card.choose(window.live.experiment.layers[0].key)
    QTest.keyClicks(QApplication.focusWidget(), "f5")
    QTest.qWait(60)
    assert status(window).step == 0
    assert not window.live.experiment.layers[0].frozen
    field = window.network.editor.foot.field
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "784-7-10")
    assert field.text() == "784-7-10"
    field.undo()
    settings.letters.setChecked(True)
    window.setFocus()
    QTest.keyClicks(window, ".")
    wait_until(lambda: status(window).step == 1)


def test_with_single_keys_off_arrows_and_control_keys_still_edit(window):
    window.sheets.settings.letters.setChecked(False)
    window.network.editor.canvas.choose(window.live.experiment.layers[0].key)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert window.live.experiment.layers[0].units == 129


def test_less_motion_stands_films_still(window):
    window.sheets.settings.motion.setChecked(True)
    assert less_motion(window)
    assert not window.shell.isAnimated()
    window.sheets.settings.motion.setChecked(False)
    assert window.shell.isAnimated()


def test_size_and_language_say_that_they_need_a_new_start(window, preferences):
    sheet = window.sheets.settings
    sheet.open_sheet()
    assert sheet.restart.isHidden()
    sheet.size_of_all.button("150 %").click()
    assert preferences.scale == 150
    assert not sheet.restart.isHidden()
    sheet.reset()
    assert preferences.scale == 100
    assert sheet.restart.isHidden()


def test_leaving_asks_only_where_the_settings_say_so(window, preferences):
    window.live.edit(lambda e: type(e)(dataset=e.dataset, stopping=e.stopping, seed=9), "Change seed")
    assert window.documents.unsaved
    window.sheets.settings.asks.setChecked(False)
    window.start_again()
    assert not window.isVisible()
    assert window.starts_again


@pytest.mark.parametrize("text", ["", "banana", "-1", "1e99", "137"])
def test_nonsense_in_the_file_of_preferences_is_the_default(tmp_path, text):
    path = tmp_path / "settings.ini"
    names = ("scale", "language", "less-motion", "single-keys", "asks", "started", "theme", "views", "recent")
    path.write_text("[General]\n" + "\n".join(f"{name}={text}" for name in names))
    kept = Preferences(QSettings(str(path), QSettings.Format.IniFormat))
    assert kept.scale == 100
    assert (kept.less_motion, kept.single_keys, kept.asks, kept.started) == (False, True, True, False)
    assert kept.theme == "system"
    assert kept.recent == []


@pytest.mark.parametrize("size", SIZES)
def test_qt_is_told_the_size_only_while_the_application_is_made(monkeypatch, tmp_path, size):
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    monkeypatch.setattr("desktop.preferences.Preferences.scale", size)
    told = main.scaled(lambda: os.environ.get("QT_SCALE_FACTOR"))
    assert told == (None if size == 100 else str(size / 100))
    assert "QT_SCALE_FACTOR" not in os.environ


def test_a_size_that_the_environment_asks_for_comes_first(monkeypatch):
    monkeypatch.setenv("QT_SCALE_FACTOR", "1.3")
    monkeypatch.setattr("desktop.preferences.Preferences.scale", 200)
    assert main.scaled(lambda: os.environ["QT_SCALE_FACTOR"]) == "1.3"
