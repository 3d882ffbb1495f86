"""What all benchmarks share: where results lie, what machine they come from, and the page that is made of them."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from _asked import asked

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
ORDER = (
    "step",
    "step_profile",
    "scale",
    "load",
    "memory",
    "startup",
    "window",
    "views",
    "workshop",
    "guard",
    "checks",
    "accuracy",
    "lessons",
)
PACKAGES = ("numpy", "torch", "jax", "scikit-learn", "numba", "PySide6-Essentials", "pyqtgraph")
INTRODUCTION = """# What was measured

Made by `make bench`, which writes this page and the JSON files of `benchmarks/results`. The peers come with
`pip install -e .[bench]`; what is not installed is left out. Sides take turns within one run, and times are CPU seconds
of a process with one thread unless it says otherwise, so that ratios hold on a busy machine too; absolute figures are
those of the machine named above each table.
"""


def one_thread() -> dict[str, str]:
    """The environment of a process whose libraries keep to one thread."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    xla = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    return {**os.environ, **dict.fromkeys(names, "1"), "XLA_FLAGS": xla, "JAX_PLATFORMS": "cpu"}


def machine() -> dict[str, Any]:
    """Versions, processor and load."""
    versions = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    load = [round(one, 2) for one in os.getloadavg()] if hasattr(os, "getloadavg") else []
    return {"processor": processor(), "cores": os.cpu_count(), "load": load, "versions": versions}


def processor() -> str:
    """What the system calls it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def spread(values: Sequence[float]) -> float:
    """Half the distance between the quartiles, as a share of the median."""
    if len(values) < 2:
        return 0.0
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / 2 / middle


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table in Markdown, its first column to the left and the others to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def save(name: str, title: str, answer: dict[str, Any], words: str, quiet: bool = False) -> None:
    """Write ``name``.json and ``name``.md, print the latter unless ``quiet``, and make the page anew."""
    where = machine()
    RESULTS.mkdir(exist_ok=True)
    whole = {"date": time.strftime("%Y-%m-%d"), **where, **answer}
    (RESULTS / f"{name}.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    versions = ", ".join(f"{key} {value}" for key, value in where["versions"].items())
    load = " ".join(f"{one:g}" for one in where["load"])
    foot = f"{where['processor']}, {where['cores']} cores, load {load}; {versions}; {whole['date']}."
    text = f"## {title}\n\n{foot}\n\n{words.strip()}\n"
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    if not quiet:
        print(text)
    write_page()


def write_page() -> None:
    """Make the page anew of what is asked and of every result."""
    parts = [path for one in ORDER if (path := RESULTS / f"{one}.md").exists()]
    lines = table(["what", "floor", "goal", "measured", "reached"], asked(RESULTS))
    whole = [INTRODUCTION, f"## What is asked\n\n{lines}\n", *(path.read_text(encoding="utf-8") for path in parts)]
    PAGE.write_text("\n".join(whole), encoding="utf-8")
