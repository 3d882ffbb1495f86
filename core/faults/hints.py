"""Plain words for the mistakes that plugins are made with most often, by what Python or numpy says of them.

Each hint says what to do in the author's own file. The first whose pattern is found in "Type: message" is given.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Hint(NamedTuple):
    """A mistake by its name, the pattern that it is known by, and what to do; groups of the pattern fill the words."""

    name: str
    pattern: re.Pattern[str]
    words: str


def _hint(name: str, pattern: str, words: str) -> Hint:
    return Hint(name, re.compile(pattern), words)


HINTS: tuple[Hint, ...] = (
    _hint(
        "numpy not imported",
        r"NameError: name '(np|numpy)' is not defined",
        "write 'import numpy as np' at the top of the file",
    ),
    _hint(
        "core not imported",
        r"NameError: name '(Activation|Loss|Optimizer|Initializer|Regularizer|Schedule|Augmentation|Dataset"
        r"|Preprocessing|Visualization|hookimpl|setting|Lines|Curve|Axis|Bars|Image|Tiles|Note|Data|Split)' is not",
        "add {1} to the line 'from core import ...'",
    ),
    _hint(
        "setting without self",
        r"NameError: name '(\w+)' is not defined",
        "is '{1}' misspelt, or not yet defined there? A setting is read as self.{1}",
    ),
    _hint(
        "used before given",
        r"UnboundLocalError: .*'(\w+)'",
        "'{1}' is read before it is given a value on this way through the function",
    ),
    _hint(
        "numpy has no such function",
        r"AttributeError: module 'numpy\S*' has no attribute '(\w+)'",
        "numpy has no '{1}': check its spelling at numpy.org/doc",
    ),
    _hint(
        "setting assigned",
        r"FrozenInstanceError|cannot assign to field '(\w+)'",
        "a component may not change itself: keep arrays between steps in an optimizer's state, else calculate anew",
    ),
    _hint(
        "no such attribute",
        r"AttributeError: '(\w+)' object has no attribute '(\w+)'",
        "is '{2}' misspelt? A setting is declared in the class: {2}: float = setting(default=1.0)",
    ),
    _hint(
        "self forgotten",
        r"TypeError: .*takes (\d+) positional arguments? but (\d+) (?:was|were) given",
        "compare its parameters with the template: a method begins with self, then what the hook gives",
    ),
    _hint(
        "argument missing",
        r"TypeError: .*missing \d+ required positional arguments?: (.*)",
        "call it with {1} too, or compare its parameters with the template",
    ),
    _hint(
        "if over an array",
        r"truth value of an array",
        "an 'if' decides once, not for every number: use np.where(condition, this, that)",
    ),
    _hint(
        "math over an array",
        r"only (?:length-1|0-dimensional|size-1) arrays can be converted",
        "math works on one number: use numpy's function, such as np.exp for math.exp",
    ),
    _hint(
        "input changed",
        r"read-only|output array is read-only",
        "its arguments are not to be changed: work on a copy, as in z = z.copy(), or write z = z * 2 for z *= 2",
    ),
    _hint(
        "shapes do not match",
        r"could not be broadcast together(?: with shapes)? ?(.*)",
        "the two arrays have other shapes: print them, or keep the axis with sum(axis=1, keepdims=True)",
    ),
    _hint(
        "product of other lengths",
        r"matmul: Input operand|shapes \(.*\) and \(.*\) not aligned",
        "in a @ b the columns of a must be the rows of b: is a transpose .T missing?",
    ),
    _hint(
        "cannot reshape",
        r"cannot reshape array",
        "the new shape must hold as many numbers as the old one: use -1 for the length to be found out",
    ),
    _hint(
        "wrong type in place",
        r"Cannot cast ufunc|UFuncTypeError|Cannot cast .* to dtype",
        "an array keeps its type in place: make it with np.zeros_like(parameters), or write a = a / b for a /= b",
    ),
    _hint(
        "state without that name",
        r"KeyError: '(\w+)'",
        "nothing is called '{1}' there: what update reads from state, init must have returned",
    ),
    _hint(
        "beyond the end",
        r"IndexError: .*(?:out of bounds|out of range|too many indices)",
        "the array has fewer rows or axes than that: print its shape, and think of a batch of one row",
    ),
    _hint("divided by zero", r"ZeroDivisionError", "guard the division, as in x / max(n, 1) or x / (n + 1e-8)"),
    _hint("too large", r"OverflowError", "the number grew beyond all bounds: keep what goes into exp() below 80"),
    _hint(
        "calls itself for ever",
        r"RecursionError",
        "the function calls itself and never ends: call the helper that you mean, or use a loop",
    ),
    _hint(
        "memory",
        r"MemoryError|Unable to allocate",
        "the array asked for is too large: multiply its shape out, and calculate in smaller blocks",
    ),
    _hint(
        "package missing",
        r"ModuleNotFoundError: No module named '([\w.]+)'",
        "is '{1}' misspelt? If not, install it beside inknet: pip install {1}",
    ),
    _hint(
        "no such name in core",
        r"ImportError: cannot import name '(\w+)' from 'core",
        "core has no '{1}' for plugins: see docs/plugins.md for what it has",
    ),
    _hint("import failed", r"ImportError", "check the name on the import line, and that the package is installed"),
    _hint(
        "indentation",
        r"IndentationError|TabError",
        "the lines of one block begin in the same column: use four spaces, and no tabs",
    ),
    _hint("colon missing", r"SyntaxError: expected ':'", "end the line with a colon"),
    _hint("bracket open", r"SyntaxError: .*was never closed", "close that bracket"),
    _hint(
        "= for ==",
        r"SyntaxError: (?:invalid syntax\. )?(?:Maybe you meant|cannot assign)",
        "a comparison is written ==, an assignment =",
    ),
    _hint("syntax", r"SyntaxError", "look at the marked place and the line before it: is a bracket or a quote open?"),
    _hint("leaves the program", r"SystemExit", "a plugin may not leave the program: return, or raise ValueError"),
    _hint("left to do", r"NotImplementedError", "write this method: its base class only says what it must answer"),
    _hint("stopped", r"Interrupted", "look for a loop that never ends, or for one over single numbers"),
    _hint(
        "no number",
        r"TypeError: .*(?:NoneType)",
        "something there is None: does the function before it end with return?",
    ),
)


def hint_for(said: str) -> str:
    """What to do about an error, given as ``Type: message``; a general word where nothing more is known."""
    for hint in HINTS:
        found = hint.pattern.search(said)
        if found:
            return hint.words.format(found.group(0), *(group or "" for group in found.groups()))
    return "read the line that is marked: the message above says what Python found there"
