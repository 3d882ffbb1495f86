"""Words and icons that only show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.language import tr
from desktop.look import Theme, ThemeSwitch


def label(text: str = "", role: str = "body", wrap: bool = False) -> QLabel:
    """Words in a role of the style sheet: body, label, note, caption, number, strong, title, heading, code, danger."""
    made = QLabel(tr(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet asks for, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def rule(vertical: bool = False) -> QFrame:
    """A hair line that parts two things."""
    line = QFrame()
    line.setObjectName("rule")
    if vertical:
        line.setFixedSize(1, 20)
    else:
        line.setFixedHeight(1)
    return line


class IconLabel(QLabel):
    """An icon beside words, in the colour of a token and sharp on every screen. Screen readers pass it by."""

    def __init__(self, look: ThemeSwitch, icon: str, colour: str = "text_2", size: int = 16) -> None:
        super().__init__()
        self._look, self._icon, self._colour, self._size = look, icon, colour, size
        self.setFixedSize(size, size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._draw)
        self._draw(look.theme)

    def show_icon(self, icon: str, colour: str) -> None:
        """Another icon, or the same in another colour."""
        self._icon, self._colour = icon, colour
        self._draw(self._look.theme)

    def _draw(self, theme: Theme) -> None:
        self.setPixmap(theme.pixmap(self._icon, self._colour, self._size, self.devicePixelRatioF()))
