"""The head of a lesson file: TOML between two lines of ``+++``, with the line of everything in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ..errors import BadLesson, InknetError, UnknownComponent
from ..files import shown
from ..registry import suggest

FENCE = "+++"
MOST = 10**18
SECTION = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")
TYPES = {str: "text", bool: "true or false", int: "a whole number", float: "a number", list: "a list", dict: "a table"}


def bad(path: Path, line: int, message: str, code: str) -> BadLesson:
    """A BadLesson with its place and code; see core.errors."""
    return BadLesson(f"{shown(path)}:{line}: {message}", code=code)


class Header:
    """The table of a head, and where each key of it stands."""

    def __init__(self, path: Path, text: str) -> None:
        """``text`` is the whole file. Raises BadLesson where the head is missing, open or no TOML."""
        lines = text.splitlines()
        if not lines or lines[0].strip() != FENCE:
            found = repr(lines[0][:40]) if lines else "an empty file"
            told = f"expected a line of {FENCE} and the head of the lesson, found {found}; begin the file with it"
            raise bad(path, 1, told, "format" if lines else "empty")
        end = next((k for k, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
        if end is None:
            told = f"expected a line of {FENCE} after the head, found the end of the file; end the head with it"
            raise bad(path, len(lines), told, "cut")
        self.path, self.lines, self.body_line = path, lines[1:end], end + 2
        self.body = lines[end + 1 :]
        try:
            self.table: dict[str, Any] = tomllib.loads("\n".join(self.lines))
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
            line = int(match[1]) + 1 if match and match[1] else end
            message = str(error).replace(match[0], "") if match else str(error)
            told = f"expected TOML, found what is none: {message}; see docs/lessons.md for the form of a head"
            raise bad(path, line, told, "format") from None
        except ValueError:  # int() of thousands of digits
            raise self._large() from None
        except RecursionError:
            told = "expected a head of plain tables, found tables a hundred deep; write them side by side"
            raise bad(path, 2, told, "deep") from None

        if _has_large(self.table):
            raise self._large()

    def _large(self) -> BadLesson:
        told = f"expected whole numbers below {MOST:,}, found a larger one; write a smaller one"
        return bad(self.path, 2, told, "range")

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

    def bad(self, message: str, *place: str, code: str) -> BadLesson:
        """A BadLesson about a key."""
        return bad(self.path, self.line(*place), f"{'.'.join(place)}: {message}" if place else message, code)

    def wrong(self, expected: str, found: object, *place: str, code: str = "type") -> BadLesson:
        """A BadLesson about the value of a key."""
        text = repr(found)
        text = text if len(text) <= 60 else text[:57] + "..."
        return self.bad(f"expected {expected}, found {text}; correct it, or remove the line", *place, code=code)

    def passed_on(self, error: InknetError, *place: str) -> BadLesson:
        """A BadLesson about a value that its component, setting or experiment refused."""
        told = str(error) if isinstance(error, UnknownComponent) else f"{error}; correct the value"
        code = error.code or ("unknown" if isinstance(error, UnknownComponent) else "range")
        return self.bad(told, *place, code=code)

    def get(self, table: dict[str, Any], name: str, kind: type, default: Any, *within: str) -> Any:
        """A value of a table, of this type. Raises BadLesson; an int passes for a float."""
        value = table.get(name, default)
        whole = kind is float and type(value) is int
        if value is not default and type(value) is not kind and not whole:
            raise self.wrong(TYPES[kind], value, *within, name)
        return float(value) if whole else value

    def names(self, table: dict[str, Any], name: str, *within: str) -> tuple[str, ...]:
        """A list of names. Raises BadLesson."""
        value = self.get(table, name, list, [], *within)
        for one in value:
            if not isinstance(one, str):
                raise self.wrong("a list of names", one, *within, name)
        return tuple(value)

    def known(self, table: dict[str, Any], names: set[str], *within: str) -> None:
        """Raises BadLesson for a key that means nothing."""
        for key in table:
            if key not in names:
                raise self.bad(f"there is no '{key}': {suggest(key, names)}", *within, key, code="unknown")


def _has_large(tree: Any) -> bool:
    """Whether a whole number is so large that it cannot even be told."""
    todo = [tree]
    while todo:
        one = todo.pop()
        todo += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
        if type(one) is int and abs(one) >= MOST:
            return True
    return False


def _parts(text: str) -> tuple[str, ...]:
    """``recipes."784-10".loss`` as its parts."""
    return tuple(next(group for group in match.groups() if group is not None) for match in PART.finditer(text))
