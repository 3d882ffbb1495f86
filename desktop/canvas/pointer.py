"""The mouse on the canvas: choose, drag layers and feet, pan, zoom, and see what is under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QWheelEvent

from core.remap import INPUT

from . import edits, names, telling
from .hits import Hit
from .offers import Load, Offer, dragged_units, offer, onto
from .scroll import STEP_ZOOM

if TYPE_CHECKING:
    from .canvas import Canvas

SLOP = 6
"""Pixels before a press becomes a drag."""
CURSORS = {
    "grip": Qt.CursorShape.SizeVerCursor,
    "pill": Qt.CursorShape.PointingHandCursor,
    "input": Qt.CursorShape.PointingHandCursor,
    "neuron": Qt.CursorShape.PointingHandCursor,
}
Doing = Literal["pressed", "move", "resize", "pan"]


@dataclass
class _Hand:
    """What a pressed button does. ``start`` is in the canvas, ``screen`` where the pointer was last on the screen."""

    doing: Doing
    where: Hit
    start: QPointF
    screen: QPointF
    shift: bool = False


class Pointer:
    """What the mouse does, for one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._hand: _Hand | None = None
        self._wheel = 0.0

    @property
    def dragging(self) -> bool:
        """Whether something is carried that Esc would give back."""
        held = self._hand is not None and self._hand.doing in ("move", "resize")
        return held or self.canvas.overlay.offer is not None

    # buttons

    def press(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer; a drag may follow."""
        canvas, at = self.canvas, event.position()
        where = canvas.under(at)
        canvas.peek.away()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hand = _Hand("pan", where, at, event.globalPosition())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if where.kind in ("gap", "outside"):
            canvas.choose(None)
            canvas.choose_neuron(None)
            self._hand = _Hand("pan", where, at, event.globalPosition())
            return
        was = canvas.current
        if control and where.kind in ("card", "lane"):
            canvas.select(canvas.selection.toggled(where.key))
        elif shift and where.kind in ("card", "lane"):
            canvas.select(canvas.selection.through(where.key, canvas.order))
        elif where.key not in canvas.selection.keys or where.kind not in ("card", "lane"):
            canvas.choose(where.key)
        else:
            canvas.select(canvas.selection.__class__(where.key, canvas.selection.keys))
        if where.kind == "pill":
            canvas.turn_page(where.key)
        elif where.kind == "neuron":
            canvas.choose_neuron((where.key, where.unit))
        elif where.kind == "input" and was == INPUT:
            canvas.next_sample()
        self._hand = _Hand("pressed", where, at, event.globalPosition(), shift)

    def move(self, event: QMouseEvent) -> None:
        """Go on with a drag, or tell what is under the pointer."""
        hand, at = self._hand, event.position()
        if hand is None:
            self._over(at)
            return
        if hand.doing == "pressed" and (at - hand.start).manhattanLength() >= SLOP:
            self._begin(hand)
        if hand.doing == "pan":
            by = event.globalPosition() - hand.screen
            hand.screen = event.globalPosition()
            self.canvas.view.pan(QPoint(round(by.x()), round(by.y())))
            self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif hand.doing == "resize":
            hand.shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._count(hand, at)
        elif hand.doing == "move":
            self.hover(self._moved(hand), at)

    def release(self, event: QMouseEvent) -> None:
        """Drop, or leave it at a click."""
        hand, self._hand = self._hand, None
        at = event.position()
        if hand is None:
            event.ignore()
            return
        canvas = self.canvas
        if hand.doing == "move":
            load = self._moved(hand)
            self._put_down()
            self.drop(load, at)
        elif hand.doing == "resize":
            self._put_down()
            canvas.commands.resize(hand.where.key, self._units(hand, at))
        elif hand.doing == "pressed" and hand.where.kind == "card" and not event.modifiers():
            canvas.choose(hand.where.key)
        canvas.unsetCursor()

    def double(self, event: QMouseEvent) -> None:
        """Type units on a card, go into a lane, put a note on free ground."""
        at = event.position()
        where = self.canvas.under(at)
        if where.kind == "card" and where.key in edits.hidden_keys(self.canvas.experiment):
            self.canvas.deck[where.key].type_units()
        elif where.kind in ("lane", "neuron") and where.key != INPUT:
            self.canvas.choose(where.key)
            self.canvas.enter(True)
        elif where.kind in ("gap", "outside"):
            self.canvas.note_wanted.emit(at)
        else:
            self.press(event)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; over a foot resize, over the input choose a sample; else scroll."""
        canvas, at = self.canvas, event.position()
        where = canvas.under(at)
        turned = event.angleDelta().y() or event.angleDelta().x()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not control and where.kind not in ("grip", "input"):
            self._scroll(event)
            return
        self._wheel += turned / 120
        steps = int(self._wheel)
        self._wheel -= steps
        event.accept()
        if not steps:
            return
        if control:
            self.zoom_about(at, canvas.zoom * STEP_ZOOM**steps)
        elif where.kind == "input":
            canvas.next_sample(-steps)
        else:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            canvas.commands.resize_by((where.key,), steps * (10 if shift else 1))

    def _scroll(self, event: QWheelEvent) -> None:
        scroll = self.canvas.view
        across, down = scroll.horizontalScrollBar(), scroll.verticalScrollBar()
        if down.maximum() == 0 and across.maximum() > 0 and event.angleDelta().x() == 0:
            across.setValue(across.value() - event.angleDelta().y())
            event.accept()
        else:
            event.ignore()

    def zoom_about(self, at: QPointF, zoom: float) -> None:
        """Zoom so that what is at a place of the canvas stays under the pointer."""
        canvas = self.canvas
        before, seen = canvas.size(), at + QPointF(canvas.pos())
        canvas.set_zoom(zoom)
        x = at.x() * canvas.width() / max(1, before.width())
        y = at.y() * canvas.height() / max(1, before.height())
        canvas.view.show_place(QPointF(x, y), seen)

    # drags

    def _begin(self, hand: _Hand) -> None:
        canvas, key = self.canvas, hand.where.key
        hidden = edits.hidden_keys(canvas.experiment)
        if hand.where.kind == "grip":
            hand.doing = "resize"
            canvas.setCursor(Qt.CursorShape.SizeVerCursor)
        elif hand.where.kind in ("card", "lane"):
            hand.doing = "move"
            if key in hidden:
                card = canvas.deck[key]
                canvas.overlay.carry(card.grab(), hand.start - QPointF(card.pos()))
                for one in self._moved(hand).keys:
                    canvas.deck[one].carry(True)
            canvas.view.follow(self._inside)
        elif hand.where.kind == "input":
            hand.doing = "move"

    def _moved(self, hand: _Hand) -> Load:
        """What is carried: the pressed layer, with all chosen ones where it is among them."""
        canvas = self.canvas
        chosen = tuple(key for key in canvas.chosen_keys() if key in edits.hidden_keys(canvas.experiment))
        keys = chosen if hand.where.key in chosen else (hand.where.key,)
        return Load("move", keys=keys)

    def _inside(self) -> QPointF | None:
        return QPointF(self.canvas.mapFromGlobal(QCursor.pos()))

    def hover(self, load: Load, at: QPointF) -> Offer:
        """Show what dropping a load here would do."""
        canvas = self.canvas
        found = self._offer(load, at)
        canvas.overlay.show_offer(found, canvas.picture, at, canvas.view.sight())
        if load.kind == "move":
            shape = Qt.CursorShape.ClosedHandCursor if found.accepted else Qt.CursorShape.ForbiddenCursor
            canvas.setCursor(shape)
        else:
            canvas.view.follow(self._inside)
        return found

    def _offer(self, load: Load, at: QPointF) -> Offer:
        canvas, lift = self.canvas, float(self.canvas.view.sight().top())
        e, data, registry = canvas.experiment, canvas.data, canvas.commands.registry
        return offer(load, canvas.picture, e, data, registry, at.x(), at.y(), lift)

    def drop(self, load: Load, at: QPointF) -> bool:
        """Do what was shown; False, with the reason told, where it is refused."""
        found = self._offer(load, at)
        self._put_down()
        return self._do(found, at)

    def _do(self, found: Offer, at: QPointF) -> bool:
        canvas, after = self.canvas, found.after
        if not found.accepted:
            canvas.say(found.words[0])
            return False
        if found.mark == "note":
            canvas.note_wanted.emit(at)
        elif after is not None:
            new = canvas.commands.do(lambda _: after, found.label)
            if new:
                canvas.choose_all(new)
            elif found.mark == "layer":
                canvas.choose(found.key)
        return True

    def use(self, load: Load) -> None:
        """A thing from the palette without a drag: onto the chosen layers, or behind the current one."""
        canvas = self.canvas
        e, keys = canvas.experiment, canvas.chosen_keys()
        if load.kind == "layer":
            canvas.choose_all(canvas.commands.insert(self.place_behind(), load.units) or ())
        elif load.kind == "note":
            canvas.note_wanted.emit(QPointF(canvas.view.sight().center()))
        elif not keys:
            canvas.say("Choose a layer first.")
        else:
            try:
                found = onto(load, e, keys[-1], canvas.data, canvas.commands.registry)
            except edits.Refused as reason:
                canvas.say(str(reason))
                return
            self._do(found, QPointF())

    def place_behind(self) -> int:
        """Where a new layer goes: behind the current one, but before the output."""
        order, current = self.canvas.order, self.canvas.current
        return min(len(order) - 2, order.index(current) if current is not None else len(order) - 2)

    def cancel(self) -> None:
        """Give back what was in the hand."""
        self._hand = None
        self._put_down()
        self.canvas.unsetCursor()

    def _put_down(self) -> None:
        canvas = self.canvas
        canvas.overlay.clear()
        canvas.view.follow(None)
        for card in canvas.deck:
            card.carry(False)
            card.end_preview()

    def _units(self, hand: _Hand, at: QPointF) -> int:
        now = edits.layer_of(self.canvas.experiment, hand.where.key).units
        return dragged_units(now, at.y() - hand.start.y(), hand.shift)

    def _count(self, hand: _Hand, at: QPointF) -> None:
        """Let the card count along with a drag of its lane's foot."""
        canvas, key = self.canvas, hand.where.key
        after = edits.resize(canvas.experiment, key, self._units(hand, at))
        units, now = edits.layer_of(after, key).units, edits.layer_of(canvas.experiment, key).units
        count = names.parameters(after, canvas.data, key)
        canvas.deck[key].preview(f"{units:,}", names.counted(count) if count is not None else "")
        what = "New units start silent: no answer changes" if units > now else "The last units go with their weights"
        words = (f"{units:,} units", what) if units != now else (f"{units:,} units",)
        canvas.overlay.show_offer(Offer("none", words), canvas.picture, at, canvas.view.sight())

    # looking

    def _over(self, at: QPointF) -> None:
        canvas = self.canvas
        where = canvas.under(at)
        shape = CURSORS.get(where.kind)
        if where.kind in ("card", "lane") and where.key in edits.hidden_keys(canvas.experiment):
            shape = Qt.CursorShape.OpenHandCursor
        canvas.setCursor(shape) if shape is not None else canvas.unsetCursor()
        told = telling.told(canvas, where, at)
        if told is None:
            canvas.peek.away()
        else:
            canvas.peek.tell(told, at, canvas.view.sight())

    def tell_chosen(self) -> None:
        """Tell what the neuron that keys chose answers."""
        canvas, chosen = self.canvas, self.canvas.chosen
        if chosen is None or chosen[1] not in canvas.shown(chosen[0]):
            return
        column = canvas.picture.column(chosen[0])
        slot = column.shown.index(chosen[1])
        told = telling.told(canvas, Hit("neuron", chosen[0], slot, chosen[1]), QPointF(column.x, column.ys[slot]))
        if told is not None:
            at = QPointF(column.x + column.size / 2, column.ys[slot])
            canvas.view.ensureVisible(round(at.x()), round(at.y()), 40, 40)
            canvas.peek.tell(told, at, canvas.view.sight())
            canvas.deck[chosen[0]].describe(told.spoken())

    def leave(self) -> None:
        """The pointer is elsewhere."""
        if self._hand is None:
            self.canvas.peek.away()
