"""What a half written word may become: core's face, methods of base classes, settings' arguments, words of the file."""

from __future__ import annotations

import inspect
import keyword
import re
from dataclasses import fields, is_dataclass

import core
from core.components import KINDS
from core.settings import setting

WORD = re.compile(r"[A-Za-z_]\w*$")
CLASS = re.compile(r"^class\s+(\w+)\s*\(\s*(\w+)", re.MULTILINE)
SETTING = tuple(f"{name}=" for name in inspect.signature(setting).parameters)
BASES = {kind.__name__: kind for kind in KINDS.values()}
ALWAYS = (*core.__all__, *(word for word in keyword.kwlist if len(word) > 2), "self", "super")
MOST = 40


def offers(text: str, position: int, numpy: bool = True) -> tuple[str, list[str]]:
    """What has been written of a word at ``position``, and what it may become, best first; none where nothing fits."""
    before = text[:position]
    line = before.rpartition("\n")[2]
    found = WORD.search(line)
    begun = found.group() if found else ""
    ahead = line[: len(line) - len(begun)]
    if _in_string(ahead):
        return begun, []
    return begun, _fitting(begun, list(dict.fromkeys(_candidates(text, before, ahead, numpy))))


def _candidates(text: str, before: str, ahead: str, numpy: bool) -> list[str]:
    own, base = _class_around(before)
    stripped = ahead.rstrip()
    if ahead.endswith("self."):
        return [*_settings(text), *_attributes(text), *(m.partition("(")[0] for m in methods(base))]
    if re.search(r"\bnp\.$", ahead) and numpy:
        import numpy as np

        return sorted(name for name in dir(np) if not name.startswith("_") and name.islower())
    if ahead.endswith("snapshot."):
        return _members(core.Snapshot)
    if ahead.endswith("."):
        return _attributes(text)
    if stripped.endswith("def"):
        if ahead[:1].isspace():
            return [f"{signature}:" for signature in methods(base)]
        return [f"{hook}():" for hook in KINDS]
    if stripped.endswith("@"):
        return ["hookimpl"]
    arguments = [*SETTING] if _within_setting(before) else []
    inherited = [*(m.partition("(")[0] for m in methods(base)), *class_attributes(base)] if own else []
    return [*arguments, *ALWAYS, *inherited, *_words(text, before)]


def methods(base: str) -> list[str]:
    """The methods that a subclass of this base may write, as ``forward(self, z)``."""
    kind = BASES.get(base)
    if kind is None:
        return []
    own = (value for name, value in vars(kind).items() if inspect.isfunction(value) and not name.startswith("_"))
    return [f"{function.__name__}({', '.join(_arguments(function))})" for function in own]


def _arguments(function: object) -> list[str]:
    found = []
    for one in inspect.signature(function).parameters.values():  # type: ignore[arg-type]
        found.append(one.name if one.default is one.empty else f"{one.name}={one.default!r}")
    return found


def class_attributes(base: str) -> list[str]:
    """What a subclass of this base may set, such as ``formula``."""
    kind = BASES.get(base)
    if kind is None:
        return []
    names = [name for cls in kind.__mro__ for name in vars(cls).get("__annotations__", {})]
    return [name for name in names if not name.startswith("_")]


def _class_around(before: str) -> tuple[str, str]:
    """Name and base of the class that the end of the text lies in, where it lies in one."""
    last = next(iter(reversed(list(CLASS.finditer(before)))), None)
    if last is None:
        return "", ""
    rest = before[last.end() :].split("\n")[1:]
    if any(line and not line[0].isspace() and not line.startswith((")", "#")) for line in rest[:-1]):
        return "", ""
    return last.group(1), last.group(2)


def _within_setting(before: str) -> bool:
    at = before.rfind("setting(")
    return at >= 0 and before.count("(", at) > before.count(")", at)


def _in_string(ahead: str) -> bool:
    """Whether a place in a line lies in a string or a comment."""
    without = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", "", ahead)
    return '"' in without or "'" in without or "#" in without


def _settings(text: str) -> list[str]:
    return re.findall(r"^\s+(\w+)\s*:\s*\w+\s*=\s*setting\(", text, re.MULTILINE)


def _attributes(text: str) -> list[str]:
    return [*re.findall(r"\bself\.(\w+)", text), *re.findall(r"^\s+def (\w+)", text, re.MULTILINE)]


def _words(text: str, before: str) -> list[str]:
    """Words of the file, nearest above first, without the one that is being written."""
    above = re.findall(r"[A-Za-z_]\w{2,}", before)[:-1]
    return [*reversed(above), *re.findall(r"[A-Za-z_]\w{2,}", text[len(before) :])]


def _members(cls: type) -> list[str]:
    own = [one.name for one in fields(cls)] if is_dataclass(cls) else []
    return [*own, *(name for name in vars(cls) if not name.startswith("_") and name not in own)]


def _fitting(begun: str, names: list[str]) -> list[str]:
    low = begun.lower()
    return [name for name in names if name.lower().startswith(low) and name != begun][:MOST]
