"""Components that a project names and no plugin here brings: their places are kept, so that the project can be seen.

A placeholder has the name and the settings that the file gives it, and nothing else. It cannot be made, so nothing is
built with it; what is saved again is what was opened.
"""

from __future__ import annotations

from typing import Any, NoReturn

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
from .errors import BadExperiment
from .experiment import AUTO, Choice, Experiment
from .registry import Entry, Registry
from .settings import Setting

MISSING = "missing"
"""The origin of placeholders in a registry."""


class Kept(Setting):
    """A setting of which only the value is known; it stays as it is."""

    def read(self, value: Any, owner: str = "") -> Any:
        """The value, unchanged."""
        return value


def with_placeholders(experiment: Experiment, registry: Registry) -> Registry:
    """The registry with a placeholder for every component that the experiment names and the registry lacks.

    Placeholders that it had are left out first; where none is needed and none was there, it is the same registry.
    """
    there = [entry for entry in registry.entries.values() if entry.origin != MISSING]
    known = {(entry.cls.kind, entry.cls.name) for entry in there}
    named: dict[tuple[type[Component], str], dict[str, Any]] = {}
    for kind, choice in choices_of(experiment):
        if (kind.kind, choice.name) not in known:
            named.setdefault((kind, choice.name), {}).update(choice.settings)
    if not named and len(there) == len(registry.entries):
        return registry
    places = [Entry(_placeholder(kind, name, values), MISSING, "the project") for (kind, name), values in named.items()]
    return Registry([*there, *places])


def missing(registry: Registry) -> tuple[str, ...]:
    """The placeholders of a registry in words: ``optimizer 'wavy'``."""
    return tuple(f"{one.cls.kind} '{one.cls.name}'" for one in registry.entries.values() if one.origin == MISSING)


def choices_of(e: Experiment) -> list[tuple[type[Component], Choice]]:
    """Every component that an experiment names, with its kind."""
    found: list[tuple[type[Component], Choice]] = [(Dataset, one) for one in (e.dataset, *e.mixed)]
    found += [(Preprocessing, e.preprocessing), (Loss, e.loss), (Optimizer, e.optimizer)]
    found += [(Regularizer, one) for one in e.regularizers] + [(Augmentation, one) for one in e.augmentations]
    found += [(Schedule, e.schedule)] if e.schedule else []
    for k, layer in enumerate(e.layers):
        found.append((Initializer, layer.initializer))
        if k < len(e.layers) - 1 or layer.activation != Choice(AUTO):
            found.append((Activation, layer.activation))
    return found


class _Bare:
    """What is derived from it becomes no dataclass, which would be made by running text: no project causes that."""

    def __init_subclass__(cls) -> None:
        """Settings are by name and value only; nothing is declared."""


def _placeholder(kind: type[Component], name: str, values: dict[str, Any]) -> type[Component]:
    def refuse(cls: type[Component], **settings: Any) -> NoReturn:
        raise BadExperiment(
            f"{kind.kind} '{name}' is from a plugin that is not here: the project can be seen and saved, but not "
            "trained; add the plugin and open the project again, or choose another in its place"
        )

    words = {
        "name": name,
        "settings": {key: Kept(key, type(value), value) for key, value in values.items()},
        "__doc__": f"A {kind.kind} from a plugin that is not here.",
        "__new__": refuse,
    }
    return type("Placeholder", (_Bare, kind), words)
