"""One component under examination: how its methods are called, and what their answers are held to."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from ..components import Array, Component
from ..errors import BadComponent
from ..faults.hints import hint_for
from ..registry import Registry

Note = Callable[[str], None]
"""Told the name of each method before it is called."""
FLOATS = (np.float64, np.float32)


class Breach(BadComponent):
    """A method that does not keep its kind's contract. The message says what was expected, found, and what to do."""

    def __init__(self, owner: str, method: str, what: str) -> None:
        super().__init__(f"{owner}.{method}: {what}")
        self.method = method


class Probe:
    """Calls one component's methods with read-only copies and examines what they answer. Collects hints."""

    def __init__(
        self, component: Component, registry: Registry | None = None, note: Note | None = None, changed: str = ""
    ) -> None:
        self.component = component
        self.registry = registry or Registry()
        self.hints: list[str] = []
        self.note = note or (lambda method: None)
        self._owner = type(component).__name__
        self._with = f" (with {changed})" if changed else ""

    def fail(self, method: str, expected: object, found: object, advice: str) -> NoReturn:
        """Raise the Breach that says so."""
        raise Breach(self._owner, method, f"expected {expected}{self._with}, found {found}; {advice}")

    def require(self, held: bool | np.bool_, method: str, expected: object, found: object, advice: str) -> None:
        """Raise a Breach unless something held."""
        if not held:
            self.fail(method, expected, found, advice)

    def hint(self, words: str) -> None:
        """Remember something that works, but could be better."""
        if words not in self.hints:
            self.hints.append(words)

    def has(self, method: str) -> bool:
        """Whether the class brings a method of its own."""
        cls = type(self.component)
        base = next(one for one in cls.__mro__ if one.__bases__ == (Component,))
        return getattr(cls, method, None) is not getattr(base, method, None)

    def needs(self, method: str) -> None:
        """Raise a Breach where the class has no such method."""
        parameters = ", ".join(inspect.signature(getattr(type(self.component), method)).parameters)
        self.require(self.has(method), method, f"a method {method}({parameters})", "none", "write it")

    def takes_out(self, method: str) -> bool:
        """Whether the method can write its answer to an array that it is given."""
        return "out" in inspect.signature(getattr(self.component, method)).parameters

    def call(self, method: str, *arguments: Any, out: Array | None = None) -> Any:
        """The method's answer to read-only copies of the arguments (``out`` alone is passed as it is, and last).

        Raises Breach where it raises anything, or changes an argument after all.
        """
        given = [_guarded(one) for one in arguments]
        answer = self.run(method, *given, *([] if out is None else [out]))
        for k, (before, after) in enumerate(zip(arguments, given, strict=True), 1):
            if not _same(before, after):
                self.fail(method, "arguments left as they are", f"argument {k} changed", "work on a copy of it")
        return answer

    def run(self, method: str, *arguments: Any) -> Any:
        """The method's answer to these very arguments. Raises Breach where it raises anything."""
        self.note(method)
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                before = np.geterr()
                answer = getattr(self.component, method)(*arguments)
                meddled = np.geterr() != before
        except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
            said = f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
            raise Breach(self._owner, method, f"raised {said}; {hint_for(said)}") from error
        advice = "use 'with np.errstate(...)' around the line that needs it"
        self.require(not meddled, method, "numpy's error handling left as it is", "another one", advice)
        return answer

    def repeats(self, method: str, *arguments: Any) -> None:
        """Raise a Breach where the method answers otherwise to the same arguments than it did before."""
        first, again = (np.asarray(self.call(method, *arguments)) for _ in range(2))
        same = first.shape == again.shape and np.array_equal(first, again, equal_nan=first.dtype.kind == "f")
        advice = "calculate it from the arguments and settings alone, with nothing kept between calls and no chance"
        self.require(same, method, "the same answer to the same arguments", "another one", advice)

    def meets(self, method: str, *arguments: Any, bad: str, rows: int) -> None:
        """Raise a Breach where NaN or infinity in one row raises an error, or reaches the other ``rows``; hint where it
        is hidden, as a training that has gone wrong would go unseen."""
        given = [np.array(one, copy=True) if isinstance(one, np.ndarray) else one for one in arguments]
        clean = np.asarray(self.call(method, *given))
        given[0][0, 0] = {"nan": np.nan, "inf": np.inf}[bad]
        answer = np.asarray(self.call(method, *given))
        self.require(answer.shape == clean.shape, method, f"shape {clean.shape} for {bad} too", answer.shape, "keep it")
        if answer.ndim:
            kept = close(answer[1:rows], clean[1:rows])
            found = f"other answers in the rows beside one with {bad}"
            self.require(kept, method, "rows that do not meddle", found, "work along axis 1 only")
        if bad == "nan" and np.isfinite(answer).all():
            self.hint(f"{self._owner}.{method} turns NaN into numbers: a training that has gone wrong goes unseen")

    def array(self, method: str, *arguments: Any, shape: tuple[int, ...], dtype: Any) -> Array:
        """The method's answer as an array of this dtype, once its shape and numbers are found right."""
        return self.examined(method, self.call(method, *arguments), shape, dtype)

    def examined(self, method: str, answer: Any, shape: tuple[int, ...], dtype: Any) -> Array:
        """An answer as an array of this dtype. Another float dtype is a hint; anything else wrong raises Breach."""
        if answer is None:
            self.fail(method, f"an array of shape {shape}", "None", "end it with return")
        if not isinstance(answer, (np.ndarray, np.generic)) or answer.dtype.kind not in "fbiu":
            found = f"an array of {answer.dtype}" if isinstance(answer, np.ndarray) else type(answer).__name__
            self.fail(method, f"an array of numbers of shape {shape}", found, "return a numpy array of real numbers")
        advice = "return one number for each of its input's" if answer.ndim else "return an array, not one number"
        self.require(answer.shape == shape, method, f"shape {shape}", f"shape {answer.shape}", advice)
        if not np.isfinite(answer).all():
            bad = np.asarray(answer)[~np.isfinite(answer)].ravel()[0]
            self.fail(method, "finite numbers", f"{bad}", "guard the division, logarithm or exp() that makes it")
        if answer.dtype.kind == "f" and answer.dtype != dtype and self.has(method):
            self.hint(
                f"{self._owner}.{method} answers in {answer.dtype} when asked in {np.dtype(dtype)}: it is cast every "
                "time. Python's own numbers keep an array's type, numpy's float64 ones do not"
            )
        return np.array(answer, dtype)

    def number(self, method: str, answer: Any) -> float:
        """An answer that must be one finite number."""
        is_number = isinstance(answer, (int, float, np.number, np.bool_)) or getattr(answer, "shape", None) == ()
        found = f"an array of shape {answer.shape}" if isinstance(answer, np.ndarray) else type(answer).__name__
        self.require(is_number, method, "one number", found, "return a number, such as float(total)")
        self.require(np.isfinite(answer), method, "a finite number", answer, "guard the step that makes it")
        return float(answer)

    def out(self, method: str, *arguments: Any, expected: Array) -> None:
        """Where the method takes ``out``: it must write the same numbers there, and return it."""
        if not self.takes_out(method):
            return
        parameters = list(inspect.signature(getattr(self.component, method)).parameters.values())
        last = parameters[-1]
        right = last.name == "out" and last.default is None and last.kind is last.POSITIONAL_OR_KEYWORD
        self.require(right, method, "out=None as its last parameter", f"({', '.join(map(str, parameters))})", "move it")
        out = np.full_like(expected, np.nan)
        answer = self.call(method, *arguments, out=out)
        self.require(answer is out, method, "the array given as out", "another answer", "write to out and return it")
        self.require(close(out, expected), method, "the same numbers with out as without", "others", "write every one")


def close(found: Array, expected: Array) -> bool:
    """Whether two arrays of one dtype are the same but for the last bits."""
    slack = 16 * float(np.finfo(expected.dtype).eps)
    return np.allclose(found, expected, rtol=slack, atol=slack)


def _guarded(value: Any) -> Any:
    """A copy that nobody can write to, of an array or a dictionary of arrays."""
    if isinstance(value, dict):
        return {name: _guarded(one) for name, one in value.items()}
    if isinstance(value, np.ndarray):
        value = value.copy()
        value.flags.writeable = False
    return value


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[name], after[name]) for name in before)
    return not isinstance(before, np.ndarray) or before.tobytes() == after.tobytes()
