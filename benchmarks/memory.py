"""The most memory that a training takes above what its imports take, in a process of its own.

    python benchmarks/memory.py [--mnist FOLDER]

``inknet train`` makes its digits itself; with a folder of MNIST's four files a training on them is measured too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from _common import ROOT, one_thread, save, table

MEGA = 1_000_000
ASKED = {"inknet train": (300, 200), "inknet train on MNIST": (300, 150)}
PROGRAM = """
import contextlib, io, json, resource, sys
sys.path.insert(0, sys.argv[1])
import numpy, threadpoolctl, pluggy, rich.progress
import core.commands.train
from core.cli import main
def peak():
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
with contextlib.redirect_stdout(io.StringIO()):
    status = main(sys.argv[2:], builtins="plugins")
print(json.dumps([before, peak(), status or 0]))
"""


def once(*arguments: str) -> tuple[int, int]:
    """Bytes at the imports and at the most."""
    command = [sys.executable, "-c", PROGRAM, str(ROOT), "train", "--json", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=one_thread())
    before, most, status = json.loads(done.stdout.splitlines()[-1])
    if status:
        raise SystemExit(f"memory: inknet train {' '.join(arguments)} ended with status {status}")
    return before, most


def main() -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", default=os.environ.get("INKNET_MNIST", ""))
    options = parser.parse_args()
    runs = {"inknet train": once("--epochs", "1")}
    if options.mnist:
        runs["inknet train on MNIST"] = once("--epochs", "1", "--dataset", f"idx:{options.mnist}")
    rows = [
        [name, f"{before / MEGA:.0f} MB", f"{(most - before) / MEGA:.0f} MB", *(f"{one} MB" for one in ASKED[name])]
        for name, (before, most) in runs.items()
    ]
    answer = {name: {"imports": before, "peak": most} for name, (before, most) in runs.items()}
    words = "784-128-64-10 on 60,000 images, one epoch, with its evaluations.\n\n"
    words += table(["what", "imports", "peak above them", "floor", "goal"], rows)
    save("memory", "Memory", {"runs": answer}, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
