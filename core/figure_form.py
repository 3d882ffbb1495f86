"""Figures as JSON and back, so that they can cross from one process to another.

``packed`` writes arrays as their bytes, which keeps every bit and is read back in no time. The JSON for people that
``export.as_json`` writes is read back as well; what was not finite in it is NaN then, since JSON has one word, null,
for all of it.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import math
import types
import typing
from typing import Any

import numpy as np

from .components import Array
from .errors import BadData
from .figures import FIGURES, Figure

BY_KIND = {cls.__name__.lower(): cls for cls in FIGURES}


def packed(value: Any) -> Any:
    """A figure, or a part of one, as plain lists and dictionaries, with arrays as base64."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "fbiu":
        data = np.ascontiguousarray(value, value.dtype.newbyteorder("<"))
        return {"dtype": data.dtype.str, "shape": value.shape, "base64": base64.b64encode(data.tobytes()).decode()}
    if isinstance(value, (np.ndarray, np.generic)):
        return packed(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [packed(one) for one in value]
    if isinstance(value, dict):
        return [{"at": packed(key), "value": packed(one)} for key, one in value.items()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = {"kind": type(value).__name__.lower()} if isinstance(value, Figure) else {}
        return kind | {field.name: packed(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)


def from_json(text: str) -> Figure:
    """The figure that ``as_json`` wrote. Raises BadData where the text is no figure."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadData(f"a figure: expected JSON: {error}") from None
    return figure_of(tree)


def figure_of(tree: Any) -> Figure:
    """The figure in a tree of plain lists, dictionaries and numbers. Raises BadData where there is none."""
    try:
        return _dataclass(BY_KIND[tree["kind"]], tree)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadData(f"a figure: expected its kind and fields: {type(error).__name__}: {error}") from None


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _dataclass(cls: Any, tree: dict[str, Any]) -> Any:
    """An object from its fields by name; a figure says its own kind."""
    if issubclass(cls, Figure):
        cls = BY_KIND[tree["kind"]]
    hints = _hints(cls)
    return cls(**{name: _value(value, hints[name]) for name, value in tree.items() if name != "kind"})


def _value(tree: Any, hint: Any) -> Any:
    """A field's value in the type that its annotation names."""
    origin, arguments = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(one for one in arguments if one is not types.NoneType)
        return None if tree is None else _value(tree, inner)
    if origin is np.ndarray:
        return _array(tree)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return tuple(_value(one, arguments[0]) for one in tree)
        return tuple(_value(one, kind) for one, kind in zip(tree, arguments, strict=True))
    if origin is dict:
        return {_value(one["at"], arguments[0]): _value(one["value"], arguments[1]) for one in tree}
    if dataclasses.is_dataclass(origin):
        return _dataclass(origin, tree)
    if origin is float:
        return float("nan") if tree is None else float(tree)
    return tree


def _array(tree: Any) -> Array:
    """Bytes or nested lists as an array; null in a list is NaN."""
    if isinstance(tree, dict):
        kind = np.dtype(str(tree["dtype"]))
        if kind.kind not in "fbiu":
            raise ValueError(f"no array of {kind}")
        return np.frombuffer(base64.b64decode(tree["base64"]), kind).reshape(tree["shape"])
    array = np.array(tree)
    if array.dtype != object:
        return array
    return np.array(tree, np.float64)  # None becomes NaN
