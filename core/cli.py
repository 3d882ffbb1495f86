"""The command line: subcommands, their options and help, and how each ends.

Exit status 0; 2 for anything wrong with what was given, told in one line; 1 for a fault of the program; 130 after
Ctrl-C.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import sys
import traceback
from importlib import metadata
from typing import Any

from .commands import data, lessons, plugins, predict, train
from .commands.arguments import Parser
from .commands.common import one_line, say
from .errors import BadArguments, InknetError
from .registry import suggest

SUMMARIES = {
    "train": "train a network and evaluate it",
    "predict": "let a saved network read image files",
    "data": "list, describe and download data sets",
    "plugins": "list plugins, begin one of your own, check it",
    "lessons": "list lessons, run a recipe of one, check one of your own",
}
COMMANDS = tuple(SUMMARIES)
"""The names of the subcommands; without one the window opens."""
GROUPS: dict[str, Any] = {"data": data, "plugins": plugins, "lessons": lessons}
EPILOG = """examples:
  inknet                      open the window
  inknet digits.inknet        open a project in the window
  inknet train --epochs 1     train a network for digits here

'inknet COMMAND --help' tells more."""


def main(argv: list[str], builtins: str) -> int:
    """Run one command with the built-in plugins of the package ``builtins``; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show is no error
    try:
        status = _run(argv, builtins)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except InknetError as error:
        say(f"inknet: {one_line(error)}")
        return 2
    except MemoryError as error:
        say(f"inknet: not enough memory: {one_line(error)}; choose a smaller network, batch or data set")
        return 2
    except KeyboardInterrupt:
        return 130
    except BaseException as error:  # whatever it is, it ends with a status and words
        traceback.print_exc()
        say(f"inknet: a fault of the program itself: {type(error).__name__}: {one_line(error)}")
        say("inknet: please report it with the lines above and the command that you gave")
        return 1


def _run(argv: list[str], builtins: str) -> int:
    try:
        arguments = parsed(argv)
    except SystemExit as finished:  # --help and --version have printed what they should
        return int(finished.code or 0)
    answer = arguments.run(arguments, builtins)
    if arguments.json:
        print(json.dumps(_plain(answer.tree), allow_nan=False))
    elif answer.text:
        print(answer.text)
    return int(answer.status)


def parsed(argv: list[str]) -> argparse.Namespace:
    """The arguments by name, ``run`` among them. Raises BadArguments."""
    _check_words(argv)
    parser = Parser(prog="inknet", description="A laboratory for neural networks.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"inknet {_version()}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", parser_class=Parser)
    for name, module in (("train", train), ("predict", predict)):
        one = commands.add_parser(
            name, help=SUMMARIES[name], description=_sentence(SUMMARIES[name]), epilog=module.EXAMPLE
        )
        module.add_arguments(one)
        one.set_defaults(run=module.run, parser=one)
    for name, group in GROUPS.items():
        one = commands.add_parser(name, help=SUMMARIES[name], description=_sentence(SUMMARIES[name]))
        actions = one.add_subparsers(title="actions", dest="action", metavar="ACTION", parser_class=Parser)
        for action, words in group.ACTIONS.items():
            part = actions.add_parser(action, help=words, description=_sentence(words), epilog=group.EXAMPLES[action])
            group.add_arguments(part, action)
            part.set_defaults(run=group.run, parser=part)
    arguments, extra = parser.parse_known_args(argv)
    getattr(arguments, "parser", parser).refuse_extra(extra)
    return arguments


def _check_words(argv: list[str]) -> None:
    """Raises BadArguments for a command or action that is missing or misspelt, with the nearest."""
    asks = {"-h", "--help", "--version"}
    known: tuple[str, ...] = COMMANDS
    for k, what in enumerate(("command", "action")):
        before = " ".join(["inknet", *argv[:k]])
        if len(argv) <= k or (argv[k].startswith("-") and argv[k] not in asks):
            raise BadArguments(f"expected {what} {', '.join(known)} after '{before}'; see '{before} --help'")
        if argv[k] in asks:
            return
        if argv[k] not in known:
            raise BadArguments(f"no {what} '{argv[k]}': {suggest(argv[k], known)} See '{before} --help'")
        if argv[k] not in GROUPS:
            return
        known = tuple(GROUPS[argv[k]].ACTIONS)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


def _version() -> str:
    try:
        return metadata.version("inknet")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _plain(tree: Any) -> Any:
    """The tree with None for numbers that JSON does not have."""
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(value) for value in tree]
    return None if isinstance(tree, float) and not math.isfinite(tree) else tree
