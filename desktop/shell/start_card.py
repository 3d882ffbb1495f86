"""The card of the first start: what this is, and the ways to begin. Gone with the first step."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QPushButton, QSizePolicy, QWidget

from core.data import Data
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, IconButton, IconLabel, PixelTile, button, column, label, row, rule

WAYS = (
    ("lessons", "lesson", "Open a lesson", "from the first step on"),
    ("empty", "layer", "Empty network", "drag your own layers"),
    ("open", "folder", "Open a project", "or drop a file here"),
    ("draw", "pen", "Draw a digit", "see what the network sees"),
)
ROOM_FOR_TILES = 690
ROOM_FOR_NOTES = 740
BESIDE, TILES = 104, 248
"""Pixels of width beside the sentence: margins and the cross; the tiles."""
LOW = 760
"""Height of the window under which the card is one line and its buttons."""


class Way(QAbstractButton):
    """One way to begin: an icon, what it is, and a quiet word more."""

    def __init__(self, look: ThemeSwitch, icon: str, words: str, note: str) -> None:
        super().__init__()
        self.note = label(note, "note")
        self.words = label(words, "strong")
        for one in (self.words, self.note):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark = IconLabel(look, icon, "accent_text", 18)
        mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setText(tr(words))
        self.setAccessibleName(f"{tr(words)} {tr(note)}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayout(row(mark, (_stack(self.words, self.note), 1), gap=10, margins=(8, 4, 8, 4)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: object) -> None:
        """Its parts paint themselves."""

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


class StartCard(QWidget):
    """Stands at the foot of the canvas, under the network and over nothing."""

    asked = Signal(str)
    """train, lessons, empty, open or draw."""
    closed = Signal()
    """The user closed it."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        card = QFrame()
        card.setObjectName("card")
        self.setAccessibleName(tr("Ways to begin"))
        self.title = label("Teach it to read your handwriting", "heading")
        self.sentence = label("", "label", wrap=True)
        self.train: QPushButton = button(look, "Train", "primary", "play")
        self.train.setFixedSize(128, SIZE["control_large"] + 4)
        self.train.clicked.connect(lambda: self.asked.emit("train"))
        self.space = label("or press Space", "note")
        self.cross = IconButton(look, "cross", "Close this card", size=16)
        self.cross.clicked.connect(self.closed)
        self.tiles = [PixelTile(look, 40) for _ in range(10)]
        self.pictures = QWidget()
        grid = QGridLayout(self.pictures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for at, tile in enumerate(self.tiles):
            grid.addWidget(tile, at // 5, at % 5)
        self.ways = {name: Way(look, icon, words, note) for name, icon, words, note in WAYS}
        for name, way in self.ways.items():
            way.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
        begin = row(self.train, self.space, STRETCH, gap=12)
        self._text = column(self.title, self.sentence, STRETCH, begin, gap=6)
        self._head = row(gap=16, margins=(20, 12, 8, 10))
        self._head.addLayout(self._text, 1)
        self._head.addWidget(self.pictures, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self._rule = rule()
        feet = row(*self.ways.values(), gap=4, margins=(12, 4, 12, 4))
        whole = column(gap=0, margins=(1, 1, 1, 1))
        whole.addLayout(self._head)
        whole.addWidget(self._rule)
        whole.addLayout(feet)
        card.setLayout(whole)
        self.setLayout(column(card, margins=(14, 0, 14, 6)))
        self._digits = False
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(lambda: self.fit(self.window().height()))
        self._data: Data | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_data(None)

    def show_data(self, data: Data | None) -> None:
        """Say what there is to learn from, with a picture of each class where there are pictures."""
        if data is not None and data is self._data:
            return
        self._data = data
        self._digits = data is not None and len(data.input_shape) == 2 and data.outputs == len(self.tiles)
        self.title.setText(tr("Teach it to read your handwriting" if data is None or self._digits else "Teach it"))
        if data is None:
            self.sentence.setText(tr("This network knows nothing yet. The data are being made ready."))
        else:
            words = "This network knows nothing yet. Train shows it {count} digits; then draw one of yours."
            if not self._digits:
                words = "This network knows nothing yet. Train shows it {count} samples."
            self.sentence.setText(tr(words, count=f"{len(data.train.inputs):,}"))
            for tile, picture in zip(self.tiles, one_of_each(data) if self._digits else [], strict=False):
                tile.show_values(picture)
        self.fit(self.window().height())

    def fit(self, high: int) -> None:
        """Show what there is room for in a window so high."""
        low, wide = high < LOW, self.width()
        self.pictures.setVisible(self._digits and wide >= ROOM_FOR_TILES and not low)
        self.title.setVisible(not low)
        for way in self.ways.values():
            way.note.setVisible(wide >= ROOM_FOR_NOTES and not low)
        beside = BESIDE + (TILES if not self.pictures.isHidden() else 0)
        self.sentence.setMinimumHeight(self.sentence.heightForWidth(max(120, wide - beside)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rest.start()  # not now: what a layout is told while it lays out is forgotten


def one_of_each(data: Data) -> list[Any]:
    """The first picture of every class, as matrices; the paper where a class has none."""
    classes = data.train.targets.argmax(axis=1)
    found = []
    for number in range(data.outputs):
        at = np.flatnonzero(classes == number)[:1]
        found.append(data.train.inputs[at[0]].reshape(data.input_shape) if len(at) else None)
    return found


def _stack(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    made.setLayout(column(*parts, gap=0))
    return made
