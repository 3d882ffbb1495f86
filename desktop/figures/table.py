"""Rows of text under column names."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from core import Figure, Table
from desktop.look import Theme

from .renderer import Renderer

Place = QModelIndex | QPersistentModelIndex
ROW = 26
NOWHERE = QModelIndex()


class TableRenderer(Renderer):
    """A table to read and to copy from; columns of numbers stand at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.view = QTableView(self)
        self._model = _Rows(self)
        self.view.setModel(self._model)
        self.view.setShowGrid(False)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setWordWrap(False)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(ROW)
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(48)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)
        self.setFocusProxy(self.view)
        self._wear()

    def retheme(self, theme: Theme) -> None:
        super().retheme(theme)
        self._wear()

    def _wear(self) -> None:
        """The table's own sheet, where the application wears another theme, as for a picture that is saved."""
        sheet, application = self.theme.sheet(), QApplication.instance()
        worn = application.styleSheet() if isinstance(application, QApplication) else ""
        self.view.setStyleSheet("" if sheet == worn else sheet)

    def copy(self) -> None:
        """What is chosen, as lines of cells apart by tabs, to the clipboard."""
        chosen = sorted((index.row(), index.column()) for index in self.view.selectedIndexes())
        rows: dict[int, list[str]] = {}
        for row, column in chosen:
            rows.setdefault(row, []).append(self._model.table.rows[row][column])
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows.values()))

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Table)
        before = self._model.table
        if (before.columns, before.rows) == (figure.columns, figure.rows):
            return
        self._model.fill(figure)
        self.view.setAccessibleName(figure.title or "Table")
        if before.columns != figure.columns:
            self.view.resizeColumnsToContents()

    def _around(self) -> object:
        return self.lost

    def _arrange(self) -> None:
        self.view.setGeometry(self.area().toRect())


class _Rows(QAbstractTableModel):
    """The cells of a table, for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.table = Table(columns=(), rows=())
        self._numeric: list[bool] = []

    def fill(self, table: Table) -> None:
        self.beginResetModel()
        self.table = table
        self._numeric = [all(is_number(row[k]) for row in table.rows) for k in range(len(table.columns))]
        self.endResetModel()

    def rowCount(self, parent: Place = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Place = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.columns[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._numeric[column] else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def is_number(text: str) -> bool:
    """Whether a cell reads as a number: -1,992.5, 96 %, − 3."""
    bare = text.replace("−", "-").replace(",", "").replace("%", "").strip()
    try:
        float(bare)
    except ValueError:
        return bare in ("", "-", "–")
    return True
