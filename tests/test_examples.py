"""A learner's own files: short, checked, and used by command line and window."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.cli import main
from core.components import Activation, Visualization
from core.contracts import check_in_child
from core.folders import find_all

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(("name", "most"), [("sine.py", 12), ("weight_norms.py", 25)])
def test_an_example_is_short_and_passes_the_checks(name, most):
    lines = (EXAMPLES / name).read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= most
    check_in_child(EXAMPLES / name, builtins="plugins")


def test_the_activation_trains_from_the_command_line(capsys):
    arguments = ["train", "--dataset", "xor", "--plugin", str(EXAMPLES / "sine.py"), "--activation", "sine"]
    assert (
        main(
            [*arguments, "--layers", "8", "--epochs", "4", "--set", "optimizer.learning_rate=0.01", "--json"], "plugins"
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["test_accuracy"] > 0.8


def test_files_in_the_users_folder_are_there_after_a_start(tmp_path):
    for name in ("sine.py", "weight_norms.py"):
        shutil.copy(EXAMPLES / name, tmp_path)
    found = find_all("plugins", tmp_path)
    assert found.failures == ()
    assert found.registry.find(Activation, "sine").name == "sine"
    assert found.registry.find(Visualization, "weight-norms").title == "Weight norms"


def test_the_window_shows_and_trains_them(qtbot, tmp_path):
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from core.experiment import Choice, Experiment, layers_from
    from core.session import Session
    from desktop.live import Live
    from desktop.look import ThemeSwitch
    from desktop.preferences import Preferences
    from desktop.window import MainWindow

    for name in ("sine.py", "weight_norms.py"):
        shutil.copy(EXAMPLES / name, tmp_path)
    found = find_all("plugins", tmp_path)
    experiment = Experiment(
        dataset=Choice("xor"), preprocessing=Choice("none"), layers=layers_from([8], Choice("sine"))
    )
    preferences = Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    preferences.views = [{"name": "weight-norms"}]
    window = MainWindow(
        ThemeSwitch(QApplication.instance(), "light"), Live(Session(experiment, found.registry)), found, preferences
    )
    qtbot.addWidget(window)
    window.show()
    run = window.live.session.run
    qtbot.waitUntil(lambda: run.status.state == "paused", timeout=20_000)
    window.actions_by_name["step-epoch"].trigger()
    qtbot.waitUntil(lambda: run.status.epoch == 1, timeout=20_000)
    qtbot.waitUntil(lambda: len(window.view_panes()) == 1, timeout=20_000)
    pane = window.view_panes()[0]
    qtbot.waitUntil(lambda: pane.figure is not None and pane.figure.values.shape == (2,), timeout=20_000)
    assert np.all(pane.figure.values > 0)
    window._leaving = True
    window.close()
