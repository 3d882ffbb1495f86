"""The left column and its rail: in a narrow window the column folds away, and icons open it over the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, IconButton, column

RAIL = 48
BAR = 10
"""Pixels that the scroll bar has beside the panels."""


class LeftColumn(QScrollArea):
    """Panels one under the other; they scroll where there is no room."""

    def __init__(self, *panels: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("column")
        self.setAccessibleName(tr("Build and training"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("window")
        inner.setLayout(column(*panels, STRETCH, gap=8))
        self.setWidget(inner)
        self.set_wide(True)

    def set_wide(self, wide: bool) -> None:
        """As wide as a large window has room for, or narrower."""
        self.setFixedWidth(SIZE["left" if wide else "left_small"] + BAR)

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focus = QApplication.focusWidget()
        if moved and focus is not None and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, 24)
        return moved


class Rail(QFrame):
    """An icon for each panel of the column; pressed, it shows the column beside the rail, over what is there."""

    def __init__(
        self, look: ThemeSwitch, page: QWidget, left: LeftColumn, panels: list[tuple[str, str, QWidget]]
    ) -> None:
        """``panels`` are icon, name and widget."""
        super().__init__(page)
        self.setObjectName("panel")
        self.setFixedWidth(RAIL)
        self.setAccessibleName(tr("Build and training"))
        self._page, self._left = page, left
        self.buttons: dict[str, IconButton] = {}
        self._panels: dict[str, QWidget] = {}
        for icon, name, panel in panels:
            one = IconButton(look, icon, name, checkable=True)
            one.clicked.connect(lambda on, name=name: self.open_panel(name) if on else self.close_column())
            self.buttons[name], self._panels[name] = one, panel
            panel.installEventFilter(self)
        self.setLayout(column(*self.buttons.values(), STRETCH, gap=6, margins=(9, 10, 9, 10)))
        self._show_known()

    @property
    def open(self) -> bool:
        """Whether the column lies over the page."""
        return self.isVisible() and self._left.isVisible()

    def open_panel(self, name: str) -> None:
        """Show the column over the page, this panel at its top."""
        for other, one in self.buttons.items():
            one.setChecked(other == name)
        self.place()
        self._left.show()
        self._left.raise_()
        at = self._panels[name].y()
        self._left.verticalScrollBar().setValue(at)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved, Qt.ConnectionType.UniqueConnection)
        self._left.installEventFilter(self)

    def close_column(self) -> None:
        """Fold the column away."""
        pressed = next((one for one in self.buttons.values() if one.isChecked()), None)
        for one in self.buttons.values():
            one.setChecked(False)
        held = QApplication.focusWidget()
        inside = held is not None and self._left.isAncestorOf(held)
        if self.isVisible():
            self._left.hide()
        if inside and pressed is not None:
            pressed.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """The column right of the rail, as high as the page."""
        self._left.setGeometry(self.geometry().right() + 9, self.y(), self._left.width(), self.height())

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The focus went to something else in the window: the column is in its way."""
        if new is None or not self.open or new.window() is not self.window():
            return
        if not self._left.isAncestorOf(new) and not self.isAncestorOf(new) and new is not self._left:
            self.close_column()

    def _show_known(self) -> None:
        """An icon only for what is there: no layer is chosen at first."""
        for name, panel in self._panels.items():
            self.buttons[name].setVisible(not panel.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._show_known()
        elif watched is self._left and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            given_up = event.key() == Qt.Key.Key_Escape and self.open
            if given_up:
                self.close_column()
            return given_up
        return False
