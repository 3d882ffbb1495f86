"""``inknet plugins``: what is there, a start for one of your own, and its checks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..components import KINDS
from ..errors import BadArguments, BadPlugin
from ..files import new_file, shown
from ..folders import plugin_folder
from ..registry import suggest
from ..shelf import Plugin
from ..templates import class_name, template
from .arguments import Answer, Parser, add_common
from .common import one_line, say, shelf, vetted

ACTIONS = {
    "list": "every component, where it comes from, and what did not load",
    "new": "write a plugin file that already runs, to change into your own",
    "check": "load a plugin file in a process of its own and check what it provides",
}
EXAMPLES = {
    "list": "example:\n  inknet plugins list",
    "new": "example:\n  inknet plugins new activation wave\nKinds: " + ", ".join(kind.kind for kind in KINDS.values()),
    "check": "example:\n  inknet plugins check wave.py",
}


def add_arguments(parser: Parser, action: str) -> None:
    """The options of one action."""
    if action == "new":
        parser.add_argument("kind", metavar="KIND", help="what it shall be, such as activation")
        parser.add_argument("name", metavar="NAME", help="what to call it; the file is NAME.py")
    if action == "check":
        parser.add_argument("file", metavar="FILE", help="a plugin file")
    add_common(parser, plugins=False)


def run(arguments: argparse.Namespace, builtins: str) -> Answer:
    """List, write or check plugins. Raises InknetError."""
    if arguments.action == "list":
        return _list(builtins)
    if arguments.action == "new":
        return _new(arguments.kind, arguments.name, builtins)
    return _check(Path(arguments.file), builtins)


def _list(builtins: str) -> Answer:
    found = shelf(builtins)
    rows: list[dict[str, Any]] = []
    for one in found.plugins:
        row: dict[str, Any] = {"origin": one.origin, "state": one.state, "place": place_of(one)}
        if one.reason:
            row["reason"] = one.reason
        provides = one.provides or ((None, one.name),)
        rows += [{"name": name, "kind": kind, **row} for kind, name in provides]
    if found.refused:
        row = {"name": found.folder.name, "kind": None, "origin": "file", "state": "failed"}
        rows.append({**row, "place": str(found.folder), "reason": found.refused})
    lines = [f"{row['kind'] or '-':14} {row['name']:22} {row['origin']:9} {_state(row)}" for row in rows]
    return Answer({"plugins": rows}, "\n".join(lines))


def place_of(plugin: Plugin) -> str:
    """Where a plugin is: its file, its package, or the module of a built-in one."""
    return plugin.path if plugin.origin == "file" else plugin.key


def _state(row: dict[str, Any]) -> str:
    return f"{row['state']}: {row['reason']}" if row.get("reason") else row["state"]


def _new(kind: str, name: str, builtins: str) -> Answer:
    kinds = {cls.kind: cls.kind for cls in KINDS.values()} | {hook: cls.kind for hook, cls in KINDS.items()}
    if kind not in kinds:
        raise BadArguments(f"no kind of plugin '{kind}': {suggest(kind, set(kinds.values()))}")
    source = template(kinds[kind], name)
    taken = shelf(builtins).registry.entries.get((kinds[kind], class_name(name)[1]))
    if taken:
        raise BadArguments(
            f"{name}: there is an {kinds[kind]} of that name already, in {taken.place}; choose another name"
        )
    path = Path(f"{name}.py")
    new_file(path, source.encode())
    say(f"Change it, then run: inknet plugins check {path}")
    say(f"To have it in the window, put it into {plugin_folder()}")
    return Answer({"file": shown(path), "kind": kinds[kind], "name": class_name(name)[1]}, f"{path} is written.")


def _check(path: Path, builtins: str) -> Answer:
    try:
        passed, _ = vetted(path, builtins)
    except BadPlugin as error:
        say(f"inknet: {one_line(error)}")
        return Answer({"file": shown(path), "passed": False, "reason": one_line(error)}, "", 2)
    for hint in passed.hints:
        say(f"hint: {hint}")
    provides = [{"kind": kind, "name": name} for kind, name in passed.components]
    words = ", ".join(f"{kind} '{name}'" for kind, name in passed.components)
    tree = {"file": shown(path), "passed": True, "provides": provides, "hints": list(passed.hints)}
    return Answer(tree, f"{path} passes its checks. It provides {words}.")
