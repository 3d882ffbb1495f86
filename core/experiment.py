"""Everything needed to repeat a run, by name and value. Immutable; every edit makes a new one."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from .averaging import Averaging
from .components import (
    Activation,
    Augmentation,
    Component,
    Dataset,
    Initializer,
    Loss,
    Optimizer,
    Preprocessing,
    Regularizer,
    Schedule,
)
from .errors import BadExperiment, BadSetting, InknetError
from .registry import Registry, suggest
from .sampling import Sampling

VERSION = 1
AUTO = "auto"
"""Name of an output activation that the data choose: softmax for classes, identity for numbers."""
C = TypeVar("C", bound=Component)


@dataclass(frozen=True)
class Choice:
    """A component by name, with the settings that were given a value."""

    name: str
    settings: tuple[tuple[str, Any], ...] = ()

    def set(self, key: str, value: Any) -> Choice:
        """The same choice with one setting changed."""
        return replace(self, settings=tuple(sorted({**dict(self.settings), key: value}.items())))

    def unset(self, key: str) -> Choice:
        """The same choice with one setting back at its default."""
        return replace(self, settings=tuple((k, v) for k, v in self.settings if k != key))

    def make(self, registry: Registry, kind: type[C]) -> C:
        """The component. Raises UnknownComponent or BadSetting."""
        return registry.make(kind, self.name, dict(self.settings))


@dataclass(frozen=True)
class LayerChoice:
    """One layer. ``units`` 0 means as many as the data need: that is how the output layer is written."""

    units: int
    activation: Choice
    initializer: Choice = Choice("he")
    dropout: float = 0.0
    frozen: bool = False
    bias: bool = True
    key: int = 0


@dataclass(frozen=True)
class Stopping:
    """When a run ends by itself: after ``epochs``, or earlier; 0 switches a rule off."""

    epochs: int = 8
    accuracy: float = 0.0
    """Test accuracy that is enough, as a fraction."""
    patience: int = 0
    """Epochs without a better loss on what is held out to validate, or else on the test split."""
    seconds: float = 0.0
    """Time spent on steps."""


def _default_layers() -> tuple[LayerChoice, ...]:
    return layers_from([128, 64], Choice("relu"))


@dataclass(frozen=True)
class Experiment:
    """A data set, a network and how it is trained. ``layers`` includes the output; index 0 is nearest the input."""

    dataset: Choice = Choice("digits")
    mixed: tuple[Choice, ...] = ()
    """Further data sets whose training rows are added."""
    sampling: Sampling = field(default_factory=Sampling)
    preprocessing: Choice = Choice("scale")
    layers: tuple[LayerChoice, ...] = field(default_factory=_default_layers)
    loss: Choice = Choice("cross-entropy")
    optimizer: Choice = Choice("adam")
    regularizers: tuple[Choice, ...] = ()
    augmentations: tuple[Choice, ...] = ()
    schedule: Choice | None = None
    averaging: Averaging = field(default_factory=Averaging)
    batch_size: int = 32
    least_batch: int = 1
    """Rows that a last, short batch must have; a smaller one is left out."""
    shuffle: bool = True
    """Whether every pass has an order of its own; otherwise it is that of the data."""
    evaluate_every: int = 0
    """Steps between two evaluations; 0 for as often as costs little time."""
    stopping: Stopping = Stopping()
    seed: int = 1

    def to_json(self) -> str:
        """As text that ``from_json`` reads back equal."""
        return json.dumps(self.to_tree(), indent=1)

    def to_tree(self) -> dict[str, Any]:
        """As plain lists and dictionaries, with the version of this form."""
        return {"version": VERSION, **_plain(self)}

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """An experiment from ``to_json``. Raises BadExperiment with the place, what was found and what was expected."""
        try:
            tree = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise BadExperiment(f"$: expected JSON: {error}", code="format") from None
        return cls.from_tree(tree)

    @classmethod
    def from_tree(cls, tree: Any) -> Experiment:
        """An experiment from ``to_tree``. Raises BadExperiment likewise."""
        if not isinstance(tree, dict):
            raise BadExperiment(f"$: expected an object, found {_short(tree)}", code="type")
        version = tree.get("version")
        if type(version) is int and version > VERSION:
            told = f"{_short(version)} is from a later inknet, this one reads {VERSION}; update inknet"
            raise BadExperiment(f"$.version: {told}", code="later-version")
        if type(version) is not int or version != VERSION:
            raise BadExperiment(f"$.version: expected {VERSION}, found {_short(version)}", code="version")
        experiment: Experiment = _read({k: v for k, v in tree.items() if k != "version"}, _PATTERN, "$")
        check_numbers(experiment)
        return experiment

    def text(self, inputs: int, outputs: int) -> str:
        """The architecture in short: ``784-128-64-10``, for data with so many inputs and outputs."""
        return "-".join(str(n) for n in (inputs, *(layer.units or outputs for layer in self.layers)))


def layers_from(hidden: list[int], activation: Choice, output: Choice = Choice(AUTO)) -> tuple[LayerChoice, ...]:
    """Layers of these hidden units, with keys from 1, and an output layer that takes its units from the data."""
    layers = [LayerChoice(units, activation, key=k) for k, units in enumerate(hidden, 1)]
    return (*layers, LayerChoice(0, output, key=len(hidden) + 1))


def with_hidden(layers: tuple[LayerChoice, ...], hidden: list[int]) -> tuple[LayerChoice, ...]:
    """The layers with other hidden units: those that stay keep their key and choices, in order; new ones copy the last.

    The longest common run of unchanged units at either end is kept, so that one inserted number is one inserted layer.
    """
    old, output = list(layers[:-1]), layers[-1]
    head = 0
    while head < min(len(old), len(hidden)) and old[head].units == hidden[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(hidden)) - head and old[-1 - tail].units == hidden[-1 - tail]:
        tail += 1
    middle_old, middle_new = old[head : len(old) - tail], hidden[head : len(hidden) - tail]
    pattern = (old or [LayerChoice(0, Choice("relu"))])[min(head, len(old) - 1) if old else 0]
    free = max(layer.key for layer in layers) + 1
    middle = []
    for k, units in enumerate(middle_new):
        if k < len(middle_old):
            middle.append(replace(middle_old[k], units=units))
        else:
            middle.append(replace(pattern, units=units, key=free, frozen=False))
            free += 1
    return (*old[:head], *middle, *old[len(old) - tail :], output)


def check_numbers(e: Experiment) -> None:
    """Raises BadExperiment for a number that no run can have, with its place."""

    def need(held: bool, place: str, expected: str, found: Any) -> None:
        if not held:
            raise BadExperiment(f"{place}: expected {expected}, got {_short(found)}", code="range")

    need(bool(e.layers), "layers", "at least the output layer", "none")
    last = len(e.layers) - 1
    for k, layer in enumerate(e.layers):
        low = 0 if k == last else 1
        need(low <= layer.units <= 1_000_000, f"layers.{k}.units", f"{low} to 1,000,000", layer.units)
        need(0 <= layer.dropout < 1, f"layers.{k}.dropout", "0 to below 1", layer.dropout)
    keys = [layer.key for layer in e.layers]
    need(len(set(keys)) == len(keys), "layers", "a key of its own for every layer", keys)
    need(e.layers[-1].dropout == 0, f"layers.{last}.dropout", "0 for the output layer", e.layers[-1].dropout)
    need(e.sampling.rows >= 0, "sampling.rows", "0 for all, or more", e.sampling.rows)
    for name in ("label_noise", "pixel_noise"):
        share = getattr(e.sampling, name)
        need(0 <= share <= 1, f"sampling.{name}", "0 to 1", share)
    need(0 <= e.sampling.validation < 1, "sampling.validation", "0 to below 1", e.sampling.validation)
    alone = not (e.mixed or e.sampling.label_noise or e.sampling.pixel_noise)
    need(alone or not e.sampling.fresh, "sampling.fresh", "false beside noise or mixed data", "true")
    need(0 <= e.averaging.epochs <= 1_000_000, "averaging.epochs", "0 to 1,000,000", e.averaging.epochs)
    need(e.averaging.start >= 0, "averaging.start", "0 or more", e.averaging.start)
    need(e.batch_size >= 1, "batch_size", "at least 1", e.batch_size)
    need(e.least_batch >= 1, "least_batch", "at least 1", e.least_batch)
    need(e.evaluate_every >= 0, "evaluate_every", "0 or more", e.evaluate_every)
    need(0 <= e.seed < 2**63, "seed", "0 or more", e.seed)
    need(e.stopping.epochs >= 0, "stopping.epochs", "0 or more", e.stopping.epochs)
    need(0 <= e.stopping.accuracy <= 1, "stopping.accuracy", "0 to 1", e.stopping.accuracy)
    need(e.stopping.patience >= 0, "stopping.patience", "0 or more", e.stopping.patience)
    need(e.stopping.seconds >= 0, "stopping.seconds", "0 or more", e.stopping.seconds)


def assign(node: Any, path: list[str], value: str, done: str = "") -> Any:
    """The experiment (or a part of it) with the place ``path`` changed to what the text ``value`` says.

    ``optimizer.learning_rate`` reaches a setting, ``layers.0.initializer`` a choice, ``batch_size`` a number. Settings
    stay text here and are parsed when the component is made. Raises BadExperiment for a place that is not there.
    """
    head, *rest = path
    at = f"{done}.{head}".lstrip(".")
    if isinstance(node, Choice):
        if rest:
            raise BadExperiment(f"{at}: a setting has no parts; write {at}=VALUE")
        return node.set(head.replace("-", "_"), value)
    if isinstance(node, tuple):
        if not head.isdigit() or int(head) >= len(node):
            raise BadExperiment(f"{at}: expected a number from 0 to {len(node) - 1}")
        k = int(head)
        return (*node[:k], assign(node[k], rest, value, at) if rest else Choice(value), *node[k + 1 :])
    head = head.replace("-", "_")
    known = [f.name for f in fields(node)]
    if head not in known:
        raise BadExperiment(f"{at}: there is no '{head}': {suggest(head, known)}")
    child = getattr(node, head)
    if rest:
        if child is None or not (isinstance(child, tuple | Choice) or is_dataclass(child)):
            raise BadExperiment(f"{at}: it has no parts; write {at}=VALUE")
        return replace(node, **{head: assign(child, rest, value, at)})
    if isinstance(child, Choice) or (child is None and head == "schedule"):
        return replace(node, **{head: Choice(value)})
    if head in ("regularizers", "augmentations", "mixed"):
        names = [] if value in ("", "none") else value.split(",")
        return replace(node, **{head: tuple(Choice(name.strip()) for name in names)})
    return replace(node, **{head: _number(value, child, at)})


def _number(text: str, like: Any, at: str) -> Any:
    if isinstance(like, bool):
        if text.lower() not in ("true", "false", "1", "0", "yes", "no"):
            raise BadExperiment(f"{at}: expected true or false, got {text!r}")
        return text.lower() in ("true", "1", "yes")
    if not isinstance(like, int | float):
        raise BadExperiment(f"{at}: it has parts; write {at}.NAME=VALUE")
    try:
        value = type(like)(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadExperiment(f"{at}: expected {'a whole number' if isinstance(like, int) else 'a number'}, got {text!r}")
    return value


def settled(e: Experiment, registry: Registry) -> Experiment:
    """The experiment with every setting parsed and checked by declarations alone; no plugin code runs.

    Raises UnknownComponent, BadSetting or BadExperiment.
    """
    check_numbers(e)

    def read(choice: Choice, kind: type[Component]) -> Choice:
        values = registry.read(kind, choice.name, dict(choice.settings))
        for one in registry.find(kind, choice.name).settings.values():
            if one.needed and not values.get(one.name, one.default):
                raise BadSetting(f"{choice.name}: expected a {one.unit or one.name}, found none; choose one for it")
        same = all(values[key] is value for key, value in choice.settings)  # equal is not enough: 1 is no 1.0
        return choice if same else Choice(choice.name, tuple(values.items()))

    def layer(one: LayerChoice, output: bool) -> LayerChoice:
        chosen = one.activation
        activation = chosen if output and chosen == Choice(AUTO) else read(chosen, Activation)
        initializer = read(one.initializer, Initializer)
        same = activation is chosen and initializer is one.initializer
        return one if same else replace(one, activation=activation, initializer=initializer)

    last = len(e.layers) - 1
    schedule = e.schedule and read(e.schedule, Schedule)
    return replace(
        e,
        dataset=read(e.dataset, Dataset),
        mixed=tuple(read(one, Dataset) for one in e.mixed),
        preprocessing=read(e.preprocessing, Preprocessing),
        layers=tuple(layer(one, k == last) for k, one in enumerate(e.layers)),
        loss=read(e.loss, Loss),
        optimizer=read(e.optimizer, Optimizer),
        regularizers=tuple(read(one, Regularizer) for one in e.regularizers),
        augmentations=tuple(read(one, Augmentation) for one in e.augmentations),
        schedule=schedule,
    )


_PATTERN = Experiment(
    mixed=(Choice(""),),
    regularizers=(Choice(""),),
    augmentations=(Choice(""),),
    schedule=Choice(""),
    layers=(LayerChoice(1, Choice("")),),
)
"""One of each thing that a file may hold, for ``_read`` to compare with."""


def _plain(value: Any) -> Any:
    if isinstance(value, Choice):
        return {"name": value.name, **dict(value.settings)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _read(tree: Any, like: Any, at: str) -> Any:
    """``tree`` in the shape of ``like``, or BadExperiment with the place."""
    if isinstance(like, Choice):
        return _read_choice(tree, at)
    if isinstance(like, tuple):
        if not isinstance(tree, list):
            raise BadExperiment(f"{at}: expected a list, found {_short(tree)}", code="type")
        return tuple(_read(one, like[0], f"{at}[{k}]") for k, one in enumerate(tree))
    if is_dataclass(like):
        return _read_fields(tree, like, at)
    if type(tree) is not type(like) and not (isinstance(like, float) and type(tree) is int):
        raise BadExperiment(f"{at}: expected {type(like).__name__}, found {_short(tree)}", code="type")
    try:
        return type(like)(tree)
    except OverflowError:
        raise BadExperiment(f"{at}: expected a smaller number, found {_short(tree)}", code="range") from None


def _read_fields(tree: Any, like: Any, at: str) -> Any:
    if not isinstance(tree, dict):
        raise BadExperiment(f"{at}: expected an object, found {_short(tree)}", code="type")
    known = {f.name: getattr(like, f.name) for f in fields(like)}
    for key in tree:
        if key not in known:
            raise BadExperiment(f"{at}.{key}: unknown: {suggest(key, known)}", code="unknown")
    for key in known:
        if key not in tree and key in ("units", "activation"):
            raise BadExperiment(f"{at}.{key}: expected this field, found none: it is missing", code="missing")
    values = {}
    for key, value in tree.items():
        values[key] = None if key == "schedule" and value is None else _read(value, known[key], f"{at}.{key}")
    return replace(Experiment() if isinstance(like, Experiment) else like, **values)


def _read_choice(tree: Any, at: str) -> Choice:
    if not isinstance(tree, Mapping) or not isinstance(tree.get("name"), str):
        raise BadExperiment(f"{at}: expected an object with a name, found {_short(tree)}", code="type")
    for key, value in tree.items():
        if not isinstance(value, bool | int | float | str):
            told = f"expected a number, text, true or false, found {_short(value)}"
            raise BadExperiment(f"{at}.{key}: {told}", code="type")
    return Choice(tree["name"], tuple(sorted((k, v) for k, v in tree.items() if k != "name")))


def _short(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 40 else text[:37] + "..."


def _refuse(word: str) -> InknetError:
    raise ValueError(f"{word} is not a number that JSON has")
