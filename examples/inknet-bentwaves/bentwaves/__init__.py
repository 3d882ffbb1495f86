"""Waves that fade or lean, and a learning rate that swings: a package of plugins."""

from core import hookimpl

from .swing import Swing
from .waves import DampedWave, LeaningWave


@hookimpl
def activations():
    return [DampedWave, LeaningWave]


@hookimpl
def schedules():
    return [Swing]
