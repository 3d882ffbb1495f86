"""``inknet data``: what there is to learn from."""

from __future__ import annotations

import argparse
from typing import Any

from ..build import load
from ..components import Dataset
from ..data import Data
from ..errors import BadArguments
from ..experiment import Choice
from ..registry import Registry
from .arguments import Answer, Parser, add_common
from .common import blaming, catalogue, dataset_choice
from .progress import screen

ACTIONS = {
    "list": "every data set by name",
    "info": "load a data set and tell its size, shape and classes",
    "fetch": "download a data set once, so that it is there offline",
}
EXAMPLES = {
    "list": "example:\n  inknet data list",
    "info": "example:\n  inknet data info digits --set train=200",
    "fetch": "example:\n  inknet data fetch mnist",
}


def add_arguments(parser: Parser, action: str) -> None:
    """The options of one action."""
    if action != "list":
        parser.add_argument("name", metavar="NAME[:PATH]", help="a data set; see 'inknet data list'")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="one of its settings")
    add_common(parser)


def run(arguments: argparse.Namespace, builtins: str) -> Answer:
    """Tell about data sets. Raises InknetError."""
    registry = catalogue(builtins, arguments.plugin)
    if arguments.action == "list":
        return _list(registry)
    choice = dataset_choice(arguments.name, registry)
    for text in arguments.set:
        name, equals, value = text.partition("=")
        if not equals:
            raise BadArguments(f"--set {text}: expected NAME=VALUE, such as train=200")
        choice = choice.set(name.replace("-", "_"), value)
    tree = _described(registry, choice, _loaded(registry, choice))
    ready = "is here" if arguments.action == "fetch" else tree["summary"]
    kinds = f"classes: {', '.join(tree['classes'])}" if tree["classes"] else f"{tree['outputs']} numbers to predict"
    shape = " x ".join(map(str, tree["input_shape"]))
    rows = f"{tree['train_rows']:,} samples to train on, {tree['test_rows']:,} to test with, of {shape} numbers"
    return Answer(tree, f"{arguments.name}: {ready}\n{rows}\n{tree['task']}, {kinds}")


def _list(registry: Registry) -> Answer:
    found = registry.all(Dataset)
    tree = {"datasets": [{"name": one.name, "summary": summary(one), "settings": list(one.settings)} for one in found]}
    width = max((len(one.name) for one in found), default=0)
    return Answer(tree, "\n".join(f"{one.name:{width}}  {summary(one)}" for one in found))


def _loaded(registry: Registry, choice: Choice) -> Data:
    shows = screen()
    try:
        with blaming(registry):
            return load(choice, 1, registry, shows.loading)
    finally:
        shows.close()


def _described(registry: Registry, choice: Choice, data: Data) -> dict[str, Any]:
    return {
        "name": choice.name,
        "summary": summary(registry.find(Dataset, choice.name)),
        "settings": registry.read(Dataset, choice.name, dict(choice.settings)),
        "train_rows": len(data.train.inputs),
        "test_rows": len(data.test.inputs),
        "input_shape": [int(n) for n in data.input_shape],
        "outputs": data.outputs,
        "task": data.task,
        "classes": list(data.classes),
    }


def summary(cls: type[Any]) -> str:
    """The first sentence of a class's docstring, in one line."""
    text = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
    return "" if text.startswith(f"{cls.__name__}(") else text  # what dataclass writes where the author wrote nothing
