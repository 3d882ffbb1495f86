"""A plugin as the manager shows it, and what is loaded of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..registry import Entry

Origin = Literal["built-in", "package", "file"]
State = Literal["active", "off", "failed", "waiting"]
Loader = Callable[[], list[Entry]]


@dataclass(frozen=True)
class Plugin:
    """One plugin as the manager shows it."""

    key: str
    """The file's name, or where a package or built-in is found."""
    name: str
    kinds: tuple[str, ...]
    origin: Origin
    path: str
    """The file, or the module's."""
    hash: str
    """sha256 of a file's content; empty for the others."""
    state: State
    provides: tuple[tuple[str, str], ...] = ()
    """(kind, name) of its components; of one that is off, what it provided when it was last on."""
    reason: str = ""
    """Why it is not active, or what is to be known of it."""
    source_path: Path | None = None


@dataclass(frozen=True)
class Version:
    """What was loaded of a file."""

    source: bytes
    entries: tuple[Entry, ...]


@dataclass
class Slot:
    """A plugin with what is loaded of it."""

    plugin: Plugin
    load: Loader
    entries: tuple[Entry, ...] = ()
    versions: list[Version] = field(default_factory=list)


def active(plugin: Plugin, entries: tuple[Entry, ...]) -> Plugin:
    """The plugin in use, with what it provides."""
    provides = tuple((entry.cls.kind, entry.cls.name) for entry in entries)
    kinds = tuple(dict.fromkeys(kind for kind, _ in provides))
    return replace(plugin, kinds=kinds, provides=provides, state="active", reason="")


def module_file(name: str) -> str:
    """The file of an imported module; nothing where it has none."""
    module = sys.modules.get(name)
    return str(getattr(module, "__file__", "") or "") if module else ""
