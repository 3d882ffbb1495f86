"""A panel: a strip with its name, a quiet note and tools, and what it holds beneath."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE

from .buttons import IconButton
from .labels import label
from .layout import Margins, column, row


class Panel(QFrame):
    """Paper with a title strip. ``panel.body`` is the layout of what it holds."""

    def __init__(
        self,
        look: ThemeSwitch,
        title: str,
        note: str = "",
        content: QWidget | None = None,
        margins: Margins = (12, 0, 12, 12),
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._look = look
        self._title, self._note = label(title, "strong"), label(note, "note")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._tools = row(gap=0)
        strip = QWidget()
        strip.setFixedHeight(SIZE["dock_header"])
        strip.setLayout(row(self._title, (self._note, 1), self._tools, gap=8, margins=(12, 0, 4, 0)))
        self.strip = strip
        self.body: QVBoxLayout = column(gap=8, margins=margins)
        whole = column(strip, self.body, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setAccessibleName(tr(title))
        if content is not None:
            self.body.addWidget(content)

    def set_title(self, title: str) -> None:
        """Another name."""
        self._title.setText(tr(title))
        self.setAccessibleName(tr(title))

    def set_note(self, note: str) -> None:
        """The quiet words beside the name."""
        self._note.setText(tr(note))
        self._note.setToolTip(tr(note))

    def add_tool(self, icon: str, words: str, shortcut: str = "", checkable: bool = False) -> IconButton:
        """A small button at the right of the strip; connect its ``clicked``."""
        tool = IconButton(self._look, icon, words, shortcut, checkable, size=SIZE["icon_dock"], colour="text_3")
        self.add_widget(tool)
        return tool

    def add_widget(self, widget: QWidget) -> None:
        """Something else at the right of the strip."""
        self._tools.addWidget(widget)
