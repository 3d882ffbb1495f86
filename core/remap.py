"""Carries a training from one architecture to another: what connects the same two layers and fits, stays."""

from __future__ import annotations

from itertools import pairwise

from .components import Array
from .network import Network, Views, split
from .training import Trainer

INPUT = -1
Known = dict[tuple[int, int], Views]


def carry_on(old: Trainer, new: Trainer, removed: Network | None = None) -> None:
    """Let ``new`` go on where ``old`` stands, with every weight and all optimizer state that still fits.

    New units start without a say (their outgoing weights are zero), so that growing a layer changes no answer.
    ``removed`` is the network that an undone edit left behind: its weights come back where no living ones are.
    """
    silence_new_units(old.network, new.network)
    if removed is not None:
        carry(removed, new.network)
    carry(old.network, new.network)
    if type(old.recipe.optimizer) is type(new.recipe.optimizer):
        new.state = carried_state(old, new)
        new.updates = old.updates
    new.take_over(old)


def carry(old: Network, new: Network, source: Array | None = None, target: Array | None = None) -> None:
    """Copy each weight and bias that fits from ``source``, in the form of old's parameters, to ``target``, in new's."""
    known = by_keys(old, old.parameters if source is None else source)
    own, wanted = ({layer.key for layer in one.layers if layer.bias} for one in (old, new))
    biases = {above: views.bias for (_, above), views in known.items() if above in own & wanted}
    for (below, above), views in by_keys(new, new.parameters if target is None else target).items():
        if (below, above) in known:
            weights = known[below, above].weights
            if below != INPUT or len(weights) == len(views.weights):
                _overlap(weights, views.weights)
        if above in biases:
            _overlap(biases[above], views.bias)


def silence_new_units(old: Network, new: Network) -> None:
    """Set the outgoing weights of units that a layer gained to zero."""
    known = by_keys(old, old.parameters)
    for pair, views in by_keys(new, new.parameters).items():
        if pair in known and pair[0] != INPUT:
            views.weights[len(known[pair].weights) :] = 0


def carried_state(old: Trainer, new: Trainer) -> dict[str, Array]:
    """The optimizer's state for the new parameters: what follows the parameters is remapped, other state is kept."""
    length = len(old.network.parameters)
    state = {}
    for name, fresh in new.state.items():
        array = old.state.get(name)
        if array is None:
            state[name] = fresh
        elif array.shape == (length,):
            carry(old.network, new.network, array, fresh)
            state[name] = fresh
        else:
            state[name] = array if array.shape == fresh.shape else fresh
    return state


def by_keys(network: Network, flat: Array) -> Known:
    """Views into a flat vector by the keys of the two layers that they connect."""
    keys = [INPUT, *(layer.key for layer in network.layers)]
    return dict(zip(pairwise(keys), split(flat, network.sizes), strict=True))


def _overlap(source: Array, target: Array) -> None:
    part = tuple(slice(min(a, b)) for a, b in zip(source.shape, target.shape, strict=True))
    target[part] = source[part]
