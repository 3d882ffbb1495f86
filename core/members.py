"""What a project file is made of, both ways: JSON that is plain and not too deep, and .npy without pickles.

What is read may come from anyone. Its errors say what was expected and found; whoever knows file and member adds them.
"""

from __future__ import annotations

import io
import json
import math
import re
from typing import Any, NoReturn

import numpy as np

from .components import Array
from .errors import BadProject

LARGEST_JSON = 16_000_000  # bytes
DEEPEST = 64  # lists and objects within each other
NUMBERS = "biufc"  # kinds of numpy types: truth values, whole, real and complex numbers
MAGIC = b"\x93NUMPY\x01\x00"
HEADER = re.compile(
    rb"\{'descr': '(?P<dtype>[<|][biufc]\d{1,2})', 'fortran_order': False, "
    rb"'shape': \((?P<shape>(\d{1,15}, ?)*(\d{1,15})?)\), \} *\n"
)
"""What numpy writes between magic and numbers (see numpy.lib.format), for numbers alone. Nothing is evaluated."""
LONGEST_HEADER = 2_000  # bytes


class Twice(ValueError):
    """One key twice in an object of JSON."""


class NotFinite(ValueError):
    """NaN, Infinity, or more than a float can hold."""


_CODES = {Twice: "twice", NotFinite: "number", UnicodeDecodeError: "encoding"}
"""The code of what is wrong with JSON."""


def json_bytes(tree: Any) -> bytes:
    """Lists, dictionaries, text and finite numbers as JSON. Raises BadProject for anything else."""
    try:
        data = json.dumps(tree, indent=1, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadProject(f"expected what JSON can say, found something else: {error}") from None
    if len(data) > LARGEST_JSON:
        raise BadProject(f"expected at most {LARGEST_JSON:,} bytes, found {len(data):,}")
    _check_depth(tree)
    return data


def tree_of(data: bytes) -> Any:
    """What JSON says. Raises BadProject for what is none, too deep, twice under one key, or no finite number."""
    if len(data) > LARGEST_JSON:
        raise BadProject(f"expected at most {LARGEST_JSON:,} bytes, found {len(data):,}", code="large")
    try:
        tree = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise BadProject(
            f"expected JSON, found something else: {error}", code=_CODES.get(type(error), "format")
        ) from None
    _check_depth(tree)
    return tree


def array_bytes(array: Any) -> bytes:
    """A .npy, version 1.0, little-endian, rows first. Raises BadProject for what does not hold numbers."""
    array = np.asarray(array, order="C")
    if array.dtype.kind not in NUMBERS:
        raise BadProject(f"expected an array of numbers, found one of {array.dtype}")
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
    return file.getvalue()


def array_of(data: bytes) -> Array:
    """The array in a .npy in the form that ``array_bytes`` gives and of the size that it claims. Raises BadProject."""
    start = len(MAGIC) + 2
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    header = HEADER.fullmatch(data, start, min(end, start + LONGEST_HEADER))
    if not data.startswith(MAGIC) or end > len(data) or header is None:
        found = data[start : start + 80].decode("ascii", "backslashreplace").strip()
        raise BadProject(
            f"expected a .npy of version 1.0 of little-endian numbers, rows first, found {short(found)}", code="format"
        )
    shape = tuple(int(length) for length in header["shape"].split(b",") if length.strip())
    try:
        dtype = np.dtype(header["dtype"].decode())
        if math.prod(shape) * dtype.itemsize != len(data) - end:
            found = f"{len(data) - end:,} of them"
            raise BadProject(f"expected the bytes of shape {shape} of {dtype}, found {found}", code="shape")
        return np.ndarray(shape, dtype, data, end).copy()
    except (TypeError, ValueError) as error:  # a type that numpy does not have; too many dimensions, or too long ones
        raise BadProject(f"expected an array that can be, found shape {shape}: {error}", code="shape") from None


def short(value: Any) -> str:
    """A value in at most forty characters."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 40 else text[:37] + "..."


def _check_depth(tree: Any) -> None:
    level, depth = [tree], 0
    while level := [one for node in level for one in _children(node)]:
        depth += 1
        if depth > DEEPEST:
            raise _too_deep()


def _too_deep() -> BadProject:
    return BadProject(f"expected at most {DEEPEST} levels, found more", code="deep")


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, list | tuple) else []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise Twice("one key twice in an object")
    return tree


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise NotFinite(f"{text}, which is not a finite number")
