"""Light, dark or as the system has it; whoever shows colours listens here."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from .ring import FocusRing
from .theme import Theme
from .tokens import SIZE, THEMES

CHOICES = ("light", "dark", "system")


class TakesIcon(Protocol):
    """A button, an action or a tab that can show an icon."""

    def setIcon(self, icon: QIcon) -> None: ...


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application: Qt's Fusion style with our palette, font and style sheet."""
    if not app.styleSheet() and app.style().name() != "fusion":  # under a sheet the style has no name, and is ours
        app.setStyle("Fusion")
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.sheet())


class ThemeSwitch(QObject):
    """The theme in use. It follows the system until the user chooses; widgets redraw on ``changed``."""

    changed = Signal(object)
    """The new Theme, after the application wears it."""

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self.choice = choice
        self._themes = {name: Theme(name) for name in THEMES}
        self.theme = self._themes[self._wanted()]
        apply(app, self.theme)
        self._ring = FocusRing(app, lambda: self.theme["focus"])
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, choice: str) -> None:
        """Take "light", "dark" or "system", now and until something else is chosen."""
        if choice not in CHOICES:
            raise ValueError(f"expected one of {', '.join(CHOICES)}, got {choice!r}")
        self.choice = choice
        hints = self._app.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:  # so that title bars, which the system draws, agree
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._follow()

    def toggle(self) -> None:
        """The other one of light and dark."""
        self.choose("light" if self.theme.dark else "dark")

    def keep_icon(self, target: TakesIcon, name: str, colour: str = "text_2", size: int = SIZE["icon"]) -> None:
        """Give a button or action this icon, in every theme, until it goes or is given another this way."""
        IconKeeper(self, target, name, colour, size)

    def _wanted(self) -> str:
        if self.choice != "system":
            return self.choice
        return "dark" if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow(self) -> None:
        theme = self._themes[self._wanted()]
        if theme is not self.theme:
            self.theme = theme
            apply(self._app, theme)
            self.changed.emit(theme)


class IconKeeper(QObject):
    """Redraws the icon of its parent when the theme changes, and goes with it."""

    def __init__(self, switch: ThemeSwitch, target: TakesIcon, name: str, colour: str, size: int) -> None:
        assert isinstance(target, QObject)
        for former in target.findChildren(IconKeeper, options=Qt.FindChildOption.FindDirectChildrenOnly):
            former.setParent(None)
            former.deleteLater()
            switch.changed.disconnect(former._draw)
        super().__init__(target)
        self._target, self._name, self._colour, self._size = target, name, colour, size
        switch.changed.connect(self._draw)
        self._draw(switch.theme)

    def _draw(self, theme: Theme) -> None:
        self._target.setIcon(theme.icon(self._name, self._colour, self._size))
