"""Random hands for the whole window: drags, keys, clicks, words, views, files."""

import random

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QScrollBar,
)

from desktop.canvas.drag import mime_of
from desktop.canvas.hits import insertion
from desktop.canvas.offers import Load

K, M = Qt.Key, Qt.KeyboardModifier
LEFT, NONE = Qt.MouseButton.LeftButton, M.NoModifier
KEYS = [
    *[(key, NONE) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Insert, K.Key_Delete, K.Key_Home)],
    *[(key, NONE) for key in (K.Key_F, K.Key_A, K.Key_D, K.Key_P, K.Key_E, K.Key_Return, K.Key_Escape, K.Key_Tab)],
    *[(key, NONE) for key in (K.Key_Space, K.Key_Period, K.Key_F6, K.Key_PageDown, K.Key_Menu, K.Key_Backspace)],
    *[(key, NONE) for key in (K.Key_3, K.Key_7, K.Key_0, K.Key_End, K.Key_F1, K.Key_Question)],
    *[(key, M.ShiftModifier) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Tab, K.Key_Period)],
    *[(key, M.AltModifier) for key in (K.Key_Left, K.Key_Right)],
    *[(key, M.ControlModifier) for key in (K.Key_D, K.Key_C, K.Key_V, K.Key_X, K.Key_A, K.Key_0, K.Key_Plus)],
    *[(key, M.ControlModifier) for key in (K.Key_1, K.Key_2, K.Key_3, K.Key_R, K.Key_K, K.Key_Z, K.Key_Comma)],
    (K.Key_Z, M.ControlModifier | M.ShiftModifier),
    (K.Key_D, M.ControlModifier | M.ShiftModifier),
]
WORDS = (
    "",
    " ",
    "abc",
    "-1",
    "0",
    "1e9",
    "nan",
    "0.5",
    "40",
    "900",
    "784-20-10",
    "784-10",
    "2-7-7-2",
    "1,5",
    "7 8",
    "%#",
)
LOADS = (
    *[Load("layer", "Dense"), Load("dropout", "Dropout"), Load("freeze", "Freeze"), Load("note", "Note")],
    *[Load("activation", name) for name in ("relu", "tanh", "sigmoid", "identity", "softmax", "gelu", "no-such-thing")],
)
LEAVES = ("quit", "open", "save", "save-as", "new")
"""Actions that end the window or ask for a file."""
BIG = ("digits", "mnist", "my-digits")
"""Data sets that take long to make, are downloaded, or may be empty."""


class Hands:
    """Gestures on one window, chosen by one generator. Each says what it did."""

    def __init__(self, window, seed, folder, qtbot):
        self.window, self.random, self.folder, self.qtbot = window, random.Random(seed), folder, qtbot
        self.gestures = {
            **{self.canvas_key: 12, self.canvas_drag: 6, self.tile: 8, self.foot: 4, self.canvas_click: 6},
            **{self.any_key: 8, self.button: 12, self.action: 4, self.menu: 6, self.field: 8, self.combo: 5},
            **{self.slider: 4, self.stroke: 5, self.undo: 7, self.redo: 5, self.train: 4, self.view: 3, self.wheel: 3},
            **{self.workspace: 2, self.size: 2, self.theme: 1, self.save: 1, self.open: 1, self.dock: 2, self.tab: 2},
        }

    @property
    def canvas(self):
        return self.window.network.editor.canvas

    def next(self):
        """The next gesture."""
        return self.random.choices(list(self.gestures), list(self.gestures.values()))[0]

    def wait(self):
        """Let the window run, mostly only for a moment."""
        self.qtbot.wait(self.random.choice((1, 1, 1, 8, 40)))

    # what they find

    def seen(self, kind):
        """A widget of a kind that can be used now."""
        found = [one for one in self.window.findChildren(kind) if one.isVisible() and one.isEnabled()]
        return self.random.choice(found) if found else None

    def place(self, widget):
        """Somewhere on a widget."""
        return QPoint(self.random.randrange(max(1, widget.width())), self.random.randrange(max(1, widget.height())))

    def under(self, at):
        """The widget that a press at a place of the canvas goes to."""
        target = self.canvas.childAt(at) or self.canvas
        return target, target.mapFrom(self.canvas, at) if target is not self.canvas else at

    def dragged(self, start, end):
        target, at = self.under(start)
        QTest.mousePress(target, LEFT, NONE, at)
        for k in (1, 2, 3):
            QTest.mouseMove(target, target.mapFrom(self.canvas, start + (end - start) * k / 3))
        cancelled = self.random.random() < 0.15
        if cancelled:
            QTest.keyClick(self.window.focusWidget() or self.canvas, K.Key_Escape)
        QTest.mouseRelease(target, LEFT, NONE, target.mapFrom(self.canvas, end))
        return f"{start.toTuple()} to {end.toTuple()}{' cancelled' if cancelled else ''}"

    def many_layers(self):
        return len(self.canvas.picture.columns) > 12

    # on the canvas

    def canvas_key(self):
        key, held = self.random.choice(KEYS)
        if self.many_layers():
            key, held = K.Key_Delete, NONE
        if self.canvas.isVisible():
            self.canvas.choose(self.random.choice(self.canvas.order))
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)
        return f"{key.name} {held.name}"

    def canvas_drag(self):
        if not self.canvas.isVisible():
            return ""
        card = self.random.choice(self.canvas.picture.columns).card
        end = self.place(self.canvas)
        if self.random.random() < 0.5:
            end = QPoint(round(insertion(self.canvas.picture, self.random.randrange(9)).x), 330)
        return self.dragged(QPoint(round(card.right - 8), round(card.y + 8)), end)

    def foot(self):
        grips = [one.grip for one in self.canvas.picture.columns if one.grip]
        if not self.canvas.isVisible() or not grips:
            return ""
        grip = self.random.choice(grips)
        start = QPoint(round(grip.x + grip.w / 2), round(grip.y + grip.h / 2))
        return self.dragged(start, start + QPoint(0, self.random.randrange(-160, 100)))

    def canvas_click(self):
        if not self.canvas.isVisible():
            return ""
        at, held = self.place(self.canvas), self.random.choice((NONE, M.ControlModifier, M.ShiftModifier))
        target, place = self.under(at)
        double = self.random.random() < 0.2
        (QTest.mouseDClick if double else QTest.mouseClick)(target, LEFT, held, place)
        return f"{'double ' if double else ''}{at.toTuple()} {held.name} on {type(target).__name__}"

    def tile(self):
        if not self.canvas.isVisible() or self.many_layers():
            return ""
        load, at = self.random.choice(LOADS), self.place(self.canvas)
        if load.kind != "layer" and self.random.random() < 0.5:
            card = self.random.choice(self.canvas.picture.columns).card
            at = QPoint(round(card.x + 6), round(card.y + 6))
        data, copy = mime_of(load), Qt.DropAction.CopyAction
        QApplication.sendEvent(self.canvas, QDragEnterEvent(at, copy, data, LEFT, NONE))
        move = QDragMoveEvent(at, copy, data, LEFT, NONE)
        QApplication.sendEvent(self.canvas, move)
        if move.isAccepted():
            QApplication.sendEvent(self.canvas, QDropEvent(QPointF(at), copy, data, LEFT, NONE))
        else:
            QApplication.sendEvent(self.canvas, QDragLeaveEvent())
        return f"{load.kind} {load.name} at {at.toTuple()}"

    def wheel(self):
        at, up = QPointF(self.place(self.canvas)), QPoint(0, self.random.choice((-120, 120)))
        held = self.random.choice((NONE, M.ControlModifier, M.ShiftModifier))
        phase, buttons = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
        there = QPointF(self.canvas.mapToGlobal(at))
        QApplication.sendEvent(self.canvas, QWheelEvent(at, there, QPoint(), up, buttons, held, phase, False))
        return f"{at.toTuple()} {held.name}"

    # on the window

    def any_key(self):
        key, held = self.random.choice(KEYS)
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)
        return f"{key.name} {held.name}"

    def button(self):
        one = self.seen(QAbstractButton)
        words = f"{one.text()} {one.accessibleName()} {one.toolTip()}".lower()
        if any(word in words for word in ("open project", "save project", "save as", "quit", "new project")):
            return ""
        menu = one.menu() if hasattr(one, "menu") else None
        if menu is not None:
            menu.aboutToShow.emit()
            return self.pick(menu)
        QTest.mouseClick(one, LEFT)
        return f"{type(one).__name__} {words.splitlines()[0]}"

    def action(self):
        names = [name for name in self.window.actions_by_name if name not in LEAVES]
        name = self.random.choice(names)
        self.window.actions_by_name[name].trigger()
        return name

    def menu(self):
        """A list of the canvas, and an entry of it or of what it leads to."""
        if not self.canvas.isVisible():
            return ""
        key = self.random.choice(self.canvas.order)
        hidden = key not in (self.canvas.order[0], self.canvas.order[-1])
        if hidden and self.random.random() < 0.3:
            self.canvas.menus.open_dropout(key)
        else:
            self.canvas.menus.open_activations(key)
        return self.pick(self.canvas.menus.open)

    def pick(self, menu):
        there = [one for one in menu.actions() if one.isEnabled() and one.text()]
        leaves = [self.window.actions_by_name[name] for name in LEAVES]
        entries = [one for one in there if one.text() not in BIG and one not in leaves and "…" not in one.text()]
        if not entries:
            return ""
        entry = self.random.choice(entries)
        if entry.menu():
            return self.pick(entry.menu())
        words = entry.text()
        entry.trigger()
        menu.close()
        return words

    def field(self):
        one, words = self.seen(QLineEdit), self.random.choice(WORDS)
        if one is None:
            return ""
        one.setFocus()
        one.selectAll()
        QTest.keyClick(one, K.Key_Backspace)
        QTest.keyClicks(one, words)
        QTest.keyClick(one, self.random.choice((K.Key_Return, K.Key_Tab, K.Key_Escape)))
        return f"{words!r}"

    def combo(self):
        one = self.seen(QComboBox)
        if one is None:
            return ""
        index = self.random.choice(
            [k for k in range(one.count()) if one.itemText(k) not in BIG] or [one.currentIndex()]
        )
        one.setCurrentIndex(index)
        one.activated.emit(index)
        return f"{one.accessibleName()}: {one.itemText(index)}"

    def slider(self):
        one = self.seen(QAbstractSlider)
        if one is None or isinstance(one, QScrollBar):
            return ""
        keys = self.random.choices((K.Key_Left, K.Key_Right, K.Key_PageUp, K.Key_PageDown), k=3)
        for key in keys:
            QTest.keyClick(one, key)
        return one.accessibleName()

    def stroke(self):
        pads = [one.pad for one in self.window.reader.pads if one.pad.isVisible()]
        if not pads:
            return ""
        pad = self.random.choice(pads)
        QTest.mousePress(pad, LEFT, NONE, self.place(pad))
        for _ in range(self.random.randrange(6)):
            QTest.mouseMove(pad, self.place(pad))
        QTest.mouseRelease(pad, LEFT, NONE, self.place(pad))
        return ""

    def undo(self):
        for _ in range(self.random.choice((1, 1, 2, 5))):
            self.window.live.undo()

    def redo(self):
        for _ in range(self.random.choice((1, 1, 2, 5))):
            self.window.live.redo()

    def train(self):
        QTest.mouseClick(self.window.topbar.train, LEFT)

    def theme(self):
        self.window.actions_by_name["theme"].trigger()

    def workspace(self):
        index = self.random.randrange(2)
        self.window.show_workspace(index)
        return index

    def size(self):
        size = QSize(self.random.randrange(960, 1500), self.random.randrange(640, 950))
        self.window.resize(size)
        return size.toTuple()

    def dock(self):
        menu = QMenu()
        self.window.docks.fill_menu(menu)
        panels = [one for one in menu.actions() if one.isCheckable()]
        entry = self.random.choice(panels)
        words = entry.text()
        entry.trigger()
        return words

    def view(self):
        """Open a view, close one, or let one float."""
        docks = self.window.docks.view_docks()
        if len(docks) > 6 or (docks and self.random.random() < 0.5):
            self.window.docks.close_view(self.random.choice(docks))
            return "closed"
        if docks and self.random.random() < 0.4:
            dock = self.random.choice(docks)
            dock.setFloating(not dock.isFloating())
            return f"{dock.objectName()} floats {dock.isFloating()}"
        menu = QMenu()
        self.window.docks.fill_menu(menu)
        entry = self.random.choice([one for one in menu.actions() if one.text() and not one.isCheckable()])
        words = entry.text()
        entry.trigger()
        return words

    def tab(self):
        """Bring a hidden dock up."""
        docks = self.window.docks.shown() + self.window.docks.view_docks()
        if docks:
            self.random.choice(docks).raise_()

    def save(self):
        self.window.documents.save(self.folder / f"{self.random.randrange(2)}.inknet")
        self.qtbot.wait(60)

    def open(self):
        path = self.folder / f"{self.random.randrange(2)}.inknet"
        if path.exists():
            self.window.files.open(str(path))
            self.qtbot.wait(60)


@pytest.fixture
def hands_of(window, tmp_path, qtbot):
    """``hands_of(seed)``: hands on the main window."""
    return lambda seed: Hands(window, seed, tmp_path, qtbot)
