"""How the command line ends: with help, with words, with a status, after Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import cli
from core.project import open_project

ROOT = Path(__file__).parents[3]
CODE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins with Ctrl-C ignored
from core.cli import main
sys.exit(main(sys.argv[1:], "plugins"))
"""
PROGRAM = [sys.executable, "-c", CODE]
XOR = ["train", "--dataset", "xor", "--layers", "8"]


def test_help_and_version_teach(run):
    assert run("--version")[1][0].startswith("inknet ")
    for argv in (["--help"], *([name, "--help"] for name in cli.COMMANDS)):
        status, out, _ = run(*argv)
        assert status == 0
        assert out[0].startswith("usage: inknet")
    for argv in (["train"], ["predict"], ["data", "list"], ["data", "info"], ["plugins", "new"], ["plugins", "check"]):
        _, out, _ = run(*argv, "--help")
        assert "example:" in out
        assert any(line.startswith(f"  inknet {' '.join(argv)}") for line in out)


def test_commands_that_are_none_are_told(refusal):
    assert "no command 'trian': did you mean 'train'? See 'inknet --help'" in refusal("trian")
    assert "expected command train, predict, data, plugins, lessons after 'inknet'" in refusal()
    assert "expected command train, predict, data, plugins, lessons after 'inknet'" in refusal("--json", "train")
    assert "expected action list, new, check after 'inknet plugins'" in refusal("plugins")


def test_a_fault_of_the_program_is_told_as_such(capsys):
    assert cli.main(["data", "list"], "no_such_package") == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "inknet: a fault of the program itself: ModuleNotFoundError: No module named 'no_such_package'" in err
    assert err.splitlines()[-1] == "inknet: please report it with the lines above and the command that you gave"


def test_memory_that_does_not_suffice_is_no_fault(refusal):
    words = refusal(*XOR[:3], "--layers", "1000000,1000000", "--epochs", 1)
    assert "would take about" in words
    assert "give the widest layer fewer units" in words


def started(*argv):
    """The command in a process of its own that Ctrl-C reaches."""
    return subprocess.Popen(
        [*PROGRAM, *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_ctrl_c_saves_and_ends_with_130():
    process = started(*XOR, "--epochs", "1000000", "--save", "x.inknet", "--json")
    while not process.stderr.readline().startswith("epoch"):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    begin = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - begin < 10
    assert out == ""
    assert "inknet: stopped at epoch " in err
    assert err.endswith("; saved to x.inknet\n")
    assert "Traceback" not in err
    assert open_project(Path("x.inknet")).moment.step > 0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_ctrl_c_while_data_load_ends_with_130():
    process = started("train", "--set", "dataset.train=300000")
    while "digits" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "inknet: stopped; nothing was trained yet"


@pytest.mark.skipif(os.name == "nt", reason="pipes break in another way there")
def test_a_reader_that_has_seen_enough_is_no_error():
    process = started("plugins", "list")
    process.stdout.close()
    err = process.stderr.read()
    assert process.wait(20) == 0
    assert err == ""


def test_progress_is_live_on_a_terminal(run, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    status, out, err = run(*XOR, "--epochs", 3)
    assert status == 0
    assert out[0].startswith("2-8-2 on xor: 3 epochs")
    assert "epoch 3 of 3" in "".join(err)
    assert "\x1b[" in "".join(err)  # what moves the cursor back to the beginning of the line
