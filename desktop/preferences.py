"""What the program remembers between two starts: theme, size, language, keys, window, views."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

THEMES = ("light", "dark", "system")
SIZES = (100, 125, 150, 175, 200)
"""Percent that everything can be large."""


class Preferences:
    """The user's own settings file; anything in it that makes no sense is the default."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "inknet", "inknet"
        )

    @property
    def theme(self) -> str:
        """light, dark or system."""
        chosen = str(self._settings.value("theme", "system"))
        return chosen if chosen in THEMES else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._settings.setValue("theme", choice)

    @property
    def scale(self) -> int:
        """Percent that everything is large; one of SIZES. Takes effect when the program starts."""
        try:
            size = int(str(self._settings.value("scale", 100)))
        except ValueError:
            return 100
        return size if size in SIZES else 100

    @scale.setter
    def scale(self, percent: int) -> None:
        self._settings.setValue("scale", percent)

    @property
    def language(self) -> str:
        """The code of the language that the window speaks. Takes effect when the program starts."""
        return str(self._settings.value("language", "en"))

    @language.setter
    def language(self, code: str) -> None:
        self._settings.setValue("language", code)

    @property
    def less_motion(self) -> bool:
        """Whether nothing moves that need not."""
        return self._switch("less-motion", False)

    @less_motion.setter
    def less_motion(self, on: bool) -> None:
        self._settings.setValue("less-motion", on)

    @property
    def single_keys(self) -> bool:
        """Whether single letters, digits and signs are shortcuts."""
        return self._switch("single-keys", True)

    @single_keys.setter
    def single_keys(self, on: bool) -> None:
        self._settings.setValue("single-keys", on)

    @property
    def asks(self) -> bool:
        """Whether leaving asks about what is not saved."""
        return self._switch("asks", True)

    @asks.setter
    def asks(self, on: bool) -> None:
        self._settings.setValue("asks", on)

    @property
    def started(self) -> bool:
        """Whether a network was trained before, or the start card closed: then it is not shown by itself."""
        return self._switch("started", False)

    @started.setter
    def started(self, on: bool) -> None:
        self._settings.setValue("started", on)

    def _switch(self, name: str, usual: bool) -> bool:
        return {"true": True, "false": False}.get(str(self._settings.value(name, usual)).lower(), usual)

    @property
    def geometry(self) -> QByteArray:
        """Where the window was; empty at the first start."""
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("geometry", value)

    @property
    def views(self) -> list[dict[str, Any]] | None:
        """The open views, name and settings each; None at the first start."""
        try:
            views = json.loads(str(self._settings.value("views", "")))
        except ValueError:
            return None
        sound = isinstance(views, list) and all(isinstance(v, dict) and isinstance(v.get("name"), str) for v in views)
        return views if sound else None

    @views.setter
    def views(self, views: list[dict[str, Any]]) -> None:
        self._settings.setValue("views", json.dumps(views))

    @property
    def docks(self) -> str:
        """Where the docks were; empty at the first start."""
        return str(self._settings.value("docks", ""))

    @docks.setter
    def docks(self, state: str) -> None:
        self._settings.setValue("docks", state)

    @property
    def recent(self) -> list[str]:
        """Projects that were open, latest first, at most ten."""
        try:
            paths = json.loads(str(self._settings.value("recent", "[]")))
        except ValueError:
            return []
        return [path for path in paths if isinstance(path, str)][:10] if isinstance(paths, list) else []

    @recent.setter
    def recent(self, paths: list[str]) -> None:
        self._settings.setValue("recent", json.dumps(paths[:10]))

    @property
    def folder(self) -> str:
        """Where a project was last opened or saved."""
        return str(self._settings.value("folder", ""))

    @folder.setter
    def folder(self, path: str) -> None:
        self._settings.setValue("folder", path)
