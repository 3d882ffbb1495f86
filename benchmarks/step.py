"""One training step beside PyTorch, JAX, scikit-learn and the bare matrix products: samples per CPU second.

    python benchmarks/step.py [--quick] [--networks 784-10,784-300-10] [--batches 1,32] [--peers torch-fused,jax]

Every side has a process and one thread of its own, and they take turns. PyTorch counts with its faster optimizer form.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _common import RESULTS, ROOT, one_thread, save, spread, table

HERE = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from _cells import BATCHES, NETWORKS, RATES, Cell  # noqa: E402
from _equal import ALLOWED, STEPS  # noqa: E402

OWN = ("ours", "limit")
PEERS = ("torch-foreach", "torch-fused", "jax", "scikit-learn", "plain", "fast")
SECONDS = 0.04
SHORT = {"gradient-descent": "GD", "momentum": "momentum", "adam": "Adam"}


class Side:
    """A worker process and what it answered."""

    def __init__(self, name: str) -> None:
        self.name = name
        command = [sys.executable, str(HERE / "_worker.py"), name]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=one_thread()
        )
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                return dict(json.loads(line))
        return {"error": "the process ended"}

    def speed(self, cell: Cell) -> float | str:
        """Samples per CPU second, or what went wrong."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"cell": cell, "seconds": SECONDS}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return answer["error"] if "error" in answer else answer["samples"] / answer["seconds"]

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def measure(cells: list[Cell], names: list[str], repeats: int) -> Iterator[dict[str, Any]]:
    """Each cell on every side, in turns; a side that cannot train a cell is left out there."""
    sides = [Side(name) for name in names]
    try:
        for cell in cells:
            speeds: dict[str, list[float]] = {name: [] for name in names}
            able = list(sides)
            for _ in range(repeats):
                for side in list(able):
                    speed = side.speed(cell)
                    if isinstance(speed, str):
                        print(f"step: {' '.join(map(str, cell))}: no {side.name}: {speed}", file=sys.stderr)
                        able.remove(side)
                        if speed.startswith("ModuleNotFoundError"):
                            sides.remove(side)
                            side.close()
                    else:
                        speeds[side.name].append(speed)
            medians = {name: statistics.median(some) for name, some in speeds.items() if some}
            words = " ".join(f"{name} {speed:,.0f}" for name, speed in medians.items())
            print(f"{cell.network} {cell.batch} {cell.optimizer}: {words}", file=sys.stderr, flush=True)
            yield {
                **cell._asdict(),
                "load": round(os.getloadavg()[0], 1),
                "samples_per_second": medians,
                "spread": {name: round(spread(some), 3) for name, some in speeds.items() if some},
            }
    finally:
        for side in sides:
            side.close()


def ratio(cell: dict[str, Any], *names: str) -> float | None:
    """Our speed over the fastest of these sides."""
    speeds = cell["samples_per_second"]
    theirs = [speeds[name] for name in names if name in speeds]
    return speeds["ours"] / max(theirs) if theirs else None


def faster(cell: dict[str, Any]) -> float | None:
    """How many times as fast the step is where numba is installed."""
    speeds = cell["samples_per_second"]
    return speeds["fast"] / speeds["ours"] if "fast" in speeds else None


def rows_of(cells: list[dict[str, Any]]) -> list[list[str]]:
    """The lines of the table."""

    def shown(value: float | None, below: float = 1.0) -> str:
        return "" if value is None else f"**{value:.2f}**" if value < below else f"{value:.2f}"

    lines = []
    for cell in cells:
        lines.append(
            [
                f"{cell['network']}, B {cell['batch']}, {SHORT[cell['optimizer']]}",
                f"{cell['samples_per_second']['ours']:,.0f}",
                f"{100 * cell['spread']['ours']:.0f} %",
                shown(ratio(cell, "limit"), 0),
                shown(ratio(cell, "torch-foreach", "torch-fused")),
                shown(ratio(cell, "jax")),
                shown(ratio(cell, "scikit-learn")),
                shown(ratio(cell, "plain"), 0),
                shown(faster(cell), 0),
            ]
        )
    return lines


def equal_work() -> dict[str, float]:
    """Largest differences from PyTorch by cell; none where it is not installed. Raises SystemExit where too large."""
    done = subprocess.run(
        [sys.executable, str(HERE / "_equal.py")], capture_output=True, text=True, env=one_thread(), check=False
    )
    if "No module named 'torch'" in done.stderr:
        return {}
    found = json.loads(done.stdout.splitlines()[-1])
    wrong = [name for name, value in found.items() if value > ALLOWED[name.split()[-1]]]
    if wrong:
        raise SystemExit(f"step: not the same work as PyTorch's: {', '.join(wrong)}")
    return dict(found)


def words_of(answer: dict[str, Any]) -> str:
    """The whole table with what its columns mean."""
    equal = answer["difference_from_torch"]
    proof = (
        f"After {STEPS} steps from the same start on the same batches the parameters differ from PyTorch's by "
        f"{max(equal.values()):.1g} at the most."
        if equal
        else "PyTorch is not here, so equal work was not proven in this run."
    )
    head = [
        "cell",
        "samples/s",
        "spread",
        "of the limit",
        "/ torch",
        "/ JAX",
        "/ scikit-learn",
        "/ plain",
        "with numba",
    ]
    below = [
        f"{cell['network']} B {cell['batch']} {SHORT[cell['optimizer']]} ({name})"
        for cell in answer["cells"]
        for name, sides in (("torch", ("torch-foreach", "torch-fused")), ("scikit-learn", ("scikit-learn",)))
        if (value := ratio(cell, *sides)) is not None and value < 1
    ]
    return (
        "Samples per CPU second of whole steps (gather, preprocess, forward, loss, backward, update, checks, history), "
        f"medians of {answer['repeats']} turns; spread is half the distance between the quartiles. The other columns "
        "are our speed over that of: the bare matrix products of the step; PyTorch eager with the faster of its "
        "foreach and fused optimizers; JAX jit with lax.scan over the batches; scikit-learn's MLPClassifier; and our "
        "own step with components as a learner writes them, two short methods each. The last column is how many times "
        "as fast our step becomes where numba is installed. Below 1 is bold.\n\n"
        f"{proof}\n\n{table(head, rows_of(answer['cells']))}\n\n"
        f"Below 1 against PyTorch or scikit-learn: {'; '.join(below) or 'no cell'}."
    )


def main() -> int:
    """Measure what is asked for and save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--batches", default=",".join(map(str, BATCHES)))
    parser.add_argument("--optimizers", default=",".join(RATES))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two networks, three batch sizes, three turns; no file")
    options = parser.parse_args()
    networks, batches = options.networks.split(","), [int(batch) for batch in options.batches.split(",")]
    repeats, optimizers = options.repeats, options.optimizers.split(",")
    if options.quick:
        networks, batches, repeats = networks[:3:2], [1, 32, 128], 3
    cells = [Cell(n, b, o) for n in networks for o in optimizers for b in batches]
    answer: dict[str, Any] = {"repeats": repeats, "difference_from_torch": equal_work(), "cells": []}
    known = {} if options.quick else known_cells()
    for cell in measure(cells, [*OWN, *filter(None, options.peers.split(","))], repeats):
        known[cell["network"], cell["batch"], cell["optimizer"]] = cell
        answer["cells"] = [
            known[cell] for n in NETWORKS for o in RATES for b in BATCHES if (cell := (n, b, o)) in known
        ]
        if not options.quick:
            save("step", "The training step", answer, words_of(answer), quiet=True)
    print(words_of(answer))
    return 0


def known_cells() -> dict[tuple[str, int, str], dict[str, Any]]:
    """What earlier runs measured: a partial run replaces its own part of the table."""
    path = RESULTS / "step.json"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.exists() else []
    return {(cell["network"], cell["batch"], cell["optimizer"]): cell for cell in cells}


if __name__ == "__main__":
    sys.exit(main())
