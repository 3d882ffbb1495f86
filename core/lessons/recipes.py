"""From the table of a recipe to an experiment; every key is an experiment's, or short for some of it."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from ..components import Dataset
from ..errors import InknetError, UnknownComponent
from ..experiment import AUTO, Choice, Experiment, LayerChoice, assign, check_numbers, layers_from
from ..registry import Registry
from .header import Header
from .lesson import Band, Recipe
from .measures import MEASURES

COMPONENTS = ("dataset", "preprocessing", "loss", "optimizer", "schedule")
LISTS = ("regularizers", "augmentations")
NUMBERS = {
    "batch_size": int,
    "least_batch": int,
    "evaluate_every": int,
    "shuffle": bool,
    "seed": int,
    "epochs": int,
    "rows": int,
    "label_noise": float,
    "pixel_noise": float,
    "dropout": float,
    "bias": bool,
}
PLACES = {"epochs": "stopping.epochs", **{name: f"sampling.{name}" for name in ("rows", "label_noise", "pixel_noise")}}
LAYERED = ("activation", "output_activation", "initializer")
TOLD = ("title", "note", "based_on", "measure", "article", "asked", "broken")
KEYS = {*TOLD, *COMPONENTS, *LISTS, *NUMBERS, *LAYERED, "layers", "set"}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
STANDS_FOR_DIGITS = "mnist"
"""The data set that lessons name for handwritten digits."""
STAND_IN = "digits"
"""What takes its place where it is not on this machine."""


def read_recipes(header: Header) -> tuple[Recipe, ...]:
    """The recipes of a lesson, in order. Raises BadLesson."""
    tables = header.get(header.table, "recipes", dict, {})
    found: dict[str, Recipe] = {}
    for name, table in tables.items():
        if not NAME.fullmatch(name):
            raise header.wrong("a name of letters, digits, dots and dashes", name, "recipes", name, code="format")
        if not isinstance(table, dict):
            raise header.wrong("a table", table, "recipes", name)
        found[name] = _recipe(header, name, table, found)
    return tuple(found.values())


def _recipe(header: Header, name: str, table: dict[str, Any], before: dict[str, Recipe]) -> Recipe:
    at = ("recipes", name)
    header.known(table, KEYS, *at)
    base = header.get(table, "based_on", str, "", *at)
    if base and base not in before:
        raise header.wrong("a recipe before this one", base, *at, "based_on", code="unknown")
    measure = header.get(table, "measure", str, before[base].measure if base else "test_accuracy", *at)
    if measure not in MEASURES:
        raise header.wrong(f"one of {', '.join(MEASURES)}", measure, *at, "measure", code="unknown")
    e = _experiment(header, at, table, before[base].experiment if base else Experiment())
    return Recipe(
        name=name,
        title=header.get(table, "title", str, name, *at),
        experiment=e,
        note=header.get(table, "note", str, "", *at),
        measure=measure,
        article=header.get(table, "article", float, None, *at),
        asked=_band(header, table, at),
        broken=header.get(table, "broken", bool, False, *at),
    )


def _band(header: Header, table: dict[str, Any], at: tuple[str, ...]) -> Band | None:
    text = header.get(table, "asked", str, "", *at)
    if not text:
        return None
    number = r"(-?\d+(?:\.\d+)?(?:e-?\d+)?)"
    if match := re.fullmatch(rf"(>=|<=)\s*{number}", text.strip()):
        value = float(match[2])
        return Band(low=value) if match[1] == ">=" else Band(high=value)
    if match := re.fullmatch(rf"{number} to {number}", text.strip()):
        return Band(float(match[1]), float(match[2]))
    raise header.wrong("'>= 0.975', '<= 0.05' or '0.75 to 0.97'", text, *at, "asked", code="format")


def _experiment(header: Header, at: tuple[str, ...], table: dict[str, Any], e: Experiment) -> Experiment:
    """The experiment ``e`` with what the table says. Raises BadLesson."""
    for key in COMPONENTS:
        if key in table:
            one: dict[str, Any] = {key: _choice(header, table[key], *at, key)}
            e = replace(e, **one)
    for key in LISTS:
        if key in table:
            many = table[key] if isinstance(table[key], list) else [table[key]]
            several: dict[str, Any] = {key: tuple(_choice(header, one, *at, key) for one in many)}
            e = replace(e, **several)
    e = replace(e, layers=_layers(header, at, table, e.layers))
    for key, kind in NUMBERS.items():
        value = header.get(table, key, kind, None, *at)
        if value is not None and key not in ("dropout", "bias"):
            if isinstance(value, float) and not math.isfinite(value):
                raise header.wrong("a number", value, *at, key, code="number")
            e = assign(e, PLACES.get(key, key).split("."), str(value))
    for text in header.names(table, "set", *at):
        place, equals, value = text.partition("=")
        if not equals:
            raise header.wrong("PLACE=VALUE", text, *at, "set", code="format")
        try:
            e = assign(e, place.strip().split("."), value.strip())
        except InknetError as error:
            raise header.passed_on(error, *at, "set") from None
    try:
        check_numbers(e)
    except InknetError as error:
        raise header.passed_on(error, *at) from None
    return e


def _choice(header: Header, value: Any, *at: str) -> Choice:
    """A component: its name, or a table with its name and settings."""
    if isinstance(value, str):
        return Choice(value)
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise header.wrong('a name, or a table such as { name = "adam" }', value, *at)
    for key, one in value.items():
        if not isinstance(one, bool | int | float | str):
            raise header.wrong("a number, text, true or false", one, *at, key)
    return Choice(value["name"], tuple(sorted((k, v) for k, v in value.items() if k != "name")))


def _layers(
    header: Header, at: tuple[str, ...], table: dict[str, Any], layers: tuple[LayerChoice, ...]
) -> tuple[LayerChoice, ...]:
    if "layers" in table:
        units = header.get(table, "layers", list, [], *at)
        if not all(type(n) is int and n > 0 for n in units):
            raise header.wrong(
                "the units of hidden layers, such as [128, 64] or []", units, *at, "layers", code="range"
            )
        like = layers[0] if len(layers) > 1 else LayerChoice(1, Choice("relu"))
        fresh = layers_from(units, like.activation, layers[-1].activation)
        layers = tuple(replace(one, initializer=layers[-1].initializer, bias=layers[-1].bias) for one in fresh)
    *hidden, output = layers
    if "activation" in table:
        hidden = [replace(one, activation=_choice(header, table["activation"], *at, "activation")) for one in hidden]
    if "output_activation" in table:
        chosen = _choice(header, table["output_activation"], *at, "output_activation")
        output = replace(output, activation=Choice(AUTO) if chosen.name == AUTO else chosen)
    dropout = header.get(table, "dropout", float, None, *at)
    if dropout is not None:
        hidden = [replace(one, dropout=dropout) for one in hidden]
    every = [*hidden, output]
    if "initializer" in table:
        every = [replace(one, initializer=_choice(header, table["initializer"], *at, "initializer")) for one in every]
    bias = header.get(table, "bias", bool, None, *at)
    return tuple(every if bias is None else [replace(one, bias=bias) for one in every])


def stands_for_digits(recipe: Recipe) -> bool:
    """Whether the recipe asks for handwritten digits in general, which something else may stand in for."""
    return recipe.experiment.dataset == Choice(STANDS_FOR_DIGITS)


def digits_here(registry: Registry) -> Choice:
    """MNIST where it is on this machine, else the built-in digits. Runs plugin code: not for a window's own thread."""
    try:
        data = Choice(STANDS_FOR_DIGITS).make(registry, Dataset)  # type: ignore[type-abstract]
    except UnknownComponent:
        return Choice(STAND_IN)
    return Choice(STANDS_FOR_DIGITS) if data.is_here() else Choice(STAND_IN)


def experiment_on(recipe: Recipe, digits: Choice, seed: int | None = None) -> Experiment:
    """The recipe's experiment with these digits where it asks for digits, and another seed where one is given."""
    e = recipe.experiment
    if stands_for_digits(recipe):
        e = replace(e, dataset=digits)
    return e if seed is None else replace(e, seed=seed)
