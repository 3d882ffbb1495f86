"""``inknet predict``: what a saved network reads in image files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from ..build import layers_of
from ..components import Array, Preprocessing, into
from ..errors import BadArguments, BadData
from ..files import shown
from ..images import as_drawn, read_image, text, unchanged
from ..network import Network
from ..project import Project, open_project
from ..registry import Registry
from ..threads import one_blas_thread
from .arguments import Answer, Parser, add_common
from .common import blaming, catalogue

BEST = 3
EXAMPLE = """example:
  inknet predict digits.inknet seven.png

Each image is made to look like the drawings on the pad: its ink bright on black, fitted and centred as in MNIST.
With --as-is it is taken as it stands, if it has the size that the network reads.
"""


def add_arguments(parser: Parser) -> None:
    """The options of ``inknet predict``."""
    parser.add_argument("file", metavar="FILE", help="a saved project")
    parser.add_argument("images", metavar="IMAGE", nargs="+", help="a PNG, JPEG, BMP, GIF, PGM or PPM")
    parser.add_argument("--as-is", action="store_true", help="do not fit, centre or invert: feed the pixels unchanged")
    add_common(parser)


def run(arguments: argparse.Namespace, builtins: str) -> Answer:
    """Read the images. Raises BadProject, BadData, and UnknownComponent where a plugin is missing."""
    project = open_project(Path(arguments.file))
    if project.moment is None:
        raise BadArguments(f"{arguments.file}: its network has not been trained; run: inknet train --project")
    if len(project.input_shape) != 2:
        found = text(project.input_shape)
        raise BadArguments(f"{arguments.file}: its network reads {found} numbers, expected one that reads images")
    registry = catalogue(builtins, arguments.plugin)
    raw = np.stack([_pixels(Path(one), project.input_shape, arguments.as_is) for one in arguments.images])
    with one_blas_thread(), blaming(registry):
        answers = answered(project, registry, raw)
    rows = zip(arguments.images, answers, strict=True)
    predictions = [_prediction(shown(Path(file)), answer, project) for file, answer in rows]
    return Answer({"predictions": predictions}, "\n".join(_line(one) for one in predictions))


def answered(project: Project, registry: Registry, raw: Array) -> Array:
    """What the project's network answers to raw inputs (rows, features): (rows, outputs)."""
    assert project.moment is not None
    network = Network(project.features, layers_of(project.experiment, registry, project), project.moment.answering)
    preprocessing = project.experiment.preprocessing.make(registry, Preprocessing)
    inputs = np.empty(raw.shape, network.parameters.dtype)
    return network.predict(into(preprocessing.apply)(raw, project.fitted, inputs))


def _pixels(path: Path, shape: tuple[int, ...], as_is: bool) -> Array:
    """One image as a row of raw inputs, uint8."""
    brightness = read_image(path)
    try:
        return (unchanged if as_is else as_drawn)(brightness, shape).reshape(-1)
    except BadData as error:
        raise BadData(f"{shown(path)}: {error}") from None


def _prediction(file: str, answer: Array, project: Project) -> dict[str, Any]:
    if project.task == "regression":
        return {"file": file, "answer": [float(one) for one in answer], "probability": None, "probabilities": None}
    best = int(np.argmax(answer))
    shares = {name: float(one) for name, one in zip(project.classes, answer, strict=True)}
    return {"file": file, "answer": project.classes[best], "probability": float(answer[best]), "probabilities": shares}


def _line(one: dict[str, Any]) -> str:
    if one["probabilities"] is None:
        return f"{one['file']}  {', '.join(f'{value:.4g}' for value in one['answer'])}"
    best = sorted(one["probabilities"].items(), key=lambda pair: -pair[1])[:BEST]
    return f"{one['file']}  {one['answer']}  ({', '.join(f'{name} {100 * share:.1f} %' for name, share in best)})"
