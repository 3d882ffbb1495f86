"""The real window in use for a long time: does it grow?

    python scripts/soak.py [--seconds 1200] [--seed 5] [--leak] [--json]

One round after the other opens the same project, trains, edits, undoes, resets, loads the data again, changes the
workspace and saves; then everything that counts is counted, at rest and after the garbage was collected: memory,
threads, open files and Qt's objects. ``--leak`` keeps a widget in each round, as a control: that must be seen.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

WARM = 0.25
"""The part of the time that counts as warming up: caches fill, and the allocator finds its size."""
COUNTS = ("threads", "files", "objects")
ENDS = 5
"""Samples at either end that threads, files and objects are compared of."""
MOST = 5.0
"""MB that may be held more after warming up."""
DEADLINE = 60.0
"""Seconds after which something that should have come about is a fault."""


def sample() -> dict[str, float]:
    """What the process holds now: memory in MB, threads, open files, and Qt's objects that Python knows."""
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).malloc_trim(0)  # memory that is free in the process, but not given back, is no growth
    return {
        "memory": resident(),
        "held": held(),
        "threads": threading.active_count(),
        "files": len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0,
        "objects": sum(isinstance(one, QObject) for one in shiboken6.getAllValidWrappers()),
    }


def resident() -> float:
    """Memory of this process in MB, where the system says so."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def held() -> float:
    """MB that the program asked of the allocator and did not give back, where that tells; otherwise all its memory.

    The memory of the process is more, and goes up and down by ten MB with where in it the gaps are.
    """
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None
    if libc is None or not hasattr(libc, "malloc_info"):
        return resident()
    text, size = ctypes.c_void_p(), ctypes.c_size_t()
    libc.open_memstream.restype = ctypes.c_void_p
    stream = ctypes.c_void_p(libc.open_memstream(ctypes.byref(text), ctypes.byref(size)))
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    found = ctypes.string_at(text, size.value).decode("ascii")
    libc.free(text)
    whole = found[found.rindex("</heap>") :]  # after the single arenas, the sums

    def of(pattern: str) -> int:
        match = re.search(pattern, whole)
        return int(match[1]) if match else 0

    free = sum(of(rf'type="{kind}" count="\d+" size="(\d+)"') for kind in ("fast", "rest"))
    mapped = of(r'type="mmap" count="\d+" size="(\d+)"')
    return (of(r'system type="current" size="(\d+)"') - free + mapped) / 1e6


class Soak:
    """Rounds of use, one act after the other; each act is over when the next may begin."""

    def __init__(self, window: Any, app: Any, folder: Path, seed: int, leak: bool) -> None:
        self.window, self.app, self.folder, self.leak = window, app, folder, leak
        self.chance = random.Random(seed)
        self.rounds = 0
        self.kept: list[Any] = []

    def until(self, held: Callable[[], bool], what: str) -> None:
        """Let the window run until something holds."""
        end = time.monotonic() + DEADLINE
        while not held():
            if time.monotonic() > end:
                raise SystemExit(f"soak: round {self.rounds}: {what} did not come about")
            self.rest(0.01)

    def rest(self, seconds: float) -> None:
        """Let the window run for a while."""
        end = time.monotonic() + seconds
        while True:
            self.app.processEvents()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.005))

    def paused(self) -> bool:
        """Whether a network is ready and rests."""
        run = self.window.live.session.run
        return run.experiment is not None and run.status.state in ("paused", "finished")

    def open(self, path: Path) -> None:
        """Open a project and wait until it can be trained."""
        before = self.window.live.session
        self.window.documents.open(path)
        self.until(lambda: self.window.live.session is not before and self.paused(), "the project is open")

    def round(self, base: Path) -> None:
        """One of everything; at its end the project is open and at rest, as it was at its beginning."""
        self.rounds += 1
        for act in self.acts():
            act()
            self.rest(self.chance.uniform(0.02, 0.15))
        if self.leak:
            from PySide6.QtWidgets import QWidget

            self.kept.append((QWidget(), bytearray(os.urandom(200_000))))
        self.open(base)
        self.rest(0.4)
        self.window.notices.clear()

    def acts(self) -> Iterator[Callable[[], None]]:
        """What a round does between opening and counting, in an order that differs."""
        window, live = self.window, self.window.live
        edits = [
            lambda e: replace(e, batch_size=self.chance.choice((16, 32, 64))),
            lambda e: replace(e, layers=(replace(e.layers[0], units=self.chance.randint(8, 40)), *e.layers[1:])),
            lambda e: replace(e, seed=self.chance.randint(1, 5)),
        ]
        yield live.train
        yield lambda: self.rest(0.3)
        middle: list[Callable[[], None]] = [
            *(lambda edit=edit: live.edit(edit, "Edit") for edit in edits),
            live.undo,
            live.reset,
            live.undo,
            live.redo,
            lambda: live.session.run.reload("digits"),
            lambda: window.show_workspace(1),
            lambda: window.show_workspace(0),
        ]
        self.chance.shuffle(middle)
        yield from middle
        yield live.session.run.pause
        yield lambda: window.show_workspace(0)
        yield lambda: self.until(self.paused, "a pause")
        yield self.save

    def save(self) -> None:
        """Save under another name, and wait until it is on the disk."""
        done: list[bool] = []
        self.window.documents.save(self.folder / "saved.inknet", lambda: done.append(True))
        self.until(lambda: bool(done), "the project is saved")


def growth(samples: list[dict[str, float]], name: str) -> float:
    """How much there is more at the end than at the beginning, by the median of the slopes between any two samples.

    What the allocator holds goes up and down by several MB from one sample to the next, which a slope of two ends would
    take for growth (Theil, 1950; Sen, 1968).
    """
    times, values = (np.array([one[key] for one in samples]) for key in ("seconds", name))
    i, j = np.triu_indices(len(samples), 1)
    if not len(i):
        return 0.0
    return float(np.median((values[j] - values[i]) / (times[j] - times[i])) * (times[-1] - times[0]))


def verdict(samples: list[dict[str, float]], unhandled: int) -> dict[str, Any]:
    """The figures after warming up; ``steady`` where what is held grew by no more than 5 MB, and nothing else did."""
    first = samples[0]["seconds"]
    warm = [one for one in samples if one["seconds"] >= first + WARM * (samples[-1]["seconds"] - first)]
    grown = {name: round(growth(warm, name), 2) for name in ("memory", "held")}
    grown |= {name: max(one[name] for one in warm[-ENDS:]) - max(one[name] for one in warm[:ENDS]) for name in COUNTS}
    steady = grown["held"] <= MOST and not unhandled and all(grown[name] <= 0 for name in COUNTS)
    return {
        "rounds": len(samples),
        "seconds": samples[-1]["seconds"],
        **grown,
        "unhandled": unhandled,
        "steady": steady,
    }


def soak(seconds: float, seed: int, leak: bool, told: Callable[[dict[str, float]], None]) -> dict[str, Any]:
    """Use the window for so long, in folders of its own; ``told`` gets each sample. Returns the verdict."""
    with tempfile.TemporaryDirectory() as name:
        for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = name
        from PySide6.QtWidgets import QApplication

        from core.experiment import Choice, Experiment, Stopping, layers_from
        from core.folders import log_folder
        from core.log import Log
        from core.project import Project, save
        from core.threads import one_blas_thread
        from desktop.heartbeat import watched
        from desktop.main import open_window
        from desktop.reporter import Reporter
        from desktop.reporter_notice import ReportNotices

        app, base = QApplication([sys.argv[0]]), Path(name, "base.inknet")
        data = Choice("digits", (("test", 200), ("train", 1000)))
        layers = layers_from([16], Choice("relu"))
        save(base, Project(Experiment(dataset=data, layers=layers, stopping=Stopping(epochs=100_000))))
        reporter = Reporter(Log(log_folder()))
        with one_blas_thread(), watched(reporter, log_folder()):
            window = open_window(app)
            ReportNotices(reporter, window.notices)
            window.preferences.asks = False
            window.show()
            use = Soak(window, app, Path(name), seed, leak)
            use.until(use.paused, "the first network")
            use.open(base)
            begin, samples = time.monotonic(), []
            while not samples or samples[-1]["seconds"] < seconds:
                use.round(base)
                samples.append(sample() | {"seconds": round(time.monotonic() - begin, 1)})
                told(samples[-1])
            window.close()
            app.processEvents()
        if reporter.count:
            print(reporter.report(), file=sys.stderr)
        return verdict(samples, reporter.count)


def main() -> int:
    """Use the window and tell what grew; 1 where something did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1200)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--leak", action="store_true")
    parser.add_argument("--json", action="store_true", help="print the verdict alone, as JSON")
    arguments = parser.parse_args()
    shown = (lambda one: None) if arguments.json else (lambda one: print(one, flush=True))
    answer = soak(arguments.seconds, arguments.seed, arguments.leak, shown)
    print(json.dumps(answer), flush=True)
    sys.stderr.flush()
    os._exit(0 if answer["steady"] else 1)  # a window taken apart by a dying interpreter may crash


if __name__ == "__main__":
    sys.exit(main())
