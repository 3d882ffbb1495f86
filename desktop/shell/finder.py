"""Find anything: one line to type into, and what fits beneath it. Everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import IconLabel, column, label, row, rule
from desktop.parts.painting import LEFT, RIGHT, rounded, width_of, write

from .finds import Find
from .fuzzy import Fit, fit
from .sheet import Sheet

MOST = 60
"""Things that are listed at once; typing more finds the others."""
HIGH = 34
HEAD = 56
"""Pixels of the line and the margins."""
FIND = Qt.ItemDataRole.UserRole
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Finder(Sheet):
    """Opens with what ``everything`` gives. Enter does the marked one, the arrow keys mark another."""

    def __init__(self, window: QMainWindow, look: ThemeSwitch, everything: Callable[[], list[Find]]) -> None:
        super().__init__(window, tr("Find anything"), 620, 470)
        self._everything = everything
        self._finds: list[Find] = []
        self.field = _Line(self)
        self.field.setFrame(False)
        self.field.setProperty("kind", "bare")
        self.field.setProperty("ring", False)
        self.field.setPlaceholderText(tr("Find an action, a view, a layer, a setting …"))
        self.field.setAccessibleName(tr("Find anything"))
        self.field.setAccessibleDescription(tr("Type to search, arrow keys to choose, Enter to do it"))
        self.field.textChanged.connect(self._search)
        self.list = QListWidget()
        self.list.setItemDelegate(_Row(self.list, look))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setProperty("kind", "bare")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(tr("What was found"))
        self.list.itemClicked.connect(self._do)
        self.nothing = label("Nothing is called that. Try fewer letters.", "note")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = row(IconLabel(look, "search", "text_3", 18), (self.field, 1), gap=10, margins=(14, 8, 14, 8))
        whole = column(gap=0, margins=(1, 1, 1, 6))
        whole.addLayout(head)
        for widget in (rule(), self.nothing):
            whole.addWidget(widget)
        whole.addWidget(self.list, 1)
        self.setLayout(whole)

    def first(self) -> QWidget:
        return self.field

    def open_sheet(self) -> None:
        if not self.isVisible():
            self._finds = self._everything()
            self.field.clear()
            self._search("")
        super().open_sheet()

    def place(self) -> None:
        super().place()
        needed = HEAD + max(2, self.list.count()) * HIGH
        self.resize(self.width(), min(self.height(), needed))

    def found(self) -> list[str]:
        """What is listed, best first."""
        return [self.list.item(k).data(FIND)[0].words for k in range(self.list.count())]

    def step(self, by: int) -> None:
        """Mark another one; the last is followed by the first."""
        count = self.list.count()
        if count:
            now = self.list.currentRow()
            at = (now + by) % count if abs(by) == 1 else max(0, min(count - 1, now + by))
            self.list.setCurrentRow(at)
            self._announce()

    def act(self) -> None:
        """Do the marked one."""
        if self.list.currentItem() is not None:
            self._do(self.list.currentItem())

    def _search(self, typed: str) -> None:
        if typed.strip():
            fits = [(found, one) for one in self._finds if (found := fit(typed, one.words, one.also))]
            fits.sort(key=lambda pair: -pair[0].score)
        else:
            fits = [(Fit(0, ()), one) for one in self._finds]
        self.list.clear()
        for found, one in fits[:MOST]:
            item = QListWidgetItem(", ".join(part for part in (one.words, one.group, one.keys) if part))
            item.setData(FIND, (one, found.places))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not fits)
        self.list.setVisible(bool(fits))
        self.place()
        if typed:
            self._announce()

    def _announce(self) -> None:
        item = self.list.currentItem()
        words = item.text() if item is not None else self.nothing.text()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _do(self, item: QListWidgetItem) -> None:
        find: Find = item.data(FIND)[0]
        self.close_sheet()
        find.do()


class _Line(QLineEdit):
    """The line; keys that choose go to the list."""

    def __init__(self, finder: Finder) -> None:
        super().__init__()
        self._finder = finder

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self._finder.step(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finder.act()
        elif key == Qt.Key.Key_Escape:
            self._finder.close_sheet()
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """One find: icon, words with the found letters in the accent, its group, its keys."""

    def __init__(self, view: QListWidget, look: ThemeSwitch) -> None:
        super().__init__(view)
        self._view, self._look = view, look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, HIGH)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        find, places = index.data(FIND)
        theme = self._look.theme
        area, state = QRectF(option.rect), option.state  # type: ignore[attr-defined]
        box = area.adjusted(7, 1, -7, -1)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            rounded(painter, box, theme["accent_soft"], theme["accent"], 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, box, theme["hover"], None, 6)
        if find.icon:
            picture = theme.pixmap(find.icon, "text_2", 16, self._view.devicePixelRatioF())
            painter.drawPixmap(QPointF(box.left() + 9, box.center().y() - 8), picture)
        right = box.adjusted(0, 0, -10, 0)
        if find.keys:
            write(painter, theme, right, find.keys, "small", "text_2", RIGHT)
            right.setRight(right.right() - width_of(theme, find.keys, "small") - 14)
        write(painter, theme, right, find.group, "small", "text_2" if chosen else "text_3", RIGHT)
        right.setRight(right.right() - width_of(theme, find.group, "small") - 14)
        self._words(painter, right.adjusted(35, 0, 0, 0), find.words, places)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, words: str, places: tuple[int, ...]) -> None:
        """Words letter run by letter run, those that were typed bolder."""
        theme, x = self._look.theme, box.left()
        elided = QFontMetricsF(theme.font("strong")).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        for run, bold in runs(elided, places):
            style, colour = ("strong", "accent_text") if bold else ("body", "text")
            wide = width_of(theme, run, style)
            write(painter, theme, QRectF(x, box.top(), wide + 2, box.height()), run, style, colour, LEFT)
            x += wide


def runs(words: str, places: tuple[int, ...]) -> list[tuple[str, bool]]:
    """Words cut where found letters begin and end: ``("Use ", False), ("rel", True), ("u", False)``."""
    cut: list[tuple[str, bool]] = []
    for at, letter in enumerate(words):
        bold = at in places
        if cut and cut[-1][1] == bold:
            cut[-1] = (cut[-1][0] + letter, bold)
        else:
            cut.append((letter, bold))
    return cut
