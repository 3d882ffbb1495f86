"""What does not make sense in a network, on which layer, and how to put it right. Looks at declarations alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from core.components import Activation, Loss
from core.data import Data
from core.errors import UnknownComponent
from core.experiment import AUTO, Choice, Experiment
from core.memory import needed
from core.registry import Registry

from . import edits
from .names import activation_name, layer_name, sizes

ROOM = 2_000_000_000
"""Bytes that a network may take before a layer is called very wide."""
EQUAL_START = "zeros"
DOMAINS = {"unit": "numbers between 0 and 1", "distribution": "probabilities that sum to one"}


@dataclass(frozen=True)
class Fix:
    """A way out: words for a button and the entry of undo, and the edit."""

    words: str
    change: Callable[[Experiment], Experiment] = field(compare=False)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with the layer ``key``. A ``blocking`` one cannot be trained at all."""

    key: int
    kind: str
    title: str
    sentence: str
    why: str
    fixes: tuple[Fix, ...]
    blocking: bool = False


def is_identity(choice: Choice) -> bool:
    """Whether an activation gives its sum back, as far as its name can tell."""
    return choice.name == "identity"


def mistakes(
    e: Experiment, data: Data | None, registry: Registry, straight: Callable[[Choice], bool] = is_identity
) -> list[Mistake]:
    """All of them, those that stop training first. What only the data can tell is left out until they are there.

    ``straight`` tells of an activation whether its curve is a straight line.
    """
    found = [*_output(e, data, registry), *_memory(e, data), *_hidden(e, registry, straight), *_frozen(e)]
    return sorted(found, key=lambda one: not one.blocking)


def blocking(e: Experiment, data: Data | None, registry: Registry) -> list[Mistake]:
    """Those that stop training."""
    return [one for one in mistakes(e, data, registry) if one.blocking]


def _output(e: Experiment, data: Data | None, registry: Registry) -> Iterator[Mistake]:
    if data is None:
        return
    output = e.layers[-1]
    if output.units and output.units != data.outputs:
        what = "classes" if data.task == "classification" else "targets"
        yield Mistake(
            output.key,
            "outputs",
            f"{data.outputs} {what}, {output.units} outputs",
            f"The data have {data.outputs} {what}; each needs one output.",
            "Every output answers for one of the things that the data ask for: a class, or a number to find. An output "
            "too many would never be asked, and without one for each there is something that cannot be said.",
            (Fix(f"Use {data.outputs} outputs", lambda e: _output_layer(e, units=0)),),
            blocking=True,
        )
    yield from _output_activation(e, data, registry)


def _output_activation(e: Experiment, data: Data, registry: Registry) -> Iterator[Mistake]:
    output = e.layers[-1]
    name = activation_name(output.activation, data)
    try:
        gives, wants = registry.find(Activation, name).gives, registry.find(Loss, e.loss.name).domain  # type: ignore[type-abstract]
    except UnknownComponent:
        return  # the session tells
    if not _fit(gives, wants):
        auto = activation_name(Choice(AUTO), data)
        fixes = []
        if _fit(registry.find(Activation, auto).gives, wants):  # type: ignore[type-abstract]
            fixes.append(Fix(f"Use {auto}", lambda e: _output_layer(e, activation=Choice(AUTO))))
        fixes += [
            Fix(f"Use {loss.name}", lambda e, name=loss.name: replace(e, loss=Choice(name)))  # type: ignore[misc]
            for loss in _losses(registry, gives, data)[: 2 - len(fixes)]
        ]
        yield Mistake(
            output.key,
            "output-activation",
            f"{name} does not fit the loss",
            f"{e.loss.name} needs {DOMAINS[wants]}; {name} gives other numbers.",
            f"A loss measures how far answers are from their targets. {e.loss.name} takes logarithms of the answers, "
            f"which only make sense for {DOMAINS[wants]}. Either let the output give such numbers, or measure the "
            "distance in another way.",
            tuple(fixes),
            blocking=True,
        )
    elif data.task == "regression" and gives == "distribution":
        yield Mistake(
            output.key,
            "output-shares",
            f"{name} cannot give these numbers",
            "The targets are numbers, but its outputs always sum to one.",
            "This activation shares one whole between the outputs, as for the chances of classes. Targets that are "
            "measured numbers do not sum to one, so the network could never reach them.",
            tuple(_plain_regression(registry, data)),
        )


def _plain_regression(registry: Registry, data: Data) -> Iterator[Fix]:
    losses = _losses(registry, "any", data)
    if losses:
        name = losses[0].name

        def change(e: Experiment) -> Experiment:
            kept = registry.find(Loss, e.loss.name).domain == "any"  # type: ignore[type-abstract]
            return replace(_output_layer(e, activation=Choice(AUTO)), loss=e.loss if kept else Choice(name))

        yield Fix("Use identity", change)


def _fit(gives: str, wants: str) -> bool:
    return wants == "any" or gives in (wants, "distribution")


def _losses(registry: Registry, gives: str, data: Data) -> list[type[Loss]]:
    """The losses that take what an output gives, the most demanding first."""
    fitting = [loss for loss in registry.all(Loss) if _fit(gives, loss.domain)]  # type: ignore[type-abstract]
    order = {"distribution": 0, "unit": 1, "any": 2}
    usual = {"squared-error": 0}
    return sorted(fitting, key=lambda loss: (order[loss.domain], usual.get(loss.name, 1)))


def _memory(e: Experiment, data: Data | None) -> Iterator[Mistake]:
    if data is None or needed(e, data) <= ROOM:
        return
    known = sizes(e, data)
    widest = max(range(len(e.layers) - 1), key=lambda k: known[k + 1], default=None)
    if widest is None:
        return
    key, units = e.layers[widest].key, widest_that_fits(e, data)
    alone = sum(layer.units > units for layer in e.layers[:-1]) == 1
    yield Mistake(
        key,
        "memory",
        "Very wide",
        f"Training would take about {needed(e, data) / 1e9:.1f} GB of memory.",
        f"{layer_name(e, key)} has {known[widest + 1]:,} units, and each is connected to every unit before and behind "
        "it. Each connection is kept several times: its weight, its gradient, what the optimizer remembers, and copies "
        "to go back to and to look at.",
        (Fix(f"Use {units:,} units" if alone else f"At most {units:,} units", lambda e: edits.cap(e, units)),),
    )


def widest_that_fits(e: Experiment, data: Data) -> int:
    """The power of two that hidden layers may be wide, at the most, so that training fits."""
    units = 1
    while needed(edits.cap(e, units * 2), data) <= ROOM < needed(e, data):
        units *= 2
    return units


def _hidden(e: Experiment, registry: Registry, straight: Callable[[Choice], bool]) -> Iterator[Mistake]:
    use = next((name for name in ("relu", "tanh") if ("activation", name) in registry.entries), "")
    for k, layer in enumerate(e.layers[:-1]):
        name, behind = layer_name(e, layer.key), layer_name(e, e.layers[k + 1].key)
        if straight(layer.activation):
            yield Mistake(
                layer.key,
                "no-activation",
                "No activation here",
                f"{name} and {behind} act as one layer.",
                "Two weighted sums in a row are one weighted sum with other weights: whatever these two layers learn, "
                "a single one could do as well. An activation between them bends the line, and only then can a deeper "
                "network say more.",
                tuple(_use(layer.key, one) for one in (use,) if one),
            )
        if layer.initializer.name == EQUAL_START and layer.units > 1:
            yield Mistake(
                layer.key,
                "equal-start",
                "All units start equal",
                f"The units of {name} stay copies of each other.",
                "With all weights zero, every unit of the layer answers the same and gets the same gradient, so after "
                "any number of steps they are still alike. Small random numbers make them different.",
                (Fix("Start with he", lambda e, key=layer.key: edits.initialise(e, (key,), edits.START)),),  # type: ignore[misc]
            )


def _use(key: int, name: str) -> Fix:
    return Fix(f"Use {name}", lambda e: edits.activate(e, (key,), Choice(name)))


def _frozen(e: Experiment) -> Iterator[Mistake]:
    if all(layer.frozen for layer in e.layers):
        key = e.layers[-1].key
        yield Mistake(
            key,
            "all-frozen",
            "Nothing can learn",
            "All layers are frozen: training changes no weight.",
            "A frozen layer keeps its weights as they are while the others learn around it. With every layer frozen "
            "there is nothing left to change, and the loss stays where it is.",
            (Fix("Unfreeze the output", lambda e: edits.freeze(e, (e.layers[-1].key,), False)),),
        )


def _output_layer(e: Experiment, **values: object) -> Experiment:
    return replace(e, layers=(*e.layers[:-1], replace(e.layers[-1], **values)))  # type: ignore[arg-type]
