"""Every recipe of the lessons held against the article's number and what is asked, three seeds each.

    python benchmarks/lessons.py [--data mnist:FOLDER] [--lessons l1,l2] [--recipes one-layer] [--missing] [--seeds 1,2]

Real MNIST comes from --data, from the folder in INKNET_MNIST, or from the copy that inknet downloaded; without any the
built-in digits stand in, and nothing is asked of them. What is not run anew stays from before; --missing runs only what
was never run. Short recipes come first, and the result is written after each, so it can be stopped at any time. The
mean over the seeds is what is held against the band.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from itertools import pairwise
from typing import Any

from _common import RESULTS, ROOT, save, table

sys.path.insert(0, str(ROOT))

from core.build import data_of, trainer_of
from core.commands.common import dataset_choice
from core.errors import InknetError
from core.experiment import Choice
from core.host import find
from core.lessons import Lesson, Recipe, all_lessons, digits_here, run_recipe
from core.lessons.recipes import experiment_on
from core.registry import Registry
from core.threads import one_blas_thread

PARTS = ("lesson", "recipe", "measure", "article", "asked", "seeds", "mean", "passed", "cpu")
PASS = "l1-digits", "one-layer"
"""The recipe that a pass over all training images is timed with."""
ARTICLE_PASS = 3.0
"""Seconds that the article's own program took for it."""
ROWS = 60_000
"""Training images of MNIST, to guess beforehand how long a recipe takes."""


def row(lesson: Lesson, recipe: Recipe, registry: Registry, digits: Choice, seeds: list[int]) -> dict[str, Any]:
    """One recipe with all its seeds."""
    found: dict[str, Any] = {}
    judged = recipe.asked is not None
    begun = time.process_time()
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
        "cpu": round((time.process_time() - begun) / len(seeds), 2),
    }


def cost(recipe: Recipe) -> float:
    """Roughly how long a recipe takes beside the others: its steps, each with a fixed part and one for its products."""
    e = recipe.experiment
    rows = e.sampling.rows or ROWS if e.dataset.name == "mnist" else 1000
    sizes = [784, *(layer.units or 10 for layer in e.layers)]
    weights = sum(a * b for a, b in pairwise(sizes))
    return rows * e.stopping.epochs * (1e6 / e.batch_size + weights)


def one_pass(recipe: Recipe, registry: Registry, digits: Choice, times: int = 5) -> dict[str, Any]:
    """CPU seconds of this thread for one pass over the training images, steps alone, several times."""
    e = experiment_on(recipe, digits)
    data = data_of(e, registry)
    seconds = []
    for _ in range(times):
        trainer = trainer_of(e, registry, data)
        begun = time.thread_time()
        while trainer.whole_epochs < 1:
            trainer.step()
        seconds.append(time.thread_time() - begun)
    return {"rows": len(data.train.inputs), "seconds": [round(one, 3) for one in seconds], "article": ARTICLE_PASS}


def shown(value: Any, measure: str) -> str:
    """A measurement for people: percent for shares, four digits for the rest."""
    if not isinstance(value, int | float):
        return "-" if value is None else str(value)[:40]
    return f"{100 * value:.2f} %" if "accuracy" in measure or measure == "gap" else f"{value:.3g}"


def words(rows: list[dict[str, Any]], timed: dict[str, Any]) -> str:
    """The table for people."""
    lines = []
    for one in rows:
        measure = one["measure"]
        ours = ", ".join(shown(value, measure) for value in one["seeds"].values())
        verdict = {True: "yes", False: "**no**", None: "-"}[one["passed"]]
        asked = f"{measure} {one['asked']}" if one["asked"] else measure
        cells = [f"{one['lesson']}:{one['recipe']}", one["title"], shown(one["article"], measure), asked, ours]
        seconds = "-" if one.get("cpu") is None else f"{one['cpu']:.3g}"
        lines.append([*cells, shown(one["mean"], measure), verdict, seconds])
    head = ["recipe", "what", "article", "asked", "ours, by seed", "mean", "as asked", "CPU s"]
    middle = statistics.median(timed["seconds"])
    told = f"A pass of {':'.join(PASS)} over {timed['rows']:,} images takes {middle:.2f} CPU s with one thread"
    share = f"{100 * middle / timed['article']:.0f} % of the article's {timed['article']:g} s"
    return f"{told} (median of {len(timed['seconds'])}): {share}.\n\n{table(head, lines)}"


def main() -> None:
    """Run them and write the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    folder = os.environ.get("INKNET_MNIST")
    parser.add_argument("--data", default=f"mnist:{folder}" if folder else "")
    parser.add_argument("--lessons", default="")
    parser.add_argument("--recipes", default="")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--missing", action="store_true")
    chosen = parser.parse_args()
    seeds = [int(one) for one in chosen.seeds.split(",")]
    before = RESULTS / "lessons.json"
    known = json.loads(before.read_text(encoding="utf-8"))["rows"] if before.exists() else []
    kept = {(one["lesson"], one["recipe"]): one for one in known}
    registry = find("plugins").registry
    digits = dataset_choice(chosen.data, registry) if chosen.data else digits_here(registry)
    lessons = all_lessons(registry).lessons
    order = [(lesson.name, recipe.name) for lesson in lessons for recipe in lesson.recipes]
    waiting = []
    for lesson in lessons:
        for recipe in lesson.recipes:
            wanted = not chosen.lessons or lesson.name.split("-")[0] in chosen.lessons.split(",")
            wanted &= not chosen.recipes or recipe.name in chosen.recipes.split(",")
            if wanted and not (chosen.missing and (lesson.name, recipe.name) in kept):
                waiting.append((lesson, recipe))
    first = next(one for one in lessons if one.name == PASS[0])
    with one_blas_thread():
        timed = one_pass(first.recipe(PASS[1]), registry, digits)
        for lesson, recipe in sorted(waiting, key=lambda pair: cost(pair[1])):
            kept[lesson.name, recipe.name] = row(lesson, recipe, registry, digits, seeds)
            rows = [{key: kept[one].get(key) for key in (*PARTS, "title")} for one in order if one in kept]
            answer = {"what": "the recipes of the lessons, by seed", "pass": timed, "rows": rows}
            save("lessons", "The articles' numbers", answer, words(rows, timed), quiet=True)


if __name__ == "__main__":
    main()
