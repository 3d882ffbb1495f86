"""The views in tabs: any visualization, added from a menu, closed, moved and remembered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QTabWidget, QToolButton

from core.components import Visualization
from core.registry import Registry
from desktop.look import ThemeSwitch
from desktop.parts import EmptyState, IconButton
from desktop.views import ViewHost, ViewPane

FIRST = ("loss-curve", "accuracy-curve", "first-layer-weights", "confusion-matrix", "sample-predictions")
"""Views of the first start."""


class ViewTabs(QTabWidget):
    """One tab per view; what is not seen is not drawn."""

    changed = Signal()
    """Another tab is seen, or the set of views changed."""

    def __init__(
        self, look: ThemeSwitch, host: ViewHost, registry: Registry, views: list[dict[str, Any]] | None
    ) -> None:
        super().__init__()
        self._look, self._host, self._registry = look, host, registry
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName("Views")
        self._add = IconButton(look, "plus", "Add a view")
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._add)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._add.setMenu(self._menu)
        self.setCornerWidget(self._add, Qt.Corner.TopRightCorner)
        self._empty = EmptyState(look, "see", "No view is open.", "Add one with the plus at the right.")
        self._empty.setParent(self)
        self.tabCloseRequested.connect(self.close_view)
        self.currentChanged.connect(lambda _: self.changed.emit())
        self._waiting: list[dict[str, Any]] = [{"name": name} for name in FIRST] if views is None else views
        self._empty.hide()

    def open_waiting(self) -> None:
        """Open the views of the last time. Charts take a while to load, so the window is on the screen before this."""
        waiting, self._waiting = self._waiting, []
        known = {cls.name for cls in self._registry.all(Visualization)}  # type: ignore[type-abstract]
        for one in waiting:
            if one["name"] in known:
                self.add_view(one["name"], one.get("settings", {}))
        self.setCurrentIndex(0)
        self._place_empty()

    def add_view(self, name: str, settings: dict[str, Any] | None = None) -> ViewPane:
        """Open a view in a tab of its own and show it."""
        cls = self._registry.find(Visualization, name)  # type: ignore[type-abstract]
        pane = self._host.pane(cls, dict(settings or {}))
        self.addTab(pane, cls.title or cls.name)
        self.setCurrentWidget(pane)
        self._place_empty()
        return pane

    def close_view(self, index: int) -> None:
        """Close a tab; its view is gone, its data are not."""
        pane = self.widget(index)
        self.removeTab(index)
        if isinstance(pane, ViewPane):
            self._host.forget(pane)
            pane.deleteLater()
        self._place_empty()
        self.changed.emit()

    def views(self) -> list[dict[str, Any]]:
        """What is open, as preferences and projects keep it."""
        open_ones = [{"name": one.visualization.name, "settings": one.settings()} for one in self.panes()]
        return self._waiting + open_ones

    def panes(self) -> list[ViewPane]:
        """The open views, in the order of their tabs."""
        return [one for one in map(self.widget, range(self.count())) if isinstance(one, ViewPane)]

    def _fill_menu(self) -> None:
        self._menu.clear()
        for cls in self._registry.all(Visualization):  # type: ignore[type-abstract]
            action = self._menu.addAction(cls.title or cls.name)
            action.setToolTip(cls.__doc__ or "")
            action.triggered.connect(lambda _=False, name=cls.name: self.add_view(name))

    def _place_empty(self) -> None:
        self._empty.setVisible(self.count() == 0 and not self._waiting)
        self._empty.setGeometry(self.rect().adjusted(0, 40, 0, 0))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._place_empty()
