"""What makes the window fit its user: theme, motion, single keys. Takes effect at once and is kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.look import ThemeSwitch
from desktop.preferences import Preferences

TYPED_INTO = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox, QAbstractItemView)
"""Widgets that letters belong to."""
EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Comfort(QObject):
    """``docks`` is the window whose docks glide into place."""

    def __init__(self, look: ThemeSwitch, preferences: Preferences, docks: QMainWindow) -> None:
        super().__init__(docks)
        self._look, self._preferences, self._docks = look, preferences, docks
        self._filtered: QWidget | None = None
        self.scale = preferences.scale
        """Percent that everything is large since the program was started."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusChanged.connect(self._moved)
        self.set_less_motion(preferences.less_motion)

    def choose_theme(self, choice: str) -> None:
        """light, dark or system."""
        self._preferences.theme = choice
        self._look.choose(choice)

    def set_less_motion(self, on: bool) -> None:
        """Nothing glides or fades, and films of steps stand still until they are asked to run."""
        self._preferences.less_motion = on
        self._app.setProperty("less_motion", on)
        self._docks.setAnimated(not on)
        for effect in EFFECTS:
            self._app.setEffectEnabled(effect, not on)

    def set_single_keys(self, on: bool) -> None:
        """Whether a letter, a digit or a sign by itself does anything outside a field (WCAG 2.1.4)."""
        self._preferences.single_keys = on
        self._watch(self._app.focusWidget())

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._watch(new)

    def _watch(self, focus: QWidget | None) -> None:
        """Keep single keys from the widget with the focus, where they are off; it alone is watched."""
        if self._filtered is not None:
            self._filtered.removeEventFilter(self)
            self._filtered = None
        if focus is not None and not self._preferences.single_keys and not isinstance(focus, TYPED_INTO):
            self._filtered = focus
            focus.installEventFilter(self)
            focus.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._filtered = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.modifiers() & HELD:
            return False
        return event.key() != Qt.Key.Key_Space and event.text().isprintable() and bool(event.text())
