"""What the screen may see of a run at one step: a frozen bundle whose arrays nobody changes any more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from .components import Array, Preprocessing, into
from .data import Data, Split
from .history import Past
from .network import BLOCK, Network, Trace, Views, split

if TYPE_CHECKING:
    from .training import Trainer

SplitName = Literal["train", "test", "drawing"]


class Checkpoint(NamedTuple):
    """The parameters (flat) as they were at a step."""

    step: int
    epoch: float
    parameters: Array


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one step. ``epoch`` counts passes, with its fraction.

    ``gradient``, ``batch`` and ``checkpoints`` are there only for views that name them in ``needs``.
    """

    step: int
    epoch: float
    network: Network
    data: Data
    preprocessing: Preprocessing
    fitted: dict[str, Array]
    history: Past
    drawing: Array | None = None
    """What is drawn on the pad, raw (features,), or None."""
    gradient: Array | None = None
    """dL/dparameters of the last batch, flat; ``gradients()`` gives it by layer."""
    batch: Split | None = None
    """The last batch: preprocessed inputs and targets."""
    checkpoints: tuple[Checkpoint, ...] = ()
    plan: tuple[Array, Array] | None = None
    """Steps to come and the learning rate that the schedule plans for them, (n,) each; None without a schedule."""
    _memo: dict[str, list[Array]] = field(default_factory=dict, repr=False)

    def preprocess(self, raw: Array) -> Array:
        """Raw inputs (rows, features) as the network sees them."""
        out = np.empty(raw.shape, self.network.parameters.dtype)
        return into(self.preprocessing.apply)(raw, self.fitted, out)

    def split(self, name: SplitName) -> Split:
        """Raw inputs and targets of a split; of the drawing, one row without a target."""
        if name == "drawing":
            drawing = np.zeros(self.data.features, np.uint8) if self.drawing is None else self.drawing
            return Split(drawing.reshape(1, -1), np.empty((1, 0), np.float32))
        return self.data.train if name == "train" else self.data.test

    def activations(self, name: SplitName, layer: int) -> Array:
        """What a layer answers to every row of a split, (rows, units); made once for all views."""
        if name not in self._memo:
            raw = self.split(name).inputs
            answers = [np.empty((len(raw), one.units), self.network.parameters.dtype) for one in self.network.layers]
            for start in range(0, len(raw), BLOCK):
                block = self.network.activations(self.preprocess(raw[start : start + BLOCK]))
                for whole, part in zip(answers, block, strict=True):
                    whole[start : start + len(part)] = part
            for answer in answers:
                answer.flags.writeable = False
            self._memo[name] = answers
        return self._memo[name][layer]

    def predictions(self, name: SplitName) -> Array:
        """What the network answers to every row of a split, (rows, outputs)."""
        return self.activations(name, -1)

    def probe(self, inputs: Array) -> Trace:
        """A forward pass of some preprocessed rows with z and a of every layer."""
        trace = self.network.trace(len(inputs), probe=True)
        self.network.forward(inputs, trace)
        return trace

    def gradients(self) -> list[Views] | None:
        """The last batch's gradient by layer, or None where no view asked for it."""
        return None if self.gradient is None else split(self.gradient, self.network.sizes)

    def drawn(self, drawing: Array | None) -> Snapshot:
        """The same moment with another drawing; what was computed for the splits is kept."""
        memo = {name: answers for name, answers in self._memo.items() if name != "drawing"}
        return replace(self, drawing=drawing, _memo=memo)


def snapshot_of(trainer: Trainer, **more: Any) -> Snapshot:
    """Where a trainer stands, with a copy of its weights; ``more`` are further fields of the snapshot."""
    return Snapshot(
        step=trainer.step_count,
        epoch=trainer.epoch,
        network=trainer.answering.copy(),
        data=trainer.data,
        preprocessing=trainer.recipe.preprocessing,
        fitted=trainer.fitted,
        history=trainer.history.past(),
        **more,
    )
