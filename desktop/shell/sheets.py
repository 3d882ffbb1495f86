"""What opens over the window, connected: finding, keys, settings, the start card, and what a control is."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from core.experiment import Experiment
from core.status import Built, Status
from desktop.language import tr

from .comfort import Comfort
from .finder import Finder
from .finds import everything
from .keys_sheet import KeysSheet
from .settings_sheet import SettingsSheet
from .start_card import StartCard

if TYPE_CHECKING:
    from desktop.window import MainWindow


class Sheets(QObject):
    """Made by the window when its parts are there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        look, a = window.look, window.actions_by_name
        self.comfort = Comfort(look, window.preferences, window.shell)
        self.finder = Finder(window, look, lambda: everything(window))
        self.start = StartCard(look)
        window.network.add_card(self.start)
        self.start.setVisible(not window.preferences.started)
        a["find"].triggered.connect(self.finder.open_sheet)
        a["keys"].triggered.connect(lambda: self.keys.open_sheet())
        a["settings"].triggered.connect(lambda: self.settings.open_sheet())
        a["theme"].triggered.connect(self._toggle_theme)
        a["what"].triggered.connect(lambda: self.tell_what(window.focusWidget()))
        self.start.asked.connect(self._begin)
        self.start.closed.connect(self._put_card_away)
        window.live.built.connect(self._show_built)
        window.live.status.connect(self._show_status)
        window.documents.opened.connect(lambda _: self.start.hide())

    @functools.cached_property
    def keys(self) -> KeysSheet:
        """Made when it is first asked for, as nobody reads it while the window starts."""
        return KeysSheet(self._window, self._window.look)

    @functools.cached_property
    def settings(self) -> SettingsSheet:
        """Made when it is first asked for."""
        sheet = SettingsSheet(self._window, self._window.look, self._window.preferences, self.comfort)
        sheet.again.connect(self._window.start_again)
        sheet.start_card_asked.connect(self._show_card)
        return sheet

    def tell_what(self, widget: QWidget | None) -> None:
        """Say what the control with the focus is, beside it and to a screen reader."""
        if widget is None or widget is self._window:
            words = tr("Go to a control with Tab, then ask again.")
        else:
            told = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            words = "\n".join(dict.fromkeys(part for part in told if part)) or tr("There is nothing more to say of it.")
        at = widget or self._window
        QToolTip.showText(at.mapToGlobal(QPoint(0, at.height() if at is not self._window else 0)), words, at)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(at, words))

    def focus_start(self) -> None:
        """Train has the focus at the first start, unless the user was quicker."""
        if self.start.isVisible() and QApplication.focusWidget() in (None, self._window):
            self.start.train.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggle_theme(self) -> None:
        self.comfort.choose_theme("light" if self._window.look.theme.dark else "dark")

    def _begin(self, way: str) -> None:
        a = self._window.actions_by_name
        if way == "empty":
            self._put_card_away()
            self._window.live.edit(_empty, "Begin with an empty network")
        else:
            a[way].trigger()

    def _show_card(self) -> None:
        self.settings.close_sheet()
        self._window.show_workspace(0)
        self.start.show()
        self.start.train.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_start_away(self) -> None:
        """Take the card of the first start away, where it is there."""
        if not self.start.isHidden():
            self._put_card_away()

    def _put_card_away(self) -> None:
        had_focus = self.start.isAncestorOf(QApplication.focusWidget() or self._window)
        self._window.preferences.started = True
        self.start.hide()
        if had_focus:
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_built(self, event: Built) -> None:
        self.start.show_data(event.data)

    def _show_status(self, status: Status) -> None:
        self.start.train.setEnabled(status.state != "loading")
        if status.step > 0 and not self.start.isHidden():
            self._put_card_away()
        elif status.state == "paused":
            self.focus_start()


def _empty(e: Experiment) -> Experiment:
    return replace(e, layers=e.layers[-1:])
