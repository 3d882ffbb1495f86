"""The next step of a training taken by hand, on copies, with every answer of a component looked at.

It is slow and changes nothing: it finds out which component a step failed by.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .components import Activation, Array, Component, Regularizer
from .faults.fault import PROMISES, Faulty, described
from .network import Views, split
from .training import Trainer


def examine(trainer: Trainer) -> None:
    """Raises Faulty for the first component whose answer breaks its contract, or whatever a component raises.

    Numbers that grow too large in a product of weights are nobody's fault and end the examination.
    """
    inputs, targets = trainer.upcoming()
    network, recipe = trainer.network, trainer.recipe
    if not np.isfinite(inputs).all():
        names = ("inputs",)
        described_inputs = (described(names[0], inputs),)
        raise Faulty(recipe.preprocessing, "apply", described_inputs, PROMISES["preprocessing", "apply"], _got(inputs))
    steps: list[tuple[Array, Array, Array]] = []  # what each layer saw, z and a
    x = inputs
    for layer, (weights, bias) in zip(network.layers, network.views, strict=True):
        z = x @ weights + bias
        if not np.isfinite(z).all():
            return
        a = checked(layer.activation, "forward", (("z", z),), z.shape)
        steps.append((x, z, a))
        x = a
    loss = recipe.loss
    pair = (("prediction", x), ("target", targets))
    value = _called(loss, "value", pair)
    single = np.ndim(value) == 0 and isinstance(value, (int, float, np.generic, np.ndarray))
    if not single or not np.isfinite(value):
        raise _faulty(loss, "value", pair, "one finite number", value)
    gradient = np.zeros_like(network.parameters)
    if not _backward(trainer, steps, pair, split(gradient, network.sizes)):
        return
    _penalties(trainer, split(gradient, network.sizes))
    _update(trainer, gradient)


def _backward(
    trainer: Trainer, steps: list[tuple[Array, Array, Array]], pair: tuple[tuple[str, Array], ...], into: list[Views]
) -> bool:
    """Fill the gradient; False where its numbers grow too large."""
    network, loss = trainer.network, trainer.recipe.loss
    fused = loss.fuses_with == network.layers[-1].activation.name
    x = pair[0][1]
    upstream = checked(loss, "fused_gradient" if fused else "gradient", pair, x.shape)
    for k in range(len(network.layers) - 1, -1, -1):
        activation, (below, z, a) = network.layers[k].activation, steps[k]
        if fused:
            delta, fused = upstream, False
        elif type(activation).backward is Activation.backward:
            delta = upstream * checked(activation, "derivative", (("z", z), ("a", a)), z.shape)
        else:
            delta = checked(activation, "backward", (("z", z), ("a", a), ("upstream", upstream)), z.shape)
        np.matmul(below.T, delta, out=into[k].weights)
        into[k].bias[...] = delta.sum(axis=0)
        upstream = delta @ network.views[k].weights.T
        if not (np.isfinite(upstream).all() and np.isfinite(into[k].weights).all()):
            return False
    return True


def _penalties(trainer: Trainer, gradient: list[Views]) -> None:
    for one in trainer.recipe.regularizers:
        if type(one).gradient is not Regularizer.gradient:
            for views, target in zip(trainer.network.views, gradient, strict=True):
                slope = checked(one, "gradient", (("weights", views.weights),), views.weights.shape)
                np.add(target.weights, slope, out=target.weights)


def _update(trainer: Trainer, gradient: Array) -> None:
    """Let the optimizer and what shrinks weights work on copies."""
    network, optimizer = trainer.network, trainer.optimizer
    parameters = network.parameters.copy()
    state = {name: array.copy() for name, array in trainer.state.items()}
    arguments: tuple[tuple[str, Any], ...] = (
        ("parameters", parameters),
        ("gradient", gradient),
        ("state", state),
        ("step", trainer.updates + 1),
    )
    said = tuple(described(name, value) for name, value in arguments)
    optimizer.update(parameters, gradient, state, trainer.updates + 1)
    for name, array in (("parameters", parameters), *((f"state['{key}']", one) for key, one in state.items())):
        if not np.isfinite(array).all():
            got = f"{name} with {_got(array)}"
            raise Faulty(optimizer, "update", said, PROMISES["optimizer", "update"], got)
    rate = getattr(optimizer, "learning_rate", 1.0)
    for one in trainer.recipe.regularizers:
        if type(one).shrink is not Regularizer.shrink:
            for views in split(parameters, network.sizes):
                given = (("weights", views.weights.copy()), ("rate", rate))
                one.shrink(views.weights, rate)
                if not np.isfinite(views.weights).all():
                    raise _faulty(one, "shrink", given, PROMISES["regularizer", "shrink"], views.weights)


def checked(component: Component, hook: str, arguments: tuple[tuple[str, Array], ...], shape: tuple[int, ...]) -> Array:
    """A component's answer, if it is an array of this shape and finite. Raises Faulty."""
    answer = _called(component, hook, arguments)
    right = isinstance(answer, (np.ndarray, np.generic)) and answer.dtype.kind in "fbiu" and answer.shape == shape
    if not right or not np.isfinite(answer).all():
        raise _faulty(component, hook, arguments, f"an array of shape {shape}, all finite", answer)
    return np.asarray(answer, arguments[0][1].dtype)


def _called(component: Component, hook: str, arguments: tuple[tuple[str, Array], ...]) -> Any:
    given = []
    for _, array in arguments:
        copied = array.copy()
        copied.flags.writeable = False
        given.append(copied)
    return getattr(component, hook)(*given)


def _faulty(component: Component, hook: str, arguments: Any, expected: str, answer: Any) -> Faulty:
    return Faulty(component, hook, tuple(described(name, value) for name, value in arguments), expected, _got(answer))


def _got(answer: Any) -> str:
    """An answer in words: ``an array of shape (32,), float64, 3 of 32 not finite (nan)``."""
    if not isinstance(answer, (np.ndarray, np.generic)):
        return "None" if answer is None else f"{type(answer).__name__} {answer!r}"[:80]
    array = np.asarray(answer)
    odd = array[~np.isfinite(array)].ravel() if array.dtype.kind == "f" else np.empty(0)
    words = f"{len(odd):,} of {answer.size:,} not finite ({odd[0]})" if len(odd) else ""
    return ", ".join(part for part in (f"an array of shape {answer.shape}", str(answer.dtype), words) if part)
