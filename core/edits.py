"""One entry of undo: two experiments, and what the change between them left behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from .errors import BadExperiment
from .experiment import Experiment
from .history import History
from .network import Network
from .remap import carry_on
from .training import Moment, Trainer

Way = Literal["do", "again", "undo"]
"""Again: a further stretch of an edit under way, such as a drag; what the first stretch left behind stays known."""


@dataclass(frozen=True)
class Asked:
    """An edit on its way to the run, which shall build ``target``; ``number`` counts what it was asked for."""

    edit: Edit
    target: Experiment
    way: Way
    number: int = 0


@dataclass(frozen=True, eq=False)
class Left:
    """What an edit left behind: the network where its shape changed, and where it began anew the whole training."""

    network: Network
    moment: Moment | None = None
    history: History | None = None


@dataclass(eq=False)
class Edit:
    """A change from one experiment to another. ``fresh`` starts training anew; otherwise what fits goes on.

    ``done_over`` and ``undone_over`` belong to the run's thread: what was there when the edit was last done, and when
    it was last undone.
    """

    label: str
    before: Experiment
    after: Experiment
    fresh: bool = False
    start: tuple[Moment, History] | None = None
    """Where the training begins instead of at fresh weights: an opened project."""
    done_over: Left | None = None
    undone_over: Left | None = None

    def hand_over(self, old: Trainer | None, new: Trainer, way: Way) -> None:
        """Bring the new trainer to where it shall go on. Runs on the run's thread."""
        known = self.undone_over if way == "do" else self.done_over
        leaving = self._left_of(old, new) if old else None
        if old is None or self.fresh:
            self._begin(new, known)
        else:
            carry_on(old, new, known.network if known else None)
        if way == "undo":
            self.undone_over = leaving
        elif way == "do" or self.done_over is None:
            self.done_over = leaving

    def _left_of(self, old: Trainer, new: Trainer) -> Left | None:
        if self.fresh:
            return Left(old.network.copy(), old.moment(), old.history.copy())
        same = by_shape(old.network) == by_shape(new.network)
        return None if same else Left(old.network.copy())

    def _begin(self, new: Trainer, known: Left | None) -> None:
        if known and known.moment and known.history:
            new.history = known.history.copy()
            _return_to(known.moment, new)
        elif self.start:
            moment, history = self.start
            moment = fitting(moment, new)
            new.history = history.copy()
            _return_to(moment, new)


def _return_to(moment: Moment, new: Trainer) -> None:
    new.begun, new.goal = moment.begun, moment.goal
    new.restore(moment)


def fitting(moment: Moment, new: Trainer) -> Moment:
    """A saved moment as this trainer can go on from it: with a fresh state if the optimizer now keeps other arrays.

    Raises BadExperiment where the data are no longer those that it was trained on.
    """
    there, here = len(moment.parameters), len(new.network.parameters)
    if there != here:
        raise BadExperiment(
            f"the saved network has {there:,} parameters, but for the data as they are now it would have {here:,}: "
            "put the data back as they were, or train a new network"
        )
    rows = len(new.data.train.inputs)
    if moment.row >= rows:
        raise BadExperiment(
            f"the training was saved after row {moment.row:,} of an epoch, but the data now have {rows:,} rows: "
            "put the data back as they were, or train a new network"
        )

    follow = {name for name, array in new.state.items() if array.shape == (here,)}  # those that follow the parameters
    same = moment.state.keys() == new.state.keys() and all(moment.state[name].shape == (here,) for name in follow)
    return moment if same else replace(moment, state=new.state, updates=0)


def by_shape(network: Network) -> list[tuple[int, ...]]:
    """What must be equal for every weight to have its counterpart: inputs, and key, units and bias of each layer."""
    return [(network.inputs,), *((layer.key, layer.units, layer.bias) for layer in network.layers)]
