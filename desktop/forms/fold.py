"""Less used things behind one button, so that a form begins with what matters."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, button, column, row


class Fold(QWidget):
    """``content`` under a button "More"; where it does not ``fold``, the content is simply there."""

    def __init__(self, look: ThemeSwitch, content: QWidget, folds: bool = True, about: str = "") -> None:
        """``about`` says for screen readers what there is more of."""
        super().__init__()
        self._look, self._about = look, about
        self._changed = 0
        self.content = content
        self.more = button(look, "More", "quiet", "right")
        self.more.setCheckable(True)
        self.more.setProperty("fold", True)
        self.more.toggled.connect(self._show)
        self._head = QWidget()
        self._head.setLayout(row(self.more, STRETCH))
        self.setLayout(column(self._head, content, gap=4))
        self.fold(folds)

    @property
    def open(self) -> bool:
        """Whether the content can be seen."""
        return not self.content.isHidden()

    def fold(self, on: bool) -> None:
        """Whether there is a button at all."""
        self._head.setVisible(on)
        self.content.setVisible(self.more.isChecked() or not on)
        self._name()

    def show_changed(self, count: int) -> None:
        """Say how many of the hidden settings are not at their defaults."""
        self._changed = count
        self._name()

    def _show(self, on: bool) -> None:
        self.content.setVisible(on or self._head.isHidden())
        self._look.keep_icon(self.more, "chevron" if on else "right", "text_2", 16)
        self._name()

    def _name(self) -> None:
        words = tr("Less") if self.more.isChecked() else tr("More")
        if self._changed and not self.more.isChecked():
            words = tr("More · {count} changed", count=self._changed)
        self.more.setText(words)
        self.more.setAccessibleName(f"{words}: {tr(self._about)}" if self._about else words)
