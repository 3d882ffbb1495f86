"""A plugin's file under examination: in this process, or in a throw-away one that it may hang, crash or leave.

The child writes what it is about to call to one file and its verdict to another, so that it need not answer for itself
when it can no longer.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..components import KINDS, Component
from ..errors import BadPlugin
from ..host import built_ins, line_of, load_file, where
from ..registry import Entry, Registry
from .checking import check
from .probe import Breach
from .process import end, epitaph, read_text, start

CODE = "from core.contracts.child import run\nrun(sys.argv[1], sys.argv[2], sys.argv[4])\n"
Said = Callable[[str], None]


@dataclass(frozen=True)
class Vetted:
    """A file that passed: its components as (kind, name), hints, and the sha256 of the source that was examined."""

    components: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]
    sha256: str


def check_file(path: Path, builtins: str = "", say: Said | None = None) -> tuple[list[Entry], tuple[str, ...]]:
    """Load and check a file in this process; returns its components and hints.

    ``builtins`` names the package whose activations a loss's shortcut may be meant for; ``say`` is told what is called,
    before it is. Raises BadPlugin with file, line, method, what was expected, what was found and what to do.
    """
    path = Path(path)
    say = say or (lambda words: None)
    entries = load_file(path)
    registry = beside(entries, builtins)
    hints: list[str] = []
    for entry in entries:
        hints += [words for words in check_entry(entry, path, registry, say) if words not in hints]
    return entries, tuple(hints)


def check_entry(entry: Entry, path: Path, registry: Registry, say: Said) -> tuple[str, ...]:
    """Check one component of a file that is loaded; returns hints. Raises BadPlugin as ``check_file`` does."""
    cls = entry.cls

    def note(method: str) -> None:
        say(f"{_line_of_method(cls, method, path)}: {cls.__name__}.{method}")

    try:
        return check(made(cls, path), registry, note)
    except Breach as error:
        raise BadPlugin(f"{_place(error, cls, path)}: {error}") from error


def made(cls: type[Component], path: Path) -> Component:
    """A component with its default settings."""
    try:
        return cls()
    except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
        raised = where(error, str(path))
        place = raised if raised != str(path) else _line_of_class(cls, path)
        words = f"{cls.__name__}() raised {type(error).__name__}: {error}"
        raise BadPlugin(f"{place}: {words}; it must work with its default settings") from error


def beside(entries: list[Entry], builtins: str, kinds: Iterable[str] = ()) -> Registry:
    """The file's own components, with those built-in ones of these kinds, and of a loss's shortcut, that it brings not.

    Only the sub-packages of ``builtins`` that are called after the hooks of these kinds are imported, to be quick.
    """
    wanted = set(kinds) | {"activation" for entry in entries if getattr(entry.cls, "fuses_with", "")}
    own = {(entry.cls.kind, entry.cls.name) for entry in entries}
    found: list[Entry] = []
    for hook, cls in KINDS.items():
        if builtins and cls.kind in wanted and find_spec(f"{builtins}.{hook}"):
            found += [one for plugin in built_ins(f"{builtins}.{hook}") if isinstance(plugin, list) for one in plugin]
    return Registry([*entries, *(entry for entry in found if (entry.cls.kind, entry.cls.name) not in own)])


def _place(error: Breach, cls: type[Component], path: Path) -> str:
    """Where something was raised inside the file, or else where the method in question begins."""
    raised = where(error.__cause__, str(path)) if error.__cause__ else str(path)
    return raised if raised != str(path) else _line_of_method(cls, error.method, path)


def _line_of_method(cls: type[Component], method: str, path: Path) -> str:
    function = getattr(cls, method, None)
    code = getattr(function, "__code__", None)
    own = code is not None and code.co_filename == str(path)
    return line_of(function, str(path)) if own else _line_of_class(cls, path)


def _line_of_class(cls: type[Component], path: Path) -> str:
    try:
        return f"{path}:{inspect.getsourcelines(cls)[1]}"
    except (OSError, TypeError):  # made by type(), or its source is not to be found
        return str(path)


def check_in_child(path: Path, seconds: float = 10, builtins: str = "") -> Vetted:
    """Check a file in a process of its own, which is ended after ``seconds``: nothing in the file can harm this one.

    Raises BadPlugin as ``check_file`` does, and for a plugin that hangs, crashes, leaves, or meddles with what belongs
    to the whole program.
    """
    path = Path(path).absolute()
    with tempfile.TemporaryDirectory(prefix="inknet-check-", ignore_cleanup_errors=True) as folder:
        process = start(CODE, path, Path(folder), seconds, builtins)
        try:
            status: int | None = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            end(process)
        verdict = read_text(Path(folder, "verdict"))
        if not verdict:
            raise BadPlugin(epitaph(path, Path(folder), status, seconds))
    answer = json.loads(verdict)
    if "error" in answer:
        raise BadPlugin(answer["error"])
    components = tuple((kind, name) for kind, name in answer["components"])
    return Vetted(components, tuple(answer["hints"]), answer["sha256"])


def digest(path: Path) -> str:
    """The sha256 of a file, or nothing where it cannot be read: loading it then says why."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
