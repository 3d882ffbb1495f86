"""What is asked of inknet's speed beside what was measured: floors that must hold, and goals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

LIMIT = {"784-128-64-10": (0.78, 0.85), "784-300-10": (0.85, 0.90), "784-512-512-10": (0.90, 0.93)}
"""Share of the bare matrix products that a step of gradient descent reaches at batch 128: floor and goal."""
TORCH = {1: (3.0, 4.0), 8: (3.4, 4.0), 32: (1.9, 2.2)}
"""How many times as fast as PyTorch a step of gradient descent on 784-128-64-10 is, by batch: floor and goal."""
LARGE = "784-512-512-10"
LOADS = {"IDX.gz, 60,000": (1.0, 0.5), "CSV, 60,000": (3.0, 1.5), "digits, 10,000": (2.0, 0.5)}
"""Seconds: floor and goal."""
MEMORY = {"inknet train on MNIST": (300, 150), "inknet train": (300, 200)}
"""Megabytes above the imports: floor and goal."""
LATER = (5.0, 8.0)
"""Milliseconds: later than at rest at the 99th percentile, and at all."""
SHARE = (0.90, 0.95)
"""Steps a second in the window over those without, from batch 32: floor and goal."""

Cells = list[dict[str, Any]]


class Asked(NamedTuple):
    """One line of the table."""

    what: str
    floor: str
    goal: str
    measured: str
    reached: str

    @classmethod
    def of(cls, what: str, floor: float, goal: float, value: float, unit: str = "", least: bool = True) -> Asked:
        """A number that must be at least, or at most, floor and goal."""
        sign = ">=" if least else "<="
        holds = [(value >= one) if least else (value <= one) for one in (floor, goal)]
        reached = "goal" if holds[1] else "floor" if holds[0] else "**no**"
        shown = [f"{sign} {floor:g}{unit}", f"{sign} {goal:g}{unit}", f"{value:.3g}{unit}"]
        return cls(what, *shown, reached)


def asked(results: Path) -> list[Asked]:
    """Every line that there are results for."""

    def read(name: str) -> dict[str, Any]:
        path = results / f"{name}.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    return [
        *_step(read("step").get("cells", [])),
        *_window([row for row in read("window").get("rows", []) if row["views"] == 4]),
        *_accuracy(read("accuracy").get("rows", [])),
        *_load(read("load").get("loads", {})),
        *_memory(read("memory").get("runs", {})),
    ]


def _ratio(cell: dict[str, Any], *names: str) -> float | None:
    speeds = cell["samples_per_second"]
    theirs = [speeds[name] for name in names if name in speeds]
    return speeds["ours"] / max(theirs) if theirs else None


def _step(cells: Cells) -> Iterator[Asked]:
    by_place = {(cell["network"], cell["batch"], cell["optimizer"]): cell for cell in cells}
    for network, (floor, goal) in LIMIT.items():
        cell = by_place.get((network, 128, "gradient-descent"))
        share = _ratio(cell, "limit") if cell else None
        if share is not None:
            yield Asked.of(f"share of the limit, {network}, B 128, gradient descent", floor, goal, share)
    torch = "torch-foreach", "torch-fused"
    for batch, (floor, goal) in TORCH.items():
        cell = by_place.get(("784-128-64-10", batch, "gradient-descent"))
        times = _ratio(cell, *torch) if cell else None
        if times is not None:
            yield Asked.of(f"/ PyTorch, 784-128-64-10, B {batch}, gradient descent", floor, goal, times)
    plain = [cell for cell in cells if cell["optimizer"] != "adam"]
    adam = [cell for cell in cells if cell["optimizer"] == "adam"]
    scanned = [cell for cell in cells if cell["batch"] >= 8]
    yield from _all("/ PyTorch, gradient descent and momentum", plain, torch, lambda _: (1, 1))
    yield from _all("/ PyTorch, Adam", adam, torch, lambda cell: (0.8 if cell["network"] == LARGE else 1, 1))
    yield from _all(
        "/ JAX (floor from B 32, goal from B 8)",
        scanned,
        ("jax",),
        lambda cell: (0 if cell["batch"] < 32 else 0.95 if cell["network"] == LARGE else 1, 1),
    )
    yield from _all("/ scikit-learn", cells, ("scikit-learn",), lambda _: (1, 1.3))


def _all(
    what: str, cells: Cells, peers: tuple[str, ...], bounds: Callable[[dict[str, Any]], tuple[float, float]]
) -> Iterator[Asked]:
    """A line for many cells: the lowest, and how many miss floor and goal."""
    found = [(ratio, cell) for cell in cells if (ratio := _ratio(cell, *peers)) is not None]
    if not found:
        return
    least, where = min(found, key=lambda one: one[0])
    missed = [sum(ratio < bounds(cell)[k] for ratio, cell in found) for k in (0, 1)]
    floor, goal = (f"{max(bounds(cell)[k] for _, cell in found):g}" for k in (0, 1))
    words = f"lowest {least:.2f} ({where['network']}, B {where['batch']}, {where['optimizer']}) of {len(found)} cells"
    reached = (
        "goal" if not missed[1] else f"floor; goal not in {missed[1]}" if not missed[0] else f"**not in {missed[0]}**"
    )
    yield Asked(f"{what}, every cell", f"> {floor}", f"> {goal}", words, reached)


def _window(rows: Cells) -> Iterator[Asked]:
    for row in rows:
        hidden = row["network"].split(",")
        network = f"{len(hidden)} hidden layers" if len(hidden) > 4 else f"784-{'-'.join(hidden)}-10"
        where = f"{network}, B {row['batch']}, four views{', drawing' if row['pad'] else ''}"
        rest, training = row["lateness_rest_ms"]["p99"], row["lateness_training_ms"]["p99"]
        reached = "goal" if training < LATER[1] else "floor" if training <= rest + LATER[0] else "**no**"
        asked = f"<= {rest + LATER[0]:.1f} ms", f"< {LATER[1]:g} ms"
        yield Asked(f"lateness of a 16 ms timer, p99, {where}", *asked, f"{training:.1f} ms", reached)
        if row["batch"] >= 32:
            yield Asked.of(f"training beside the window / headless, {where}", *SHARE, row["share"])


def _accuracy(rows: Cells) -> Iterator[Asked]:
    for row in rows:
        if row.get("goal"):
            within = f" in {row['limit']} CPU s" if row.get("limit") else ""
            name = f"MNIST test accuracy{within}, {row['recipe']}, mean of {len(row['runs'])} seeds"
            bounds = 100 * row["floor"], 100 * row["goal"]
            line = Asked.of(name, *bounds, 100 * row["accuracy"], " %")
            yield line._replace(measured=f"{100 * row['accuracy']:.2f} % in {row['cpu_seconds']:.0f} s")


def _load(loads: dict[str, Any]) -> Iterator[Asked]:
    for name, (floor, goal) in LOADS.items():
        if name in loads:
            line = Asked.of(f"loading {name}", floor, goal, loads[name]["wall"], " s", least=False)
            yield line._replace(measured=f"{line.measured} ({loads[name]['cpu']:.2g} s of CPU)")


def _memory(runs: dict[str, Any]) -> Iterator[Asked]:
    for name, (floor, goal) in MEMORY.items():
        if name in runs:
            above = (runs[name]["peak"] - runs[name]["imports"]) / 1e6
            yield Asked.of(f"peak memory above the imports, {name}", floor, goal, above, " MB", least=False)
