"""A plugin's file is examined before it is let in; whatever it does, this process goes on and names the line."""

import hashlib
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.contracts import check_file, check_in_child
from core.errors import BadPlugin

WAVE = '''"""A wave."""
import numpy as np
from core import Activation, hookimpl, setting


class Wave(Activation):
    """Up and down."""

    frequency: float = setting(default=1.0, low=0.1, high=10, help="Waves per unit of input")

    def forward(self, z):
        return np.sin(self.frequency * z)

    def derivative(self, z, a):
        return self.frequency * np.cos(self.frequency * z)


@hookimpl
def activations():
    return [Wave]
'''
FORWARD, DERIVATIVE = "return np.sin(self.frequency * z)", "return self.frequency * np.cos(self.frequency * z)"
SURPRISE = '''"""A loss with a shortcut."""
import numpy as np
from core import Loss, hookimpl


class Surprise(Loss):
    """Cross-entropy."""

    domain = "distribution"
    fuses_with = "softmax"

    def value(self, prediction, target):
        return -float((target * np.log(np.maximum(prediction, 1e-30))).sum()) / len(target)

    def gradient(self, prediction, target):
        return -target / np.maximum(prediction, 1e-30) / len(target)

    def fused_gradient(self, prediction, target):
        return (prediction - target) / len(target)


@hookimpl
def losses():
    return [Surprise]
'''


@pytest.fixture
def plugin(tmp_path):
    """Writes a plugin's file and returns its path."""

    def write(source):
        path = tmp_path / "wave.py"
        path.write_text(source, encoding="utf-8")
        return path

    return write


def refusal(path, ask=check_file, **rest):
    with pytest.raises(BadPlugin) as caught:
        ask(path, **rest)
    words = str(caught.value)
    assert "\n" not in words
    return words.removeprefix(str(path))


def test_a_file_that_is_right_gives_its_components(plugin):
    entries, hints = check_file(plugin(WAVE))
    assert [(entry.cls.kind, entry.cls.name) for entry in entries] == [("activation", "wave")]
    assert hints == ()


def test_a_wrong_answer_is_told_at_its_method(plugin):
    words = refusal(plugin(WAVE.replace(DERIVATIVE, DERIVATIVE + " * 1.01")))
    assert words.startswith(":14: Wave.derivative: expected 1 at z = 0, the slope of forward, found 1.01;")


def test_an_error_is_told_at_the_line_that_raised_it(plugin):
    words = refusal(plugin(WAVE.replace(FORWARD, "w = z\n        w -= 1\n        return np.sin(w)")))
    assert words.startswith(":13: Wave.forward: raised ValueError:")


def test_a_missing_method_is_told_at_the_class(plugin):
    words = refusal(plugin(WAVE.replace("def derivative", "def slope")))
    assert words.startswith(":6: Wave.derivative: expected a method derivative(self, z, a), found none")


def test_a_default_outside_its_range_is_told_at_the_class(plugin):
    words = refusal(plugin(WAVE.replace("default=1.0", "default=100.0")))
    assert "frequency" in words
    assert "0.1 to 10" in words


def test_a_component_that_cannot_be_made_is_told_at_its_line(plugin):
    source = WAVE.replace("    def forward", "    def __post_init__(self):\n        self.table = 1\n\n    def forward")
    words = refusal(plugin(source))
    assert words.startswith(":12: Wave() raised FrozenInstanceError:")


def test_a_file_that_does_not_load_is_told_by_the_host(plugin):
    assert refusal(plugin(WAVE.replace("import numpy", "import numbpy"))).startswith(":2: ModuleNotFoundError")


def test_a_shortcut_is_checked_through_the_built_in_activation(plugin):
    path = plugin(SURPRISE)
    assert check_file(path, "plugins")[1] == ()
    assert "fused_gradient was not checked" in check_file(path)[1][0]
    wrong = refusal(plugin(SURPRISE.replace("(prediction - target)", "(target - prediction)")), builtins="plugins")
    assert wrong.startswith(":18: Surprise.fused_gradient: expected")


def test_a_child_says_what_it_examined(plugin):
    path = plugin(SURPRISE.replace("import numpy as np", "import numpy as np\nprint('x' * 100_000)"))
    vetted = check_in_child(path, builtins="plugins")
    assert vetted.components == (("loss", "surprise"),)
    assert vetted.hints == ()
    assert vetted.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


FAULTS = {
    "wrong derivative": (DERIVATIVE, DERIVATIVE + " + 1", ":14: Wave.derivative: expected 1 at z = 0"),
    "wrong shape": (FORWARD, "return z[:1, :3]", ":11: Wave.forward: expected shape (2, 16), found shape (1, 3)"),
    "sys.exit": (FORWARD, "raise SystemExit(3)", ":12: Wave.forward: raised SystemExit: 3"),
    "exit without a word": (
        FORWARD,
        "import os; os._exit(3)",
        ":11: Wave.forward ended the process with exit status 3",
    ),
    "segmentation fault": (FORWARD, "import ctypes; ctypes.string_at(0)", ":12: Wave.forward crashed Python ("),
    "too much memory": (FORWARD, "np.empty(1 << 30)", ":12: Wave.forward: raised "),
    "exit while loading": ('"""A wave."""', "raise SystemExit", ":1: SystemExit"),
    "numpy's errors": (
        '"""A wave."""',
        "import numpy; numpy.seterr(all='raise')",
        ": it changes numpy's error handling",
    ),
    "numpy itself": ('"""A wave."""', "import numpy; numpy.sin = numpy.cos", ": it changes numpy, which belongs to"),
    "endless loop": (FORWARD, "while True: pass", ":12: Wave.forward did not answer within 5 s; look for a loop"),
    "endless loading": ('"""A wave."""', "while True: pass", ":1: loading it did not answer within 5 s"),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What is said of every fault; they are tried side by side, as each waits for a process of its own."""

    def refused(fault):
        path = tmp_path_factory.mktemp("fault") / "wave.py"
        old, new, _ = FAULTS[fault]
        path.write_text(WAVE.replace(old, new), encoding="utf-8")
        start = time.monotonic()
        try:
            check_in_child(path, 5 if "endless" in fault else 30)
        except BadPlugin as error:
            return str(error).removeprefix(str(path)), time.monotonic() - start
        return "", 0.0

    with ThreadPoolExecutor(4) as pool:
        return dict(zip(FAULTS, pool.map(refused, FAULTS), strict=True))


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_ends_in_the_child_with_one_line(refusals, fault):
    if fault == "too much memory" and sys.platform != "linux":
        pytest.skip("only Linux lets the memory of a process be limited")
    words, seconds = refusals[fault]
    assert words.startswith(FAULTS[fault][2])
    assert "\n" not in words
    assert seconds < 30


@pytest.mark.skipif(os.name != "posix", reason="processes have no groups there")
def test_what_the_plugin_starts_ends_with_it(plugin, tmp_path):
    start = (
        "import subprocess, sys; from pathlib import Path; "
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        f"Path({str(tmp_path / 'pid')!r}).write_text(str(p.pid))"
    )
    check_in_child(plugin(WAVE.replace('"""A wave."""', start)), seconds=30)
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):
        try:
            os.kill(pid, 0)
            state = (tmp_path / f"/proc/{pid}/stat").read_text().split()[2] if sys.platform == "linux" else "?"
        except (ProcessLookupError, FileNotFoundError):
            return
        if state == "Z":  # ended; nobody has asked for its exit status yet
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} still runs")


def test_what_is_unwise_is_a_hint(plugin):
    source = WAVE.replace('"""A wave."""', "import threading, time, numpy; numpy.random.rand(); import PySide6")
    source = source.replace("return [Wave]", "threading.Thread(target=time.sleep, args=(60,)).start(); return [Wave]")
    hints = " ".join(check_in_child(plugin(source), seconds=30).hints)
    assert "np.random" in hints
    assert "Qt" in hints
    assert "thread" in hints


def test_the_folder_at_hand_is_not_where_modules_come_from(plugin, tmp_path, monkeypatch):
    (tmp_path / "numpy.py").write_text("raise ImportError('not this one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert check_in_child(plugin(WAVE), seconds=30).components == (("activation", "wave"),)


def test_a_file_that_is_not_there_is_told():
    assert "give the path of a Python file" in refusal("nowhere/at_all.py", check_in_child, seconds=30)
