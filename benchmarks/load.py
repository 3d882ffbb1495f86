"""How long data take until they can be trained on: 60,000 images from IDX files and from CSV, 10,000 digits made.

    python benchmarks/load.py [--repeats 3]

The files hold built-in digits, written beforehand. Each repeat is a process of its own; its imports do not count.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from _common import ROOT, one_thread, save, table

sys.path.insert(0, str(ROOT))

import numpy as np
from _cells import digits

from core.host import find

ROWS, TEST = 60_000, 10_000
ASKED = {"IDX.gz, 60,000": (1.0, 0.5), "CSV, 60,000": (3.0, 1.5), "digits, 10,000": (2.0, 0.5)}
PROGRAM = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from core.build import load
from core.experiment import Choice
from core.host import find
registry, settings = find("plugins").registry, json.loads(sys.argv[3])
begin, spent = time.perf_counter(), time.process_time()
data = load(Choice(sys.argv[2], tuple(sorted(settings.items()))), 1, registry)
print(json.dumps([time.perf_counter() - begin, time.process_time() - spent, len(data.train.inputs)]))
"""


def write_files(folder: Path) -> None:
    """Four gzipped IDX files and a CSV file with a label first."""
    made = digits(find("plugins").registry, TEST).train
    labels = made.targets.argmax(axis=1).astype(np.uint8)
    times = ROWS // TEST
    for name, images, digit in (
        ("train", np.tile(made.inputs, (times, 1)), np.tile(labels, times)),
        ("t10k", made.inputs, labels),
    ):
        head = struct.pack(">4I", 0x803, len(images), 28, 28)
        with gzip.open(folder / f"{name}-images-idx3-ubyte.gz", "wb", 6) as file:
            file.write(head + images.tobytes())
        with gzip.open(folder / f"{name}-labels-idx1-ubyte.gz", "wb", 6) as file:
            file.write(struct.pack(">2I", 0x801, len(digit)) + digit.tobytes())
    rows = np.column_stack([labels, made.inputs]).tolist()
    text = "".join(",".join(map(str, row)) + "\n" for row in rows)
    (folder / "digits.csv").write_text(text * times, encoding="ascii")


def once(dataset: str, settings: dict[str, object]) -> tuple[float, float]:
    """Wall and CPU seconds of one load."""
    command = [sys.executable, "-c", PROGRAM, str(ROOT), dataset, json.dumps(settings)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=one_thread())
    wall, cpu, _ = json.loads(done.stdout)
    return wall, cpu


def main() -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        write_files(Path(scratch))
        wanted: dict[str, tuple[str, dict[str, object]]] = {
            "IDX.gz, 60,000": ("idx", {"folder": scratch}),
            "CSV, 60,000": ("csv", {"file": str(Path(scratch) / "digits.csv"), "test_share": 0.001}),
            "digits, 10,000": ("digits", {"train": 9_000, "test": 1_000}),
        }
        found = {
            name: [once(dataset, settings) for _ in range(options.repeats)]
            for name, (dataset, settings) in wanted.items()
        }
    rows, answer = [], {}
    for name, runs in found.items():
        wall, cpu = (statistics.median(one) for one in zip(*runs, strict=True))
        answer[name] = {"wall": round(wall, 3), "cpu": round(cpu, 3)}
        rows.append([name, f"{wall:.2f} s", f"{cpu:.2f} s", *(f"{one:g} s" for one in ASKED[name])])
    words = table(["what", "wall", "CPU", "floor", "goal"], rows)
    save("load", "Loading data", {"repeats": options.repeats, "loads": answer}, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
