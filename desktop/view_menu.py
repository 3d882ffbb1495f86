"""What opens behind a view's "more" button: its settings, and ways to keep its picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from core.settings import Setting
from desktop.forms import SettingsForm
from desktop.look import ThemeSwitch
from desktop.parts import button, column, rule

WIDE = 296
HIGHEST = 360
ACTIONS = {
    "copy": ("Copy picture", "file"),
    "png": ("Save picture as PNG", "save"),
    "svg": ("Save picture as SVG", "save"),
    "csv": ("Save figures as CSV", "data"),
    "json": ("Save figures as JSON", "data"),
}
"""Name, words and icon of everything that a view's picture can become."""


class ViewMenu(QFrame):
    """A small sheet that closes by itself when something else is clicked, or with Esc."""

    changed = Signal(str, object)
    """Name and value of a setting."""
    asked = Signal(str)
    """One of ACTIONS."""

    def __init__(
        self, look: ThemeSwitch, settings: Mapping[str, Setting], values: Mapping[str, Any], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # behind its round corners
        self.buttons: dict[str, QPushButton] = {}
        parts: list[QWidget] = []
        if settings:
            self.form = SettingsForm(look, settings, values)
            self.form.changed.connect(self.changed)
            self.form.setContentsMargins(0, 0, 8, 0)  # room for the scroll bar
            parts += [self._scrolled(self.form), rule()]
        for name, (words, icon) in ACTIONS.items():
            one = button(look, words, "quiet", icon)
            one.setStyleSheet("text-align: left;")
            one.clicked.connect(lambda _=False, name=name: self._ask(name))
            self.buttons[name] = one
            parts.append(one)
        self.setLayout(column(*parts, gap=2, margins=(12, 10, 12, 8)))
        self.setFixedWidth(WIDE)
        self.setAccessibleName("Settings of the view" if settings else "Save the picture")

    def _scrolled(self, form: QWidget) -> QScrollArea:
        area = QScrollArea()
        form.setObjectName("page")
        area.setWidget(form)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(min(form.sizeHint().height() + 4, HIGHEST))
        return area

    def _ask(self, name: str) -> None:
        self.close()
        self.asked.emit(name)

    def open_under(self, opener: QWidget) -> None:
        """Show it below a button, its right edge at the button's, inside the screen."""
        self.adjustSize()
        screen = opener.screen().availableGeometry()
        corner = opener.mapToGlobal(QPoint(opener.width() - self.width(), opener.height() + 2))
        x = min(max(corner.x(), screen.left()), screen.right() - self.width())
        y = corner.y()
        if y + self.height() > screen.bottom():
            y = max(screen.top(), opener.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        self.move(x, y)
        self.show()
