"""The main window: lays its parts out and connects them. It decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QWidget

from core.host import Found, Registry
from core.shelf import Shelf
from core.snapshot import Snapshot
from core.status import Built, Status
from desktop.actions import make_actions, single_key
from desktop.data_panel import DataPanel
from desktop.diverged import sentence, ways_out
from desktop.docks import Docks
from desktop.documents import SUFFIX, Documents
from desktop.files import Files
from desktop.history_panel import HistoryPanel
from desktop.language import tr
from desktop.leaving import ask_to_keep
from desktop.lessons.place import LessonPlace
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.pages import WIDE, DrawPage, NetworkPage
from desktop.parts import Notices, column
from desktop.preferences import Preferences
from desktop.reader import Reader
from desktop.regions import step_region
from desktop.samples_panel import SamplesPanel
from desktop.shell import Sheets
from desktop.shell.view_deeds import ViewDeeds
from desktop.statusline import StatusLine
from desktop.topbar import SPEEDS, TopBar
from desktop.views import ViewHost, ViewPane
from desktop.workshop.place import Place

if TYPE_CHECKING:
    from desktop.recovery import Recovery

FOR_USER = ("lessons", "find", "settings", "theme", "keys")
"""The entries of the menu that are about the window itself."""
LEAST = QSize(960, 640)
PAINTED = 50
"""Milliseconds in which the window is painted for the first time, before anything else wants the time."""


class MainWindow(QMainWindow):
    """Top bar; the workspace in the middle; views, drawing and history in docks; the status at the foot."""

    def __init__(
        self, look: ThemeSwitch, live: Live, found: Found, preferences: Preferences, shelf: Shelf | None = None
    ) -> None:
        """``shelf`` holds the plugins that ``found`` tells of; without one they cannot be changed from here."""
        super().__init__()
        self.look, self.live, self.preferences, self.registry = look, live, preferences, found.registry
        self.actions_by_name = make_actions(look, self)
        for action in self.actions_by_name.values():
            self.addAction(action)
        self.host = ViewHost(look)
        self.topbar = TopBar(look, self.actions_by_name, self._menu())
        self.notices = Notices(look)
        self.network = NetworkPage(look, live, found.registry, self.host)
        self.reader = Reader(look, live, self.host)
        self.draw = DrawPage(look, self.reader)
        self.statusline = StatusLine(look)
        self.shell = QMainWindow(None, Qt.WindowType.Widget)  # within the window: docks end where its margins begin
        self.docks = Docks(self.shell, look, self.host, found.registry)
        self.deeds = ViewDeeds(self.docks, live, lambda: self.pages.currentIndex(), self.show_workspace)
        self.documents = Documents(live, found.registry, self.extras)
        self.files = Files(self, self.documents, preferences)
        self._training = self._leaving = self.starts_again = False
        self.recovery: Recovery | None = None
        self._states: dict[int, str] = {}
        self._snapshot: Snapshot | None = None
        self._lay_out()
        self.sheets = Sheets(self)
        self.lessons = LessonPlace(self)
        self.workshop = Place(self, shelf) if shelf is not None else None
        for name in ("bench", "plugins"):
            self.actions_by_name[name].setVisible(shelf is not None)
            self.actions_by_name[name].setEnabled(shelf is not None)
        self._connect()
        for failure in found.failures:
            self.notices.tell("warning", failure.reason)
        self._show_edits()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        a = self.actions_by_name
        for group in (("new", "open"), ("save", "save-as"), ("undo", "redo", "reset"), FOR_USER, ("quit",)):
            for name in group:
                menu.addAction(a[name])
            if group[0] == "new":
                self.recent_menu = menu.addMenu(tr("Open recent"))
            if group[0] == "undo":
                self.views_menu = menu.addMenu(tr("Views and panels"))
            menu.addSeparator()
        return menu

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.network, self.draw):
            self.pages.addWidget(page)
        centre = QWidget()
        centre.setObjectName("window")
        self._centre = column(self.notices, (self.pages, 1), gap=8)
        centre.setLayout(self._centre)
        self.shell.setCentralWidget(centre)
        around = QWidget()
        around.setLayout(column((self.shell, 1), margins=(8, 8, 8, 8)))
        whole = QWidget()
        whole.setObjectName("window")
        whole.setLayout(column(self.topbar, (around, 1), self.statusline, gap=0))
        self.setCentralWidget(whole)
        self.docks.add_panel("drawing", self.reader.small)
        self.setMinimumSize(LEAST)
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.topbar.show_workspace(0)
        if not self.preferences.geometry.isEmpty():
            self.restoreGeometry(self.preferences.geometry)

    def fit_screen(self) -> None:
        """Be no larger than the screen has room for, where everything is shown large or the screen is small."""
        room = self.screen().availableSize()
        self.setMinimumSize(LEAST.boundedTo(room))
        self.resize(self.size().boundedTo(room))

    def _connect(self) -> None:
        live, a, tell = self.live, self.actions_by_name, self.notices.tell
        live.status.connect(self._show_status)
        live.snapshot.connect(self._show_snapshot)
        live.built.connect(self._show_built)
        live.edited.connect(lambda _: self._show_edits())
        live.edited.connect(self.network.editor.show_experiment)
        live.loaded.connect(self.network.editor.show_built)
        live.refused.connect(lambda words: tell("warning", words))
        live.stopped.connect(lambda error: tell("danger", sentence(error), ways_out(live, error)))
        self.statusline.cancelled.connect(lambda: live.session.run.cancel())
        self.host.needs_changed.connect(lambda: live.session.run.want(self.host.needs()))
        self.host.samples_chosen.connect(self._show_samples)
        self.host.told.connect(lambda kind, words: tell(kind, words))
        self.documents.told.connect(lambda kind, words: tell(kind, words))
        self.documents.asked.connect(lambda kind, words, actions: tell(kind, words, actions))
        self.documents.elsewhere.connect(lambda: self.files.choose_to_save())
        self.documents.offered.connect(self.offer)
        self.documents.changed.connect(self._show_edits)
        self.documents.opened.connect(self._take_extras)
        self.reader.seen.connect(self._show_drawing)
        self.reader.own.told.connect(lambda kind, words: tell(kind, words))
        self.topbar.speed.chosen.connect(lambda name: live.session.run.pace(SPEEDS[name]))
        self.views_menu.aboutToShow.connect(lambda: self.docks.fill_menu(self.views_menu))
        self.recent_menu.aboutToShow.connect(lambda: self.files.fill_menu(self.recent_menu))
        does: dict[str, Any] = {
            "train": live.train,
            "step-batch": lambda: live.session.run.play(1),
            "step-epoch": lambda: live.session.run.play_epoch(),
            "reset": live.reset,
            "undo": live.undo,
            "redo": live.redo,
            "new": lambda: ask_to_keep(self, self.documents, self.files.save, self._new),
            "open": lambda: ask_to_keep(self, self.documents, self.files.save, self.files.choose_to_open),
            "save": lambda: self.files.save(),
            "save-as": lambda: self.files.choose_to_save(),
            "quit": self.close,
            "network": lambda: self.show_workspace(0),
            "draw": lambda: self.show_workspace(1),
            "data": lambda: self.docks.toggle("data"),
            "pen": self.reader.take_pen,
            "eraser": self.reader.take_eraser,
            "next-region": lambda: step_region(self, 1),
            "previous-region": lambda: step_region(self, -1),
        }
        for name, do in does.items():
            a[name].triggered.connect(lambda _=False, do=do: do())

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
        self._snapshot = snapshot
        self.host.show(snapshot, self._training)
        self.network.editor.show_snapshot(snapshot, self._training)
        self.reader.show_snapshot(snapshot, self._training)
        facts = f"{len(snapshot.network.parameters):,} parameters", f"Seed {self.live.experiment.seed}"
        self.statusline.show_facts(*facts)

    def _show_built(self, event: Built) -> None:
        self.network.editor.show_built(event.data)
        self.reader.show_data(event.data)
        self.topbar.show_data(event.experiment.dataset.name, len(event.data.train.inputs))
        self.live.session.run.want(self.host.needs())

    def _show_drawing(self, image: Any) -> None:
        self.network.editor.set_drawing(None if image is None else image.reshape(-1))
        self.host.draw_with(None if image is None else image.reshape(-1))

    def _show_samples(self, split: str, rows: Any) -> None:
        if self._snapshot is not None:
            self.samples.show_samples(self._snapshot, split, rows)
            self.docks.bring_up("samples")

    def _show_edits(self) -> None:
        session, a = self.live.session, self.actions_by_name
        for name, label in (("undo", session.undo_label), ("redo", session.redo_label)):
            word = tr(name.capitalize())
            a[name].setEnabled(bool(label))
            a[name].setText(f"{word} {label[0].lower()}{label[1:]}" if label else word)
        self.setWindowTitle(f"{self.documents.name}[*]")
        self.setWindowModified(self.documents.unsaved)

    # what the user asks for

    def show_workspace(self, index: int) -> None:
        """Another workspace; each has its own docks where they were left."""
        now = self.pages.currentIndex()
        if index == now:
            return
        self._states[now] = self.docks.state()
        self.pages.setCurrentIndex(index)
        self.topbar.show_workspace(index)
        if index in self._states:
            self.docks.restore(self._states[index])
        elif index:
            self.docks.hide_all()

    def open_project(self, path: str) -> None:
        """Open a project, once what is open is saved or given up."""
        ask_to_keep(self, self.documents, self.files.save, lambda: self.files.open(path))

    def start_again(self) -> None:
        """Close, and have the program start anew: sizes and languages are taken then."""
        self.starts_again = True
        self.close()

    def view_panes(self) -> list[ViewPane]:
        """The open views."""
        return self.docks.panes()

    def add_above(self, widget: QWidget) -> None:
        """Put something above the workspace, over the notices."""
        self._centre.insertWidget(0, widget)

    def offer(self, registry: Registry) -> None:
        """Offer what this registry has, everywhere in the window."""
        self.registry = registry
        page = self.network
        for part in (page.palette_panel, page.editor, page.layer, page.training, self.docks, self.documents):
            part.set_registry(registry)
        if self.docks.has("data"):
            self.data.settings.set_registry(registry)
        self.lessons.set_registry(registry)

    def extras(self) -> dict[str, Any]:
        """What a project keeps of the window."""
        return {
            "views": self.docks.views(),
            "docks": self.docks.state(),
            "drawing": self.reader.kept(),
            "notes": self.network.editor.notes(),
        }

    def _new(self) -> None:
        """Begin anew: drawing and notes belong to the project that was open; views stay where they are."""
        self.documents.new()
        self.reader.bring_back(None)
        self.network.editor.set_notes([])

    def _take_extras(self, extras: dict[str, Any]) -> None:
        self.reader.bring_back(extras.get("drawing"))
        self.network.editor.set_notes(extras.get("notes", []))
        self.docks.bring_back(extras.get("views"), extras.get("docks"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = single_key(event)
        if name is None or not self.preferences.single_keys:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.actions_by_name[name].trigger()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls()]
        project = next((path for path in paths if path.endswith(SUFFIX)), None)
        if project is None and self.workshop is not None and self.workshop.drop(paths):
            return
        if project is None and paths and self.docks.has("data") and self.data.settings.take(Path(paths[0])):
            self.docks.bring_up("data")
        elif project is None:
            can = "a project (*.inknet), a plugin (*.py), or data (CSV, NPZ, a folder of images)"
            words = tr("{name}: drop " + can + " here.", name=paths[0] if paths else "This")
            self.notices.tell("warning", words)
        else:
            self.open_project(project)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.network.fit(event.size().width(), event.size().height())
        self.lessons.fit(event.size().width())
        QTimer.singleShot(0, self, lambda: self.docks.fit(self.width() >= WIDE))  # once the parts have their places

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(PAINTED, self._open_views)

    def _open_views(self) -> None:
        """Data, charts and what is hidden at first take a while, so the window is on the screen before this."""
        if not self.docks.has("data"):
            self._add_panels()
        self.live.session.begin()
        if not self.docks.panes():
            self.docks.bring_back(self.preferences.views, self.preferences.docks)
            if not self.preferences.docks:
                self.docks.fit(self.width() >= WIDE, anew=True)
        self.sheets.focus_start()

    def _add_panels(self) -> None:
        """The panels that are hidden until they are asked for, stacked on the drawing."""
        self.data = DataPanel(self.look, self.live, self.registry, self.host)
        self.samples = SamplesPanel(self.look, self.host)
        panels = {"data": self.data, "history": HistoryPanel(self.look, self.live), "samples": self.samples}
        for name, panel in panels.items():
            self.docks.add_panel(name, panel, "drawing").hide()
        if self.workshop is not None:
            self.workshop.add_manager()
        self.reader.own.changed.connect(lambda: self.data.show_own(self.reader.own.counts))
        self.data.sample_chosen.connect(self.reader.show_sample)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.workshop is not None and self.workshop.unsaved and not self._leaving:
            event.ignore()
            self.workshop.ask_to_keep(self.close)
            return
        if self.documents.unsaved and self.preferences.asks and not self._leaving:
            event.ignore()
            ask_to_keep(self, self.documents, self.files.save, self._leave)
            return
        if self.pages.currentIndex() != 0:
            self.show_workspace(0)
        self.lessons.close()
        self.preferences.geometry, self.preferences.views = self.saveGeometry(), self.docks.views()
        self.preferences.docks = self.docks.state()
        if self.recovery is not None:
            self.recovery.close(given_up=self._leaving)
        self.live.close()
        if self.workshop is not None:
            self.workshop.close()
        self.host.stop()
        self.documents.close()
        self.reader.close()
        event.accept()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
