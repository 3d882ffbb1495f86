"""What an optimizer promises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..components import Array, Optimizer
from .probe import FLOATS, Probe

LENGTHS = (1, 50)
STEPS = 5
State = dict[str, Array]


def check_optimizer(probe: Probe) -> None:
    """Updates in place, with all that it remembers in its state; a setting may change between two steps."""
    probe.needs("update")
    rng = np.random.default_rng(0)
    for dtype in FLOATS:
        for length in LENGTHS:
            start = rng.normal(size=length).astype(dtype)
            first, state = train(probe, start.copy(), _init(probe, start))
            moved = not np.array_equal(first, start)
            found = "the parameters as they were"
            probe.require(moved, "update", "parameters changed in place", found, "write parameters -= ... there")
            again, _ = train(probe, start.copy(), _init(probe, start))
            found = "other numbers the second time"
            same = np.array_equal(first, again)
            probe.require(same, "update", "the same steps from the same start", found, "keep memory in state alone")
            _check_after_a_change(probe, first, state)
    _check_state_lengths(probe)
    _hint_at_direction(probe)


def _init(probe: Probe, parameters: Array) -> State:
    """A fresh state, once it is found to be a dictionary of arrays of its own."""
    state = probe.call("init", parameters)
    found = type(state).__name__
    probe.require(isinstance(state, dict), "init", "a dictionary of arrays", found, "return {'name': array}, or {}")
    for name, array in state.items():
        held = isinstance(name, str) and isinstance(array, np.ndarray) and array.dtype.kind in "fbiu"
        found = f"{type(array).__name__} under {name!r}"
        probe.require(held, "init", "a dictionary of arrays", found, "wrap numbers as np.array([[number]])")
        probe.require(np.isfinite(array).all(), "init", "finite numbers", f"others in {name!r}", "start from zeros")
    return {name: array.copy() for name, array in state.items()}


def train(probe: Probe, parameters: Array, state: State, steps: int = STEPS, first: int = 1) -> tuple[Array, State]:
    """Some steps on the bowl p^2 / 4 + p, each one examined; ``parameters`` and ``state`` change in place."""
    optimizer = probe.component
    assert isinstance(optimizer, Optimizer)
    forms = {name: _form(array) for name, array in state.items()}
    for step in range(first, first + steps):
        gradient = parameters * 0.5 + 1
        gradient.flags.writeable = optimizer.consumes_gradient
        answer = probe.run("update", parameters, gradient, state, step)
        advice = "change parameters in place and return nothing"
        probe.require(answer is None, "update", "None", type(answer).__name__, advice)
        finite = np.isfinite(parameters).all()
        probe.require(finite, "update", "finite parameters", f"others after step {step}", "guard its divisions")
        now = {name: _form(array) for name, array in state.items()}
        if now != forms:
            odd = sorted(name for name in {*now, *forms} if now.get(name) != forms.get(name))[0]
            found = f"{odd!r} {forms.get(odd, 'not there')} at first and {now.get(odd, 'not there')} later"
            probe.fail("update", "state in the form that init gave it", found, "change its arrays in place")
    return parameters, state


def _form(array: object) -> str:
    return f"{array.dtype} of shape {array.shape}" if isinstance(array, np.ndarray) else type(array).__name__


def _check_after_a_change(probe: Probe, parameters: Array, state: State) -> None:
    """A schedule or a slider changes a setting between two steps; the state goes on."""
    optimizer = probe.component
    for name, setting in optimizer.settings.items():
        if setting.kind is not float:
            continue
        value = getattr(optimizer, name)
        low = 0.0 if setting.low is None else setting.low
        changed = replace(optimizer, **{name: max(low, value / 2)})  # type: ignore[type-var]
        after = Probe(changed, note=probe.note, changed=f"{name} halved after {STEPS} steps")
        copies = {key: array.copy() for key, array in state.items()}
        train(after, parameters.copy(), copies, steps=2, first=STEPS + 1)


def _check_state_lengths(probe: Probe) -> None:
    """State that follows the parameters is carried along when layers change, if it has exactly their shape."""
    short, long = (_init(probe, np.zeros(n, np.float32)) for n in (6, 11))
    probe.require(short.keys() == long.keys(), "init", "the same names for any length", "others", "name them alike")
    for name in short:
        if short[name].shape != long[name].shape and (short[name].shape, long[name].shape) != ((6,), (11,)):
            probe.hint(
                f"{type(probe.component).__name__}.init: {name!r} grows with the parameters but has not their shape: "
                "it starts afresh when a layer changes"
            )


def _hint_at_direction(probe: Probe) -> None:
    start = np.full(3, 10.0)
    end, _ = train(probe, start.copy(), _init(probe, start), steps=20)
    if np.abs(end + 2).max() > np.abs(start + 2).max():
        probe.hint(
            f"{type(probe.component).__name__} is farther from the bottom of a bowl after 20 steps than before: "
            "does it step against the gradient?"
        )
