"""The map and the house agree: the page names every module of core, and nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`((?:core|plugins|desktop|tests)/[\w/.]+)`", PAGE))


def test_every_file_that_it_names_is_there():
    assert "core/run.py" in NAMED
    assert [name for name in sorted(NAMED) if not (ROOT / name).exists()] == []


def test_every_module_of_core_has_its_place():
    """A package counts as named with any of its files."""
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "core").glob("[!_]*.py")}
    folders = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "core").glob("*/__init__.py")}
    unnamed = (files - NAMED) | (folders - {"/".join(name.split("/")[:2]) for name in NAMED})
    assert sorted(unnamed) == [], "say in docs/architecture.md what it is for"


def test_its_links_lead_somewhere():
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
