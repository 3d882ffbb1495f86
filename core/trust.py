"""Whose code may run: consent to files that came from elsewhere, one by one, by the sha256 of what they hold.

Consent is not containment. Python code can do whatever its user can; agreeing means to trust who wrote it.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import InknetError
from .files import content, replace_file

LARGEST = 4_000_000  # bytes of the store
REMEMBERED = 2_000
"""Hashes of files that were agreed to, or passed their checks, that are kept; the oldest go first."""
FOLDER_MODE = 0o700


def digest(source: bytes) -> str:
    """The sha256 of a file's content."""
    return hashlib.sha256(source).hexdigest()


@dataclass
class Store:
    """What is remembered of plugins from one start to the next."""

    path: Path
    off: dict[str, str] = field(default_factory=dict)
    """Plugins that are switched off, by key, and why."""
    arrived: set[str] = field(default_factory=set)
    """Keys of files that came from elsewhere: each version of them needs consent."""
    consented: list[str] = field(default_factory=list)
    """Hashes that the user agreed to."""
    checked: list[str] = field(default_factory=list)
    """Hashes that passed their checks."""
    ask_on_change: bool = False
    """Whether a file of the user's own that another program changed needs consent too."""

    @classmethod
    def read(cls, path: Path) -> Store:
        """The store in a file; an empty one where there is none or it cannot be understood: then all is asked anew."""
        store = cls(path)
        try:
            tree = json.loads(path.read_bytes()[:LARGEST])
            store.off = {str(key): str(why) for key, why in tree["off"].items()}
            store.arrived = set(map(str, tree["arrived"]))
            store.consented = [str(one) for one in tree["consented"]]
            store.checked = [str(one) for one in tree["checked"]]
            store.ask_on_change = tree["ask_on_change"] is True
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(path)
        return store

    def write(self) -> None:
        """Keep it, readable by its owner alone. Raises InknetError where the system refuses."""
        tree: dict[str, Any] = {
            "off": self.off,
            "arrived": sorted(self.arrived),
            "consented": self.consented[-REMEMBERED:],
            "checked": self.checked[-REMEMBERED:],
            "ask_on_change": self.ask_on_change,
        }
        own_folder(self.path.parent)
        replace_file(self.path, content(json.dumps(tree, indent=1).encode()))

    def agree(self, sha256: str) -> None:
        """The user trusts this content from now on."""
        if sha256 not in self.consented:
            self.consented.append(sha256)

    def passed(self, sha256: str) -> None:
        """This content passed its checks."""
        if sha256 not in self.checked:
            self.checked.append(sha256)


@dataclass(frozen=True)
class Request:
    """What the user must see before agreeing to a file: all of it, or what changed, and what it imports."""

    key: str
    path: Path
    hash: str
    source: str
    difference: str
    """A unified diff against the version agreed to before; empty where there was none."""
    imports: tuple[str, ...]
    """Top-level packages besides numpy and core, which could reach files and network."""


def request(key: str, path: Path, source: bytes, before: bytes | None = None) -> Request:
    """What to show for a file that waits for consent."""
    text = source.decode("utf-8", errors="replace")
    difference = ""
    if before is not None:
        old = before.decode("utf-8", errors="replace")
        lines = difflib.unified_diff(old.splitlines(), text.splitlines(), "agreed to", "now", lineterm="")
        difference = "\n".join(lines)
    return Request(key, path, digest(source), text, difference, imports_of(text))


def imports_of(text: str) -> tuple[str, ...]:
    """The packages that a source imports, numpy and core aside, in order, and calls that import by name."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ("(it is no Python that can be read)",)
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [one.name.partition(".")[0] for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or ".").partition(".")[0] or ".")
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.rpartition(".")[2] in ("__import__", "import_module", "exec", "eval", "compile"):
                found.append(f"{name}()")
    return tuple(name for name in dict.fromkeys(found) if name not in ("numpy", "core", "__future__"))


def own_folder(folder: Path) -> Path:
    """The folder; what is not there of its path is made so that nobody else can look into it. Raises InknetError."""
    try:
        for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            one.mkdir(FOLDER_MODE, exist_ok=True)
        folder.mkdir(FOLDER_MODE, exist_ok=True)
    except OSError as error:
        raise InknetError(f"{folder}: cannot be made: {error.strerror}; check the permissions above it") from error
    return folder


def private_folder(folder: Path) -> Path:
    """The folder, made where it is not there, into which nobody else can look. Raises InknetError."""
    own_folder(folder)
    try:
        if os.name == "posix" and folder.stat().st_uid == os.getuid():
            folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise InknetError(f"{folder}: cannot be made: {error.strerror}; check the permissions above it") from error
    return folder
