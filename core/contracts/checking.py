"""Which checks belong to which kind, and with which settings they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..components import Component
from ..registry import Registry
from ..settings import Setting, written
from .activations import check_activation
from .lessons import check_lesson
from .losses import check_loss
from .optimizers import check_optimizer
from .parameters import check_initializer, check_regularizer, check_schedule
from .probe import Note, Probe
from .samples import check_augmentation, check_dataset, check_preprocessing
from .views import check_visualization

CHECKS: dict[str, Callable[[Probe], None]] = {
    "activation": check_activation,
    "loss": check_loss,
    "optimizer": check_optimizer,
    "initializer": check_initializer,
    "regularizer": check_regularizer,
    "schedule": check_schedule,
    "augmentation": check_augmentation,
    "dataset": check_dataset,
    "preprocessing": check_preprocessing,
    "visualization": check_visualization,
    "lesson": check_lesson,
}


def check(component: Component, registry: Registry | None = None, note: Note | None = None) -> tuple[str, ...]:
    """Examine a component with its own settings and with each of them changed; returns hints.

    ``registry`` has the activations that a loss's shortcut may name; ``note`` is told what is called before it is.
    Raises Breach (a BadComponent) with method, what was expected, what was found and what to do.
    """
    cls, hints = type(component), []
    if not cls.__doc__ or cls.__doc__.startswith(f"{cls.__name__}("):  # a dataclass writes that where there is none
        hints.append(f"{cls.__name__} has no docstring: its first line is what the palette shows")
    bare = [name for name, setting in component.settings.items() if not setting.help and name in vars(cls)]
    hints += [f"{cls.__name__}.{name} has no help: say in setting(help='...') what it does" for name in bare]
    for changed, one in variants(component):
        probe = Probe(one, registry, note, changed)
        CHECKS[component.kind](probe)
        hints += [words for words in probe.hints if words not in hints]
    return tuple(hints)


def variants(component: Component) -> Iterator[tuple[str, Component]]:
    """The component as it is, then with one setting changed at a time, each with the words for the change.

    A factor that a derivative forgets shows only where it is not 1. Data sets are loaded once, as they are.
    """
    yield "", component
    if component.kind != "dataset":
        for name, setting in component.settings.items():
            for value in _others(setting, getattr(component, name)):
                words = written(value) if isinstance(value, (int, float)) else str(value)
                yield f"{name} = {words}", replace(component, **{name: value})  # type: ignore[type-var]


def _others(setting: Setting, value: object) -> list[object]:
    """Other values to try: every other choice, the other truth value, a number somewhat larger or else smaller."""
    if setting.choices:
        return [choice for choice in setting.choices if choice != value]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        larger = value + 1 if isinstance(value, int) else (1.5 * value or 0.5)
        smaller = value - 1 if isinstance(value, int) else 0.5 * value
        for other in (larger, smaller):
            if (setting.low is None or other >= setting.low) and (setting.high is None or other <= setting.high):
                return [other]
    return []
