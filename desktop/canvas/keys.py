"""The keyboard on the canvas: whatever the mouse can do, keys can. Letters act only while no field has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from core.remap import INPUT

from . import edits
from .scroll import STEP_ZOOM

if TYPE_CHECKING:
    from .canvas import Canvas

K = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Command = Callable[["Canvas"], object]


def press(canvas: Canvas, event: QKeyEvent) -> bool:
    """Do what a key asks for; False where it asks for nothing here."""
    key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == K.Key_Escape:
        return escape(canvas)
    if canvas.pointer.dragging:
        return True  # one gesture at a time
    if canvas.inside and (key, held) in LANE:
        LANE[key, held](canvas)
        return True
    command = TABLE.get((key, held))
    if command is not None:
        command(canvas)
        return True
    if held == NONE and event.text().isdigit() and canvas.current in edits.hidden_keys(canvas.experiment):
        canvas.deck[canvas.current].type_units(event.text())
        return True
    return False


def escape(canvas: Canvas) -> bool:
    """Give back what was before: a drag, an attempt, the lane, several chosen layers, the choice."""
    if canvas.pointer.dragging:
        canvas.pointer.cancel()
    elif canvas.attempt is not None:
        canvas.give_up_attempt()
    elif canvas.inside:
        canvas.enter(False)
    elif canvas.chosen is not None:
        canvas.choose_neuron(None)
    elif len(canvas.selection.keys) > 1:
        canvas.choose(canvas.current)
    else:
        return False
    return True


def _step(by: int, extend: bool = False) -> Command:
    def go(canvas: Canvas) -> None:
        order = canvas.order
        at = order.index(canvas.current) + by if canvas.current is not None else 0 if by > 0 else len(order) - 1
        key = order[max(0, min(len(order) - 1, at))]
        if extend:
            canvas.select(canvas.selection.through(key, order))
        else:
            canvas.choose(key)

    return go


def _units(by: int) -> Command:
    def resize(canvas: Canvas) -> None:
        if canvas.current == INPUT:
            canvas.next_sample(1 if by < 0 else -1)
        else:
            canvas.commands.resize_by(canvas.chosen_keys(), by)

    return resize


def _neuron(by: int) -> Command:
    def go(canvas: Canvas) -> None:
        shown = canvas.shown(canvas.current)
        if canvas.current is not None and canvas.chosen is not None and canvas.chosen[1] in shown:
            at = max(0, min(len(shown) - 1, shown.index(canvas.chosen[1]) + by))
            canvas.choose_neuron((canvas.current, shown[at]))
            canvas.pointer.tell_chosen()

    return go


def _page(canvas: Canvas) -> None:
    if canvas.current is not None:
        canvas.turn_page(canvas.current)
        canvas.pointer.tell_chosen()


def _insert(canvas: Canvas) -> None:
    canvas.choose_all(canvas.commands.insert(canvas.pointer.place_behind()) or ())


def _paste(canvas: Canvas) -> None:
    canvas.choose_all(canvas.commands.paste(canvas.pointer.place_behind()) or ())


def _cut(canvas: Canvas) -> None:
    if canvas.commands.copy(canvas.chosen_keys()):
        canvas.commands.remove(canvas.chosen_keys())


def _zoom(factor: float) -> Command:
    return lambda canvas: canvas.pointer.zoom_about(QPointF(canvas.view.sight().center()), canvas.zoom * factor)


def _activations(canvas: Canvas) -> None:
    if canvas.current is None:
        canvas.say("Choose a layer first.")
    else:
        canvas.menus.open_activations(canvas.current)


def _dropout(canvas: Canvas) -> None:
    if canvas.current in edits.hidden_keys(canvas.experiment):
        canvas.menus.open_dropout(canvas.current)
    else:
        canvas.say("Choose a hidden layer first: dropout goes behind one.")


TABLE: dict[tuple[Qt.Key, Qt.KeyboardModifier], Command] = {
    (K.Key_Left, NONE): _step(-1),
    (K.Key_Right, NONE): _step(1),
    (K.Key_Left, SHIFT): _step(-1, True),
    (K.Key_Right, SHIFT): _step(1, True),
    (K.Key_Left, ALT): lambda canvas: canvas.commands.shift(canvas.chosen_keys(), -1),
    (K.Key_Right, ALT): lambda canvas: canvas.commands.shift(canvas.chosen_keys(), 1),
    (K.Key_Up, NONE): _units(1),
    (K.Key_Down, NONE): _units(-1),
    (K.Key_Up, SHIFT): _units(10),
    (K.Key_Down, SHIFT): _units(-10),
    (K.Key_Return, NONE): lambda canvas: canvas.enter(True),
    (K.Key_Enter, NONE): lambda canvas: canvas.enter(True),
    (K.Key_Insert, NONE): _insert,
    (K.Key_Delete, NONE): lambda canvas: canvas.commands.remove(canvas.chosen_keys()),
    (K.Key_A, NONE): _activations,
    (K.Key_D, NONE): _dropout,
    (K.Key_F, NONE): lambda canvas: canvas.commands.freeze(canvas.chosen_keys()),
    (K.Key_A, CONTROL): lambda canvas: canvas.choose_all(edits.hidden_keys(canvas.experiment)),
    (K.Key_D, CONTROL): lambda canvas: canvas.choose_all(canvas.commands.duplicate(canvas.chosen_keys()) or ()),
    (K.Key_C, CONTROL): lambda canvas: canvas.commands.copy(canvas.chosen_keys()),
    (K.Key_X, CONTROL): _cut,
    (K.Key_V, CONTROL): _paste,
    (K.Key_0, CONTROL): lambda canvas: canvas.set_zoom(canvas.fit_zoom()),
    (K.Key_Plus, CONTROL): _zoom(STEP_ZOOM),
    (K.Key_Plus, CONTROL | SHIFT): _zoom(STEP_ZOOM),
    (K.Key_Equal, CONTROL): _zoom(STEP_ZOOM),
    (K.Key_Minus, CONTROL): _zoom(1 / STEP_ZOOM),
}
LANE: dict[tuple[Qt.Key, Qt.KeyboardModifier], Command] = {
    (K.Key_Up, NONE): _neuron(-1),
    (K.Key_Down, NONE): _neuron(1),
    (K.Key_PageDown, NONE): _page,
}
"""Inside a lane."""
