"""Docks around the centre: views and panels that are moved, stacked, floated, closed and remembered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget, QWidget

from core.components import Visualization
from core.errors import InknetError
from core.registry import Registry
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import Panel, restyle, row
from desktop.views import ViewHost, ViewPane

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
FIRST = ("loss-curve", "accuracy-curve", "first-layer-weights", "confusion-matrix", "sample-predictions")
"""Views of the first start, in stacks: the curves, then what looks inside."""
STACKS = ((0, 1), (2, 3, 4))
DRAWING = (340, 305)
"""Heights of the drawing at the first start: with its line for corrections and the question before it, or not."""
TABS = 36
"""Pixels that the tabs of a stack take."""
MOST_FOR_DRAWING, SMALL_DRAWING = 0.52, 0.36
"""Shares of the column's height: the most that the drawing takes, and what it takes where the line does not fit."""
MOST_VIEWS = 32
"""That a project may open; each takes room and time."""


class Docks(QObject):
    """Every dock by a name that lasts: a view's name with a number, or a panel's own."""

    changed = Signal()
    """A dock was opened or closed."""
    made = Signal(object)
    """A dock that is new."""
    open_asked = Signal(str)
    """The user wants another view of this visualization."""
    close_asked = Signal(object)
    """The user wants the view in this dock closed."""
    float_asked = Signal(object)
    """The user wants this dock out of the window, or back in it."""

    def __init__(self, window: QMainWindow, look: ThemeSwitch, host: ViewHost, registry: Registry) -> None:
        super().__init__(window)
        self._window, self._look, self._host, self._registry = window, look, host, registry
        self._docks: dict[str, QDockWidget] = {}
        self._wide = True
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.GroupedDragging
        )

    def add_panel(self, name: str, panel: Panel, beside: str = "") -> QDockWidget:
        """Put a panel that is there once into a dock, stacked on another where named; closing hides it."""
        dock = self._dock(name, panel)
        close = panel.add_tool("cross", tr("Close {name}", name=panel.accessibleName().lower()))
        close.clicked.connect(dock.hide)
        dock.visibilityChanged.connect(lambda _: self.changed.emit())
        self._window.addDockWidget(RIGHT, dock)
        if beside:
            self._window.tabifyDockWidget(self._docks[beside], dock)
        return dock

    def add_view(
        self, name: str, settings: dict[str, Any] | None = None, beside: QDockWidget | None = None, key: str = ""
    ) -> QDockWidget:
        """Open a view in a dock of its own, stacked on ``beside`` or under the others; closing ends it.

        ``key`` is the dock's name where it had one before. Raises UnknownComponent for a view that is not there.
        """
        cls = self._registry.find(Visualization, name)  # type: ignore[type-abstract]
        pane = self._host.pane(cls, dict(settings or {}))
        number = 1 + sum(1 for key in self._docks if key.split("#")[0] == name)
        while f"{name}#{number}" in self._docks:
            number += 1
        dock = self._dock(key or f"{name}#{number}", pane)
        close = pane.add_tool("cross", tr("Close {name}", name=tr(cls.title or cls.name)))
        close.clicked.connect(lambda: self.close_asked.emit(dock))
        dock.visibilityChanged.connect(lambda seen: pane.set_behind(not seen))
        self._window.addDockWidget(RIGHT, dock)
        if beside is not None:
            self._window.tabifyDockWidget(beside, dock)
        dock.show()
        dock.raise_()
        self.changed.emit()
        return dock

    def close_view(self, dock: QDockWidget) -> None:
        """End a view; its data are not gone."""
        del self._docks[dock.objectName()]
        pane = dock.widget()
        if isinstance(pane, ViewPane):
            self._host.forget(pane)
        self._window.removeDockWidget(dock)
        dock.setObjectName("")  # its name is free at once: another one may be restored by it
        dock.deleteLater()
        self.changed.emit()

    def open_views(self, kept: Any) -> None:
        """Open the views that were kept, or those of the first start in their stacks.

        What was kept may come from anyone: what is no view that is here is passed over.
        """
        known = {cls.name for cls in self._registry.all(Visualization)}  # type: ignore[type-abstract]
        if kept is not None:
            for name, settings in self._readable(kept, known):
                self.add_view(name, settings)
            return
        for stack in STACKS:
            first: QDockWidget | None = None
            for name in (FIRST[k] for k in stack if FIRST[k] in known):
                dock = self.add_view(name, beside=first)
                first = first or dock
            if first is not None:
                first.raise_()

    def _readable(self, kept: Any, known: set[str]) -> list[tuple[str, dict[str, Any]]]:
        """Name and settings of each view that can be opened; settings that make no sense are those of a new view."""
        found: list[tuple[str, dict[str, Any]]] = []
        for one in kept[:MOST_VIEWS] if isinstance(kept, list) else []:
            if not isinstance(one, dict) or not isinstance(one.get("name"), str) or one["name"] not in known:
                continue
            name, settings = one["name"], one.get("settings")
            try:
                found.append((name, self._registry.read(Visualization, name, settings or {})))
            except (InknetError, TypeError):
                found.append((name, {}))
        return found

    def close_views(self) -> None:
        """End every view."""
        for dock in self.view_docks():
            self.close_view(dock)

    def view_docks(self) -> list[QDockWidget]:
        """The docks of views, in the order in which they were opened."""
        return [dock for dock in self._docks.values() if isinstance(dock.widget(), ViewPane)]

    def panes(self) -> list[ViewPane]:
        """The views, in the order in which they were opened."""
        return [pane for pane in (dock.widget() for dock in self.view_docks()) if isinstance(pane, ViewPane)]

    def views(self) -> list[dict[str, Any]]:
        """The views as preferences and projects keep them."""
        return [{"name": pane.visualization.name, "settings": pane.settings()} for pane in self.panes()]

    def dock(self, name: str) -> QDockWidget:
        """The dock of a panel."""
        return self._docks[name]

    def set_registry(self, registry: Registry) -> None:
        """Views of another version are drawn by it; those whose plugin is gone are closed."""
        self._registry = registry
        there = {cls.name: cls for cls in registry.all(Visualization)}  # type: ignore[type-abstract]
        for dock in self.view_docks():
            pane = dock.widget()
            assert isinstance(pane, ViewPane)
            if pane.visualization.name not in there:
                self.close_view(dock)
            elif there[pane.visualization.name] is not pane.visualization:
                pane.set_visualization(there[pane.visualization.name])

    def fit(self, wide: bool, anew: bool = False) -> None:
        """Give the docks at the right their width in a window so wide, where that changed or they were squeezed."""
        right = self._window.dockWidgetArea
        docks = [one for one in self._docks.values() if right(one) == RIGHT and not one.isFloating()]
        wanted = SIZE["right" if wide else "right_small"]
        squeezed = any(one.isVisible() and one.width() < SIZE["right_small"] for one in docks)
        if docks and (anew or wide is not self._wide or squeezed):
            self._window.resizeDocks(docks[:1], [wanted], Qt.Orientation.Horizontal)
        if docks and anew:
            self._share_height()
        self._wide = wide

    def _share_height(self) -> None:
        """Give the drawing what it needs, and the views below it the rest."""
        area, over, centre = self._window.dockWidgetArea, self._window.tabifiedDockWidgets, self._window.centralWidget()
        stacks: list[QDockWidget] = []
        for dock in self._docks.values():
            there = dock.isVisible() and area(dock) == RIGHT and not dock.isFloating()
            if there and not any(one in stacks for one in over(dock)):
                stacks.append(dock)
        others = len(stacks) - 1
        if others < 1 or stacks[0].objectName() != "drawing" or centre is None:
            return
        whole = centre.height() - others * TABS
        fits = (height for height in DRAWING if height <= whole * MOST_FOR_DRAWING)
        drawing = next(fits, round(whole * SMALL_DRAWING))
        rest = (whole - drawing) // others
        self._window.resizeDocks(stacks, [drawing, *[rest] * others], Qt.Orientation.Vertical)

    def panels(self) -> dict[str, str]:
        """The names and titles of the panels."""
        docks = self._docks.items()
        return {name: dock.windowTitle() for name, dock in docks if not isinstance(dock.widget(), ViewPane)}

    def state(self) -> str:
        """Where every dock is, as text."""
        return bytes(self._window.saveState().toBase64().data()).decode()

    def restore(self, state: str) -> bool:
        """Put docks where ``state`` has them; False for a text that is none."""
        return self._window.restoreState(QByteArray.fromBase64(QByteArray(state.encode("ascii", "replace"))))

    def bring_back(self, views: Any, state: Any) -> None:
        """Open these views in place of those that are open, and put every dock where ``state`` has it."""
        self.close_views()
        self.open_views(views)
        if state and isinstance(state, str):
            self.restore(state)

    def toggle(self, name: str) -> None:
        """Show a panel's dock, or hide it."""
        dock = self._docks.get(name)
        if dock is None:
            return
        if dock in self.shown():
            dock.hide()
        else:
            self.bring_up(name)

    def bring_up(self, name: str) -> None:
        """Show a panel's dock before what it is stacked with."""
        dock = self._docks[name]
        dock.show()
        dock.raise_()

    def has(self, name: str) -> bool:
        """Whether a dock of this name is there."""
        return name in self._docks

    def hide_all(self) -> None:
        """Hide every dock."""
        for dock in self._docks.values():
            dock.hide()

    def shown(self) -> list[QDockWidget]:
        """The docks that are seen, from top to bottom."""
        seen = [dock for dock in self._docks.values() if dock.isVisible() and not dock.visibleRegion().isEmpty()]
        return sorted(seen, key=lambda dock: (dock.y(), dock.x()))

    def fill_menu(self, menu: QMenu) -> None:
        """What can be opened: every visualization, and the panels with a tick where they are shown."""
        menu.clear()
        for dock in self._docks.values():
            if not isinstance(dock.widget(), ViewPane):
                action: QAction = dock.toggleViewAction()
                action.setText(dock.windowTitle())
                menu.addAction(action)
        menu.addSeparator()
        for cls in self._registry.all(Visualization):  # type: ignore[type-abstract]
            action = menu.addAction(tr(cls.title or cls.name))
            action.setToolTip((cls.__doc__ or "").strip())
            action.triggered.connect(lambda _=False, name=cls.name: self.open_asked.emit(name))

    def _dock(self, name: str, panel: Panel) -> QDockWidget:
        dock = QDockWidget(panel.accessibleName(), self._window)
        dock.setObjectName(name)
        dock.setWidget(panel)
        title = QWidget()  # around the strip: a dock asks its title for a size hint alone
        title.setObjectName("dockstrip")
        title.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title.setLayout(row(panel.strip))
        dock.setTitleBarWidget(title)
        restyle(panel, docked=True)
        tool = panel.add_tool("close-dock", tr("Float {name}", name=panel.accessibleName().lower()))
        tool.clicked.connect(lambda: self.float_asked.emit(dock))
        self._docks[name] = dock
        self.made.emit(dock)
        return dock
