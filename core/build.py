"""From names to things: the data, network and trainer that an experiment describes."""

from __future__ import annotations

from typing import Protocol

from .components import (
    Activation,
    Array,
    Augmentation,
    Dataset,
    Initializer,
    Loss,
    Optimizer,
    Preprocessing,
    Progress,
    Regularizer,
    Schedule,
)
from .data import Data, Task
from .errors import BadData
from .experiment import AUTO, Choice, Experiment
from .memory import check_memory
from .network import Layer, Network
from .randomness import DATA, NOISE, VALIDATION, WEIGHTS, rng_for
from .recipe import Recipe
from .registry import Registry
from .sampling import held_out, sampled
from .training import Trainer

Known = dict[tuple[Choice, int], Data]


def load(dataset: Choice, seed: int, registry: Registry, progress: Progress = lambda share, words: None) -> Data:
    """The data set, made or read. Raises BadData; Cancelled where ``progress`` does."""
    data = dataset.make(registry, Dataset).load(rng_for(seed, DATA), progress)
    if not isinstance(data, Data):
        raise BadData(f"data set '{dataset.name}': load() must return Data, found {type(data).__name__}")
    return data


def data_of(
    experiment: Experiment,
    registry: Registry,
    progress: Progress = lambda share, words: None,
    known: Known | None = None,
) -> Data:
    """Everything that the experiment learns from: its data set, what is mixed in, and the sampling.

    ``known`` holds data sets by choice and seed; what is loaded is added to it. Raises as ``load`` and ``sampled`` do.
    """
    loaded = {} if known is None else known
    for choice in (experiment.dataset, *experiment.mixed):
        if (choice, experiment.seed) not in loaded:
            loaded[choice, experiment.seed] = load(choice, experiment.seed, registry, progress)
    first, *others = (loaded[choice, experiment.seed] for choice in (experiment.dataset, *experiment.mixed))
    seed = experiment.seed
    first = held_out(first, experiment.sampling, rng_for(seed, VALIDATION))
    return sampled(first, experiment.sampling, others, rng_for(seed, NOISE))


class Seen(Protocol):
    """What layers must know of the data: all of it, or what a project file keeps."""

    @property
    def task(self) -> Task:
        """Classification or regression."""

    @property
    def outputs(self) -> int:
        """Numbers in one target."""


def layers_of(experiment: Experiment, registry: Registry, data: Seen) -> tuple[Layer, ...]:
    """The layers, with the output's units and activation as the data need them where the experiment leaves it open."""
    auto = Choice("softmax" if data.task == "classification" else "identity")
    return tuple(
        Layer(
            units=choice.units or data.outputs,
            activation=(auto if choice.activation == Choice(AUTO) else choice.activation).make(registry, Activation),
            initializer=choice.initializer.make(registry, Initializer),
            dropout=choice.dropout,
            frozen=choice.frozen,
            bias=choice.bias,
            key=choice.key,
        )
        for choice in experiment.layers
    )


def recipe_of(experiment: Experiment, registry: Registry) -> Recipe:
    """How the experiment trains."""
    e = experiment
    return Recipe(
        loss=e.loss.make(registry, Loss),
        optimizer=e.optimizer.make(registry, Optimizer),
        preprocessing=e.preprocessing.make(registry, Preprocessing),
        regularizers=tuple(one.make(registry, Regularizer) for one in e.regularizers),
        augmentations=tuple(one.make(registry, Augmentation) for one in e.augmentations),
        schedule=e.schedule.make(registry, Schedule) if e.schedule else None,
        averaging=e.averaging,
        fresh=e.dataset.make(registry, Dataset) if e.sampling.fresh else None,
        batch_size=e.batch_size,
        least_batch=e.least_batch,
        shuffle=e.shuffle,
        evaluate_every=e.evaluate_every,
        epochs=e.stopping.epochs,
        seed=e.seed,
    )


def trainer_of(
    experiment: Experiment, registry: Registry, data: Data, fitted: dict[str, Array] | None = None
) -> Trainer:
    """A trainer at its start, with fresh weights from the seed. ``fitted`` spares fitting the preprocessing again."""
    check_memory(experiment, data)
    layers = layers_of(experiment, registry, data)
    network = Network.fresh(data.features, layers, rng_for(experiment.seed, WEIGHTS))
    return Trainer(network, data, recipe_of(experiment, registry), fitted)
