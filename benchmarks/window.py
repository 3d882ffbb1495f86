"""What the window costs the training, and the training the window.

    xvfb-run -a -s "-screen 0 1600x1000x24" python benchmarks/window.py
    ... python benchmarks/window.py --network 2048,2048,2048 --views 4 --batch 32 --pad --rounds 3 --seconds 5

The real window, its editor in sight. For each cell three states take turns: training in the window, the window at rest,
and training with the window hidden and nobody looking (headless). Ratios are what counts. Without options the cells are
the first network with 0, 1 and 4 views, the pad in use, and batches of 8, 32 and 128, then a wide and a deep network;
the results are kept with those of the other benchmarks, those of chosen cells only with ``--save``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from _common import save, table
from _window import Lateness, Turns, Watch, clocks, told, wait
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from core.experiment import Choice, Experiment, Stopping, layers_from
from core.host import find
from core.session import Session
from core.strokes import Stroke
from core.threads import one_blas_thread
from desktop.canvas import edits
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.pad.kept import plain
from desktop.preferences import Preferences
from desktop.window import MainWindow

VIEWS = ("loss-curve", "accuracy-curve", "first-layer-weights", "weight-histogram")
FIRST, WIDE, DEEP = "128,64", "2048,2048,2048", ",".join(["32"] * 19)
SEVEN = ((70.0, 70.0), (150.0, 66.0), (205.0, 70.0), (165.0, 150.0), (135.0, 235.0))
STROKE = 120
"""Milliseconds between two strokes while the pad is in use."""


@dataclass(frozen=True)
class Cell:
    """What is measured: hidden layers, how many views, whether somebody draws, and the batch size."""

    network: str = FIRST
    views: int = 4
    pad: bool = False
    batch: int = 32


ALL = (
    *(Cell(views=views, batch=batch) for batch in (8, 32, 128) for views in (0, 1, 4)),
    *(Cell(pad=True, batch=batch) for batch in (8, 32, 128)),
    *(Cell(network) for network in (WIDE, DEEP)),
)


class Bench:
    """The window and everything that is done with it."""

    def __init__(self, app: QApplication, scratch: str) -> None:
        preferences = Preferences(QSettings(str(Path(scratch) / "s.ini"), QSettings.Format.IniFormat))
        found = find("plugins")
        experiment = replace(Experiment(), stopping=Stopping(epochs=1_000_000))
        self.window = MainWindow(
            ThemeSwitch(app, "light"), Live(Session(experiment, found.registry)), found, preferences
        )
        self.window.show()
        self.live, self.lateness, self.turns = self.window.live, Lateness(), Turns()
        self.watch = Watch(self.window)
        self.drawing = QTimer(interval=STROKE)
        self.drawing.timeout.connect(self._draw)
        self._strokes = 0
        self.settle()

    @property
    def run(self) -> Any:
        return self.live.session.run

    def settle(self) -> None:
        """Wait until the data are there and all edits are built."""
        while self.live.session.data is None:
            wait(0.05)
        built = self.run.ask(lambda trainer: trainer.step_count)
        while not built.done():
            wait(0.05)
        wait(0.3)

    def set_up(self, cell: Cell) -> None:
        """The network, the views and the drawing of a cell, with fresh weights."""
        layers = layers_from([int(units) for units in cell.network.split(",")], Choice("relu"))
        self.live.edit(lambda e: replace(e, layers=layers, batch_size=cell.batch), "Set up")
        self.live.reset()
        self._take_views(cell)
        self._show(SEVEN)
        self.settle()

    def _take_views(self, cell: Cell) -> None:
        self.window.docks.close_views()
        for name in VIEWS[: cell.views]:
            self.window.docks.add_view(name)
        wait(0.5)

    def _draw(self) -> None:
        """One more piece of a seven, then from the beginning."""
        self._strokes = self._strokes % (len(SEVEN) - 1) + 1
        self._show(SEVEN[: self._strokes + 1])

    def _show(self, points: Sequence[tuple[float, float]]) -> None:
        self.window.reader.bring_back({"strokes": plain((Stroke(tuple(points), 14.0),))})

    def steps(self) -> int:
        """How far the training is."""
        return int(self.run.ask(lambda trainer: trainer.step_count).result(60))

    def speed(self, seconds: float, pass_time: Callable[[float], object]) -> float:
        """Steps a second while some time passes."""
        begin, first = time.perf_counter(), self.steps()
        pass_time(seconds)
        return (self.steps() - first) / (time.perf_counter() - begin)

    def shown(self, cell: Cell, seconds: float, row: dict[str, list[Any]]) -> float:
        """Training in the window: its speed; everything else is added to the row."""
        if cell.pad:
            self.drawing.start()
        wait(1.0)
        self.watch.begin()
        before = clocks()
        speed = self.speed(seconds, lambda s: row["late_training"].extend(self.lateness.measure(s)))
        spent = {name: end - before.get(name, end) for name, end in clocks().items()}
        self.drawing.stop()
        trained = spent.get("run", 0.0) or 1.0
        row["gui"].append(spent.get("MainThread", 0.0) / trained)
        row["view_thread"].append(spent.get("views", 0.0) / trained)
        row["repaints"].append(self.watch.repaints / seconds)
        gaps = len(self.window.network.editor.canvas.picture.channels)
        row["edges"].append(sum(self.watch.seen.values()) / gaps / seconds)
        row["edges_painted"].append(sum(self.watch.painted.values()) / gaps / seconds)
        row["age"] += self.watch.ages
        return speed

    def hidden(self, cell: Cell, seconds: float) -> float:
        """Training with nobody looking: its speed."""
        self.window.hide()
        self.live._timer.stop()
        time.sleep(0.3)
        speed = self.speed(seconds, time.sleep)
        self.run.pause()
        self.live._timer.start()
        self.window.show()
        if not cell.views:  # a window without views opens the first ones
            self._take_views(cell)
        wait(1.5)
        return speed

    def measure(self, cell: Cell, rounds: int, seconds: float) -> dict[str, Any]:
        """All turns of one cell."""
        self.set_up(cell)
        names = ("late_training", "late_rest", "gui", "view_thread", "repaints", "edges", "edges_painted", "age")
        row: dict[str, list[Any]] = {name: [] for name in names}
        shown, alone = [], []
        for _ in range(rounds):
            row["late_rest"] += self.lateness.measure(seconds)
            self.run.play()
            shown.append(self.shown(cell, seconds, row))
            alone.append(self.hidden(cell, seconds))
        shares = [a / b for a, b in zip(shown, alone, strict=True)]
        middle = {
            name: round(statistics.median(row[name]), 3)
            for name in ("gui", "view_thread", "repaints", "edges", "edges_painted")
        }
        return {
            **asdict(cell),
            "share": round(statistics.median(shares), 3),
            "shares": [round(one, 3) for one in shares],
            "steps_per_second": {"window": [round(s) for s in shown], "headless": [round(s) for s in alone]},
            "lateness_rest_ms": told(row["late_rest"]),
            "lateness_training_ms": told(row["late_training"]),
            **middle,
            "age_ms": told(row["age"]) if row["age"] else None,
            "edits_ms": self.edits(),
        }

    def edits(self) -> dict[str, dict[str, float]]:
        """What edits cost the window's thread, at rest and beside a training: its longest turn, median and worst."""
        answer = {}
        for state in ("rest", "training"):
            if state == "training":
                self.run.play()
                wait(0.5)
            for name, change in EDITS.items():
                times = []
                for _ in range(3):
                    for do in (lambda change=change: self.live.edit(change, "Edit"), self.live.undo):
                        times.append(self.turns.longest(do))
                        self.settle()
                answer[f"{name}, {state}"] = {
                    "median": round(statistics.median(times), 1),
                    "worst": round(max(times), 1),
                }
            self.run.pause()
            wait(0.5)
        return answer


EDITS: dict[str, Callable[[Experiment], Experiment]] = {
    "resize": lambda e: edits.resize(e, e.layers[0].key, e.layers[0].units + 16),
    "insert": lambda e: edits.insert(e, 1),
    "activation": lambda e: edits.activate(e, [e.layers[0].key], Choice("tanh")),
}


def words_of(rows: Sequence[dict[str, Any]]) -> str:
    """The table with what its columns mean."""
    head = ["cell", "training / headless", "late at rest, ms", "late training, ms", "GUI", "view thread"]
    head += ["repaints/s", "edges followed/s", "edges painted/s", "age, ms", "edit, ms"]
    lines = []
    for row in rows:
        hidden = row["network"] if len(row["network"]) < 20 else f"{row['network'].count(',') + 1} layers"
        rest, training = row["lateness_rest_ms"], row["lateness_training_ms"]
        worst = max(one["worst"] for one in row["edits_ms"].values())
        usual = statistics.median(one["median"] for one in row["edits_ms"].values())
        lines.append(
            [
                f"784-{hidden.replace(',', '-')}-10, B {row['batch']}, {row['views']} views" + ", pad" * row["pad"],
                f"{row['share']:.2f}",
                *(f"{late['p50']:.1f}, {late['p99']:.1f}, {late['max']:.1f}" for late in (rest, training)),
                *(f"{row[name]:.1%}".replace("%", " %") for name in ("gui", "view_thread")),
                *(f"{row[name]:.1f}" for name in ("repaints", "edges", "edges_painted")),
                "" if row["age_ms"] is None else f"{row['age_ms']['p50']:.0f}, {row['age_ms']['p99']:.0f}",
                f"{usual:.0f}, {worst:.0f}",
            ]
        )
    return (
        "The window with its editor in sight: steps a second while it trains over those with the window hidden, "
        f"medians of {len(rows[0]['shares'])} turns. Lateness is that of a 16 ms timer on the window's thread: median, "
        "99th percentile, largest. GUI and view thread: their processor time over that of the training. Edges of a gap "
        "are followed as often as the newest weights are looked at, and painted where they look different; their age "
        "is the time from a snapshot to its edges, median and 99th percentile. Edit: the longest turn of the window's "
        "event loop after one (resize, insert, activation, undo, at rest and in training), in its own processor time, "
        f"usual and worst.\n\n{table(head, lines)}"
    )


def main() -> int:
    """Measure the cells that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", help="hidden layers, such as 128,64")
    parser.add_argument("--views", type=int, choices=range(5), help="how many views")
    parser.add_argument("--batch", type=int, help="batch size")
    parser.add_argument("--pad", action="store_true", help="somebody draws")
    parser.add_argument("--seconds", type=float, default=5, help="of each state in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true", help="keep the results of chosen cells too")
    options = parser.parse_args()
    given = {name: getattr(options, name) for name in ("network", "views", "batch")}
    chosen = {name: value for name, value in given.items() if value is not None}
    cells = (Cell(**chosen, pad=options.pad),) if chosen or options.pad else ALL
    app = QApplication(sys.argv[:1])
    with one_blas_thread(), tempfile.TemporaryDirectory() as scratch:
        bench, rows = Bench(app, scratch), []
        for cell in cells:
            rows.append(bench.measure(cell, options.rounds, options.seconds))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
        bench.window._leaving = True
        bench.window.close()
    if len(cells) > 1 or options.save:
        save("window", "The window beside a training", {"what": "window", "rows": rows}, words_of(rows))
    else:
        print(words_of(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
