"""The picture of the network, which is its editor: one widget paints plain data, and each card is a real widget."""

from __future__ import annotations

import time
from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QPainter, QPaintEvent, QShowEvent

from core.data import Data
from core.experiment import Experiment
from core.remap import INPUT
from desktop.figures.motion import less_motion
from desktop.look import Theme, ThemeSwitch

from . import names, slots
from .board import Board
from .commands import Commands
from .curves import Computes, Curves
from .deck import Deck
from .faces import contents_of, output_names, picture_shape
from .feed import Feed
from .frames import Frame, Wanted
from .glide import Glide
from .hits import Hit, hit
from .layout import Picture, arrange, fit_zoom, whole_width
from .menus import Menus
from .mistakes import Mistake, blocking, mistakes
from .offers import Load
from .overlay import Overlay
from .peek import Peek
from .pointer import Pointer
from .scroll import CanvasScroll
from .selection import Selection
from .stage import Stage, union

ZOOM = (0.5, 4.0)


class Canvas(Board):
    """Input, layers and output from left to right. Knows what is chosen and where things are; edits are commands'."""

    selected = Signal(object)
    """Key of the layer that keys act on, or None for none and for the input."""
    said = Signal(str)
    """Why a gesture was refused, or what was done."""
    zoomed = Signal(float)
    arranged = Signal()
    """Things have other places, or the mistakes are others."""
    note_wanted = Signal(QPointF)
    """A place for a new note."""

    def __init__(self, look: ThemeSwitch, commands: Commands, curves: Curves, host: Computes) -> None:
        super().__init__()
        self.look: ThemeSwitch = look
        self.commands: Commands = commands
        self.curves: Curves = curves
        self.experiment: Experiment = commands.experiment
        self.data: Data | None = None
        self.selection = Selection()
        self.chosen: tuple[int, int] | None = None
        """Key and unit of the neuron whose edges stand out."""
        self.inside = False
        """Keys choose neurons of the current layer."""
        self.mistakes: list[Mistake] = []
        self.attempt: Experiment | None = None
        """What was asked for and cannot be trained as it is; its mistakes are shown with ways out."""
        self.zoom = 1.0
        self._doubtful: tuple[Experiment, Experiment] | None = None
        """An experiment that the run will not build, and the one before it, which then comes back."""
        self._shown = slots.Shown()
        self._spent = 0.0
        self.view = CanvasScroll(self)
        self.stage = Stage(look.theme, self.devicePixelRatioF())
        self.feed = Feed(host, self._wanted, self._spend)
        self.deck = Deck(look, self, curves)
        self.glide = Glide(self)
        self.overlay = Overlay(look, self)
        self.peek = Peek(look, self)
        self.menus: Menus = Menus(self)
        self.pointer: Pointer = Pointer(self)
        self.picture: Picture = self._arranged()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Network")
        self._connect()
        self.rearrange()

    def _connect(self) -> None:
        self.view.resized.connect(self.rearrange)
        self.view.verticalScrollBar().valueChanged.connect(self._lift_cards)
        self.glide.moved.connect(self._show_glide)
        self.feed.made.connect(self._show_frame)
        self.feed.failed.connect(self.said)
        self.deck.focused.connect(self._focused)
        self.deck.activations_asked.connect(self.menus.open_activations)
        self.deck.dropout_asked.connect(self.menus.open_dropout)
        self.deck.units_typed.connect(self.commands.resize)
        self.commands.refused.connect(self.say)
        self.commands.said.connect(self.say)
        self.commands.attempted.connect(self._show_attempt)
        self.curves.changed.connect(self._show_faces)
        self.curves.straightened.connect(self.rearrange)
        self.look.changed.connect(self._retheme)

    # what is shown

    def show_experiment(self, e: Experiment) -> None:
        """Show an experiment; layers keep their places, cards and neurons by key."""
        before, doubtful, stood = self.experiment, self._doubtful, self.picture
        if e == before and self.attempt is None:
            return
        if self.pointer.dragging and e.layers != before.layers:
            self.pointer.cancel()  # what is in the hand may be gone
        self.experiment = e
        self.attempt = doubtful[1] if doubtful is not None and doubtful[0] == e else None
        self._doubtful = (before, e) if blocking(e, self.data, self.commands.registry) else None
        if self.current is not None and self.current not in self.order:
            held, places = self.deck.has_focus(), [layer.key for layer in before.layers]
            at = min(places.index(self.current), len(e.layers) - 1)
            self.selection = self.selection.within(self.order, e.layers[at].key)
            self.inside = False
            self.rearrange()
            self._tell_selected()
            if held:
                self.focus_current()
        else:
            self.selection = self.selection.within(self.order, INPUT)
            self.rearrange()
        if self.feed.training or less_motion(self) or not self.isVisible():
            self.glide.end()  # a training needs the time
        elif self.picture is not stood:
            self.glide.begin(stood, self.picture)

    def _show_glide(self) -> None:
        self.stage.shifts = self.glide.shifts
        self.deck.shift(self.stage.shifts)
        self.update()

    def show_data(self, data: Data) -> None:
        """The data that the network reads."""
        if data is self.data:
            return
        if self.data is not None:
            was = self.data
            if (was.input_shape, was.outputs, was.task) != (data.input_shape, data.outputs, data.task):
                self.stage.forget()
        self.data = self.commands.data = data
        self.rearrange()

    def set_zoom(self, zoom: float) -> None:
        """1 is 100 %. Never smaller than Fit or the half, whichever is less."""
        zoom = max(min(ZOOM[0], self.fit_zoom()), min(ZOOM[1], zoom))
        if abs(zoom - self.zoom) > 1e-6:
            self.zoom = zoom
            self.rearrange()
            self.zoomed.emit(zoom)

    def fit_zoom(self) -> float:
        """The zoom at which all layers are in sight."""
        return fit_zoom(len(self.order), self.view.room().width())

    def _arranged(self) -> Picture:
        """Everything in its place, for the room that there is."""
        room, is_picture = self.view.room(), picture_shape(self.data) is not None
        if whole_width(len(self.order), max(200, room.width()), self.zoom, is_picture)[0] > room.width() + 1:
            room = self.view.room(wide=True)
        width, height = max(200, room.width()), max(160, room.height())
        opened = self.current if self.inside else None
        contents = contents_of(self.experiment, self.data, self._shown.units, width, height, self.zoom, opened)
        self._shown.units = {one.key: one.shown for one in contents if one.picture is None}
        return arrange(contents, width, height, self.zoom, opened)

    def rearrange(self) -> None:
        """Give everything its place anew, after whatever changed."""
        data, stage = self.data, self.stage
        picture = self._arranged()
        changed = picture != self.picture
        if changed or stage.picture is None:
            self.picture = picture
            self.resize(round(picture.width), round(picture.height))
            stage.arrange(picture)
            changed = True
        if self.chosen is not None and self.chosen[1] not in self._shown.of(self.chosen[0]):
            self.chosen = None
        stage.names = output_names(data, self.units(self.order[-1]))
        stage.shares = data is None or data.task == "classification"
        stage.input_shape = picture_shape(data)
        self.mistakes = mistakes(self.attempt or self.experiment, data, self.commands.registry, self.curves.straight)
        self.deck.keep(self.picture)
        self._show_faces()
        self._mark()
        self.overlay.raise_()
        self.update()
        self.arranged.emit()
        if changed:
            self.feed.refresh()

    def _lift_cards(self, down: int) -> None:
        self.deck.lift(down)
        self.arranged.emit()

    def under(self, at: QPointF) -> Hit:
        """What is at a place."""
        return hit(self.picture, at.x(), at.y(), self.view.sight().top())

    def _show_faces(self) -> None:
        self.deck.say(self.attempt or self.experiment, self.data, self.picture, self.mistakes)

    def _mark(self) -> None:
        self.deck.mark(self.selection, self.current if self.current is not None else self.order[1])

    def _show_attempt(self, attempt: Experiment) -> None:
        """Show what is wrong with an experiment that was asked for, and how it could be."""
        self.attempt = attempt
        self.rearrange()
        if self.mistakes:
            self._announce(f"{self.mistakes[0].title}: {self.mistakes[0].sentence}")

    def give_up_attempt(self) -> None:
        """The experiment stays as it is."""
        if self.attempt is not None:
            self.attempt = None
            self.rearrange()

    # frames

    def _wanted(self) -> Wanted | None:
        if not self.isVisible() or self.window().isMinimized():
            return None
        theme = self.look.theme
        up, down = ((c.red(), c.green(), c.blue()) for c in (theme["positive"], theme["negative"]))
        only = self._only()
        gaps = frozenset(only) if only else None
        table, sight = theme.table("diverging"), self.stage.within(self.view.sight())
        return Wanted(self.picture, self.stage.ratio, up, down, table, gaps, chosen=self.chosen, sight=sight)

    def _only(self) -> set[int]:
        """In the smallest view, the gaps before and behind the current layer; otherwise nothing: all are painted."""
        if self.picture.level != "dots":
            return set()
        at = self.picture.place(self.current) if self.current is not None else 1
        return {one.key for one in self.picture.columns[max(1, at) : at + 2]}

    def _show_frame(self, frame: Frame) -> None:
        begin = time.thread_time()
        for place in union(self.stage.take(frame)):
            self.update(place)
        if frame.failure:
            self.said.emit(frame.failure)
        elif not self.feed.training and frame.answers is not None:
            self.setAccessibleDescription(self.stage.spoken())
        if frame.picture is self.picture and self._shown.weigh(frame.scores, frame.step):
            self.rearrange()
        self._spent += time.thread_time() - begin

    def _spend(self) -> float:
        spent, self._spent = self._spent, 0.0
        return spent

    def _retheme(self, theme: Theme) -> None:
        self.stage.wear(theme, self.devicePixelRatioF())
        self.update()
        self.feed.refresh()

    # what is chosen

    @property
    def current(self) -> int | None:
        """The layer that keys act on."""
        return self.selection.current

    @property
    def order(self) -> list[int]:
        """The keys of all columns."""
        return [INPUT, *(layer.key for layer in self.experiment.layers)]

    def chosen_keys(self) -> tuple[int, ...]:
        """The layers that an action is for, from the input on."""
        return self.selection.ordered(self.order)

    def units(self, key: int) -> int:
        """Units of a column; 0 while only the data would tell."""
        return dict(zip(self.order, names.sizes(self.experiment, self.data), strict=True))[key]

    def shown(self, key: int | None) -> tuple[int, ...]:
        """The units of a layer that have a slot."""
        return self._shown.of(key)

    def choose(self, key: int | None, focus: bool = True) -> None:
        """Let keys act on one layer alone, or on none."""
        self.select(self.selection.only(key), focus)

    def select(self, selection: Selection, focus: bool = True) -> None:
        """Choose layers."""
        before, self.selection = self.selection.current, selection
        if selection.current != before:
            self.inside = False
            if self.chosen is not None and self.chosen[0] != selection.current:
                self.choose_neuron(None)
            self._tell_selected()
            self.rearrange()
        self._mark()
        if focus:
            self.focus_current()

    def _focused(self, key: int) -> None:
        """The keyboard's focus came to a card."""
        if key != self.current:
            self.choose(key, focus=False)

    def choose_all(self, keys: Collection[int]) -> None:
        """Choose these layers, the last of them for keys."""
        chosen = [key for key in self.order if key in keys]
        if chosen:
            self.select(Selection(chosen[-1], frozenset(chosen)))

    def _tell_selected(self) -> None:
        self.selected.emit(None if self.current == INPUT else self.current)

    def choose_neuron(self, chosen: tuple[int, int] | None) -> None:
        """Let the edges of a neuron, given as key and unit, stand out."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()
            self.feed.refresh()

    def enter(self, inside: bool) -> None:
        """Go into the lane of the current layer, where keys choose neurons, or come back."""
        if inside and not self.shown(self.current):
            self.say("Choose a layer first." if self.current is None else "There are no neurons to choose here.")
            return
        self.inside = inside
        self.rearrange()
        if inside and self.current is not None:
            if self.chosen is None or self.chosen[0] != self.current:
                self.choose_neuron((self.current, self.shown(self.current)[0]))
            self.pointer.tell_chosen()
        else:
            self.choose_neuron(None)
            self.peek.away()
            for card in self.deck:
                card.describe()

    def turn_page(self, key: int) -> None:
        """Show other neurons of a wide layer."""
        self._shown.turn(key, self.units(key))
        self.rearrange()
        if self.inside and key == self.current:
            self.choose_neuron((key, self.shown(key)[0]))

    def next_sample(self, by: int = 1) -> None:
        """Show another sample of the test split."""
        self.feed.sample += by
        self.feed.refresh()

    def focus_current(self) -> None:
        """Give the current card the focus and bring it into sight."""
        card = self.deck.get(self.current)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.ensureVisible(card.geometry().center().x(), self.view.sight().center().y(), 90, 0)

    def use(self, load: Load) -> None:
        """Do with the current layer what dropping a thing from the palette on it would do."""
        self.pointer.use(load)

    def say(self, words: str) -> None:
        """Tell something, to screen readers too."""
        self._announce(words)
        self.said.emit(words)

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        begin = time.thread_time()
        painter = QPainter(self)
        self.stage.paint(painter, event.region(), self.current, self.chosen, self._only())
        painter.end()
        self._spent += time.thread_time() - begin

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stage.ratio != self.devicePixelRatioF():
            self.stage.wear(self.look.theme, self.devicePixelRatioF())
        self.feed.refresh()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.stage.wear(self.look.theme, self.devicePixelRatioF())
            self.feed.refresh()
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pointer.cancel()
