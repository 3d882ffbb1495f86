"""What a project file is made of, both ways: JSON that is plain and not too deep, and .npy without pickles.

What is read may come from anyone. Its errors say what was expected and found; whoever knows file and member adds them.
"""

from __future__ import annotations

import io
import json
import math
from typing import Any, NoReturn

import numpy as np

from .components import Array
from .errors import BadProject

LARGEST_JSON = 16_000_000  # bytes
DEEPEST = 64  # lists and objects within each other
NUMBERS = "biufc"  # kinds of numpy types: truth values, whole, real and complex numbers
LONGEST_HEADER = 2_000  # bytes of a .npy


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
        raise BadProject(f"expected at most {LARGEST_JSON:,} bytes, found {len(data):,}")
    try:
        tree = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise BadProject(f"expected JSON: {error}") from None
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
    """The array in a .npy whose header is sound and claims the size that is there. Raises BadProject."""
    file = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise ValueError(f"version {version[0]}.{version[1]}")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(file, max_header_size=LONGEST_HEADER)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadProject(f"expected a .npy of version 1.0, found {error}") from None
    if dtype.kind not in NUMBERS or dtype.subdtype or dtype.byteorder == ">" or fortran:
        order = "columns first" if fortran else "rows first"
        raise BadProject(f"expected little-endian numbers, rows first, found {dtype}, {order}")
    there = len(data) - file.tell()
    if len(shape) > 8 or min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != there:
        raise BadProject(f"expected as many bytes as shape {shape} of {dtype} has, found {there:,}")
    try:
        return np.ndarray(shape, dtype, data, file.tell()).copy()
    except ValueError as error:  # an empty array with a dimension beyond all bounds
        raise BadProject(f"expected a shape that can be, found {shape}: {error}") from None


def short(value: Any) -> str:
    """A value in at most forty characters."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 40 else text[:37] + "..."


def _check_depth(tree: Any) -> None:
    level, depth = [tree], 0
    while level := [one for node in level for one in _children(node)]:
        depth += 1
        if depth > DEEPEST:
            raise BadProject(f"expected at most {DEEPEST} levels, found more")


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, list | tuple) else []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("one key twice in an object")
    return tree


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text}, which is not a finite number")
