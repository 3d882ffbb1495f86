"""Opening, closing, moving and setting views, each as an entry of the one list of undo."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget

from core.errors import UnknownComponent
from core.session import Deed
from desktop.docks import Docks
from desktop.forms import in_words
from desktop.live import Live
from desktop.view_pane import ViewPane

PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
SETTLED = 60
"""Milliseconds after which a dock that was let go is where it stays."""


class ViewDeeds(QObject):
    """What the user does to views goes through here; what the program does to docks by itself does not.

    ``where`` tells which workspace is open, and ``go`` opens one: each has its own places for docks.
    """

    def __init__(self, docks: Docks, live: Live, where: Callable[[], int], go: Callable[[int], object]) -> None:
        super().__init__(docks)
        self._docks, self._live, self._where, self._go = docks, live, where, go
        self._held: tuple[QDockWidget, str] | None = None
        """The dock in the hand, and where every dock was before."""
        self._setting = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLED)
        self._settle.timeout.connect(self._keep_move)
        docks.open_asked.connect(self.open)
        docks.close_asked.connect(self.close)
        docks.float_asked.connect(self.float)
        docks.made.connect(self._follow)

    def open(self, name: str) -> QDockWidget:
        """Open another view."""
        before, place = self._docks.state(), self._where()
        dock = self._docks.add_view(name)
        key, settings, after = dock.objectName(), _settings(dock), self._docks.state()

        def back() -> None:
            self._end(key)
            self._put(place, before)

        self._live.record(
            Deed(f"Open {dock.windowTitle()}", back, lambda: self._bring_back(key, settings, place, after))
        )
        return dock

    def close(self, dock: QDockWidget) -> None:
        """End a view; undo brings it back where it was, as it was set."""
        key, settings, before, place = dock.objectName(), _settings(dock), self._docks.state(), self._where()
        self._docks.close_view(dock)
        self._live.record(
            Deed(
                f"Close {dock.windowTitle()}",
                lambda: self._bring_back(key, settings, place, before),
                lambda: self._end(key),
            )
        )

    def float(self, dock: QDockWidget) -> None:
        """Take a dock out of the window, or put it back."""
        before, out = self._docks.state(), not dock.isFloating()
        dock.setFloating(out)
        self._record_move(f"{'Float' if out else 'Dock'} {dock.windowTitle()}", before)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on a dock's strip may begin a drag; where it ends is known when the button is let go."""
        dock = watched.parent()
        if event.type() in PRESSES and isinstance(dock, QDockWidget):
            self._held = (dock, self._docks.state())
            self._settle.start()
        return False

    def _keep_move(self) -> None:
        if self._held is None:
            return
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._settle.start()
            return
        (dock, before), self._held = self._held, None
        if self._docks.state() != before:
            self._record_move(f"Move {dock.windowTitle()}", before)

    def _record_move(self, label: str, before: str) -> None:
        after, place = self._docks.state(), self._where()
        self._live.record(Deed(label, lambda: self._put(place, before), lambda: self._put(place, after)))

    def _follow(self, dock: QDockWidget) -> None:
        """Record where a dock is dragged and what a view is set to; quick changes of one setting are one entry."""
        pane, key = dock.widget(), dock.objectName()
        dock.titleBarWidget().installEventFilter(self)
        if not isinstance(pane, ViewPane):
            return
        kept = [pane.settings()]

        def changed() -> None:
            before, now = kept[0], pane.settings()
            kept[0] = now
            names = [name for name in now if now[name] != before[name]]
            if names and not self._setting:
                label = f"Change {in_words(names[0]).lower()} of {dock.windowTitle()}"
                deed = Deed(label, lambda: self._set(key, before), lambda: self._set(key, now))
                self._live.record(deed, f"{key}.{names[0]}")

        pane.settings_changed.connect(changed)

    def _set(self, key: str, values: dict[str, Any]) -> None:
        pane = self._docks.dock(key).widget() if self._docks.has(key) else None
        if isinstance(pane, ViewPane):
            self._setting = True
            for name, value in values.items():
                pane.set_setting(name, value)
            self._setting = False

    def _end(self, key: str) -> None:
        if self._docks.has(key):
            self._docks.close_view(self._docks.dock(key))

    def _bring_back(self, key: str, settings: dict[str, Any], place: int, state: str) -> None:
        with contextlib.suppress(UnknownComponent):  # its plugin went meanwhile: then there is nothing to show
            self._docks.add_view(key.split("#")[0], settings, key=key)
        self._put(place, state)

    def _put(self, place: int, state: str) -> None:
        self._go(place)
        self._docks.restore(state)


def _settings(dock: QDockWidget) -> dict[str, Any]:
    pane = dock.widget()
    return pane.settings() if isinstance(pane, ViewPane) else {}
