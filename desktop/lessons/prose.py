"""Running text with formulas in its lines, in reading type."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.lessons.formulas import plain
from core.lessons.lesson import Span, Spans
from core.lessons.markdown import words
from desktop.look import Theme, ThemeSwitch
from desktop.look.tokens import TYPE

from .formulas import Typeset, draw, typeset

FORMULA = QTextFormat.ObjectTypes.UserObject + 1
LATEX, STRUT = QTextFormat.Property.UserProperty + 1, QTextFormat.Property.UserProperty + 2
OBJECT = "\ufffc"
"""The sign that stands for an object in a text."""
EM = 1.08
"""A formula's em beside that of the text: its letters are as high as those of the words then."""


class Formulas(QPyTextObject):
    """Puts formulas into lines of text, standing where words stand.

    Qt lets an object stand on the line of the words and nothing of it hang below. So a formula is as high as its
    ascent, and what hangs below is given its room by a strut: an object of no width about the middle of the line.
    """

    def __init__(self, parent: Prose) -> None:
        super().__init__(parent)
        self._prose = parent

    def intrinsicSize(self, _document: QTextDocument, _position: int, form: QTextFormat) -> QSizeF:
        formula, em = self._formula(form)
        if form.property(STRUT):
            under = max(0.0, formula.descent * em - self._prose.between)
            return QSizeF(0, 2 * under + QFontMetricsF(self._prose.font_of()).xHeight())
        return QSizeF(formula.width * em + 2, formula.ascent * em)

    def drawObject(
        self, painter: QPainter, box: QRectF | QRect, _document: QTextDocument, _position: int, form: QTextFormat
    ) -> None:
        if not form.property(STRUT):
            formula, em = self._formula(form)
            whole = QRectF(box.x() + 1, box.y(), formula.width * em, (formula.ascent + formula.descent) * em)
            draw(painter, formula, whole, self._prose.look.theme[self._prose.colour])

    def _formula(self, form: QTextFormat) -> tuple[Typeset, float]:
        """A formula and the pixels of its em."""
        formula = typeset(str(form.property(LATEX)), True)
        assert formula is not None
        return formula, self._prose.font_of().pixelSize() * EM


class Prose(QWidget):
    """Spans of a lesson, wrapped to its width. Screen readers are told the plain words."""

    def __init__(self, look: ThemeSwitch, spans: Spans, style: str = "reading", colour: str = "text_2") -> None:
        super().__init__()
        self.look, self.style_name, self.colour = look, style, colour
        self._spans = spans
        self.between = 0.0
        """Pixels between two lines."""
        self.plain = words(spans)
        self.setAccessibleName(self.plain)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.documentLayout().registerHandler(FORMULA, Formulas(self))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._write()
        look.changed.connect(self._retheme)

    def font_of(self) -> QFont:
        """The font of its words."""
        return self.look.theme.font(self.style_name)

    def set_colour(self, colour: str) -> None:
        """Other words for the same: what is done is quieter."""
        if colour != self.colour:
            self.colour = colour
            self._write()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._document.setTextWidth(max(40, width))
        return int(self._document.size().height() + 0.999)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._document.setTextWidth(self.width())
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self.palette()
        context.clip = QRectF(event.rect())
        self._document.documentLayout().draw(painter, context)
        painter.end()

    def _write(self) -> None:
        """Make the document anew, in the colours of the theme."""
        theme, (_, _, line) = self.look.theme, TYPE[self.style_name]
        self._document.clear()
        self._document.setDefaultFont(self.font_of())
        cursor = QTextCursor(self._document)
        block = QTextBlockFormat()
        self.between = max(0.0, line - QFontMetricsF(self.font_of()).height())
        block.setLineHeight(
            self.between, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value
        )  # others move formulas
        cursor.setBlockFormat(block)
        for span in self._spans:
            form = QTextCharFormat()
            form.setForeground(theme[self.colour])
            if span.kind == "formula" and typeset(span.text, True) is not None:
                form.setObjectType(FORMULA)
                form.setProperty(LATEX, span.text)
                cursor.insertText(OBJECT, form)
                form.setProperty(STRUT, True)
                form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
                cursor.insertText(OBJECT, form)
            else:
                shown = plain(span.text) if span.kind == "formula" else span.text.replace(" %", "\u00a0%")
                cursor.insertText(shown, self._dressed(form, span))
        self.updateGeometry()
        self.update()

    def _dressed(self, form: QTextCharFormat, span: Span) -> QTextCharFormat:
        theme = self.look.theme
        if span.kind == "strong":
            form.setFontWeight(QFont.Weight.DemiBold)
            form.setForeground(theme["text"])
        elif span.kind in ("emphasis", "formula"):
            form.setFontItalic(True)
        elif span.kind == "code":
            code = theme.font("code")
            code.setPixelSize(self.font_of().pixelSize() - 1)
            form.setFont(code)
            form.setForeground(theme["text"])
            form.setBackground(theme["sunken"])
        return form

    def _retheme(self, _theme: Theme) -> None:
        self._write()


def as_prose(look: ThemeSwitch, text: str, style: str = "reading", colour: str = "text_2") -> Prose:
    """Plain words as prose."""
    return Prose(look, (Span("text", text),), style, colour)
