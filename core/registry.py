"""An immutable catalogue of components by kind and name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from .components import Component
from .errors import BadPlugin, UnknownComponent

C = TypeVar("C", bound=Component)


@dataclass(frozen=True)
class Entry:
    """One component and where it comes from: ``origin`` is built-in, package or file, ``place`` the module or path."""

    cls: type[Component]
    origin: str
    place: str


class Registry:
    """What there is to choose from. Adding makes a new registry; a second component of one kind and name is refused."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        table: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            kind, name = entry.cls.kind, entry.cls.name
            if (kind, name) in table:
                raise BadPlugin(
                    f"two {plural(kind)} are called '{name}': one in {table[kind, name].place}, one in {entry.place}; "
                    "set name = '...' in one of them"
                )
            table[kind, name] = entry
        self.entries: Mapping[tuple[str, str], Entry] = MappingProxyType(table)

    def plus(self, entries: Iterable[Entry]) -> Registry:
        """A registry with these too. Raises BadPlugin for a name that is taken, and then nothing is added."""
        return Registry([*self.entries.values(), *entries])

    def all(self, kind: type[C]) -> tuple[type[C], ...]:
        """Every component of a kind, in the order of registration."""
        return tuple(e.cls for (k, _), e in self.entries.items() if k == kind.kind)  # type: ignore[misc]

    def find(self, kind: type[C], name: str) -> type[C]:
        """The class of that kind and name. Raises UnknownComponent with the nearest name."""
        entry = self.entries.get((kind.kind, name))
        if entry is None:
            names = [n for k, n in self.entries if k == kind.kind]
            raise UnknownComponent(f"no {kind.kind} '{name}': {suggest(name, names)}")
        return entry.cls  # type: ignore[return-value]

    def read(self, kind: type[Component], name: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values parsed and checked by the component's declarations, running none of its code.

        Raises UnknownComponent for a name or setting that is not there, BadSetting for a value out of range.
        """
        cls = self.find(kind, name)
        for key in values:
            if key not in cls.settings:
                raise UnknownComponent(f"{kind.kind} '{name}' has no setting '{key}': {suggest(key, cls.settings)}")
        return {key: cls.settings[key].read(value, name) for key, value in values.items()}

    def make(self, kind: type[C], name: str, values: Mapping[str, Any] | None = None) -> C:
        """A component from names and values: what form, file and command line share. Raises as ``read`` does."""
        return self.find(kind, name)(**self.read(kind, name, values or {}))


def suggest(name: str, known: Iterable[str]) -> str:
    """``did you mean 'adam'?``, or what there is to choose from."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1, 0.5)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"there {'is' if len(names) == 1 else 'are'} {', '.join(names) or 'none'}"


def plural(kind: str) -> str:
    """activation -> activations, loss -> losses."""
    return kind + ("es" if kind.endswith("s") else "s")
