"""The sentences of the window that can be translated, as a catalogue to fill in.

    python scripts/strings.py [FILE]

Without a file every sentence is printed with an empty translation. With one, such as desktop/locale/de.json, it is
brought up to date: what was translated stays, new sentences are added empty, and those that went are left out.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DESKTOP = Path(__file__).parent.parent / "desktop"
DOORS = {
    *("tr", "label", "button", "IconButton", "Segments", "Switch", "EmptyState", "Entry", "add_tool", "set_words"),
    *("set_title", "set_note", "Panel", "Notice", "tip_with", "Fold", "Way", "_line", "_switch", "_group"),
}
"""What translates the words that it is given."""
TABLES = {"WAYS", "PAD", "CANVAS", "LANE", "THEMES", "SPEEDS", "KINDS", "WORDS", "ACTIONS", "SINGLE_COMPONENTS"}
"""Tables of words that are translated where they are shown."""
WORD = re.compile(r"[^\W\d_]{2}")
KEYS = re.compile(r"(Ctrl|Shift|Alt)\+|F\d+$|Esc$")


def sentences() -> list[str]:
    """Every sentence once, in the order of files and lines."""
    found: dict[str, None] = {}
    for path in sorted(DESKTOP.rglob("*.py")):
        for text in _of(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text)
    return list(found)


def _of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (_called(node.func) in DOORS or ast.unparse(node.func) == "super().__init__"):
            for argument in [*node.args, *(one.value for one in node.keywords)]:
                yield from _words(argument)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id in TABLES for one in targets):
                for inner in ast.walk(node.value):
                    yield from _words(inner)


def _words(node: ast.expr | ast.AST) -> Iterator[str]:
    """The sentences of an argument: a constant, or either side of a choice. Names of icons and roles are none."""
    if isinstance(node, ast.IfExp):
        yield from _words(node.body)
        yield from _words(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
        if (text[:1].isupper() or " " in text.strip()) and WORD.search(text) and not KEYS.match(text):
            yield text


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def main() -> int:
    """Print the catalogue, or bring one up to date."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    known = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
    catalogue = {"": known.get("", ""), **{text: known.get(text, "") for text in sentences()}}
    text = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
    if path is None:
        print(text, end="")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {sum(map(bool, catalogue.values()))} of {len(catalogue)} sentences are translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
