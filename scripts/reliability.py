"""Writes docs/reliability.md from the figures that the tests recorded in build/reliability; ``make reliability``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "build" / "reliability"
PAGE = ROOT / "docs" / "reliability.md"
LEFT_OUT: dict[str, str] = json.loads((ROOT / "tests" / "reliability" / "left_out.json").read_text(encoding="utf-8"))
"""Rows that no test measures, and why."""
PARTS = {"C": "Crashes", "D": "Damaged data", "N": "Numbers", "L": "Load", "S": "Security", "P": "Plugins"}
HEAD = "| # | promise | anchor | test (command) | N | target | measured |\n|---|---|---|---|---|---|---|\n"
INTRODUCTION = """# Reliability

What inknet promises, how it is tested, and what was measured. This page is written by `make reliability` from the
figures of the tests themselves; `make reliability ARGS="-m long"` adds the long ones. Zero failures in N trials mean
fewer than 3/N with 95 % certainty. Each harness has a control beside it that must fail, such as a writer that writes
under the final name, so that a check which cannot fail is seen. Random ones tell their seed.
"""


def order(row: str) -> tuple[str, int, str]:
    """C2 before C10."""
    found = re.fullmatch(r"([A-Z])(\d+)(.*)", row)
    return (found[1], int(found[2]), found[3]) if found else (row, 0, "")


def line(figure: dict[str, Any]) -> str:
    """One row of the table."""
    n = f"{figure['n']:,}" + (f" (seed {figure['seed']})" if figure["seed"] is not None else "")
    cells = [figure["row"], figure["promise"], figure["anchor"], f"`{figure['test']}`", n]
    cells += [figure["target"], figure["measured"]]
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def page(figures: list[dict[str, Any]], left_out: dict[str, str]) -> str:
    """The whole page."""
    text = INTRODUCTION
    for letter, title in PARTS.items():
        own = [one for one in figures if one["row"].startswith(letter)]
        if own:
            ordered = sorted(own, key=lambda one: (order(one["row"]), one["promise"], one["n"]))
            text += f"\n## {title}\n\n{HEAD}{''.join(map(line, ordered))}"
    missing = sorted(set(left_out) - {one["row"] for one in figures}, key=order)
    if missing:
        text += "\n## Left out\n\n| # | why |\n|---|---|\n"
        text += "".join(f"| {row} | {left_out[row]} |\n" for row in missing)
    return text


def main() -> None:
    """Write the page."""
    figures = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FIGURES.glob("*.json"))]
    PAGE.write_text(page(figures, LEFT_OUT), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(figures)} rows")


if __name__ == "__main__":
    main()
