"""The bench: what the checks found of a plugin, as it comes, with its picture above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.look import Theme, ThemeSwitch
from desktop.parts import STRETCH, EmptyState, Panel, column, label

from .section_row import SectionRow

if TYPE_CHECKING:
    from core.bench import Section
    from desktop.figures.renderer import Renderer

WORDS = (("ok", "passed"), ("failed", "failed"), ("hint", "to look at"), ("running", "running"))


class BenchPanel(QWidget):
    """A picture, and beneath it every section. Choosing one shows its picture and tells its line."""

    line_chosen = Signal(int)
    """A line of the source that a section points at."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self._look = look
        self.rows: dict[str, SectionRow] = {}
        self.renderer: Renderer | None = None
        self.current = ""
        self._by_hand = False
        self.picture = Panel(look, "Picture")
        self.checks = Panel(look, "Checks", margins=(8, 0, 8, 8))
        self._no_picture = EmptyState(look, "see", "No picture yet.", "It is drawn when the plugin is checked.")
        self._no_checks = EmptyState(look, "check", "Not checked yet.", "Save the file, and every check shows up here.")
        self.foot = label("", "note", wrap=True)
        self.foot.hide()
        self.picture.body.addWidget(self._no_picture, 1)
        self.picture.body.addWidget(self.foot)
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(column(self._list, STRETCH, gap=0))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self._scroll.hide()
        self.checks.body.addWidget(self._no_checks, 1)
        self.checks.body.addWidget(self._scroll, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.picture)
        split.addWidget(self.checks)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        self.picture.setMinimumHeight(180)
        self.checks.setMinimumHeight(150)
        self.setLayout(column((split, 1)))
        self.setMinimumWidth(300)
        self.setAccessibleName("Bench")
        look.changed.connect(self._retheme)

    def clear(self) -> None:
        """Nothing was checked."""
        self.show_sections([])

    def begin(self) -> None:
        """Another version is checked: the first picture that comes is shown, wherever the last choice was."""
        self._by_hand = False

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show what has come so far; rows that are there already are kept."""
        keys = [section.key for section in sections]
        for key in [key for key in self.rows if key not in keys]:
            gone = self.rows.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, section in enumerate(sections):
            held = self.rows.get(section.key)
            if held is None:
                held = self.rows[section.key] = SectionRow(self._look, section)
                held.chosen.connect(self._choose)
                self._list.insertWidget(at, held)
            elif held.section is not section:
                held.show_section(section)
        self._scroll.setVisible(bool(sections))
        self._no_checks.setVisible(not sections)
        counts = Counter[str](section.state for section in sections)
        told = [f"{counts[state]} {word}" for state, word in WORDS if counts[state]]
        self.checks.set_note(" · ".join(told))
        self._show_best(sections)

    def choose(self, key: str) -> None:
        """Show the picture of a section."""
        self.current = key
        for name, row in self.rows.items():
            row.set_current(name == key and row.section.figure is not None)
        chosen = self.rows.get(key)
        figure = chosen.section.figure if chosen else None
        if chosen is None or figure is None:
            self._take_picture_away()
            return
        from desktop.figures.catalogue import renderer_for  # with pyqtgraph, which the window does not wait for

        renderer = renderer_for(figure, self._look.theme, self.renderer)
        if renderer is not self.renderer:
            self._take_picture_away()
            self.renderer = renderer
            self.picture.body.insertWidget(0, renderer, 1)
        self._no_picture.hide()
        renderer.show()
        renderer.display(figure)
        self.picture.set_title(figure.title or chosen.section.title)
        self.picture.set_note("")
        self.foot.setText(figure.note)
        self.foot.setVisible(bool(figure.note))

    def _show_best(self, sections: Sequence[Section]) -> None:
        """The chosen picture as it is now; else that of what failed, else the first there is."""
        pictured = [section for section in sections if section.figure is not None]
        if self._by_hand and any(section.key == self.current for section in pictured):
            best = self.current
        else:
            failed = [section for section in pictured if section.state == "failed"]
            best = (failed or pictured)[0].key if pictured else ""
        row, shown = self.rows.get(best), self.renderer.figure if self.renderer else None
        if best != self.current or (row is not None and row.section.figure is not shown):
            self.choose(best)

    def _choose(self, section: Section) -> None:
        if section.figure is not None:
            self._by_hand = True
            self.choose(section.key)
        if section.line:
            self.line_chosen.emit(section.line)

    def _take_picture_away(self) -> None:
        if self.renderer is not None:
            self.picture.body.removeWidget(self.renderer)
            self.renderer.hide()
            self.renderer.deleteLater()
            self.renderer = None
        self._no_picture.show()
        self.picture.set_title("Picture")
        self.foot.hide()

    def _retheme(self, theme: Theme) -> None:
        if self.renderer is not None:
            self.renderer.retheme(theme)
