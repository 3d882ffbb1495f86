"""Arguments of the command line, with mistakes told in one sentence that says what to do."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from ..errors import BadArguments
from ..registry import suggest


@dataclass(frozen=True)
class Answer:
    """What a command found out: as one JSON object, as lines for people, and as an exit status."""

    tree: dict[str, Any]
    text: str
    status: int = 0


class Parser(argparse.ArgumentParser):
    """A parser that takes options by their full name only and raises BadArguments instead of ending the program."""

    def __init__(self, **rest: Any) -> None:
        self.flags: list[str] = []
        rest.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **rest)

    def add_argument(self, *names: Any, **rest: Any) -> argparse.Action:  # type: ignore[override]
        """As argparse does, keeping the names of options to suggest."""
        self.flags += [name for name in names if name.startswith("--")]
        return super().add_argument(*names, **rest)

    def error(self, message: str) -> NoReturn:
        """Raises BadArguments."""
        raise BadArguments(f"{message}; see '{self.prog} --help'")

    def refuse_extra(self, extra: Sequence[str]) -> None:
        """Raises BadArguments for what no option or argument took, with the nearest option."""
        for word in extra:
            flag = word.partition("=")[0]
            if flag.startswith("-"):
                raise BadArguments(f"no option '{flag}': {suggest(flag, self.flags)} See '{self.prog} --help'")
        if extra:
            raise BadArguments(f"'{extra[0]}' was not expected here; see '{self.prog} --help'")


def whole(low: int) -> Callable[[str], int]:
    """The type of an option that takes a whole number of at least ``low``."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if number < low:
            raise argparse.ArgumentTypeError(f"expected a whole number of at least {low}, got '{text}'")
        return number

    return read


def add_common(parser: Parser, plugins: bool = True) -> None:
    """The options that several commands share."""
    if plugins:
        parser.add_argument(
            "--plugin",
            action="append",
            default=[],
            metavar="FILE",
            help="a plugin file to check and use; may be repeated",
        )
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line of the output")
