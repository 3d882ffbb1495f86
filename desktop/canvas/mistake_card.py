"""What is wrong with a layer, the ways out as buttons, and why: beneath the layer's card, over nothing modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from desktop.look import ThemeSwitch
from desktop.look.tokens import RADIUS
from desktop.parts import STRETCH, IconButton, IconLabel, button, column, label, rounded, row

from .mistakes import Fix, Mistake

if TYPE_CHECKING:
    from .canvas import Canvas

WIDTH = 264
GAP = 8


class MistakeCard(QFrame):
    """One mistake."""

    fixed = Signal(object)
    """A Fix, whose button was pressed."""
    closed = Signal()

    def __init__(self, look: ThemeSwitch, parent: QWidget, mistake: Mistake, attempted: bool) -> None:
        super().__init__(parent)
        self.mistake = mistake
        self._look = look
        self.setFixedWidth(WIDTH)
        title = label(mistake.title, "strong", wrap=True)
        words = mistake.sentence + (" Nothing was changed yet." if attempted else "")
        sentence = label(words, "note", wrap=True)
        self.why = label(mistake.why, "note", wrap=True)
        self.why.hide()
        self.fixes: list[QPushButton] = []
        for fix in mistake.fixes:
            press = button(look, fix.words, "warning")
            press.clicked.connect(lambda _=False, fix=fix: self.fixed.emit(fix))
            self.fixes.append(press)
        self.tell = button(look, "Tell me why", "quiet")
        self.tell.clicked.connect(self._tell)
        self.cross = IconButton(look, "cross", "Leave it as it is" if attempted else "Hide this", size=14)
        self.cross.clicked.connect(self.closed)
        mark = IconLabel(look, "warning", "warning", 16)
        self.cross.setFixedSize(24, 24)
        head = row(mark, (title, 1), self.cross, gap=8)
        room = WIDTH - 18 - sum(one.sizeHint().width() + 6 for one in self.fixes)
        if room >= self.tell.sizeHint().width():
            ways = [row(*self.fixes, self.tell, STRETCH, gap=6)]
        elif room >= 0:
            ways = [row(*self.fixes, STRETCH, gap=6), row(self.tell, STRETCH)]
        else:
            *most, last = self.fixes
            ways = [*(row(one, STRETCH) for one in most), row(last, self.tell, STRETCH, gap=6)]
        self.setLayout(column(head, sentence, self.why, *ways, gap=5, margins=(12, 5, 6, 9)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(f"Warning: {mistake.title}. {mistake.sentence}")

    def _tell(self) -> None:
        self.why.setVisible(not self.why.isVisible())
        self.tell.setText("Tell me less" if self.why.isVisible() else "Tell me why")
        self.fit()

    def fit(self) -> None:
        """As tall as its words."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        rounded(painter, QRectF(self.rect()), theme["raised"], theme["warning_mark"], RADIUS["card"])
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # not a press on the network behind it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class MistakeBoard(QObject):
    """Shows one mistake at a time: of what was attempted, else of the current layer, else the first there is."""

    def __init__(self, look: ThemeSwitch, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._look, self._canvas = look, canvas
        self.card: MistakeCard | None = None
        self._hidden: set[tuple[int, str]] = set()
        canvas.arranged.connect(self.follow)

    def follow(self) -> None:
        """Show what is to be shown, where its layer is now."""
        canvas = self._canvas
        found = [one for one in canvas.mistakes if canvas.attempt or (one.key, one.kind) not in self._hidden]
        self._hidden &= {(one.key, one.kind) for one in canvas.mistakes}
        mine = [one for one in found if one.key == canvas.current]
        wanted = (found if canvas.attempt else mine or found)[:1]
        if not wanted:
            self._away()
            return
        if self.card is None or _face(self.card.mistake) != _face(wanted[0]):
            self._away()
            self._make(wanted[0])
        else:
            self.card.mistake = wanted[0]
        self._place()

    def _make(self, mistake: Mistake) -> None:
        canvas = self._canvas
        card = self.card = MistakeCard(self._look, canvas, mistake, canvas.attempt is not None)
        card.fixed.connect(self._fix)
        card.closed.connect(self._close)
        card.fit()
        card.show()
        before: QWidget = canvas.deck[canvas.order[-1]]
        for one in (*card.fixes, card.tell, card.cross):
            QWidget.setTabOrder(before, one)
            before = one

    def _place(self) -> None:
        card, canvas = self.card, self._canvas
        if card is None:
            return
        column_ = canvas.picture.column(card.mistake.key)
        pill = canvas.deck[column_.key].dropout
        sight = canvas.view.sight()
        top = (pill.geometry().bottom() if pill.isVisible() else column_.card.bottom + sight.top()) + GAP
        beside = column_.lane.right + GAP + 2  # the lane itself stays in sight
        if beside + WIDTH > max(sight.right(), round(column_.card.right)):
            beside = column_.lane.x - GAP - 2 - WIDTH
        card.move(round(max(4.0, beside)), round(top))
        card.raise_()
        canvas.overlay.raise_()

    def _fix(self, fix: Fix) -> None:
        canvas = self._canvas
        attempt, key = canvas.attempt, self.card.mistake.key if self.card else None
        canvas.commands.fix(fix, attempt)
        if key in canvas.order:
            canvas.choose(key)

    def _close(self) -> None:
        canvas, card = self._canvas, self.card
        if canvas.attempt is not None:
            canvas.give_up_attempt()
        elif card is not None:
            self._hidden.add((card.mistake.key, card.mistake.kind))
            self.follow()
        canvas.focus_current()

    def _away(self) -> None:
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None


def _face(mistake: Mistake) -> tuple[object, ...]:
    """What a card shows of it."""
    return mistake.key, mistake.title, mistake.sentence, tuple(fix.words for fix in mistake.fixes)
