"""F6: from one part of the window to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

if TYPE_CHECKING:
    from desktop.window import MainWindow


def step_region(window: MainWindow, by: int) -> None:
    """Give the focus to the next (or the previous) part of the window that can take it."""
    shown = window.pages.currentIndex()
    beside = [window.network.beside] if window.network.beside is not None else []
    network = [*beside, window.network.rail, window.network.left, window.network.editor]
    page: list[QWidget] = [*network] if shown == 0 else [window.draw]
    if shown == 2 and window.workshop is not None:
        page = window.workshop.regions()
    docks = window.docks.shown()
    regions: list[QWidget] = [window.topbar, *page, *docks, window.statusline]
    focus = window.focusWidget()
    now = next((k for k, one in enumerate(regions) if focus and one.isAncestorOf(focus)), -1 if by > 0 else 0)
    for step in range(1, len(regions) + 1):
        target = _first_stop(regions[(now + by * step) % len(regions)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _first_stop(region: QWidget) -> QWidget | None:
    """The first widget of a region that Tab stops at; of a dock, what it holds comes before its strip."""
    if isinstance(region, QDockWidget) and (held := _first_stop(region.widget())) is not None:
        return held
    stops = [one for one in region.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return next((one for one in stops if one.isVisible() and one.isEnabled()), None)
