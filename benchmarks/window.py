"""What the window costs the training, and the training the window.

    xvfb-run -a -s "-screen 0 1600x1000x24" python benchmarks/window.py [--batch 32] [--seconds 6] [--rounds 3]

The real window with its editor, drawing and four views in sight. Three states take turns in one run: training in the
window, the same window at rest, and training with the window hidden and nobody looking (headless). Told are the
lateness of a 16 ms timer on the window's thread, and steps a second beside headless. Ratios are what counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import find
from core.session import Session
from core.strokes import Stroke
from core.threads import one_blas_thread
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.preferences import Preferences
from desktop.window import MainWindow

VIEWS = ("loss-curve", "accuracy-curve", "first-layer-weights", "weight-histogram")
PERIOD = 16
SEVEN = ((70.0, 70.0), (150.0, 66.0), (205.0, 70.0), (165.0, 150.0), (135.0, 235.0))


class Lateness:
    """How much later than asked a timer of the window's thread fires, in milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=PERIOD)
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.timeout.connect(self._fired)

    def _fired(self) -> None:
        now = time.perf_counter()
        if self._last:
            self.late.append(max(0.0, (now - self._last) * 1000 - PERIOD))
        self._last = now

    def measure(self, seconds: float) -> list[float]:
        """Let the program run and return what was late."""
        self.late, self._last = [], 0.0
        self._timer.start()
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        self._timer.stop()
        return self.late


def rate(window: MainWindow, seconds: float, lateness: Lateness | None) -> tuple[float, list[float]]:
    """Steps a second over some time, and the lateness where it was asked for."""
    run = window.live.session.run
    begin, first = time.perf_counter(), run.ask(lambda t: t.step_count).result(30)
    late = lateness.measure(seconds) if lateness else []
    if lateness is None:
        time.sleep(seconds)
    steps = run.ask(lambda t: t.step_count).result(30) - first
    return steps / (time.perf_counter() - begin), late


def main() -> int:
    """Take turns and print a table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hidden", default="128,64")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    with one_blas_thread(), tempfile.TemporaryDirectory() as scratch:
        preferences = Preferences(QSettings(str(Path(scratch) / "s.ini"), QSettings.Format.IniFormat))
        found = find("plugins")
        experiment = replace(
            Experiment(),
            layers=layers_from([int(units) for units in options.hidden.split(",")], Choice("relu")),
            batch_size=options.batch,
            stopping=Stopping(epochs=10_000),
        )
        window = MainWindow(ThemeSwitch(app, "light"), Live(Session(experiment, found.registry)), found, preferences)
        window.show()
        run, lateness = window.live.session.run, Lateness()
        while window.live.session.data is None or run.status.state != "paused":
            app.processEvents()
            time.sleep(0.01)
        window.docks.close_views()
        for name in VIEWS:
            window.docks.add_view(name)
        window.reader.small.set_strokes((Stroke(SEVEN, 14.0),))
        lateness.measure(1)
        shown, alone, late_training, late_rest = [], [], [], []
        for _ in range(options.rounds):
            run.play()
            lateness.measure(1)
            speed, late = rate(window, options.seconds, lateness)
            shown.append(speed)
            late_training += late
            window.hide()
            window.live._timer.stop()
            speed, _ = rate(window, options.seconds, None)
            alone.append(speed)
            run.pause()
            window.live._timer.start()
            window.show()
            lateness.measure(1.5)
            late_rest += lateness.measure(options.seconds)
        window._leaving = True
        window.close()

    def tell(late: list[float]) -> dict[str, float]:
        ordered = sorted(late)
        return {
            "p50": round(statistics.median(ordered), 2),
            "p99": round(ordered[int(0.99 * (len(ordered) - 1))], 2),
            "max": round(ordered[-1], 2),
        }

    share = [a / b for a, b in zip(shown, alone, strict=True)]
    answer = {
        "batch": options.batch,
        "hidden": options.hidden,
        "lateness_training_ms": tell(late_training),
        "lateness_rest_ms": tell(late_rest),
        "steps_per_second": {"window": [round(s) for s in shown], "headless": [round(s) for s in alone]},
        "share": {"median": round(statistics.median(share), 3), "all": [round(s, 3) for s in share]},
    }
    for name in ("lateness_training_ms", "lateness_rest_ms", "share"):
        print(f"{name:24} {answer[name]}")
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
