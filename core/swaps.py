"""A plugin's new version takes the place of the old one in a training under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from .build import trainer_of
from .components import Array
from .data import Data, Task
from .errors import BadSetting, InknetError
from .experiment import AUTO, Choice, Experiment
from .registry import Registry
from .training import Trainer

Names = tuple[tuple[str, str], ...]
"""Components as (kind, name)."""
Load = Callable[[Experiment], Data]
StateWay = Literal["ask", "fresh"]
"""What happens where an optimizer's state has another form now: the user is asked, or it begins anew."""


@dataclass(frozen=True, eq=False)
class Swap:
    """What is to take place: the catalogue that holds the new version, what is new in it, and words for the charts."""

    registry: Registry
    names: Names
    words: str
    state: StateWay = "ask"


class OtherState(InknetError):
    """The optimizer's state has another form than before, so that it cannot be kept."""


def fitted(
    experiment: Experiment, registry: Registry, task: Task = "classification"
) -> tuple[Experiment, tuple[str, ...]]:
    """The experiment as this catalogue can make it, and what had to change for it, a sentence each.

    Settings keep the user's values; those that a new version no longer has or admits are dropped. What is no longer
    there at all makes room for the built-in default.
    """
    told: list[str] = []

    def fit(kind: str, choice: Choice, default: str) -> Choice | None:
        return _fitted(kind, choice, default, registry, told)

    def some(kind: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(one for one in (fit(kind, choice, "") for choice in choices) if one is not None)

    def one(kind: str, choice: Choice, default: str) -> Choice:
        return fit(kind, choice, default) or Choice(default)

    e, last = experiment, len(experiment.layers) - 1
    layers = tuple(
        replace(
            layer,
            activation=layer.activation
            if layer.activation.name == AUTO
            else one("activation", layer.activation, AUTO if k == last else "relu"),
            initializer=one("initializer", layer.initializer, "he"),
        )
        for k, layer in enumerate(e.layers)
    )
    loss = "squared-error" if task == "regression" else "cross-entropy"
    after = replace(
        e,
        dataset=one("dataset", e.dataset, "digits"),
        mixed=some("dataset", e.mixed),
        preprocessing=one("preprocessing", e.preprocessing, "scale"),
        layers=layers,
        loss=one("loss", e.loss, loss),
        optimizer=one("optimizer", e.optimizer, "adam"),
        regularizers=some("regularizer", e.regularizers),
        augmentations=some("augmentation", e.augmentations),
        schedule=fit("schedule", e.schedule, "") if e.schedule else None,
    )
    return (experiment if after == experiment else after), tuple(dict.fromkeys(told))


def _fitted(kind: str, choice: Choice, default: str, registry: Registry, told: list[str]) -> Choice | None:
    entry = registry.entries.get((kind, choice.name))
    if entry is None:
        told.append(f"{kind} '{choice.name}' is gone: {f'{default} takes its place' if default else 'it is left out'}")
        return Choice(default) if default else None
    settings = entry.cls.settings
    for name, value in choice.settings:
        if name not in settings:
            told.append(f"{choice.name} has no setting '{name}' any more, which was {value}")
            choice = choice.unset(name)
            continue
        try:
            settings[name].read(value, choice.name)
        except BadSetting:
            now = settings[name].default
            told.append(f"{choice.name}.{name} = {value} is not admitted any more: {now}, its default, is taken")
            choice = choice.unset(name)
    return choice


def other_defaults(before: Registry, after: Registry, names: Names) -> tuple[str, ...]:
    """A sentence for each setting whose default is another now; a training that never chose a value follows it."""
    told = []
    for kind, name in names:
        was, now = before.entries.get((kind, name)), after.entries.get((kind, name))
        if was is None or now is None:
            continue
        for key, setting in now.cls.settings.items():
            old = was.cls.settings.get(key)
            if old is not None and old.default != setting.default:
                told.append(f"{name}.{key}: its default was {old.default} and is {setting.default} now")
    return tuple(told)


def used(experiment: Experiment, names: Names) -> bool:
    """Whether the experiment uses any of these components. ``auto`` stands for softmax or identity."""
    return bool(set(names) & set(uses(experiment)))


def uses(experiment: Experiment) -> Names:
    """Every component that the experiment is made with, as (kind, name)."""
    e = experiment
    found = [("dataset", one.name) for one in (e.dataset, *e.mixed)]
    found += [("preprocessing", e.preprocessing.name), ("loss", e.loss.name), ("optimizer", e.optimizer.name)]
    for layer in e.layers:
        auto = layer.activation.name == AUTO
        names = ("softmax", "identity") if auto else (layer.activation.name,)
        found += [("activation", name) for name in names]
        found.append(("initializer", layer.initializer.name))
    found += [("regularizer", one.name) for one in e.regularizers]
    found += [("augmentation", one.name) for one in e.augmentations]
    if e.schedule is not None:
        found.append(("schedule", e.schedule.name))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, eq=False)
class Exchange:
    """What came of a swap: a trainer that goes on from where the old one stands, or None where nothing of it is new."""

    trainer: Trainer | None
    experiment: Experiment
    kept: bool
    told: tuple[str, ...]


def exchange(old: Trainer, experiment: Experiment, before: Registry, swap: Swap, load: Load) -> Exchange:
    """Build the experiment from the swap's catalogue, to go on where ``old`` stands, which is left as it is.

    ``load`` gives the data of an experiment. Raises OtherState, and whatever the new components raise.
    """
    target, told = fitted(experiment, swap.registry, old.data.task)
    told = (*told, *other_defaults(before, swap.registry, swap.names))
    if target == experiment and not used(experiment, swap.names):
        return Exchange(None, target, True, told)
    prepared = target.preprocessing == experiment.preprocessing
    prepared = prepared and ("preprocessing", target.preprocessing.name) not in swap.names
    sets = [choice.name for choice in (target.dataset, *target.mixed)]
    same_data = (target.dataset, target.mixed) == (experiment.dataset, experiment.mixed)
    same_data = same_data and not any(("dataset", name) in swap.names for name in sets)
    data = old.data if same_data else load(target)
    new = trainer_of(target, swap.registry, data, old.fitted if prepared else None)
    kept = hand_over(old, new, swap.state)
    new.history.mark(new.step_count, swap.words)
    return Exchange(new, target, kept, told)


def hand_over(old: Trainer, new: Trainer, state: StateWay) -> bool:
    """Let ``new`` go on where ``old`` stands; whether the optimizer's state was kept.

    Raises OtherState where its form differs and ``state`` says to ask.
    """
    kept = form(old.state) == form(new.state)
    if not kept and state == "ask":
        raise OtherState(
            f"the optimizer now remembers {_words(new.state)} between steps, where it remembered {_words(old.state)}: "
            "begin with a fresh memory, or go on with the version before"
        )
    new.network.parameters[...] = old.network.parameters
    if kept:
        new.state = {name: array.copy() for name, array in old.state.items()}
        new.updates = old.updates
    new.take_over(old)
    return kept


def form(state: dict[str, Array]) -> dict[str, tuple[Any, ...]]:
    """What must be equal for an optimizer's state to fit another version: names, shapes and types."""
    return {name: (array.shape, array.dtype) for name, array in state.items()}


def _words(state: dict[str, Array]) -> str:
    return ", ".join(state) or "nothing"
