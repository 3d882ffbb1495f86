"""The editor with its head: which file, which version, and the button that checks it and swaps it in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import EmptyState, button, column, label, restyle, row, rule

from .code import CodeEdit, FindBar
from .source import Source

NOTES = {"never": "not checked yet", "saved": "saved", "failed": "saved, not swapped in", "checking": "checking"}


class SourcePanel(QFrame):
    """Shows one Source at a time."""

    save_asked = Signal()
    copy_asked = Signal()
    new_asked = Signal()
    edited = Signal()
    """The text is another, or has just been saved."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Editor")
        self._look = look
        self.source: Source | None = None
        self.name, self.note = label("", "strong"), label("", "note")
        tip = "Save, check, and swap into the training"
        self.swap = button(look, tr("Check and swap") + "   Ctrl+S", "primary", "check", tip, "Ctrl+S")
        self.swap.setAccessibleName(tr("Check and swap"))
        self.swap.clicked.connect(self.save_asked)
        self.copy = button(
            look, "Copy as a start", "primary", "plus", "A plugin of your own that begins with this text"
        )
        self.copy.clicked.connect(self.copy_asked)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note.setMinimumWidth(60)
        head = row(self.name, (self.note, 1), self.copy, self.swap, gap=8, margins=(14, 8, 10, 8))
        self.code = CodeEdit(look)
        self.finder = FindBar(look, self.code)
        self.code.save_asked.connect(self.save_asked)
        self.code.find_asked.connect(self.finder.open_bar)
        self.code.textChanged.connect(self._changed)
        self.empty = EmptyState(
            look, "pen", "No plugin open.", "Begin with a template, or open one of the list.", "New activation"
        )
        self.empty.acted.connect(self.new_asked)
        text = QFrame()
        text.setLayout(column(head, rule(), (self.code, 1), self.finder, gap=0))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(text)
        self.setLayout(column((self._stack, 1), margins=(1, 1, 1, 6)))
        self.setMinimumWidth(360)

    def show_source(self, source: Source | None) -> None:
        """Show a text, or that none is open."""
        self.source = source
        self._stack.setCurrentIndex(0 if source is None else 1)
        if source is None:
            return
        self.code.setDocument(source.document)
        self.code.setReadOnly(source.read_only)
        self.code.setTabChangesFocus(source.read_only)
        self.code.setAccessibleName(f"Source of {source.name}")
        self.renew()

    def renew(self) -> None:
        """Say anew how things stand."""
        source = self.source
        if source is None:
            return
        self.name.setText(source.path.name)
        if source.read_only:
            self.note.setText(tr("built in, read only") if source.state == "never" else tr("read only"))
        else:
            how = tr("changed, not saved") if source.unsaved else tr(NOTES[source.state])
            self.note.setText(tr("version {number}", number=source.version) + " · " + how)
        self.copy.setVisible(source.read_only)
        self.swap.setVisible(not source.read_only)
        loud = source.unsaved or source.state in ("never", "failed")
        if self.swap.property("kind") != ("primary" if loud else ""):
            restyle(self.swap, kind="primary" if loud else "")
            self._look.keep_icon(self.swap, "check", "on_accent" if loud else "text_2", SIZE["icon_dock"])
        self.swap.setEnabled(source.state != "checking" or source.unsaved)

    def _changed(self) -> None:
        self.renew()
        self.edited.emit()
