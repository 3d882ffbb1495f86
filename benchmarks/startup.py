"""What a start takes: importing the face of core, and from launch to a window that is visible, then ready to train.

    xvfb-run -a -s "-screen 0 1600x1000x24" python benchmarks/startup.py [--repeats 5]

Without a screen only the import is measured. Settings lie in an empty folder of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from _common import ROOT, save, table

IMPORTS = """
import sys, time
sys.path.insert(0, sys.argv[1])
begin, spent = time.perf_counter(), time.process_time()
import {}
print(time.perf_counter() - begin, time.process_time() - spent)
"""
WINDOW = """
import json, os, sys, time
sys.path.insert(0, sys.argv[1])
start = float(sys.argv[2])
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop.main import open_window

app = QApplication(["inknet"])
window = open_window(app)
window.show()
seen = {}

def look():
    handle, session = window.windowHandle(), window.live.session
    if "visible" not in seen and handle and handle.isExposed():
        seen["visible"] = time.time() - start, time.process_time()
    if session.data is not None and session.run.status.state == "paused":
        seen["ready"] = time.time() - start, time.process_time()
        print(json.dumps(seen), flush=True)
        os._exit(0)

timer = QTimer(interval=5)
timer.timeout.connect(look)
timer.start()
app.exec()
"""


Seconds = tuple[float, float]
"""Wall and CPU."""


def imported(module: str) -> Seconds:
    """What it takes to import a module in a fresh process."""
    command = [sys.executable, "-c", IMPORTS.format(module), str(ROOT)]
    wall, cpu = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(wall), float(cpu)


def launched() -> dict[str, Seconds]:
    """What it takes from launch to visible and to ready."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds the first one's bytecode
        command = [sys.executable, "-c", WINDOW, str(ROOT), str(time.time())]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, timeout=120
        )
        return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    found: dict[str, list[Seconds]] = {"import numpy": [], "import core": []}
    screen = bool(os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))
    for _ in range(options.repeats):
        for name in ("import numpy", "import core"):
            found[name].append(imported(name.split()[1]))
        for what, seconds in (launched() if screen else {}).items():
            found.setdefault(f"launch to {what}", []).append(seconds)
    rows = [
        [name, *(f"{kind(one):.2f} s" for one in zip(*runs, strict=True) for kind in (min, statistics.median))]
        for name, runs in found.items()
    ]
    words = (
        f"The least and the median of {options.repeats} fresh processes, `import core` with numpy. On a busy machine "
        "wall time says what others do; CPU time, of all threads, what the program does.\n\n"
    )
    words += table(["what", "wall, least", "median", "CPU, least", "median"], rows)
    save("startup", "Starting", {"seconds": found}, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
