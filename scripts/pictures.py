"""The pictures of the articles, drawn by the views from the lessons' own recipes, in light and dark.

    python scripts/pictures.py [FOLDER] [--data mnist:FOLDER] [--views deep-features,ideal-inputs]

Each recipe is trained for a little while on a part of its data, which is enough to see what the picture shows. The
pictures go to build/pictures as pages of 1280 x 800 and, small, as a dock shows them. Of an animation it takes the end.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from core import Figure, Frames, Snapshot, Visualization
from core.build import data_of, trainer_of
from core.checkpoints import with_checkpoint
from core.commands.common import dataset_choice
from core.experiment import Choice
from core.host import find
from core.lessons import Recipe, all_lessons, digits_here
from core.lessons.recipes import experiment_on
from core.registry import Registry
from core.snapshot import Checkpoint, snapshot_of
from core.threads import one_blas_thread
from desktop.figures.export import offscreen, picture
from desktop.figures.frames import FramesRenderer
from desktop.look import ThemeSwitch

ROOT = Path(__file__).parent.parent
SIZES = {"page": (1256, 700), "dock": (312, 260)}
"""What is left of 1280 x 800, and of a dock 336 wide, for the figure itself."""
ROWS = 12_000
"""Rows of a recipe on digits that are trained on."""


class Shot(NamedTuple):
    """A view with some settings, of a recipe after so many steps."""

    recipe: str
    steps: int
    view: str
    settings: Mapping[str, Any] = {}


SHOTS = (
    Shot("l1-digits:two-hidden-layers", 900, "sample-sheet"),
    Shot("l1-digits:two-hidden-layers", 900, "preprocessing-steps"),
    Shot("l1-digits:line", 40, "cost-surface"),
    Shot("l1-digits:line-standardised", 12, "cost-surface"),
    Shot("l1-digits:two-hidden-layers", 900, "computation-graph"),
    Shot("l1-digits:two-hidden-layers", 900, "computation-graph", {"direction": "backward"}),
    Shot("l1-digits:two-hidden-layers", 900, "loss-curve"),
    Shot("l1-digits:two-hidden-layers", 900, "accuracy-curve"),
    Shot("l1-digits:one-layer-longer", 900, "weight-column", {"unit": 4}),
    Shot("l1-digits:one-layer-longer", 900, "first-layer-weights"),
    Shot("l1-digits:three-hidden-layers", 900, "first-layer-weights", {"units": 64}),
    Shot("l1-digits:one-layer-longer", 900, "weights-and-decay"),
    Shot("l1-digits:xor", 1500, "features-and-classifier"),
    Shot("l1-digits:disk", 1500, "features-and-classifier"),
    Shot("l1-digits:disk-again", 1500, "features-and-classifier"),
    Shot("l1-digits:two-hidden-layers", 900, "features-and-classifier"),
    Shot("l1-digits:cells", 800, "frontiers"),
    Shot("l1-digits:xor", 1500, "frontiers"),
    Shot("l1-digits:xor", 1500, "deep-features"),
    Shot("l1-digits:disk", 1500, "deep-features"),
    Shot("l1-digits:two-hidden-layers", 900, "deep-features"),
    Shot("l1-digits:two-hidden-layers", 900, "deep-features", {"dimensions": "3"}),
    Shot("l2-lottery:scaled-weights", 9000, "loss-curve", {"log": True}),
    Shot("l2-lottery:scaled-weights", 9000, "accuracy-curve"),
    Shot("l2-lottery:scaled-weights", 9000, "weight-history"),
    Shot("l3-gradients:one-pass", 2000, "loss-curve", {"smoothing": 0.95}),
    Shot("l3-gradients:one-pass", 2000, "sample-predictions", {"titles": "predicted", "count": 10}),
    Shot("l4-signal-and-noise:inverse-well", 20_000, "loss-curve", {"log": True}),
    Shot("l4-signal-and-noise:inverse-well", 20_000, "inverse-beside"),
    Shot("l4-signal-and-noise:binary-loss", 900, "computation-graph"),
    Shot("l4-signal-and-noise:binary-loss", 900, "fingerprints"),
    Shot("l4-signal-and-noise:binary-loss", 900, "ideal-inputs"),
    Shot("l4-signal-and-noise:binary-loss", 900, "running-backwards"),
    Shot("l5-one-by-one:one-pass", 6000, "output-vector"),
)


def moment(recipe: Recipe, registry: Registry, digits: Choice, steps: int) -> Snapshot:
    """The recipe after so many steps, measured and kept at the ends of epochs and a few times between."""
    experiment = experiment_on(recipe, digits)
    if experiment.dataset == digits:
        experiment = replace(experiment, sampling=replace(experiment.sampling, rows=ROWS))
    trainer = trainer_of(experiment, registry, data_of(experiment, registry))
    kept: list[Checkpoint] = []
    every = max(1, min(trainer.steps_per_epoch, steps // 12))
    for step in range(1, steps + 1):
        trainer.step()
        if step % every == 0:
            kept = with_checkpoint(kept, trainer)
            trainer.measure()
    return snapshot_of(trainer, drawing=trainer.data.test.inputs[0], checkpoints=tuple(kept))


def shoot(figure: Figure, look: ThemeSwitch, name: str, folder: Path) -> None:
    """Both sizes of a figure in the theme of the moment."""
    for size, (width, height) in SIZES.items():
        renderer = offscreen(figure, look.theme, width, height)
        if isinstance(renderer, FramesRenderer):
            renderer.play(False)
            renderer.slider.setValue(renderer.slider.maximum())
        picture(renderer, 1.0).save(str(folder / f"{name}-{look.theme.name}-{size}.png"))
        renderer.close()
        renderer.deleteLater()


def main() -> int:
    """Train what is needed, and take every picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "pictures")
    parser.add_argument("--data", help="where the digits come from, such as mnist:FOLDER")
    parser.add_argument("--views", default="", help="only these views, with commas")
    given = parser.parse_args()
    wanted = set(filter(None, given.views.split(",")))
    given.folder.mkdir(parents=True, exist_ok=True)
    registry = find("plugins").registry
    lessons = {one.name: {r.name: r for r in one.recipes} for one in all_lessons(registry).lessons}
    digits = dataset_choice(given.data, registry) if given.data else digits_here(registry)
    app = QApplication(sys.argv[:1])
    look = ThemeSwitch(app, "light")
    figures: list[tuple[str, Figure]] = []
    moments: dict[tuple[str, int], Snapshot] = {}
    with one_blas_thread():
        for shot in (one for one in SHOTS if not wanted or one.view in wanted):
            key = (shot.recipe, shot.steps)
            if key not in moments:
                lesson, _, recipe = shot.recipe.partition(":")
                moments[key] = moment(lessons[lesson][recipe], registry, digits, shot.steps)
            figure = registry.make(Visualization, shot.view, shot.settings).draw(moments[key])
            frames = f"{len(figure.figures)} frames" if isinstance(figure, Frames) else ""
            name = "-".join((shot.recipe.replace(":", "-"), shot.view, *map(str, shot.settings.values())))
            figures.append((name, figure))
            print(name, type(figure).__name__, frames, flush=True)
        for theme in ("light", "dark"):
            look.choose(theme)
            for name, figure in figures:
                shoot(figure, look, name, given.folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
