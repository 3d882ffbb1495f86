"""The lists of the canvas: activations with their curves, dropout, start weights, and everything for a layer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu

from core.components import Dataset, Initializer
from core.experiment import AUTO, Choice
from core.remap import INPUT
from desktop.forms.picker import summary
from desktop.own_files import path_setting, with_path

from . import edits, names
from .curves import activation_classes, curve_icon

if TYPE_CHECKING:
    from .canvas import Canvas

RATES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7)


class Menus:
    """Opens lists on one canvas. They are never modal."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.open: QMenu | None = None
        """The list that was opened last."""
        self._curves: list[tuple[QAction, Choice]] = []
        canvas.curves.changed.connect(self._draw_curves)

    def open_activations(self, key: int) -> None:
        """The activations for a layer (and all chosen with it), under its chip; for the input, the data sets."""
        menu = self._new()
        if key == INPUT:
            self._fill_data(menu)
        else:
            self._fill_activations(menu, key)
        chip = self.canvas.deck[key].chip
        under = chip if chip.isVisible() else self.canvas.deck[key]
        self._show(menu, under.mapToGlobal(QPoint(0, under.height() + 2)))

    def open_dropout(self, key: int) -> None:
        """The rates of dropout for a layer."""
        menu = self._new()
        self._fill_dropout(menu, self._with(key))
        card = self.canvas.deck[key]
        under = card.dropout if card.dropout.isVisible() else card
        self._show(menu, under.mapToGlobal(QPoint(0, under.height() + 2)))

    def open_context(self, event: QContextMenuEvent) -> None:
        """Everything that can be done here."""
        canvas, at = self.canvas, QPointF(event.pos())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        where = canvas.under(at)
        key = canvas.current if by_key else where.key if where.kind not in ("gap", "outside") else None
        menu = self._new()
        if key is not None and key != INPUT:
            if key not in canvas.selection.keys:
                canvas.choose(key)
            self._fill_layer(menu, key)
            menu.addSeparator()
        self._add(
            menu,
            "Add layer",
            lambda: canvas.choose_all(canvas.commands.insert(self._place(where.kind, at)) or ()),
            "Ins",
        )
        paste = self._add(
            menu, "Paste", lambda: canvas.choose_all(canvas.commands.paste(self._place(where.kind, at)) or ()), "Ctrl+V"
        )
        paste.setEnabled(bool(canvas.commands.clipboard()))
        self._add(menu, "Add note", lambda: canvas.note_wanted.emit(at))
        spot = canvas.deck[key].geometry().bottomLeft() if by_key and key is not None else event.pos()
        self._show(menu, canvas.mapToGlobal(spot))

    def _place(self, kind: str, at: QPointF) -> int:
        """Where a new layer goes: into the gap that was pointed at, else behind the current layer."""
        if kind != "gap":
            return self.canvas.pointer.place_behind()
        where = self.canvas.under(at)
        return self.canvas.order.index(where.key) - 1 if where.kind == "gap" else self.canvas.pointer.place_behind()

    def _fill_layer(self, menu: QMenu, key: int) -> None:
        canvas, commands = self.canvas, self.canvas.commands
        keys = self._with(key)
        hidden = set(keys) <= set(edits.hidden_keys(canvas.experiment))
        layer = edits.layer_of(canvas.experiment, key)
        self._fill_activations(self._sub(menu, "Activation"), key)
        self._fill_initializers(self._sub(menu, "Start weights"), keys)
        dropout = self._sub(menu, "Dropout")
        self._fill_dropout(dropout, keys)
        dropout.setEnabled(hidden)
        self._add(menu, "Unfreeze" if layer.frozen else "Freeze", lambda: commands.freeze(keys), "F")
        menu.addSeparator()
        units = self._add(menu, "Type units", lambda: canvas.deck[key].type_units())
        copy = self._add(menu, "Copy", lambda: commands.copy(keys), "Ctrl+C")
        double = self._add(menu, "Duplicate", lambda: canvas.choose_all(commands.duplicate(keys) or ()), "Ctrl+D")
        remove = self._add(menu, "Remove", lambda: commands.remove(keys), "Del")
        for action in (units, copy, double, remove):
            action.setEnabled(hidden)

    def _fill_activations(self, menu: QMenu, key: int) -> None:
        canvas = self.canvas
        e, keys = canvas.experiment, self._with(key)
        layer = edits.layer_of(e, key)
        if key == edits.output_key(e):
            name = names.activation_name(Choice(AUTO), canvas.data)
            words = f"{name} (from the data)" if name != AUTO else "from the data"
            self._choice(menu, words, Choice(AUTO), layer.activation, lambda one: canvas.commands.activate((key,), one))
            menu.addSeparator()
        for name, cls, origin in activation_classes(canvas.commands.registry):
            choice = Choice(name)
            words = name if origin == "built-in" else f"{name} (plugin)"
            action = self._choice(
                menu, words, choice, layer.activation, lambda one: canvas.commands.activate(keys, one)
            )
            action.setToolTip(summary(cls))
            self._curves.append((action, choice))
        self._draw_curves()

    def _draw_curves(self) -> None:
        """The curves in the open list; more may become known while it is open."""
        for action, choice in self._curves:
            action.setIcon(curve_icon(self.canvas.look.theme, self.canvas.curves.shape(choice)))

    def _fill_initializers(self, menu: QMenu, keys: tuple[int, ...]) -> None:
        canvas = self.canvas
        now = edits.layer_of(canvas.experiment, keys[-1]).initializer
        for cls in canvas.commands.registry.all(Initializer):  # type: ignore[type-abstract]
            action = self._choice(
                menu, cls.name, Choice(cls.name), now, lambda one: canvas.commands.initialise(keys, one)
            )
            action.setToolTip(summary(cls))

    def _fill_dropout(self, menu: QMenu, keys: tuple[int, ...]) -> None:
        canvas = self.canvas
        now = edits.layer_of(canvas.experiment, keys[-1]).dropout
        for rate in RATES:
            take = partial(canvas.commands.drop, keys, rate)
            action = self._add(menu, f"{rate:g}" if rate else "none", take)
            action.setCheckable(True)
            action.setChecked(abs(rate - now) < 1e-9)

    def _fill_data(self, menu: QMenu) -> None:
        canvas = self.canvas
        now = canvas.experiment.dataset
        for cls in canvas.commands.registry.all(Dataset):  # type: ignore[type-abstract]
            words = f"{cls.name}…" if path_setting(cls) else cls.name
            action = self._add(menu, words, partial(with_path, canvas.window(), cls, canvas.commands.choose_data))
            action.setCheckable(True)
            action.setChecked(cls.name == now.name)

    def _choice(
        self, menu: QMenu, words: str, choice: Choice, now: Choice, take: Callable[[Choice], object]
    ) -> QAction:
        action = self._add(menu, words, lambda: take(choice))
        action.setCheckable(True)
        action.setChecked(choice.name == now.name)
        return action

    def _with(self, key: int) -> tuple[int, ...]:
        """A layer and, where it is one of the chosen ones, these too."""
        keys = tuple(one for one in self.canvas.chosen_keys() if one != INPUT)
        return keys if key in keys else (key,)

    def _new(self) -> QMenu:
        self._curves = []
        menu = QMenu(self.canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(lambda: self._closed(menu))
        return menu

    def _closed(self, menu: QMenu) -> None:
        if self.open is menu:
            self.open, self._curves = None, []

    @staticmethod
    def _sub(menu: QMenu, words: str) -> QMenu:
        sub = menu.addMenu(words)
        sub.setToolTipsVisible(True)
        return sub

    @staticmethod
    def _add(menu: QMenu, words: str, act: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(f"{words}\t{keys}" if keys else words)
        action.triggered.connect(lambda _=False: act())
        return action

    def _show(self, menu: QMenu, at: QPoint) -> None:
        self.open = menu
        menu.popup(at)
        checked = next((action for action in menu.actions() if action.isChecked()), None)
        if checked is not None:
            menu.setActiveAction(checked)
