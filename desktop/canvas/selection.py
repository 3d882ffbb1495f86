"""Which layers are chosen: the one that keys act on, and others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Selection:
    """Keys of layers. ``current`` is one of ``keys`` wherever there are any."""

    current: int | None = None
    keys: frozenset[int] = frozenset()

    def only(self, key: int | None) -> Selection:
        """This layer alone; None for no layer."""
        return Selection(key, frozenset() if key is None else frozenset({key}))

    def toggled(self, key: int) -> Selection:
        """With this layer too or, where it was chosen, without it; the last one stays."""
        keys = (self.keys ^ {key}) or frozenset({key})
        return Selection(key if key in keys else min(keys), keys)

    def through(self, key: int, order: Sequence[int]) -> Selection:
        """All from the current layer up to this one, in the order of the columns."""
        if self.current not in order:
            return self.only(key)
        a, b = sorted((order.index(self.current), order.index(key)))
        return Selection(key, self.keys | frozenset(order[a : b + 1]))

    def within(self, there: Sequence[int], instead: int) -> Selection:
        """What is left of it among the layers that are there; ``instead`` becomes current where that one is gone."""
        keys = self.keys & set(there)
        if self.current is None or self.current in there:
            return replace(self, keys=keys)
        return Selection(instead, keys | {instead})

    def ordered(self, order: Sequence[int]) -> tuple[int, ...]:
        """The chosen layers in the order of the columns."""
        return tuple(key for key in order if key in self.keys)
