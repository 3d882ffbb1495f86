"""The main window: lays its parts out and connects them. It decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QWidget

from core.data import Data
from core.host import Found
from core.snapshot import Snapshot
from core.status import Built, Status
from desktop.actions import make_actions, single_key
from desktop.documents import FILTER, SUFFIX, Documents
from desktop.leaving import ask_to_keep
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import Notices, column, row
from desktop.preferences import Preferences
from desktop.reader import Reader
from desktop.sidebar import Sidebar
from desktop.statusline import StatusLine
from desktop.tabs import ViewTabs
from desktop.topbar import TopBar
from desktop.views import ViewHost, ViewPane


class MainWindow(QMainWindow):
    """Top bar; network, data and training at the left; views in the middle; the drawing at the right; the status."""

    def __init__(self, look: ThemeSwitch, live: Live, found: Found, preferences: Preferences) -> None:
        super().__init__()
        self.look, self.live, self.preferences = look, live, preferences
        self.actions_by_name = make_actions(look, self)
        for action in self.actions_by_name.values():
            self.addAction(action)
        self.host = ViewHost(look)
        self.topbar = TopBar(look, self.actions_by_name, self._menu())
        self.notices = Notices(look)
        self.sidebar = Sidebar(look, live, found.registry)
        self.views = ViewTabs(look, self.host, found.registry, preferences.views)
        self.reader = Reader(look, self.host)
        self.statusline = StatusLine(look)
        self.documents = Documents(live, found.registry, self.extras)
        self._training = False
        self._leaving = False
        self._lay_out()
        self._connect()
        for failure in found.failures:
            self.notices.tell("warning", failure.reason)
        self._show_edits()

    def view_panes(self) -> list[ViewPane]:
        """The open views."""
        return self.views.panes()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        a = self.actions_by_name
        for group in (("new", "open", "save", "save-as"), ("undo", "redo", "reset"), ("theme",), ("quit",)):
            for name in group:
                menu.addAction(a[name])
            menu.addSeparator()
        return menu

    def _lay_out(self) -> None:
        middle = QWidget()
        columns = row(self.sidebar, (self.views, 1), self.reader, gap=8)
        whole_middle = column(self.notices, gap=8, margins=(8, 8, 8, 8))
        whole_middle.addLayout(columns, 1)
        middle.setLayout(whole_middle)
        whole = QWidget()
        whole.setObjectName("window")
        whole.setLayout(column(self.topbar, (middle, 1), self.statusline, gap=0))
        self.setCentralWidget(whole)
        self.setMinimumSize(960, 640)
        self.resize(1440, 900)
        if not self.preferences.geometry.isEmpty():
            self.restoreGeometry(self.preferences.geometry)

    def _connect(self) -> None:
        live, a, pad = self.live, self.actions_by_name, self.reader.pad
        live.status.connect(self._show_status)
        live.snapshot.connect(self._show_snapshot)
        live.built.connect(self._show_built)
        live.edited.connect(lambda _: self._show_edits())
        live.refused.connect(lambda words: self.notices.tell("warning", words))
        live.stopped.connect(lambda error: self.notices.tell("danger", str(error), [("Reset weights", live.reset)]))
        self.statusline.cancelled.connect(lambda: live.session.run.cancel())
        self.host.needs_changed.connect(self._want)
        self.host.told.connect(lambda kind, words: self.notices.tell(kind, words))
        self.documents.told.connect(lambda kind, words: self.notices.tell(kind, words))
        self.documents.changed.connect(self._show_edits)
        self.documents.opened.connect(self._take_extras)
        a["train"].triggered.connect(live.train)
        a["step-batch"].triggered.connect(lambda: live.session.run.play(1))
        a["step-epoch"].triggered.connect(lambda: live.session.run.play_epoch())
        a["reset"].triggered.connect(live.reset)
        a["undo"].triggered.connect(live.undo)
        a["redo"].triggered.connect(live.redo)
        a["new"].triggered.connect(lambda: ask_to_keep(self, self.documents, self.save, self.documents.new))
        a["open"].triggered.connect(lambda: ask_to_keep(self, self.documents, self.save, self._choose_to_open))
        a["save"].triggered.connect(lambda: self.save())
        a["save-as"].triggered.connect(lambda: self._choose_to_save())
        a["quit"].triggered.connect(self.close)
        a["theme"].triggered.connect(self._toggle_theme)
        a["pen"].triggered.connect(pad.take_pen)
        a["eraser"].triggered.connect(pad.take_eraser)
        a["undo-stroke"].triggered.connect(pad.undo_stroke)
        a["clear"].triggered.connect(pad.clear)
        a["next-region"].triggered.connect(lambda: self._step_region(1))
        a["previous-region"].triggered.connect(lambda: self._step_region(-1))

    # what the run tells

    def _show_status(self, status: Status) -> None:
        self._training = status.state == "training"
        self.topbar.show_status(status)
        self.statusline.show_status(status)
        self.reader.show_training(status.step)
        for name in ("step-batch", "step-epoch", "train"):
            self.actions_by_name[name].setEnabled(status.state != "loading")
        self.setWindowModified(self.documents.unsaved)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self.host.show(snapshot, self._training)
        self.reader.show_snapshot(snapshot)
        seed = self.live.experiment.seed
        self.statusline.show_facts(f"{len(snapshot.network.parameters):,} parameters", f"Seed {seed}")

    def _show_built(self, event: Built) -> None:
        data: Data = event.data
        self.reader.show_data(data)
        self._want()

    def _want(self) -> None:
        self.live.session.run.want(self.host.needs())

    def _show_edits(self) -> None:
        session, a = self.live.session, self.actions_by_name
        for name, label in (("undo", session.undo_label), ("redo", session.redo_label)):
            word = name.capitalize()
            a[name].setEnabled(bool(label))
            a[name].setText(f"{word} {label[0].lower()}{label[1:]}" if label else word)
        self.setWindowTitle(f"{self.documents.name}[*]")
        self.setWindowModified(self.documents.unsaved)

    # what the user asks for

    def _toggle_theme(self) -> None:
        self.look.toggle()
        self.preferences.theme = self.look.choice

    def save(self, then: Any = lambda: None) -> None:
        """Save the project where it is kept, or ask where."""
        if self.documents.path:
            self.documents.save(then=then)
        else:
            self._choose_to_save(then)

    def _choose_to_save(self, then: Any = lambda: None) -> None:
        chooser = self._chooser("Save project", QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile(f"{self.documents.name}{SUFFIX}")
        chooser.fileSelected.connect(lambda path: self.documents.save(self._in_folder(path), then))
        chooser.open()

    def _choose_to_open(self) -> None:
        chooser = self._chooser("Open project", QFileDialog.AcceptMode.AcceptOpen)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda path: self.documents.open(self._in_folder(path)))
        chooser.open()

    def _chooser(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        chooser = QFileDialog(self, title, self.preferences.folder, FILTER)
        chooser.setAcceptMode(mode)
        chooser.setDefaultSuffix(SUFFIX)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return chooser

    def _in_folder(self, path: str) -> Path:
        self.preferences.folder = str(Path(path).parent)
        return Path(path)

    def extras(self) -> dict[str, Any]:
        """What a project keeps of the window."""
        return {"views": self.views.views(), "drawing": self.reader.drawing()}

    def _take_extras(self, extras: dict[str, Any]) -> None:
        self.reader.set_drawing(extras.get("drawing"))

    def _step_region(self, by: int) -> None:
        regions: list[QWidget] = [self.topbar, self.sidebar, self.views, self.reader]
        focus = self.focusWidget()
        now = next((k for k, one in enumerate(regions) if focus and one.isAncestorOf(focus)), -1 if by > 0 else 0)
        regions[(now + by) % len(regions)].setFocus(Qt.FocusReason.TabFocusReason)
        self.focusNextChild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = single_key(event)
        if name is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.actions_by_name[name].trigger()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.views.open_waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= 1400
        self.sidebar.setFixedWidth(SIZE["left" if wide else "left_small"])
        self.reader.setFixedWidth(SIZE["right" if wide else "right_small"])

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.documents.unsaved and not self._leaving:
            event.ignore()
            ask_to_keep(self, self.documents, self.save, self._leave)
            return
        self.preferences.geometry, self.preferences.views = self.saveGeometry(), self.views.views()
        self.live.close()
        self.host.stop()
        self.documents.close()
        event.accept()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
