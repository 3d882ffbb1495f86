"""Colours for a Python source, by pygments and in the tokens of the theme."""

from __future__ import annotations

from typing import NamedTuple

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

import core
from desktop.look import Theme

STYLES: tuple[tuple[_TokenType, str, bool, bool], ...] = (
    (Comment, "code_comment", False, True),
    (String, "code_string", False, False),
    (Number, "code_number", False, False),
    (Operator.Word, "code_keyword", True, False),
    (Keyword, "code_keyword", True, False),
    (Name.Builtin.Pseudo, "code_keyword", False, False),
    (Name.Class, "code_class", True, False),
    (Name.Function, "code_class", True, False),
    (Name.Decorator, "code_class", False, False),
    (Name.Builtin, "code_class", False, False),
)
"""Kind of token, its colour, and whether it is bold or slanted; the first that fits counts."""
FACE = frozenset(core.__all__)


class Span(NamedTuple):
    """A stretch of one line: first column, length, and the row of STYLES that it wears."""

    start: int
    length: int
    style: int


CLASS = next(row for row, style in enumerate(STYLES) if style[1] == "code_class" and not style[2])


class Highlighter(QSyntaxHighlighter):
    """Lexes the whole text once per change and hands every line its spans, so that long strings are never torn."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._lexer = PythonLexer(stripnl=False, ensurenl=False)
        self._spans: list[list[Span]] = []
        self._open: list[bool] = []
        self._revision = -1
        self._formats: list[QTextCharFormat] = []
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._formats = []
        for _, token, bold, slanted in STYLES:
            form = QTextCharFormat()
            form.setForeground(theme[token])
            form.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            form.setFontItalic(slanted)
            self._formats.append(form)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        document = self.document()
        if document.revision() != self._revision:
            self._revision = document.revision()
            self._spans, self._open = spans_of(document.toPlainText(), self._lexer)
        line = self.currentBlock().blockNumber()
        if line < len(self._spans):
            for span in self._spans[line]:
                self.setFormat(span.start, span.length, self._formats[span.style])
            self.setCurrentBlockState(int(self._open[line]))  # a changed state has the next line done again


def spans_of(source: str, lexer: PythonLexer) -> tuple[list[list[Span]], list[bool]]:
    """The spans of every line, and of each whether it ends within a token that goes on, such as a long string."""
    spans: list[list[Span]] = [[]]
    goes_on: list[bool] = []
    column = 0
    for _, kind, value in lexer.get_tokens_unprocessed(source):
        style = style_of(kind, value)
        pieces = value.split("\n")
        for k, piece in enumerate(pieces):
            if k:
                goes_on.append(style is not None and kind in String)
                spans.append([])
                column = 0
            if style is not None and piece:
                spans[-1].append(Span(column, len(piece.encode("utf-16-le")) // 2, style))
            column += len(piece.encode("utf-16-le")) // 2
    return spans, [*goes_on, False]


def style_of(kind: _TokenType, value: str) -> int | None:
    """The row of STYLES for a token; names of core's face look like classes."""
    for row, (wanted, *_) in enumerate(STYLES):
        if kind in wanted:
            return row
    return CLASS if kind in Name and value in FACE else None
