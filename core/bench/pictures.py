"""Which pictures belong to which kind of component."""

from __future__ import annotations

from collections.abc import Callable

from ..components import Component
from ..registry import Registry
from . import activations, losses, networks, optimizers, samples
from .parts import Part

PARTS: dict[str, Callable[..., list[Part]]] = {
    "activation": activations.parts,
    "loss": losses.parts,
    "optimizer": optimizers.parts,
    "initializer": networks.initializer_parts,
    "regularizer": networks.regularizer_parts,
    "schedule": networks.schedule_parts,
    "visualization": networks.visualization_parts,
    "augmentation": samples.augmentation_parts,
    "dataset": samples.dataset_parts,
    "preprocessing": samples.preprocessing_parts,
}


def parts_of(component: Component, registry: Registry) -> list[Part]:
    """The pictures of a component of any kind, beside built-in ones of the registry where that says more."""
    make = PARTS.get(component.kind)
    return make(component, registry) if make else []
