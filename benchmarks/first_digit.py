"""From launch to a digit that is read: the real window, under real mouse and keys.

    xvfb-run -a -s "-screen 0 1600x1000x24" python benchmarks/first_digit.py [--runs 3] [--picture FILE]

Needs a screen and xdotool. Times count from the start of the process. One JSON line per run, a table at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEVEN = [(0.25, 0.25), (0.4, 0.24), (0.55, 0.24), (0.73, 0.25), (0.66, 0.4), (0.58, 0.56), (0.52, 0.7), (0.47, 0.86)]
PROGRAM = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
start = float(sys.argv[2])
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication
from desktop.main import open_window

def say(what, **more):
    print(json.dumps({"what": what, "seconds": round(time.time() - start, 3), **more}), flush=True)

def centre(widget):
    at = widget.mapToGlobal(QPoint(0, 0))
    return [at.x(), at.y(), widget.width(), widget.height()]

app = QApplication(["inknet"])
window = open_window(app)
window.move(0, 0)
window.show()
seen = set()

def look():
    status = window.live.session.run.status
    handle = window.windowHandle()
    if "visible" not in seen and handle and handle.isExposed():
        seen.add("visible")
        say("visible")
    if "ready" not in seen and status.state == "paused" and window.live.session.data is not None:
        seen.add("ready")
        say("ready", train=centre(window.topbar.train), pad=centre(window.reader.small.pad))
    if "epoch" not in seen and status.epoch >= 1:
        seen.add("epoch")
        say("epoch", accuracy=status.evaluation.test_accuracy)

timer = QTimer(interval=10)
timer.timeout.connect(look)
timer.start()

def answered(probabilities):
    if probabilities is not None:
        best = int(probabilities.argmax())
        say("answer", digit=best, probability=float(probabilities[best]))

window.host.predicted.connect(answered)
app.exec()
"""


def xdotool(*words: object) -> None:
    """One real gesture."""
    subprocess.run(["xdotool", *map(str, words)], check=True)


def draw(pad: list[int]) -> None:
    """Draw a 7 with the mouse, as fast as a hand does."""
    left, top, width, height = pad
    points = [(round(left + x * width), round(top + y * height)) for x, y in SEVEN]
    xdotool("mousemove", *points[0], "mousedown", 1)
    for x, y in points[1:]:
        xdotool("mousemove", x, y)
        time.sleep(0.04)
    xdotool("mouseup", 1)


def once(picture: str) -> dict[str, float]:
    """One launch; the seconds at which each thing happened."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds the first one's bytecode
        command = [sys.executable, "-c", PROGRAM, str(ROOT), str(time.time())]
        program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert program.stdout is not None
        found: dict[str, float] = {}
        try:
            for line in program.stdout:
                told = json.loads(line)
                found.setdefault(told["what"], told["seconds"])
                if told["what"] == "ready":
                    pad, train = told["pad"], told["train"]
                    xdotool("mousemove", train[0] + train[2] // 2, train[1] + train[3] // 2, "click", 1)
                elif told["what"] == "epoch":
                    draw(pad)
                    drawn = time.monotonic()
                elif told["what"] == "answer" and told["digit"] == 7 and "epoch" in found:
                    found.setdefault("read", told["seconds"])
                    if time.monotonic() - drawn > 1:  # the whole 7 is there, and was read more than once
                        found["probability"] = told["probability"]
                        break
            if picture and shutil.which("import"):
                subprocess.run(["import", "-window", "root", picture], check=True)
        finally:
            program.terminate()
            program.wait(10)
        return found


def main() -> int:
    """Launch a few times and print what a learner waits for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--picture", default="")
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") or not shutil.which("xdotool"):
        print("first_digit: needs a screen and xdotool: xvfb-run -a python benchmarks/first_digit.py", file=sys.stderr)
        return 2
    runs = []
    for _ in range(options.runs):
        runs.append(once(options.picture))
        print(json.dumps(runs[-1]))
    for what in ("visible", "ready", "epoch", "read"):
        times = sorted(run[what] for run in runs)
        print(f"{what:8} {times[0]:6.2f} s  median {times[len(times) // 2]:6.2f} s  {times[-1]:6.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
