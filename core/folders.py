"""Where things of the user's live: data, downloads, plugins."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

from .host import Failure, Found, find


def data_folder() -> Path:
    """What the program keeps for the user."""
    import platformdirs

    return Path(platformdirs.user_data_dir("inknet", appauthor=False))


def cache_folder() -> Path:
    """What can be downloaded or made again."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("inknet", appauthor=False))


def config_folder() -> Path:
    """What the program remembers of the user's choices, such as which plugins are off and which are trusted."""
    import platformdirs

    return Path(platformdirs.user_config_dir("inknet", appauthor=False))


def recovery_folder() -> Path:
    """What running programs keep of unsaved work, for the start after one that ended too early."""
    import platformdirs

    return Path(platformdirs.user_state_dir("inknet", appauthor=False)) / "recovery"


def log_folder() -> Path:
    """What the program notes of its own faults."""
    import platformdirs

    return Path(platformdirs.user_state_dir("inknet", appauthor=False)) / "log"


def plugin_folder() -> Path:
    """The user's own plugins, one file each."""
    return data_folder() / "plugins"


def lesson_folder() -> Path:
    """The user's own lessons, one file each."""
    return data_folder() / "lessons"


def why_unsafe(folder: Path) -> str:
    """Why plugins of this folder must not run, or nothing: what anyone may write there would run as this user."""
    mode = folder.stat().st_mode
    if os.name != "nt" and mode & stat.S_IWOTH:
        return f"{folder}: every user of this machine may write into it; run: chmod o-w '{folder}'"
    return ""


def find_all(builtins: str, folder: Path | None = None) -> Found:
    """Built-in plugins of the package ``builtins``, installed ones, and those of the user's folder, if it is safe."""
    folder = plugin_folder() if folder is None else folder
    if not folder.is_dir():
        return find(builtins)
    if reason := why_unsafe(folder):
        found = find(builtins)
        return replace(found, failures=(*found.failures, Failure("file", str(folder), reason)))
    return find(builtins, folder)
