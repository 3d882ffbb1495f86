"""Setting up: what is missing is named in one line, and what is done is not done again."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "setup.py"


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """The script as a module, working on a folder of its own."""
    spec = importlib.util.spec_from_file_location("inknet_setup", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    for name, path in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "STAMP": tmp_path / ".venv" / "done"}.items():
        monkeypatch.setattr(module, name, path)
    return module


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may be without a display")
def test_without_a_display_one_line_says_what_to_do():
    environment = {
        name: value for name, value in os.environ.items() if "DISPLAY" not in name and name != "QT_QPA_PLATFORM"
    }
    done = subprocess.run([sys.executable, SCRIPT, "--window"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("inknet: no display: neither DISPLAY nor WAYLAND_DISPLAY is set; run this in")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may be without a display")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_display_will_do(setup, name):
    setup.need_display({name: ":0"})
    with pytest.raises(setup.Missing):
        setup.need_display({name: ""})


def test_what_is_there_needs_nothing(setup):
    setup.need({})
    assert not setup.loads("libnothing-a.so.1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring what Qt needs")
def test_a_library_that_is_there_loads(setup):
    assert setup.loads("libc.so.6")


def test_everything_that_is_lacking_is_told_in_the_line_to_type(setup, monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"bin/{name}")
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(setup.Missing) as missing:
        setup.need({"libnothing-a.so.1": "libnothing-a1", "Python's ensurepip": "python3.11-venv"})
    assert str(missing.value) == (
        "the system lacks libnothing-a1 python3.11-venv; type: sudo apt-get install -y libnothing-a1 python3.11-venv"
    )


def test_where_packages_have_other_names_the_libraries_are_told(setup, monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(setup.Missing, match=r"the system lacks libnothing-a.so.1; install what brings them"):
        setup.need({"libnothing-a.so.1": "libnothing-a1"})


def test_a_python_that_is_too_old_is_told_with_what_is_needed(setup, monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup, "OLDEST", (99, 0))
    with pytest.raises(setup.Missing, match=r"Python 3\.\d+\.\d+ is too old; install Python 99.0 or newer"):
        setup.make_environment()


def test_an_interpreter_that_does_not_run_is_passed_over(setup, monkeypatch):
    monkeypatch.setattr(setup, "NEWER_PYTHONS", ("no-such-python", sys.executable))
    monkeypatch.setattr(setup.sys, "executable", "no-such-python-either")
    assert setup.version_of("no-such-python") == ()
    assert setup.find_python() == setup.NEWER_PYTHONS[1]


def test_it_is_ready_until_pyproject_changes_or_the_folder_moves(setup, tmp_path, monkeypatch):
    assert not setup.is_ready()
    python = setup.venv_python()
    python.parent.mkdir(parents=True)
    python.touch()
    setup.STAMP.write_text(setup.fingerprint())
    assert setup.is_ready()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert not setup.is_ready()
    setup.STAMP.write_text(setup.fingerprint())
    assert setup.is_ready()
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    monkeypatch.setattr(setup, "ROOT", moved)
    assert not setup.is_ready()
