"""Joins keeping and offering to the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.errors import InknetError
from core.recovery import Offer, Recovered, offers
from desktop.language import tr
from desktop.leaving import ask_to_keep
from desktop.parts import column

from .card import OfferCard
from .keeping import Keeping

if TYPE_CHECKING:
    from desktop.window import MainWindow

MOST = 3
"""Offers that are made, one after the other; the others come at the next start."""


class Recovery(QObject):
    """Offers what former starts left, above the workspace, and keeps what is unsaved in this one."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self.cards: dict[OfferCard, Offer] = {}
        found = offers(folder)
        self.keeping = Keeping(window.live, window.documents, window.extras, folder)
        self.keeping.told.connect(lambda kind, words: window.notices.tell(kind, words))
        self._place = QWidget()
        self._column = column(gap=6)
        self._place.setLayout(self._column)
        for offer in found[MOST:]:
            offer.leave()
        for offer in found[:MOST]:
            self._show(offer)
        self._place.setVisible(bool(self.cards))
        window.add_above(self._place)

    def close(self, given_up: bool) -> None:
        """The window closes in order; what was not answered is offered again."""
        for offer in self.cards.values():
            offer.leave()
        self.cards.clear()
        self.keeping.close(given_up)

    def _show(self, offer: Offer) -> None:
        card = OfferCard(self._window.look, offer)
        self.cards[card] = offer
        self._column.addWidget(card)
        self._show_one()
        card.discarded.connect(lambda: self._take(card).discard())
        card.left.connect(lambda: self._take(card).leave())
        card.restored.connect(lambda: self._ask_to_restore(card))

    def _take(self, card: OfferCard) -> Offer:
        """The offer of a card, which goes."""
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        offer = self.cards.pop(card)
        self._place.setVisible(bool(self.cards))
        self._show_one()
        return offer

    def _show_one(self) -> None:
        """The newest offer in sight, and how many wait behind it."""
        for k, card in enumerate(self.cards):
            card.setVisible(k == 0)
            card.show_waiting(len(self.cards) - 1)

    def _ask_to_restore(self, card: OfferCard) -> None:
        window = self._window
        ask_to_keep(window, window.documents, window.files.save, lambda: self._restore(self._take(card)))

    def _restore(self, offer: Offer) -> None:
        try:
            found = offer.read()
        except InknetError as error:
            self._put_aside(offer, str(error))
            return
        if not self._window.documents.go_on_with(found.project):
            self._put_aside(offer, "")
            return
        self.keeping.take_over(offer.adopt, offer.step)
        self._bring_back(found)

    def _bring_back(self, found: Recovered) -> None:
        window, after = self._window, found.after
        window.documents.recovered(found.path, found.title)
        window.documents.opened.emit(found.project.extras)
        if after is not None:
            window.live.edit(lambda _: after, "Bring edits back")
        words = tr("{name} is back as it was. It is not saved yet.", name=window.documents.name)
        window.notices.tell("success", words)

    def _put_aside(self, offer: Offer, reason: str) -> None:
        aside = offer.fail()
        words = tr("It cannot be restored, and is kept in {folder}.", folder=str(aside))
        self._window.notices.tell("danger", f"{reason} {words}".strip())
