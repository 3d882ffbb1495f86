"""Every recipe of the lessons held against the article's number and what is asked, three seeds each.

    python benchmarks/lessons.py [--data mnist:FOLDER] [--lessons l1,l2] [--recipes one-layer] [--seeds 1,2,3]

Real MNIST comes from --data, from the folder in INKNET_MNIST, or from the copy that inknet downloaded; without any the
built-in digits stand in, and nothing is asked of them. What is not run anew stays from before. The mean over the seeds
is what is held against the band.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from typing import Any

from _common import RESULTS, ROOT, save, table

sys.path.insert(0, str(ROOT))

from core.commands.common import dataset_choice
from core.errors import InknetError
from core.experiment import Choice
from core.host import find
from core.lessons import Lesson, Recipe, all_lessons, digits_here, run_recipe
from core.registry import Registry
from core.threads import one_blas_thread

PARTS = ("lesson", "recipe", "measure", "article", "asked", "seeds", "mean", "passed")


def row(lesson: Lesson, recipe: Recipe, registry: Registry, digits: Choice, seeds: list[int]) -> dict[str, Any]:
    """One recipe with all its seeds."""
    found: dict[str, Any] = {}
    judged = recipe.asked is not None
    for seed in seeds:
        try:
            result = run_recipe(lesson, recipe, registry, digits, seed)
            found[str(seed)] = result.measured
            judged &= result.passed is not None
        except InknetError as error:
            found[str(seed)], judged = str(error), False
        print(lesson.name, recipe.name, seed, found[str(seed)], file=sys.stderr, flush=True)
    values = [one for one in found.values() if isinstance(one, float)]
    mean = statistics.fmean(values) if values else None
    passed = recipe.asked.holds(mean) if judged and recipe.asked and mean is not None else None
    return {
        "lesson": lesson.name,
        "recipe": recipe.name,
        "title": recipe.title,
        "measure": recipe.measure,
        "article": recipe.article,
        "asked": str(recipe.asked) if recipe.asked else None,
        "seeds": found,
        "mean": mean,
        "passed": passed,
    }


def shown(value: Any, measure: str) -> str:
    """A measurement for people: percent for shares, four digits for the rest."""
    if not isinstance(value, int | float):
        return "-" if value is None else str(value)[:40]
    return f"{100 * value:.2f} %" if "accuracy" in measure or measure == "gap" else f"{value:.3g}"


def words(rows: list[dict[str, Any]]) -> str:
    """The table for people."""
    lines = []
    for one in rows:
        measure = one["measure"]
        ours = ", ".join(shown(value, measure) for value in one["seeds"].values())
        verdict = {True: "yes", False: "**no**", None: "-"}[one["passed"]]
        asked = f"{measure} {one['asked']}" if one["asked"] else measure
        cells = [f"{one['lesson']}:{one['recipe']}", one["title"], shown(one["article"], measure), asked, ours]
        lines.append([*cells, shown(one["mean"], measure), verdict])
    return table(["recipe", "what", "article", "asked", "ours, by seed", "mean", "as asked"], lines)


def main() -> None:
    """Run them and write the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    folder = os.environ.get("INKNET_MNIST")
    parser.add_argument("--data", default=f"mnist:{folder}" if folder else "")
    parser.add_argument("--lessons", default="")
    parser.add_argument("--recipes", default="")
    parser.add_argument("--seeds", default="1,2,3")
    chosen = parser.parse_args()
    seeds = [int(one) for one in chosen.seeds.split(",")]
    before = RESULTS / "lessons.json"
    known = json.loads(before.read_text(encoding="utf-8"))["rows"] if before.exists() else []
    kept = {(one["lesson"], one["recipe"]): one for one in known}
    registry = find("plugins").registry
    digits = dataset_choice(chosen.data, registry) if chosen.data else digits_here(registry)
    order = []
    for lesson in all_lessons(registry).lessons:
        for recipe in lesson.recipes:
            key = lesson.name, recipe.name
            order.append(key)
            wanted = not chosen.lessons or lesson.name.split("-")[0] in chosen.lessons.split(",")
            if wanted and (not chosen.recipes or recipe.name in chosen.recipes.split(",")):
                with one_blas_thread():
                    kept[key] = row(lesson, recipe, registry, digits, seeds)
    rows = [{key: kept[one].get(key) for key in (*PARTS, "title")} for one in order if one in kept]
    answer = {"what": "the recipes of the lessons, by seed", "rows": rows}
    save("lessons", "The articles' numbers", answer, words(rows))


if __name__ == "__main__":
    main()
