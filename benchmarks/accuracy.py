"""How well a multilayer perceptron reads MNIST within so many CPU seconds, and how well one reads it from digits alone.

    python benchmarks/accuracy.py [--mnist FOLDER] [--only minute|five|online]... [--seeds 1,2,3] [--search]

Every row is a plain ``inknet train`` command, printed before it runs, in a process of its own on one BLAS thread. What
is counted is the CPU time of that whole process with all its threads: imports, loading, training, augmentation on the
second core, evaluation after each epoch and at the end. The settings were chosen with ``--search``, which holds a sixth
of the training rows out to choose by and leaves the test split alone; the rows below then train on all 60,000.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
WIDE = "--layers 512,512 --batch-size 256 --schedule one-cycle --augment distortion --set evaluate_every=100000"
RECIPES = {
    "minute": f"{WIDE} --epochs 10 --set optimizer.learning_rate=0.004",
    "five": f"{WIDE} --epochs 50 --set optimizer.learning_rate=0.004 --set loss.smoothing=0.05 "
    "--set augmentations.0.elastic=1.3",
    "online": "--fresh --epochs 17",
}
"""``minute`` and ``five`` learn MNIST; ``online`` sees none of it, but a million digits that are made as it goes."""
ASKED = {"minute": (60, 0.989, 0.99), "five": (300, 0.992, 0.9935), "online": (None, 0.965, 0.98)}
"""CPU seconds at the most, and the floor and the goal for the mean accuracy on MNIST's test split."""
TRIED = [
    f"{WIDE} --epochs 13 --set optimizer.learning_rate=0.002",
    f"{WIDE} --epochs 13 --set optimizer.learning_rate=0.002 --averaging 1",
    f"{WIDE} --epochs 13 --set optimizer.learning_rate=0.002 --set layers.0.dropout=0.2 --set layers.1.dropout=0.2",
    f"{WIDE} --epochs 13 --set optimizer.learning_rate=0.002 --set loss.smoothing=0.1",
    f"{WIDE} --epochs 13 --set optimizer.learning_rate=0.002 --set augmentations.0.elastic=0.6",
    f"{WIDE} --epochs 13 --set optimizer.learning_rate=0.004",
]
"""What the search tries; the best of it became ``minute``, and ``five`` is that for longer and with stronger bends."""


def trained(options: str, data: list[str]) -> dict[str, object]:
    """What one command says of itself, with the CPU seconds of its process as ``cpu``."""
    words = ["train", *data, *options.split(), "--json"]
    print("inknet", *words, flush=True)
    limits = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
    command = [sys.executable, "-m", "desktop.main", *words]
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **limits}, capture_output=True, text=True)
    after = os.times()
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return found | {"cpu": round(spent, 1)}


def row_of(name: str, mnist: str, seeds: list[int]) -> dict[str, object]:
    """One recipe, with each seed."""
    test = f"mnist:{mnist}"
    data = ["--evaluate-on", test] if name == "online" else ["--dataset", test]
    runs = []
    for seed in seeds:
        found = trained(f"{RECIPES[name]} --seed {seed}", data)
        read = found["evaluations"][test]["accuracy"] if name == "online" else found["test_accuracy"]  # type: ignore[index]
        own = {"own_test": found["test_accuracy"]} if name == "online" else {}
        runs.append({"seed": seed, "mnist_test": read, **own, "cpu_seconds": found["cpu"], "epochs": found["epochs"]})
        print(f"  seed {seed}: {100 * read:.2f} % in {found['cpu']} CPU s", flush=True)
    limit, floor, goal = ASKED[name]
    accuracy, cpu = mean(run["mnist_test"] for run in runs), mean(run["cpu_seconds"] for run in runs)
    row = {"recipe": name, "command": f"inknet train {RECIPES[name]}", "accuracy": round(accuracy, 5)}
    return row | {"cpu_seconds": round(cpu, 1), "limit": limit, "floor": floor, "goal": goal, "runs": runs}


def search(mnist: str) -> list[dict[str, object]]:
    """What each tried setting reaches on a sixth of the training rows that is held out."""
    rows = []
    for options in TRIED:
        found = trained(f"{options} --validation 0.1667", ["--dataset", f"mnist:{mnist}"])
        rows.append({"options": options, "validation": found["validation_accuracy"], "cpu_seconds": found["cpu"]})
        print(f"  {100 * float(str(found['validation_accuracy'])):.2f} % in {found['cpu']} CPU s", flush=True)
    return rows


def write(name: str, what: str, rows: list[dict[str, object]]) -> None:
    """Put rows into a result file beside those of it that were not measured now."""
    path = RESULTS / f"{name}.json"
    key = "recipe" if "recipe" in rows[0] else "options"
    known = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    measured = {row[key] for row in rows}
    machine = {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load": [round(one, 1) for one in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "date": time.strftime("%Y-%m-%d"),
    }
    tree = {"what": what, "machine": machine, "rows": [row for row in known if row[key] not in measured] + rows}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(tree, indent=1) + "\n", encoding="utf-8")


def table(rows: list[dict[str, object]]) -> str:
    """The rows in lines for people."""
    lines = [f"{'recipe':8} {'MNIST test':>10} {'floor':>7} {'goal':>7} {'CPU s':>7} {'limit':>6}  seeds"]
    for row in rows:
        shares = "  ".join(f"{100 * float(str(row[key])):.2f} %" for key in ("accuracy", "floor", "goal"))
        each = " ".join(f"{100 * run['mnist_test']:.2f}" for run in row["runs"])  # type: ignore[attr-defined]
        lines.append(f"{row['recipe']:8} {shares} {row['cpu_seconds']:>7} {row['limit'] or '-':>6}  {each}")
    return "\n".join(lines)


def main() -> int:
    """Run what is asked for, print a table, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", default=os.environ.get("INKNET_MNIST", ""), help="folder of the four files")
    parser.add_argument("--only", action="append", choices=tuple(RECIPES))
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--search", action="store_true", help="choose settings on held-out rows instead")
    options = parser.parse_args()
    if not options.mnist:
        print("accuracy: real MNIST is needed: give --mnist FOLDER or set INKNET_MNIST", file=sys.stderr)
        return 0
    if options.search:
        write("accuracy_search", "Accuracy on held-out training rows of MNIST", search(options.mnist))
        return 0
    rows = []
    for name in options.only or RECIPES:
        rows.append(row_of(name, options.mnist, [int(seed) for seed in options.seeds.split(",")]))
        write("accuracy", "MNIST test accuracy of a multilayer perceptron within so many CPU seconds", rows)
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
