"""Asks before a file that arrived from elsewhere runs: its source, or what changed in it, and what it imports."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from core.trust import Request
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, IconLabel, Segments, button, column, label, row

from .code import CodeEdit

WARNING = (
    "A plugin is a program: it can do all that you can do on this computer. The checks find mistakes; "
    "they do not hold back a plugin that means harm."
)
HARMLESS = frozenset(
    {"math", "cmath", "random", "dataclasses", "itertools", "functools", "typing", "collections", "statistics"}
)
"""Modules that only calculate."""
CHANGES, ALL = "What changed", "All of it"


class TrustPrompt(QDialog):
    """A sheet over the window. Esc, Enter and the loud button all leave the file off."""

    decided = Signal(bool)
    """Whether the file may run."""

    def __init__(self, look: ThemeSwitch, parent: QWidget, request: Request) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.request = request
        self._answered = False
        name = request.path.name
        self.setWindowTitle(tr("Run {name}?", name=name))
        changed = bool(request.difference)
        self.title = label(self.windowTitle(), "heading")
        came = "It is another than the one you trusted." if changed else "It came from elsewhere."
        said = label(tr(came) + " " + tr("It runs only if you say so."), "body", wrap=True)
        self.imports = label(told_imports(request.imports), "body", wrap=True)
        self.hash = label(f"sha256 {request.hash[:16]}…", "note")
        self.hash.setToolTip(request.hash)
        self.code = CodeEdit(look)
        self.code.setReadOnly(True)
        self.code.setTabChangesFocus(True)
        self.code.setAccessibleName(tr("Source of {name}", name=name))
        self._source = self.code.document_of(request.source)
        self._diff = self.code.document_of(request.difference) if changed else None
        if self._diff is not None:
            self._diff.highlighter.setDocument(None)  # type: ignore[attr-defined]
            Signs(look, self._diff)
        self.which = Segments([CHANGES, ALL], CHANGES if changed else ALL, "Show")
        self.which.setVisible(changed)
        self.which.chosen.connect(self._show)
        self.yes, self.no = button(look, "Run it"), button(look, "Leave it off", "primary")
        self.no.setDefault(True)
        self.yes.clicked.connect(lambda: self._decide(True))
        self.no.clicked.connect(lambda: self._decide(False))
        head = row(column(IconLabel(look, "lock", "warning", 24), STRETCH, margins=(0, 2, 0, 0)), gap=14)
        head.addLayout(column(self.title, said, self.imports, gap=4), 1)
        foot = row(self.hash, STRETCH, self.yes, self.no, gap=8)
        frame = QFrame()
        frame.setObjectName("panel")
        frame.setLayout(column((self.code, 1), margins=(1, 1, 1, 1)))
        parts = (head, row(self.which, STRETCH), (frame, 1), label(WARNING, "note", wrap=True), foot)
        self.setLayout(column(*parts, gap=10, margins=(20, 18, 20, 16)))
        self.resize(760, 640)
        self.setMinimumSize(520, 420)
        self._show(self.which.current)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        self._decide(False)

    def _show(self, which: str) -> None:
        self.code.setDocument(self._diff if which == CHANGES and self._diff is not None else self._source)

    def _decide(self, yes: bool) -> None:
        if not self._answered:
            self._answered = True
            self.decided.emit(yes)
            self.done(int(yes))


class Signs(QSyntaxHighlighter):
    """Lines that came and lines that went, told by colour beside their sign."""

    def __init__(self, look: ThemeSwitch, document: QTextDocument) -> None:
        super().__init__(document)
        self._look = look
        look.changed.connect(self._retheme)

    def highlightBlock(self, text: str) -> None:
        token = {"+": "success", "-": "danger", "@": "text_3"}.get(text[:1])
        if token:
            form = QTextCharFormat()
            form.setForeground(self._look.theme[token])
            form.setFontWeight(QFont.Weight.Medium)
            self.setFormat(0, len(text), form)

    def _retheme(self, _theme: object) -> None:
        self.rehighlight()


def told_imports(names: tuple[str, ...]) -> str:
    """A sentence about what a source imports besides numpy and core."""
    beyond = [name for name in names if name not in HARMLESS]
    if not names:
        return tr("It imports numpy and core at most: things that calculate.")
    if not beyond:
        return tr("It imports {names}: things that calculate.", names=", ".join(names))
    return tr(
        "It imports {names}, which may reach beyond calculation: files, the network, other programs.",
        names=", ".join(beyond),
    )
