"""The experiment that the options of ``inknet train`` ask for, anew or as a change to a project's."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from ..errors import BadArguments, InknetError
from ..experiment import AUTO, Choice, Experiment, LayerChoice, assign, layers_from, with_hidden
from ..project import Project
from ..registry import Registry
from .arguments import Parser, whole
from .common import dataset_choice

NAMES = ("preprocessing", "loss", "optimizer")
"""Options that choose a component by its name, and fields of an experiment alike."""
NONE = "none"
_SEVERAL: dict[str, Any] = {"action": "append", "metavar": "NAME"}


def add_experiment(parser: Parser) -> None:
    """The options that describe an experiment. None stands for the default, or for what the project says."""
    parser.add_argument("--dataset", metavar="NAME[:PATH]", help="what to learn (digits); see 'inknet data list'")
    parser.add_argument("--preprocessing", metavar="NAME", help="what happens to inputs first (scale, for images)")
    parser.add_argument("--layers", metavar="UNITS", help="hidden units, as in 128,64 (the default), or none")
    parser.add_argument("--activation", metavar="NAME", help="activation of the hidden layers (relu)")
    parser.add_argument("--output-activation", metavar="NAME", help="activation of the output (as the data need it)")
    parser.add_argument("--loss", metavar="NAME", help="what is made small (cross-entropy)")
    parser.add_argument("--optimizer", metavar="NAME", help="how a gradient moves the weights (adam)")
    parser.add_argument("--batch-size", type=whole(1), metavar="N", help="samples in a mini-batch (32)")
    parser.add_argument(
        "--epochs", type=whole(0), metavar="N", help="passes over the data, of a project so many more (8)"
    )
    parser.add_argument("--seed", type=whole(0), metavar="N", help="where all randomness begins (1)")
    parser.add_argument("--regularizer", **_SEVERAL, help="what keeps weights small; may be repeated")
    parser.add_argument("--schedule", metavar="NAME", help="how the learning rate changes, such as one-cycle, or none")
    parser.add_argument("--augment", **_SEVERAL, help="how inputs change, such as distortion; may be repeated, or none")
    parser.add_argument("--averaging", type=_number, metavar="EPOCHS", help="average the weights of so many epochs (0)")
    parser.add_argument(
        "--validation", type=_number, metavar="SHARE", help="share of the training rows that is held out (0)"
    )
    parser.add_argument(
        "--fresh", action="store_true", default=None, help="new samples in every epoch, made as it goes"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="KIND.NAME=VALUE", help="any other setting; may be repeated"
    )


def wanted(arguments: argparse.Namespace, project: Project | None, registry: Registry) -> Experiment:
    """The experiment. Raises BadArguments for options that make no sense, UnknownComponent for a data set."""
    a = arguments
    e = project.experiment if project else Experiment()
    if a.dataset is not None:
        e = replace(e, dataset=dataset_choice(a.dataset, registry))
    for name in NAMES:
        if getattr(a, name) is not None:
            e = assign(e, [name], getattr(a, name))
    e = replace(e, layers=_layers(a, e.layers, anew=project is None))
    e = _with_additions(a, e)
    if a.batch_size is not None:
        e = replace(e, batch_size=a.batch_size)
    if a.epochs is not None:
        e = replace(e, stopping=replace(e.stopping, epochs=a.epochs))
    if a.seed is not None:
        e = replace(e, seed=a.seed)
    for text in a.set:
        e = _assigned(e, text)
    if project and project.moment and e.seed != project.experiment.seed:
        raise BadArguments(
            f"--seed {e.seed}: the project goes on with its own seed, {project.experiment.seed}; leave it out, or "
            "train without --project"
        )
    return e


def _with_additions(a: argparse.Namespace, e: Experiment) -> Experiment:
    """The experiment with what goes beyond the plain training."""
    if a.regularizer is not None:
        e = replace(e, regularizers=_choices(a.regularizer))
    if a.schedule is not None:
        e = replace(e, schedule=None if a.schedule == NONE else Choice(a.schedule))
    if a.augment is not None:
        e = replace(e, augmentations=_choices(a.augment))
    if a.averaging is not None:
        e = replace(e, averaging=replace(e.averaging, epochs=a.averaging))
    if a.validation is not None:
        e = replace(e, sampling=replace(e.sampling, validation=a.validation))
    return replace(e, sampling=replace(e.sampling, fresh=True)) if a.fresh else e


def _choices(names: list[str]) -> tuple[Choice, ...]:
    return () if names == [NONE] else tuple(map(Choice, names))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number, got '{text}'") from None


def _layers(a: argparse.Namespace, layers: tuple[LayerChoice, ...], anew: bool) -> tuple[LayerChoice, ...]:
    if a.layers is not None:
        units = _units(a.layers)
        layers = layers_from(units, Choice("relu"), Choice(AUTO)) if anew else with_hidden(layers, units)
    *hidden, output = layers
    if a.activation is not None:
        hidden = [replace(one, activation=Choice(a.activation)) for one in hidden]
    if a.output_activation is not None:
        output = replace(output, activation=Choice(a.output_activation))
    return (*hidden, output)


def _units(text: str) -> list[int]:
    if text == NONE:
        return []
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise BadArguments(f"--layers {text}: expected whole numbers such as 128,64, or none") from None


def _assigned(experiment: Experiment, text: str) -> Experiment:
    place, equals, value = text.partition("=")
    if not equals or not place:
        raise BadArguments(f"--set {text}: expected KIND.NAME=VALUE, such as optimizer.learning_rate=0.01")
    try:
        changed: Experiment = assign(experiment, place.split("."), value)
    except InknetError as error:
        raise BadArguments(f"--set {text}: {error}") from None
    return changed
