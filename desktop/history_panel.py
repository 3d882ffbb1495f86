"""Every edit by its name: where one is, what can be undone, what can be done again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import Panel


class HistoryPanel(Panel):
    """A click on an entry goes there, by as many undos or redos as it takes."""

    def __init__(self, look: ThemeSwitch, live: Live) -> None:
        super().__init__(look, "History", "click to go there")
        self._live = live
        self.list = QListWidget()
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setAccessibleName(tr("Edits, oldest first"))
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.body.addWidget(self.list)
        live.edited.connect(lambda _: self._fill() if self.isVisible() else None)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()  # out of sight it is not kept up

    def _fill(self) -> None:
        done, undone = self._live.session.labels
        self.list.clear()
        for at, words in enumerate([tr("Start"), *done, *undone]):
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, at)
            if at > len(done):
                item.setForeground(self._look.theme["text_3"])
            self.list.addItem(item)
        self.list.setCurrentRow(len(done))
        self.list.scrollToItem(self.list.item(len(done)))

    def _go(self, item: QListWidgetItem) -> None:
        at = item.data(Qt.ItemDataRole.UserRole)
        by = at - len(self._live.session.labels[0])
        for _ in range(abs(by)):
            self._live.undo() if by < 0 else self._live.redo()
