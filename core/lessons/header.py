"""The head of a lesson file: TOML between two lines of ``+++``, with the line of everything in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ..errors import BadLesson
from ..files import shown
from ..registry import suggest

FENCE = "+++"
SECTION = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")
TYPES = {str: "text", bool: "true or false", int: "a whole number", float: "a number", list: "a list", dict: "a table"}


def bad(path: Path, line: int, message: str) -> BadLesson:
    """A BadLesson with its place."""
    return BadLesson(f"{shown(path)}:{line}: {message}")


class Header:
    """The table of a head, and where each key of it stands."""

    def __init__(self, path: Path, text: str) -> None:
        """``text`` is the whole file. Raises BadLesson where the head is missing, open or no TOML."""
        lines = text.splitlines()
        if not lines or lines[0].strip() != FENCE:
            found = repr(lines[0][:40]) if lines else "an empty file"
            raise bad(path, 1, f"expected a line of {FENCE} and the head of the lesson, found {found}")
        end = next((k for k, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
        if end is None:
            raise bad(path, len(lines), f"expected a line of {FENCE} after the head, found the end of the file")
        self.path, self.lines, self.body_line = path, lines[1:end], end + 2
        self.body = lines[end + 1 :]
        try:
            self.table: dict[str, Any] = tomllib.loads("\n".join(self.lines))
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
            line = int(match[1]) + 1 if match and match[1] else end
            message = str(error).replace(match[0], "") if match else str(error)
            raise bad(path, line, f"{message}; see docs/lessons.md for the form of a head") from None
        except RecursionError:
            raise bad(path, 2, "expected a head of plain tables, found tables a hundred deep") from None

    def line(self, *place: str) -> int:
        """The line, from 1, of a key such as ``("recipes", "one", "loss")``, or of what it stands in."""
        best, depth, section = 1, 0, ()  # type: tuple[int, int, tuple[str, ...]]
        for number, line in enumerate(self.lines, 2):
            if match := SECTION.match(line):
                section = full = _parts(match[1])
            elif match := KEY.match(line):
                full = (*section, *_parts(match[1]))
            else:
                continue
            if len(full) > depth and full == place[: len(full)]:
                best, depth = number, len(full)
        return best

    def bad(self, message: str, *place: str) -> BadLesson:
        """A BadLesson about a key."""
        return bad(self.path, self.line(*place), f"{'.'.join(place)}: {message}" if place else message)

    def get(self, table: dict[str, Any], name: str, kind: type, default: Any, *within: str) -> Any:
        """A value of a table, of this type. Raises BadLesson; an int passes for a float."""
        value = table.get(name, default)
        whole = kind is float and type(value) is int
        if value is not default and type(value) is not kind and not whole:
            raise self.bad(f"expected {TYPES[kind]}, found {value!r}", *within, name)
        return float(value) if whole else value

    def names(self, table: dict[str, Any], name: str, *within: str) -> tuple[str, ...]:
        """A list of names. Raises BadLesson."""
        value = self.get(table, name, list, [], *within)
        for one in value:
            if not isinstance(one, str):
                raise self.bad(f"expected a list of names, found {one!r}", *within, name)
        return tuple(value)

    def known(self, table: dict[str, Any], names: set[str], *within: str) -> None:
        """Raises BadLesson for a key that means nothing."""
        for key in table:
            if key not in names:
                raise self.bad(f"there is no '{key}': {suggest(key, names)}", *within, key)


def _parts(text: str) -> tuple[str, ...]:
    """``recipes."784-10".loss`` as its parts."""
    return tuple(next(group for group in match.groups() if group is not None) for match in PART.finditer(text))
