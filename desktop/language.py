"""The words of the window in the user's language: a catalogue of translations by their English sentence."""

from __future__ import annotations

import json
from importlib import resources

ENGLISH = "en"
_words: dict[str, str] = {}
_language = ENGLISH


def tr(text: str, **values: object) -> str:
    """``text`` in the chosen language, with ``{names}`` filled in; as it stands where nobody has translated it."""
    found = _words.get(text) or text
    return found.format(**values) if values else found


def languages() -> dict[str, str]:
    """The languages that there are, by code, in their own names: ``{"en": "English", "de": "Deutsch"}``."""
    found = {ENGLISH: "English"}
    folder = resources.files(__package__).joinpath("locale")
    files = folder.iterdir() if folder.is_dir() else ()  # with no catalogue in it, it is not installed
    for file in sorted(files, key=lambda one: one.name):
        if file.name.endswith(".json"):
            found[file.name.removesuffix(".json")] = json.loads(file.read_text(encoding="utf-8")).get("", file.name)
    return found


def use(code: str) -> None:
    """Take a language for what is written from now on. One that is not there is English."""
    file = resources.files(__package__).joinpath("locale", f"{code}.json")
    known = code != ENGLISH and code in languages()
    take(code if known else ENGLISH, json.loads(file.read_text(encoding="utf-8")) if known else {})


def take(code: str, words: dict[str, str]) -> None:
    """Take a language by its catalogue."""
    global _language
    _language = code
    _words.clear()
    _words.update({text: found for text, found in words.items() if text})


def language() -> str:
    """The code of the language in use."""
    return _language
