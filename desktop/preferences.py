"""What the program remembers between two starts: theme, window, views."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

THEMES = ("light", "dark", "system")


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
