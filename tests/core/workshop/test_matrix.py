"""Everything that a plugin can do to a program, each in a process of its own: what is contained, and what is told.

The first table is contained in the program while it trains; the second ends the process, and the next start names the
plugin and leaves it off. In both the throw-away process of the checks contains what happens at once.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.contracts import check_in_child
from core.errors import BadPlugin
from core.project import open_project

ROOT = Path(__file__).parents[3]
MATRIX = Path(__file__).with_name("matrix.py")
SOURCE = '''import ctypes, locale, os, sys, threading, time
import numpy as np
from core import Activation, hookimpl

CALLS = []


def now():
    """The fault shows in the middle of a training, or at once."""
    CALLS.append(1)
    return len(CALLS) > {after}


class Own(Activation):
    """A wave."""

    def forward(self, z):
        if now():
            {forward}
        return np.sin(z)

    def derivative(self, z, a):
        {derivative}
        return np.cos(z)


@hookimpl
def activations():
    return [Own]
'''
CONTAINED = {
    # row of the matrix: the fault, the event, and words of the message
    "wrong shape": ("return z[:, :1]", "faulted", "an array of shape"),
    "wrong type": ("return 'no'", "faulted", "str"),
    "complex numbers": ("return z * 1j", "faulted", "complex"),
    "nan": ("return z * np.nan", "faulted", "not finite"),
    "raises": ("raise ValueError('odd')", "faulted", "ValueError: odd"),
    "endless loop": ("while True: z = z + 0", "faulted", "Interrupted"),
    "loop that swallows everything": (
        "\n            while True:\n                try:\n                    time.sleep(0.01)\n"
        "                except BaseException:\n                    continue",
        "stubborn",
        "",
    ),
    "sleeps for ever": ("time.sleep(1000)", "stubborn", ""),
    "asks for all memory": ("return np.empty((10**7, 10**7))", "faulted", "MemoryError"),
    "thread that raises": ("threading.Thread(target=lambda: 1 / 0).start()", "none", ""),
    "leaves by sys.exit": ("sys.exit(3)", "faulted", "SystemExit"),
    "keyboard interrupt": ("raise KeyboardInterrupt", "faulted", "KeyboardInterrupt"),
    "changes numpy's settings": ("np.seterr(all='raise')", "none", ""),
}
ENDS = {
    "os._exit": "os._exit(7)",
    "abort": "os.abort()",
    "kill": "os.kill(os.getpid(), 9)",
    "segmentation fault": "ctypes.string_at(0)",
}
AT_IMPORT = {
    "syntax error": ("def broken(:\n", "SyntaxError"),
    "missing package": ("import nothing_of_that_name\n", "No module named"),
    "import raises": ("raise RuntimeError('no')\n", "RuntimeError: no"),
    "import leaves": ("import sys\nsys.exit(1)\n", "SystemExit"),
    "import interrupts": ("raise KeyboardInterrupt\n", "KeyboardInterrupt"),
    "provides nothing": ("", "it provides nothing"),
}


def prepared(folder, forward="pass", derivative="pass", after=400):
    (folder / "plugins").mkdir(parents=True)
    source = SOURCE.format(forward=forward, derivative=derivative, after=after)
    (folder / "plugins" / "own.py").write_text(source, encoding="utf-8")
    return folder


def ran(folder):
    """Exit status and what the process told."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, str(MATRIX), str(folder), "train"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=100)
    lines = done.stdout.strip().splitlines()
    return done.returncode, json.loads(lines[-1]) if lines and lines[-1].startswith("{") else done.stderr


def rows(table, quick):
    """All rows of a table; those that are not quick are left to the long run."""
    return [one if one in quick else pytest.param(one, marks=pytest.mark.long) for one in table]


@pytest.mark.parametrize("row", rows(CONTAINED, {"wrong shape", "endless loop"}))
def test_the_program_goes_on_and_tells_what_happened(tmp_path, row):
    fault, event, words = CONTAINED[row]
    folder = prepared(tmp_path / "x", fault)
    status, told = ran(folder)
    assert status == 0, told
    assert told["event"] == event
    assert told["goes_on"]
    assert told["crashes"] == []
    assert words in told.get("got", "")
    if event == "faulted":
        for part in ("own", f"own.py:{told['line']}", "Own.forward", told["expected"], told["got"], told["hint"]):
            assert part in told["message"]
    if event == "stubborn":
        assert told["hook"] == "Own.forward"
    assert open_project(folder / "work.inknet").moment is not None


@pytest.mark.parametrize("row", rows(ENDS, {"os._exit"}))
def test_what_ends_the_process_is_off_and_named_at_the_next_start(tmp_path, row):
    folder = prepared(tmp_path / "x", ENDS[row])
    status, _ = ran(folder)
    assert status != 0
    again, told = ran(folder)
    assert again == 0, told
    ((plugin, sha256, hook, _),) = told["crashes"]
    assert (plugin, hook, len(sha256)) == ("own.py", "Own.forward", 64)
    assert told["plugins"]["own.py"] == ["off", "switched off: the program ended in its Own.forward"]
    assert open_project(folder / "work.inknet").moment is not None


@pytest.mark.long
def test_a_program_that_is_killed_elsewhere_blames_nobody(tmp_path):
    folder = prepared(tmp_path / "x")
    code = (
        "import sys, time, os\nfrom pathlib import Path\nfrom core.shelf import Shelf\n"
        "from core import Activation\nimport numpy as np\n"
        "folder = Path(sys.argv[1])\nshelf = Shelf('plugins', folder / 'plugins', folder / 'config', check=False)\n"
        "shelf.registry.find(Activation, 'own')().forward(np.zeros(3))\nprint('ready', flush=True)\ntime.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    try:
        for one in both:
            assert one.stdout.readline() == "ready\n"
    finally:
        for one in both:
            one.send_signal(signal.SIGKILL)
            one.wait()
            one.stdout.close()
    status, told = ran(folder)
    assert status == 0, told
    assert told["crashes"] == []
    assert told["plugins"]["own.py"][0] == "active"


@pytest.mark.parametrize("row", AT_IMPORT)
def test_what_fails_at_import_is_listed_with_file_line_and_remedy(tmp_path, row):
    from core.shelf import Shelf

    source, words = AT_IMPORT[row]
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "own.py").write_text(source)
    plugin = Shelf("plugins", folder, tmp_path / "config", check=False).plugin("own.py")
    assert plugin.state == "failed"
    assert words in plugin.reason
    assert "own.py" in plugin.reason
    assert "; " in plugin.reason or ": " in plugin.reason


CHILD = {
    "endless loop": "while True: pass",
    "loop that swallows everything": (
        "\n            while True:\n                try:\n                    time.sleep(0.01)\n"
        "                except BaseException:\n                    continue"
    ),
    "os._exit": "os._exit(7)",
    "segmentation fault": "ctypes.string_at(0)",
    "changes its input": "z *= 2",
    "numpy's settings": "np.seterr(all='raise')",
    "current folder": "os.chdir('/')",
    "patches numpy": "np.sin = np.cos",
    "keeps memory of its own": "return np.sin(z) + len(CALLS)",
    "a hundred thousand million numbers": "return np.empty((10**6, 10**6))",
}


@pytest.mark.parametrize("row", rows(CHILD, {"os._exit", "changes its input", "keeps memory of its own"}))
def test_the_checks_contain_it_and_name_the_line(tmp_path, row):
    folder = prepared(tmp_path / "x", CHILD[row], after=-1)
    with pytest.raises(BadPlugin) as caught:
        check_in_child(folder / "plugins" / "own.py", seconds=4, builtins="plugins")
    assert "own.py" in str(caught.value)
