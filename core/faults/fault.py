"""The structured form of an error in a plugin's code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

import numpy as np

from ..components import Array, Component
from ..errors import BadComponent, InknetError
from ..registry import Entry, Registry
from .hints import hint_for

PROMISES = {
    ("activation", "forward"): "an array of the shape of z, all finite",
    ("activation", "derivative"): "an array of the shape of z, all finite",
    ("activation", "backward"): "an array of the shape of z, all finite",
    ("loss", "value"): "one finite number",
    ("loss", "gradient"): "an array of the shape of the prediction, all finite",
    ("loss", "fused_gradient"): "an array of the shape of the prediction, all finite",
    ("optimizer", "init"): "a dictionary of arrays",
    ("optimizer", "update"): "parameters changed in place, all finite",
    ("initializer", "weights"): "an array of shape (inputs, units), all finite",
    ("initializer", "bias"): "an array of shape (units,), all finite",
    ("regularizer", "penalty"): "one finite number",
    ("regularizer", "gradient"): "an array of the shape of the weights, all finite",
    ("regularizer", "shrink"): "weights changed in place, all finite",
    ("schedule", "factor"): "one number of at least 0",
    ("augmentation", "apply"): "an array of the shape and type of the inputs",
    ("dataset", "load"): "Data",
    ("preprocessing", "fit"): "a dictionary of arrays",
    ("preprocessing", "apply"): "an array of the shape of the inputs, all finite",
    ("visualization", "draw"): "a figure",
}


@dataclass(frozen=True)
class Fault:
    """One mistake of one plugin, as it showed at one step."""

    plugin: str
    """The component's name, such as ``wave``."""
    kind: str
    origin: str
    """built-in, package or file."""
    path: str
    """The file, or the module where there is none."""
    line: int | None
    hook: str
    """Class and method, such as ``Wave.forward``."""
    arguments: tuple[str, ...]
    """What it was called with, one line each: name, shape, type, range."""
    expected: str
    got: str
    hint: str
    """What to do, in plain words."""
    step: int
    """The step that was under way; 0 outside training."""
    traceback: str = ""

    @property
    def place(self) -> str:
        """``path:line``."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        """Everything but arguments and traceback, in one line."""
        at = f" at step {self.step:,}" if self.step else ""
        return (
            f"{self.kind} '{self.plugin}' ({self.place}){at}: {self.hook}: expected {self.expected}, got {self.got}; "
            f"{self.hint}"
        )


class Faulty(BadComponent):
    """A component whose answer breaks its contract in the middle of a training."""

    def __init__(self, component: Component, hook: str, arguments: tuple[str, ...], expected: str, got: str) -> None:
        super().__init__(f"{type(component).__name__}.{hook}: expected {expected}, got {got}")
        self.component, self.hook, self.arguments = component, hook, arguments
        self.expected, self.got = expected, got


def fault_of(error: BaseException, registry: Registry, step: int = 0) -> Fault | None:
    """The fault that an exception tells of, or None where no component of the registry had part in it."""
    if isinstance(error, Faulty):
        return _of_answer(error, registry, step)
    if isinstance(error, InknetError) and not isinstance(error, BadComponent):
        return None
    found = list(plugin_frames(error.__traceback__, registry))
    if not found:
        return None
    (frame, _, entry, component), deepest = found[0], found[-1]
    for one in found:  # the outermost frame of a component's own method is the hook that was called
        if one[3] is not None:
            frame, _, entry, component = one
            break
    hook = frame.f_code.co_name
    kind = entry.cls.kind
    said = f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
    return Fault(
        plugin=entry.cls.name,
        kind=kind,
        origin=entry.origin,
        path=path_of(entry.cls),
        line=deepest[1],
        hook=f"{type(component).__name__}.{hook}" if component is not None else hook,
        arguments=arguments_of(frame),
        expected=PROMISES.get((kind, hook), "an answer"),
        got=said,
        hint=hint_for(said),
        step=step,
        traceback="".join(traceback.format_exception(error)),
    )


def _of_answer(error: Faulty, registry: Registry, step: int) -> Fault:
    cls = type(error.component)
    entry = registry.entries.get((cls.kind, cls.name))
    function = getattr(cls, error.hook, None)
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    return Fault(
        plugin=cls.name,
        kind=cls.kind,
        origin=entry.origin if entry else "file",
        path=path_of(cls),
        line=code.co_firstlineno if code else None,
        hook=f"{cls.__name__}.{error.hook}",
        arguments=error.arguments,
        expected=error.expected,
        got=error.got,
        hint=advice(error.got),
        step=step,
    )


def advice(got: str) -> str:
    """What to do about an answer that is not what was promised."""
    if "None" in got:
        return "end the method with return"
    if "nan" in got.lower() or "inf" in got.lower():
        return (
            "keep what goes into exp() below 80, and what is divided by or goes into log() away from 0, "
            "as in np.clip(z, -30, 30) or np.maximum(p, 1e-12)"
        )
    if "shape" in got:
        return "return one number for each number of the input: sums and means need keepdims=True"
    return "return a numpy array of real numbers"


def in_plugin(error: BaseException, registry: Registry) -> bool:
    """Whether an exception came out of a component's code."""
    return isinstance(error, Faulty) or any(True for _ in plugin_frames(error.__traceback__, registry))


Found = tuple[FrameType, int, Entry, Component | None]


def plugin_frames(trace: TracebackType | None, registry: Registry) -> Iterator[Found]:
    """The frames of a traceback in the files of components, outermost first: frame, line, entry, and the component."""
    modules = modules_of(registry)
    while trace is not None:
        frame = trace.tb_frame
        entry, component = _owner(frame, modules, registry)
        if entry is not None:
            yield frame, trace.tb_lineno, entry, component
        trace = trace.tb_next


def modules_of(registry: Registry) -> dict[str, Entry]:
    """The modules that components are defined in, by name, each with one of them."""
    return {entry.cls.__module__: entry for entry in registry.entries.values()}


def _owner(frame: FrameType, modules: dict[str, Entry], registry: Registry) -> tuple[Entry | None, Component | None]:
    """Whose code a frame runs: the entry of its ``self``, else one of its module; nothing for core's own code."""
    name = frame.f_globals.get("__name__", "")
    module = modules.get(name) or modules.get(name.rpartition(".")[0])
    if module is None or name.partition(".")[0] == "core":
        return None, None
    own = frame.f_locals.get("self")
    if isinstance(own, Component):
        return registry.entries.get((own.kind, own.name)) or Entry(type(own), module.origin, module.place), own
    return module, None


def hook_now(frame: FrameType | None, registry: Registry) -> str:
    """The hook that a thread is in, such as ``Wave.forward``, from its innermost frame; nothing where it is in none."""
    modules, found = modules_of(registry), ""
    while frame is not None:
        entry, component = _owner(frame, modules, registry)
        if entry is not None:
            owner = f"{type(component).__name__}." if component is not None else ""
            found = f"{owner}{frame.f_code.co_name}"
        frame = frame.f_back
    return found


def path_of(cls: type) -> str:
    """The file that a class is defined in; its module's name where that is not known."""
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    if file is None:  # a version that made room for another: its methods still know
        codes = (getattr(getattr(one, "__wrapped__", one), "__code__", None) for one in vars(cls).values())
        file = next((code.co_filename for code in codes if code and Path(code.co_filename).is_absolute()), None)
    return str(file or cls.__module__)


def arguments_of(frame: FrameType) -> tuple[str, ...]:
    """What a function was called with, as its frame still knows it, without self."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount]
    return tuple(described(name, frame.f_locals[name]) for name in names if name != "self" and name in frame.f_locals)


def described(name: str, value: Any) -> str:
    """A value in one line: ``z (32, 128) float32, -3.2 to 4.1``."""
    if isinstance(value, np.ndarray):
        return f"{name} {value.shape} {value.dtype}{_range(value)}"
    if isinstance(value, dict):
        inside = ", ".join(described(str(key), one) for key, one in list(value.items())[:4])
        return f"{name} {{{inside}}}"
    if isinstance(value, (bool, int, float, str, np.generic)) or value is None:
        return f"{name} = {value!r}"[:80]
    return f"{name}: {type(value).__name__}"


def _range(array: Array) -> str:
    if not array.size or array.dtype.kind not in "fiub":
        return ""
    finite = np.isfinite(array)
    odd = array.size - int(finite.sum())
    words = f", {odd:,} of {array.size:,} not finite" if odd else ""
    if not finite.any():
        return words
    return f", {array[finite].min():.4g} to {array[finite].max():.4g}{words}"
