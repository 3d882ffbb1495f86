"""The workshop in its window: a workspace, a dock, and what passes between plugins, training and the parts around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from core.errors import InknetError
from core.experiment import Choice
from core.placeholders import missing, with_placeholders
from core.registry import Registry
from core.shelf import Shelf
from core.status import Swapped
from core.trust import Request
from desktop.canvas.edits import hidden_keys
from desktop.canvas.names import layer_name
from desktop.language import tr
from desktop.parts import column

from .plugins import Plugins, differing

if TYPE_CHECKING:
    from desktop.window import MainWindow

    from .fault_desk import FaultDesk
    from .trust_prompt import TrustPrompt
    from .workshop import Workshop

INDEX = 2
"""Of the workspace among the window's pages."""
AFTER = 900
"""Milliseconds after the start at which the workshop is made ready, unless it was asked for before."""
SUFFIX = ".py"


class Place(QObject):
    """Made by the window when its parts are there. The workshop itself is built when it is first needed."""

    def __init__(self, window: MainWindow, shelf: Shelf) -> None:
        super().__init__(window)
        self._window = window
        self.plugins = Plugins(shelf, self)
        self.prompt: TrustPrompt | None = None
        self._asking: list[str] = []
        self._built: tuple[Workshop, FaultDesk] | None = None
        self._session = window.live.session
        self._page = QWidget()
        self._page.setLayout(column())
        window.pages.addWidget(self._page)
        self.plugins.registry_changed.connect(self._swap_in)
        self.plugins.told.connect(lambda kind, words: window.notices.tell(kind, words))
        self.plugins.waiting.connect(self.ask_trust)
        self.plugins.done.connect(window.live.record)
        self.plugins.edited_elsewhere.connect(lambda _: self.workshop)
        window.host.line_asked.connect(self.open_place)
        window.live.swapped.connect(self._swapped)
        window.live.faulted.connect(lambda _: self.workshop)
        window.documents.changed.connect(self._catch_up)
        a = window.actions_by_name
        a["bench"].triggered.connect(self.show)
        a["plugins"].triggered.connect(self.show_manager)
        for words in self.plugins.crashes():
            window.notices.tell("warning", words, [(tr("Show plugins"), self.show_manager)])
        if self.plugins.safe:
            window.notices.tell("info", tr("This is a safe start: none of your plugins is loaded."))

    @property
    def workshop(self) -> Workshop:
        """What the workspace holds."""
        if self._built is None:
            from .fault_desk import FaultDesk
            from .workshop import Workshop

            window = self._window
            workshop = Workshop(window.look, window.live, self.plugins)
            desk = FaultDesk(window.look, window.live, self.plugins, workshop)
            layout = self._page.layout()
            assert layout is not None
            layout.addWidget(workshop.page)
            workshop.told.connect(lambda kind, words: window.notices.tell(kind, words))
            workshop.asked_for.connect(self.show)
            workshop.used.connect(self.use)
            workshop.page.list.all_asked.connect(self.show_manager)
            desk.told.connect(lambda kind, words, actions: window.notices.tell(kind, words, actions))
            self._built = (workshop, desk)
        return self._built[0]

    @property
    def desk(self) -> FaultDesk:
        """What tells of plugins that failed."""
        assert self.workshop is not None
        assert self._built is not None
        return self._built[1]

    def add_manager(self) -> None:
        """Put the list of all plugins into a dock, and have the workshop ready soon."""
        from .manager import Manager

        self.manager = Manager(self._window.look, self.plugins)
        self.manager.open_asked.connect(self.open)
        self.manager.trust_asked.connect(self.ask_trust)
        self._window.docks.add_panel("plugins", self.manager, "drawing").hide()
        QTimer.singleShot(AFTER, self, lambda: self.workshop)

    def show(self) -> None:
        """Open the workspace."""
        assert self.workshop is not None
        self._window.show_workspace(INDEX)

    def show_manager(self) -> None:
        """Bring the list of all plugins up, or take it away."""
        self._window.docks.toggle("plugins")

    def open(self, key: str, line: int = 0, words: str = "") -> None:
        """Show a plugin's source in the workspace."""
        self.show()
        self.workshop.open(key, line, words)

    def open_place(self, place: str, line: int, words: str) -> None:
        """Show the line of a file or module."""
        self.show()
        self.workshop.open_place(place, line, words)

    def regions(self) -> list[QWidget]:
        """Where F6 stops in the workspace."""
        return self.workshop.page.regions()

    def drop(self, paths: list[str]) -> bool:
        """Install the plugin files among these; False where there is none."""
        files = [path for path in paths if path.endswith(SUFFIX)]
        for path in files:
            self.plugins.install(Path(path))
        return bool(files)

    def use(self, component: tuple[str, str]) -> None:
        """Use a component where it goes in the training."""
        kind, name = component
        window = self._window
        if kind == "visualization":
            window.show_workspace(0)
            window.deeds.open(name)
        elif kind == "activation":
            self._activate(name)
        elif window.live.edit(lambda e: replace(e, **{kind: Choice(name)}), f"Choose {name}"):  # type: ignore[arg-type]
            self._tell(tr("The training uses {name} now", name=name))

    def _activate(self, name: str) -> None:
        """Give the chosen hidden layer another activation, or the first where none is chosen."""
        window, editor = self._window, self._window.network.editor
        hidden = hidden_keys(window.live.experiment)
        if not hidden:
            window.notices.tell("info", tr("There is no hidden layer yet that could use {name}.", name=name))
            return
        key = next((one for one in editor.canvas.chosen_keys() if one in hidden), hidden[0])
        editor.commands.activate((key,), Choice(name))
        layer = layer_name(window.live.experiment, key)
        self._tell(tr("{layer} uses {name} now", layer=layer, name=name))

    def _tell(self, title: str) -> None:
        from .swap_card import SwapCard

        said = tr("From the next step on. A version that you save takes its place while it trains.")
        actions = [(tr("Show the network"), lambda: self._window.show_workspace(0))]
        self.workshop.page.show_card(SwapCard(self._window.look, "success", title, said, actions))

    # trust

    def ask_trust(self, key: str) -> None:
        """Ask whether a file may run, one after the other."""
        if key not in self._asking:
            self._asking.append(key)
        if len(self._asking) == 1:
            self.plugins.request(key, self._ask)

    def _ask(self, request: Request) -> None:
        from .trust_prompt import TrustPrompt

        self.prompt = TrustPrompt(self._window.look, self._window, request)
        self.prompt.decided.connect(lambda yes: self._decided(request, yes))
        self.prompt.open()

    def _decided(self, request: Request, yes: bool) -> None:
        self.prompt = None
        self._asking.remove(request.key)
        if yes:
            self.plugins.consent(request.key, request.hash)
        else:
            words = tr("{name} stays off. It waits in the list of plugins.", name=request.path.name)
            self._window.notices.tell("info", words, [(tr("Show plugins"), self.show_manager)])
        if self._asking:
            self.plugins.request(self._asking[0], self._ask)

    # the training and the parts of the window

    def _swap_in(self, registry: Registry, words: str) -> None:
        """Let the training go on with another catalogue; the window follows when it does."""
        session = self._window.live.session
        if missing(session.registry):  # a project with parts that are not here keeps their places
            registry = with_placeholders(session.experiment, registry)
        session.swap(registry, differing(session.registry, registry), words)

    def _swapped(self, event: Swapped) -> None:
        self._window.offer(event.swap.registry)
        for words in event.told if self._window.pages.currentIndex() != INDEX else ():  # there the card tells it
            self._window.notices.tell("info", words[:1].upper() + words[1:] + ".")

    def _catch_up(self) -> None:
        """Another project was opened with the catalogue that the window had: it takes the newest too."""
        session = self._window.live.session
        if session is not self._session:
            self._session = session
            if session.registry is not self.plugins.registry:
                self._swap_in(self.plugins.registry, "")

    # leaving

    @property
    def unsaved(self) -> bool:
        """Whether a text of a plugin has changes that are not saved."""
        return self._built is not None and bool(self._built[0].unsaved)

    def ask_to_keep(self, then: Callable[[], object]) -> None:
        """Go on with ``then`` when texts that are not saved are written, or are given up."""
        names = ", ".join(source.path.name for source in self.workshop.unsaved)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("inknet")
        box.setText(tr("Save {names} first?", names=names))
        box.setInformativeText(tr("The text in the workshop has changes that are not saved."))
        kept = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        lost = box.addButton(tr("Do not save"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(kept)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(_: int) -> None:
            pressed = box.clickedButton()
            if pressed is kept:
                try:
                    self.workshop.write_all()
                except InknetError as error:
                    self._window.notices.tell("danger", str(error))
                    return
            if pressed in (kept, lost):
                self.workshop.sources.clear()
                then()

        box.finished.connect(answered)
        box.open()

    def close(self) -> None:
        """End what is under way."""
        if self._built is not None:
            self._built[0].close()
        self.plugins.close()
