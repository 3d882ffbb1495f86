"""A place for a figure inside a panel, in the renderer of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core import Figure
from desktop.look import Theme, ThemeSwitch
from desktop.parts import column, label

if TYPE_CHECKING:
    from desktop.figures.renderer import Renderer


class FigurePlace(QWidget):
    """Shows one figure, with its note beneath it."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self.renderer: Renderer | None = None
        self.note = label("", "note", wrap=True)
        self._column = column(self.note, gap=6)
        self.setLayout(self._column)
        look.changed.connect(self._retheme)

    def show_figure(self, figure: Figure) -> None:
        """Show a figure, in the renderer that is there where it is of the same kind."""
        from desktop.figures.catalogue import renderer_for  # with pyqtgraph, which the window does not wait for

        former = self.renderer
        self.renderer = renderer_for(figure, self._look.theme, former)
        if self.renderer is not former:
            if former is not None:
                self._column.removeWidget(former)
                former.hide()
                former.deleteLater()
            self._column.insertWidget(0, self.renderer, 1)
        self.renderer.show()
        self.renderer.display(figure)
        self.note.setText(figure.note)
        self.note.setVisible(bool(figure.note))

    def _retheme(self, theme: Theme) -> None:
        if self.renderer is not None:
            self.renderer.retheme(theme)
