"""What checks look at, gathered from an experiment and how its training stands."""

from __future__ import annotations

from collections.abc import Iterable

from ..data import Data
from ..experiment import Choice, Experiment
from ..history import Evaluation
from ..network import count
from ..registry import Registry
from .checks import Drawn, State


def state_of(
    experiment: Experiment,
    registry: Registry,
    data: Data | None = None,
    evaluations: tuple[Evaluation, ...] = (),
    step: int = 0,
    epoch: float = 0.0,
    *,
    drawn: Iterable[Drawn] = (),
    views: Iterable[str] = (),
    ran: Iterable[str] = (),
    ticked: Iterable[str] = (),
    own_digits: int = 0,
) -> State:
    """The state for ``check``. It runs no plugin code: names, declarations and numbers are enough."""
    e, hidden = experiment, experiment.layers[:-1]
    used = {
        "activation": [layer.activation for layer in hidden],
        "output activation": [e.layers[-1].activation],
        "initializer": [layer.initializer for layer in (hidden or e.layers)],
        "loss": [e.loss],
        "optimizer": [e.optimizer],
        "preprocessing": [e.preprocessing],
        "dataset": [e.dataset],
        "regularizer": list(e.regularizers),
        "schedule": [e.schedule] if e.schedule else [],
        "augmentation": list(e.augmentations),
    }
    origins = {key: entry.origin for key, entry in registry.entries.items()}
    kinds = {kind: kind.removeprefix("output ") for kind in used}
    mine = {(k, one.name) for k, all_ in used.items() for one in all_ if origins.get((kinds[k], one.name)) == "file"}
    return State(
        numbers=_numbers(e, registry, data, evaluations, step, epoch, own_digits),
        chosen={kind: frozenset(one.name for one in choices) for kind, choices in used.items()},
        mine=frozenset(mine),
        drawn=tuple(drawn),
        views=frozenset(views),
        ran=frozenset(ran),
        ticked=frozenset(ticked),
    )


def _numbers(
    e: Experiment,
    registry: Registry,
    data: Data | None,
    evaluations: tuple[Evaluation, ...],
    step: int,
    epoch: float,
    own_digits: int,
) -> dict[str, float]:
    units = [layer.units for layer in e.layers[:-1]]
    found = {
        "step": float(step),
        "epoch": epoch,
        "layers": float(len(units)),
        "units": float(sum(units)),
        "widest": float(max(units, default=0)),
        "batch_size": float(e.batch_size),
        "dropout": max(layer.dropout for layer in e.layers),
        "label_noise": e.sampling.label_noise,
        "own_digits": float(own_digits),
    }
    rate = _setting(e.optimizer, "learning_rate", registry)
    if rate is not None:
        found["learning_rate"] = rate
    if data is not None:
        found["rows"] = float(len(data.train.inputs))
        sizes = [data.features, *(layer.units or data.outputs for layer in e.layers)]
        without = sum(n for n, layer in zip(sizes[1:], e.layers, strict=True) if not layer.bias)
        found["parameters"] = float(count(sizes) - without)
    if evaluations:
        last = evaluations[-1]
        found |= {"test_loss": last.test_loss, "train_loss": last.train_loss}
        if last.test_accuracy == last.test_accuracy:
            found |= {"test_accuracy": last.test_accuracy, "train_accuracy": last.train_accuracy}
            found["gap"] = last.train_accuracy - last.test_accuracy
            found["best_test_accuracy"] = max(one.test_accuracy for one in evaluations)
    return found


def _setting(choice: Choice, name: str, registry: Registry) -> float | None:
    """The value of a numeric setting, given or by default; None where there is none."""
    given = dict(choice.settings).get(name)
    entry = registry.entries.get(("optimizer", choice.name))
    if given is None and entry is not None and name in entry.cls.settings:
        given = entry.cls.settings[name].default
    return float(given) if given is not None else None
