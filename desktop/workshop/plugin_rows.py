"""Plugins in lists: their state as icon and word, a row for the narrow list, a row with all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QSizePolicy

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import IconButton, IconLabel, Switch, column, label, rounded, row, write
from desktop.parts.painting import LEFT, RIGHT, width_of

if TYPE_CHECKING:
    from core.shelf import Plugin

STATES = {
    "active": ("plugin", "text_3", "active"),
    "off": ("pause", "text_3", "off"),
    "failed": ("warning", "danger", "failed"),
    "waiting": ("lock", "warning", "waits for your trust"),
}
"""Icon, colour and word of a state."""
ORIGINS = {"file": "yours", "package": "installed", "built-in": "built in"}
HEIGHT = 32


def kinds_of(plugin: Plugin) -> str:
    """What it brings, as one word each: ``activation, loss``."""
    return ", ".join(dict.fromkeys(plugin.kinds))


def shown_name(plugin: Plugin) -> str:
    """What to call it: a built-in by its component, where it is one."""
    if plugin.origin == "built-in":
        return plugin.provides[0][1] if len(plugin.provides) == 1 else plugin.name.replace("_", " ")
    return plugin.name


def provided(plugin: Plugin) -> str:
    """The names that it provides."""
    return ", ".join(name for _, name in plugin.provides)


class PluginRow(QAbstractButton):
    """One plugin in the narrow list of those that are open to be changed."""

    def __init__(self, look: ThemeSwitch, plugin: Plugin) -> None:
        super().__init__()
        self._look = look
        self.plugin = plugin
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.unsaved = False
        look.changed.connect(lambda _: self.update())
        self.show_plugin(plugin)

    def show_plugin(self, plugin: Plugin) -> None:
        """Show a plugin, or what has become of it."""
        self.plugin = plugin
        self.setText(plugin.name)
        word = STATES[plugin.state][2]
        self.setAccessibleName(f"{plugin.name}, {kinds_of(plugin)}, {word}")
        self.setToolTip(plugin.reason or f"{plugin.path}\n{tr(word)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, box = self._look.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if self.isChecked() or self.underMouse():
            rounded(painter, box, theme["accent_soft" if self.isChecked() else "hover"], None, 6)
        icon, colour, _ = STATES[self.plugin.state]
        painter.drawPixmap(10, 8, theme.pixmap(icon, colour, 16, self.devicePixelRatioF()))
        kind = kinds_of(self.plugin) if self.plugin.kinds else tr(STATES[self.plugin.state][2])
        wide = min(width_of(theme, kind, "small"), box.width() * 0.45)
        write(painter, theme, QRectF(box.right() - wide - 10, 0, wide, HEIGHT), kind, "small", "text_3", RIGHT)
        name = self.plugin.name + (" •" if self.unsaved else "")
        colour = "disabled" if self.plugin.state == "off" else "text"
        place = QRectF(36, 0, box.width() - 36 - wide - 18, HEIGHT)
        write(painter, theme, place, name, "body", colour, LEFT, 600 if self.isChecked() else None)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class PluginEntry(QFrame):
    """One plugin in the manager: state, kinds, origin, hash, what it provides, and a switch."""

    switched = Signal(str, bool)
    asked = Signal(str, str)
    """A key and what is asked: open, trust, folder, remove."""

    def __init__(self, look: ThemeSwitch, plugin: Plugin) -> None:
        super().__init__()
        self.setObjectName("entry")
        self.key, self.plugin = plugin.key, plugin
        self._look = look
        self.mark = IconLabel(look, "plugin", "text_3", 16)
        self.name = label("", "strong")
        self.state = label("", "note")
        self.facts = label("", "note", wrap=True)
        self.reason = label("", "danger", wrap=True)
        self.switch = Switch(look)
        self.switch.toggled.connect(lambda on: self.switched.emit(self.key, on))
        self.more = IconButton(look, "more", "What to do with it", size=16)
        self.more.clicked.connect(self._menu)
        head = row(self.mark, self.name, (self.state, 1), self.switch, self.more, gap=8)
        self.setLayout(column(head, self.facts, self.reason, gap=1, margins=(10, 4, 4, 6)))
        self.show_plugin(plugin)

    def show_plugin(self, plugin: Plugin) -> None:
        """Show a plugin, or what has become of it."""
        self.plugin = plugin
        icon, colour, word = STATES[plugin.state]
        on = plugin.state == "active"
        self.mark.show_icon("check" if on else icon, "success" if on else colour)
        self.name.setText(shown_name(plugin))
        self.state.setText(tr(word))
        short = f"#{plugin.hash[:8]}" if plugin.hash else ""
        facts = (kinds_of(plugin), tr(ORIGINS.get(plugin.origin, plugin.origin)), short)
        named = provided(plugin)
        names = "" if named in ("", shown_name(plugin)) else tr("provides {names}", names=named)
        self.facts.setText(" · ".join(one for one in (*facts, names) if one))
        self.facts.setToolTip(f"{plugin.path}\nsha256 {plugin.hash}" if plugin.hash else str(plugin.path))
        self.reason.setText(plugin.reason or "")
        self.reason.setVisible(bool(plugin.reason) and plugin.state != "active")
        blocked = self.switch.blockSignals(True)
        self.switch.setChecked(plugin.state in ("active", "failed"))
        self.switch.blockSignals(blocked)
        self.switch.update()
        self.switch.setAccessibleName(f"{shown_name(plugin)}: {word}")
        self.switch.setToolTip(tr("Turn it off") if self.switch.isChecked() else tr("Turn it on"))
        self.more.set_words(f"What to do with {shown_name(plugin)}")
        self.setAccessibleName(f"{shown_name(plugin)}, {word}, {self.facts.text()}")

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for what, words in self.offers():
            menu.addAction(tr(words)).triggered.connect(lambda _=False, what=what: self.asked.emit(self.key, what))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def offers(self) -> list[tuple[str, str]]:
        """What can be asked of it, with its words."""
        mine = self.plugin.origin == "file"
        found = [("open", "Open in the editor" if mine else "Read its source")]
        if self.plugin.state == "waiting":
            found.insert(0, ("trust", "Read it and decide"))
        if mine:
            found += [("folder", "Open its folder"), ("remove", "Remove")]
        return found
