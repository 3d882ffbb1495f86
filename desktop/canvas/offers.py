"""What a drop would do, before it is dropped. Drags from the palette, drags on the canvas and keys all end here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from core.data import Data
from core.experiment import Choice, Experiment
from core.registry import Registry
from core.remap import INPUT

from . import edits, names
from .hits import gap_at, layer_at
from .layout import Picture
from .mistakes import blocking

Kind = Literal["layer", "activation", "dropout", "freeze", "note", "move"]
KINDS = ("layer", "activation", "dropout", "freeze", "note", "move")
DOUBLE = 80.0
"""Pixels of a resize drag that double a layer: the same reach for 16 units and for 2,048."""
WIDEST_DRAG = 8192
"""Units that a drag ends at; more can be typed."""


@dataclass(frozen=True)
class Load:
    """What is in the hand: a thing from the palette, or layers of the network."""

    kind: Kind
    name: str = ""
    units: int = edits.UNITS
    rate: float = edits.DROPOUT
    keys: tuple[int, ...] = ()

    def to_text(self) -> str:
        """As text that travels with a drag."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Load | None:
        """What travelled, or None where it is nothing of ours."""
        try:
            tree = json.loads(text)
            load = cls(**{**tree, "keys": tuple(tree.get("keys", ()))})
        except (ValueError, TypeError, AttributeError):
            return None
        sound = isinstance(load.units, int) and isinstance(load.rate, int | float) and isinstance(load.name, str)
        return load if load.kind in KINDS and sound and load.units > 0 and 0 <= load.rate < 1 else None


@dataclass(frozen=True)
class Offer:
    """What letting go here would do. ``mark`` says how it is shown: a line between layers, a ring around one, a note.

    ``after`` is the experiment that would result; None where nothing would happen.
    """

    mark: Literal["line", "layer", "note", "none", "refused"]
    words: tuple[str, ...] = ()
    at: int = 0
    key: int = INPUT
    after: Experiment | None = None
    label: str = ""

    @property
    def accepted(self) -> bool:
        """Whether something may be dropped here."""
        return self.mark != "refused"


def offer(
    load: Load,
    picture: Picture,
    e: Experiment,
    data: Data | None,
    registry: Registry,
    x: float,
    y: float,
    lift: float = 0.0,
) -> Offer:
    """What dropping ``load`` at a place of the canvas, scrolled down by ``lift``, would do, or why it is refused."""
    try:
        if load.kind == "note":
            return Offer("note", ("Put a note here",))
        if load.kind in ("layer", "move"):
            return _between(load, e, gap_at(picture, x))
        key = layer_at(picture, x, y, lift)
        if key is None:
            what = {"activation": "An activation", "dropout": "Dropout", "freeze": "Freeze"}[load.kind]
            raise edits.Refused(f"{what} goes onto a layer.")
        return onto(load, e, key, data, registry)
    except edits.Refused as reason:
        return Offer("refused", (str(reason),))


def _between(load: Load, e: Experiment, at: int) -> Offer:
    if load.kind == "layer":
        after = edits.insert(e, at, load.units)
        near = e.layers[at - 1].key if at else INPUT
        words = (f"Insert {load.name} {load.units} here", names.meaning(e, after, near))
        return Offer("line", words, at, after=after, label=f"Insert {load.name} {load.units}")
    what = names.layer_name(e, load.keys[0]) if len(load.keys) == 1 else f"{len(load.keys)} layers"
    after = edits.move(e, load.keys, at)
    if after == e:
        return Offer("none")
    return Offer("line", (f"Move {what} here", names.meaning(e, after)), at, after=after, label=f"Move {what}")


def onto(load: Load, e: Experiment, key: int, data: Data | None, registry: Registry) -> Offer:
    """What dropping an activation, dropout or freeze on a layer would do. Raises Refused where it makes no sense."""
    name = names.layer_name(e, key)
    if load.kind == "activation":
        after = edits.activate(e, (key,), Choice(load.name))
        new = [one for one in blocking(after, data, registry) if one not in blocking(e, data, registry)]
        second = new[0].title[:1].upper() + new[0].title[1:] if new else "All weights stay"
        words, label = (f"{name}: {load.name}", second), f"Use {load.name}"
    elif load.kind == "dropout":
        after = edits.drop(e, (key,), load.rate)
        words = (f"Dropout {load.rate:g} behind {name}", f"{load.rate:.0%} of its units rest in each step")
        label = f"Dropout {load.rate:g}"
    else:
        after = edits.freeze(e, (key,))
        frozen = edits.layer_of(after, key).frozen
        label = f"{'Freeze' if frozen else 'Unfreeze'} {name}"
        words = (label, "Its weights stay as they are" if frozen else "It learns again")
    return Offer("layer", words, key=key, after=after, label=label)


def dragged_units(units: int, down: float, fine: bool = False) -> int:
    """Units of a layer whose foot was pulled down by so many pixels; ``fine`` counts every fourth pixel as one."""
    wanted = units + down / 4 if fine else units * 2 ** (down / DOUBLE)
    return max(1, min(max(units, WIDEST_DRAG), round(wanted)))
