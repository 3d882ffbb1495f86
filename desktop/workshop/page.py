"""The workshop's page: the user's plugins, the editor with what just happened at its foot, and the bench."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QScrollArea, QSplitter, QWidget

from desktop.look import ThemeSwitch
from desktop.parts import column, row

from .bench_panel import BenchPanel
from .fault_card import TroubleCard
from .plugin_list import PluginList
from .source_panel import SourcePanel
from .swap_card import SwapCard

Card = TroubleCard | SwapCard
MOST = 0.55
"""The share of the height that the card at the foot may take."""


class WorkshopPage(QWidget):
    """Lays its parts out. One card at a time stands at the foot of the editor."""

    def __init__(self, look: ThemeSwitch, taken: Callable[[str, str], str]) -> None:
        super().__init__()
        self.list = PluginList(look, taken)
        self.editor = SourcePanel(look)
        self.bench = BenchPanel(look)
        self.card: Card | None = None
        self._foot = QScrollArea()
        self._foot.setObjectName("foot-card")
        self._foot.setWidgetResizable(True)
        self._foot.setFrameShape(QScrollArea.Shape.NoFrame)
        self._foot.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot.hide()
        middle = QWidget()
        middle.setLayout(column((self.editor, 1), self._foot, gap=8))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(middle)
        split.addWidget(self.bench)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 3)
        split.setSizes([710, 420])
        split.setChildrenCollapsible(False)
        self.setLayout(row(self.list, (split, 1), gap=8))

    def show_card(self, card: Card) -> None:
        """Show a card in the place of the one before."""
        self.take_card_away()
        self.card = card
        card.closed.connect(self.take_card_away)
        self._foot.setWidget(card)
        self._foot.show()
        card.show()
        self._fit()
        card.announce()

    def take_card_away(self) -> None:
        """No card at the foot."""
        if self.card is not None:
            card, self.card = self._foot.takeWidget(), None
            self._foot.hide()
            if card is not None:
                card.hide()
                card.deleteLater()

    def regions(self) -> list[QWidget]:
        """Where F6 stops."""
        foot: list[QWidget] = [self._foot] if self.card is not None else []
        return [self.list, self.editor, *foot, self.bench.checks]

    def _fit(self) -> None:
        """The card has its height, but leaves the editor the larger part."""
        if self.card is None:
            return
        layout = self.card.layout()
        assert layout is not None
        layout.activate()
        wanted = layout.totalHeightForWidth(self._foot.viewport().width())
        wanted = wanted if wanted > 0 else self.card.sizeHint().height()
        self._foot.setFixedHeight(min(wanted + 2, max(90, round(self.height() * MOST))))

    def event(self, event: QEvent) -> bool:
        shortcut = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if shortcut and event.matches(QKeySequence.StandardKey.Save) and self.editor.source is not None:  # type: ignore[attr-defined]
            event.accept()  # on this page it is the plugin that is saved
            return True
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save) and self.editor.source is not None:
            self.editor.save_asked.emit()
        else:
            super().keyPressEvent(event)
