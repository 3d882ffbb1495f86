"""What one start left, offered to the user: a picture, when it was, and the choice."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from core.recovery import Offer
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, IconButton, button, column, label, row

from .picture import NetworkPicture, text


class OfferCard(QFrame):
    """Restore it, discard it after a second word, or leave it for the next start."""

    restored = Signal()
    discarded = Signal()
    left = Signal()

    def __init__(self, look: ThemeSwitch, offer: Offer) -> None:
        super().__init__()
        self.setObjectName("card")
        name = offer.path.stem if offer.path else offer.title
        title = label(tr("{name} was not saved", name=name), "strong")
        details = [when(offer.time), text(offer.experiment)]
        if offer.step:
            details.append(tr("step {step}", step=f"{offer.step:,}"))
        note = label(" · ".join(details), "label")
        self._waiting = label("", "label")
        why = label(
            "inknet ended before it could be saved. It is kept until you save or discard it.", "note", wrap=True
        )
        self.restore: QPushButton = button(look, "Restore", "primary")
        self.discard: QPushButton = button(look, "Discard")
        self.cross = IconButton(look, "cross", "Ask again at the next start", size=14)
        self.restore.clicked.connect(self.restored)
        self.discard.clicked.connect(self._discard)
        self.cross.clicked.connect(self.left)
        self._sure = False
        words = QWidget()
        words.setLayout(column(row(title, self._waiting, STRETCH, gap=8), note, why, gap=2))
        self.setLayout(
            row(
                NetworkPicture(look, offer.experiment),
                (words, 1),
                self.restore,
                self.discard,
                self.cross,
                gap=12,
                margins=(12, 8, 8, 8),
            )
        )
        self.setAccessibleName(f"{title.text()}. {note.text()}")

    def show_waiting(self, count: int) -> None:
        """How many more there are after this one."""
        self._waiting.setText(tr("and {count} more", count=count) if count else "")
        self._waiting.setVisible(count > 0)

    def _discard(self) -> None:
        if self._sure:
            self.discarded.emit()
        self._sure = True
        self.discard.setText(tr("Discard for good"))


def when(seconds: float) -> str:
    """``today, 14:05``, or the date and the time."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    time = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    if moment.date() == QDate.currentDate():
        return tr("today, {time}", time=time)
    return f"{QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)}, {time}"
