"""What stands between paragraphs: formulas, text to be read as it is, pictures, and recipes to run."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from core.lessons.lesson import Code, Formula, Picture
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import IconButton, IconLabel, button, column, label, row
from desktop.parts.painting import LEFT, Painted, rounded, write

from .formulas import draw, typeset
from .prose import as_prose

EM = 19.0
"""Pixels of an em of a formula on a line of its own."""
SIDE, OVER = 14, 10
"""Room in the box of a formula, at its sides and over it."""
HIGH, EACH, HIGHEST = 320, 170, 660
"""Pixels that a live view has in a page: of one picture, more for each further one under it, and at most."""


class FormulaBox(Painted):
    """A formula on sunken paper, smaller where it would not fit; its plain words for whoever hears or copies it."""

    def __init__(self, look: ThemeSwitch, formula: Formula) -> None:
        super().__init__(look)
        self.formula = formula
        self._set = typeset(formula.latex, False)
        self.setAccessibleName(tr("Formula: {words}", words=formula.plain))
        self.setToolTip(formula.plain)
        high = EM * (self._set.ascent + self._set.descent) if self._set else 22
        self.setFixedHeight(round(high) + 2 * OVER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def paint(self, painter: QPainter, region: QRectF) -> None:
        rounded(painter, region, self.theme["sunken"], None, 6)
        inner = region.adjusted(SIDE, OVER, -SIDE, -OVER)
        if self._set is None:
            write(painter, self.theme, inner, self.formula.plain, "code", "text", LEFT)
            return
        em = min(EM, inner.width() / self._set.width)
        wide, high = self._set.width * em, (self._set.ascent + self._set.descent) * em
        draw(painter, self._set, QRectF(inner.x(), inner.center().y() - high / 2, wide, high), self.theme["text"])


class CodeBox(QFrame):
    """Text to be read as it is, and copied; it scrolls sideways in its own box where it is wide."""

    def __init__(self, look: ThemeSwitch, code: Code) -> None:
        super().__init__()
        self.setObjectName("facts")
        self.text = code.text
        shown = QLabel(code.text)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setProperty("role", "facts")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rolling = QScrollArea()  # a line of code that is broken in two is another piece of code
        rolling.setFrameShape(QFrame.Shape.NoFrame)
        rolling.setWidget(shown)
        rolling.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rolling.setFixedHeight(shown.sizeHint().height() + rolling.horizontalScrollBar().sizeHint().height() + 2)
        rolling.viewport().setAutoFillBackground(False)
        shown.setAutoFillBackground(False)
        rolling.setAccessibleName(tr("Text to be read as it is"))
        copy = IconButton(look, "file", "Copy this text", size=14, colour="text_3")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        whole = row((rolling, 1), margins=(12, 8, 4, 8), gap=4)
        whole.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(whole)


class ImageBox(QLabel):
    """An image file, as wide as the page at most."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = QPixmap(str(picture.file))
        self.setAccessibleName(picture.words)
        self.setToolTip(picture.words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit(320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, room: int) -> None:
        if self._picture.isNull():
            self.setText(self.accessibleName())
            return
        ratio = self.devicePixelRatioF()
        wide = min(room, self._picture.width())
        shown = self._picture.scaledToWidth(round(wide * ratio), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self.setPixmap(shown)
        self.setFixedHeight(round(shown.height() / ratio))


class Caption(QWidget):
    """What a picture shows, beneath it."""

    def __init__(self, look: ThemeSwitch, words: str, picture: QWidget) -> None:
        super().__init__()
        self.setLayout(column(picture, as_prose(look, words, "small", "text_3"), gap=4))


class WordsButton(QPushButton):
    """A button whose words go on in a second line where they are long."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "tonal")
        self.setAutoDefault(False)
        shown = label("", "strong", wrap=True)
        shown.setText(words)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(row((shown, 1), margins=(10, 4, 10, 4)))
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return max(SIZE["control"], layout.totalHeightForWidth(width) if layout is not None else 0)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, SIZE["control"])


class RunBox(QWidget):
    """A button that puts a recipe on the table; once it lies there, how to go on."""

    asked = Signal()
    """Put it on the table."""
    train_asked = Signal()
    seeds_asked = Signal()
    """Run it from several starts, side by side."""

    def __init__(self, look: ThemeSwitch, words: str, title: str) -> None:
        super().__init__()
        self.run = WordsButton(words)
        self.run.setToolTip(tr("Put this on the table: {title}. Undo takes it back.", title=title))
        self.run.clicked.connect(self.asked)
        self.seeds = IconButton(look, "compare", "Run it from several starts, side by side", size=16)
        self.seeds.clicked.connect(self.seeds_asked)
        self._mark = IconLabel(look, "check", "success", 14)
        self._title = title if title != words else ""
        self._words = label("", "note", wrap=True)
        self._train = button(look, "Train it", "primary", "play")
        self._train.clicked.connect(self.train_asked)
        here = QWidget()
        here.setLayout(row(self._mark, (self._words, 1), self._train, gap=6, margins=(4, 0, 28, 0)))
        here.setMinimumHeight(SIZE["control"])  # nothing moves under the pointer when the button comes and goes
        self.setLayout(column(row((self.run, 1), self.seeds, gap=4), here, gap=2))
        self.here = False
        """Whether it lies on the table."""
        self.show_state(False, False)

    def show_state(self, here: bool, trains: bool, left: bool = False) -> None:
        """Whether it lies on the table, and whether it is training, or has been trained."""
        self.here = here
        words = "It trains." if trains else "On the table, trained." if left else "On the table."
        self._words.setText(tr(words) if here else self._title)
        self._mark.setVisible(here)
        self._train.setVisible(here and not trains and not left)
        if self._train.isVisible() and self.window().focusWidget() is self.run:
            self._train.setFocus(Qt.FocusReason.OtherFocusReason)  # Space and Enter go on, and put nothing anew
