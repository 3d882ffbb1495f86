"""A list of plugins as a file: to set up another computer, or a class room, alike. It carries no code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import InknetError
from .plugin import Plugin

FORMAT = "inknet-plugins"
VERSION = 1


@dataclass(frozen=True)
class Report:
    """What came of a list that was imported: sentences, by what happened to each plugin of it."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    other: tuple[str, ...]
    """There, but with another content."""


def written(plugins: Iterable[Plugin]) -> str:
    """The plugins that are not built in, as JSON."""
    rows = [
        {"key": one.key, "origin": one.origin, "state": one.state, "hash": one.hash, "provides": one.provides}
        for one in plugins
        if one.origin != "built-in"
    ]
    return json.dumps({FORMAT: VERSION, "plugins": rows}, indent=1) + "\n"


def rows_of(text: str) -> list[tuple[str, str, str]]:
    """Key, state and hash of every plugin in a list. Raises InknetError where it is none."""
    try:
        tree = json.loads(text)
        if tree[FORMAT] != VERSION:
            raise ValueError(f"version {tree[FORMAT]!r}, where this inknet reads {VERSION}")
        return [(str(row["key"]), str(row["state"]), str(row["hash"])) for row in tree["plugins"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InknetError(f"the list: expected what 'Export list' writes: {error}; export it again") from None
