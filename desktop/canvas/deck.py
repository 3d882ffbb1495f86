"""The cards of all layers: made, placed, named and taken away; one of them is the canvas's stop for Tab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.data import Data
from core.experiment import Experiment
from desktop.look import Theme, ThemeSwitch

from .card import LayerCard
from .curves import Curves
from .faces import face_of
from .layout import Box, Column, Picture
from .mistakes import Mistake
from .selection import Selection


class Deck(QObject):
    """Cards by the key of their layer."""

    focused = Signal(int)
    activations_asked = Signal(int)
    dropout_asked = Signal(int)
    units_typed = Signal(int, int)

    def __init__(self, look: ThemeSwitch, board: QWidget, curves: Curves) -> None:
        super().__init__(board)
        self._look, self._board, self._curves = look, board, curves
        self._cards: dict[int, LayerCard] = {}
        self._picture: Picture | None = None
        self._lift = 0.0
        self._shifts: dict[int, int] = {}
        look.changed.connect(self._retheme)

    def __getitem__(self, key: int) -> LayerCard:
        return self._cards[key]

    def __iter__(self) -> Iterator[LayerCard]:
        return iter(self._cards.values())

    def get(self, key: int | None) -> LayerCard | None:
        """The card of a layer, or None."""
        return None if key is None else self._cards.get(key)

    def keep(self, picture: Picture) -> None:
        """One card for each column, at its place, in order of Tab from left to right."""
        keys = [one.key for one in picture.columns]
        for key in [key for key in self._cards if key not in keys]:
            card = self._cards.pop(key)
            for widget in (card, card.dropout):
                widget.hide()
                widget.deleteLater()
        self._picture = picture
        before: LayerCard | None = None
        for column in picture.columns:
            card = self._cards.get(column.key) or self._new(column.key)
            self._place(card, column)
            if before is not None:
                QWidget.setTabOrder(before, card)
            before = card
        self._cards = {key: self._cards[key] for key in keys}

    def say(self, e: Experiment, data: Data | None, picture: Picture, mistakes: Sequence[Mistake]) -> None:
        """Let the cards say what is; they stand where the picture has them."""
        for column in picture.columns:
            card = self._cards.get(column.key)
            if card is not None:
                card.show_face(face_of(e, data, column.key, picture.level, self._curves, mistakes))
                self._place(card, column)

    def shift(self, shifts: dict[int, int]) -> None:
        """Show cards so many pixels beside their places, by key: they are on their way."""
        if self._picture is not None and shifts != self._shifts:
            self._shifts = shifts
            for column in self._picture.columns:
                self._place(self._cards[column.key], column)

    def lift(self, down: float) -> None:
        """The canvas was scrolled down so far: cards come along and stay in sight."""
        if down != self._lift and self._picture is not None:
            self._lift = down
            for column in self._picture.columns:
                if column.key in self._cards:
                    self._place(self._cards[column.key], column)

    def _place(self, card: LayerCard, column: Column) -> None:
        assert self._picture is not None
        box = column.card
        x = box.x + self._shifts.get(column.key, 0)
        card.place(Box(x, box.y + self._lift, box.w, box.h), self._picture.level)

    def mark(self, selection: Selection, stop: int) -> None:
        """Show what is chosen; ``stop`` is where Tab comes in."""
        for key, card in self._cards.items():
            card.mark(key == selection.current, key in selection.keys)
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if key == stop else Qt.FocusPolicy.ClickFocus)

    def has_focus(self) -> bool:
        """Whether a card, or something in it, has the keyboard."""
        focus = self._board.focusWidget()
        return focus is not None and any(card is focus or card.isAncestorOf(focus) for card in self)

    def _new(self, key: int) -> LayerCard:
        card = self._cards[key] = LayerCard(self._look, self._board, key)
        card.focused.connect(self.focused)
        card.activations_asked.connect(self.activations_asked)
        card.dropout_asked.connect(self.dropout_asked)
        card.units_typed.connect(self.units_typed)
        card.show()
        return card

    def _retheme(self, theme: Theme) -> None:
        for card in self:
            card.update()
