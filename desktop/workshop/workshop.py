"""What the workshop does: opens sources, has them checked, swaps them in, and tells what became of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.bench import Failed, Passed, Section
from core.errors import InknetError
from core.files import replace_file
from core.shelf import Plugin
from core.status import SwapAsks, Swapped, SwapRejected
from core.templates import class_name, template
from core.watch import Change
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch

from . import use
from .checking import Checking
from .elsewhere import Elsewhere
from .fault_card import TroubleCard
from .page import WorkshopPage
from .plugins import Plugins, write_all
from .source import Source
from .swap_card import SwapCard

CHECK_AFTER = 60
"""Milliseconds after a source was opened at which it is checked: it is shown first."""


class Workshop(QObject):
    """Between the page, the plugins and the running training."""

    told = Signal(str, str)
    """A kind of notice and its words."""
    asked_for = Signal()
    """The page shall be shown."""
    used = Signal(object)
    """A (kind, name) that the user wants to use in the training."""

    def __init__(self, look: ThemeSwitch, live: Live, plugins: Plugins) -> None:
        super().__init__()
        self._look, self._live, self.plugins = look, live, plugins
        self.page = WorkshopPage(look, plugins.taken)
        self.checking = Checking(plugins.builtins, self)
        self.elsewhere = Elsewhere(plugins, self)
        self.sources: dict[str, Source] = {}
        self._on_bench: tuple[Source, bytes, bool] | None = None
        self._awaited: dict[str, Source] = {}
        page = self.page
        page.list.opened.connect(self.open)
        page.list.new.created.connect(self.new)
        page.editor.save_asked.connect(self.save)
        page.editor.copy_asked.connect(self.copy)
        page.editor.new_asked.connect(lambda: page.list.new.ask("activation"))
        page.editor.edited.connect(self._edited)
        page.bench.line_chosen.connect(self._go_to)
        self.checking.came.connect(self._show_sections)
        self.checking.decided.connect(self._decided)
        self.elsewhere.told.connect(self.told)
        plugins.changed.connect(self._renew)
        plugins.edited_elsewhere.connect(self._edited_elsewhere)
        live.swapped.connect(self._swapped)
        live.swap_asks.connect(self._ask_for_memory)
        live.swap_rejected.connect(self._rejected)
        self._renew()

    @property
    def current(self) -> Source | None:
        """The source that is shown."""
        return self.page.editor.source

    @property
    def unsaved(self) -> list[Source]:
        """Texts with changes that are not saved."""
        return [source for source in self.sources.values() if source.unsaved]

    # opening

    def open(self, key: str, line: int = 0, words: str = "") -> None:
        """Show a plugin's source; with ``line``, go there, and mark it with ``words``."""
        held, plugin = self.sources.get(key), self.plugins.find(key)
        if held is not None:
            self._show(held, line, words)
        elif plugin is not None:
            self.plugins.source(key, lambda text: self._opened(plugin, text, line, words))
        else:
            self.told.emit("warning", tr("This plugin is not there any more."))

    def open_place(self, place: str, line: int = 0, words: str = "") -> None:
        """Show the plugin that a file or module is."""
        plugin = self.plugins.at(place)
        if plugin is None:
            self.told.emit("info", tr("{place} is no plugin of this list.", place=place))
        else:
            self.open(plugin.key, line, words)

    def _opened(self, plugin: Plugin, text: str, line: int, words: str) -> None:
        if plugin.key not in self.sources:
            mine = plugin.origin == "file" and plugin.state != "waiting"
            path = plugin.source_path or Path(plugin.path)
            document = self.page.editor.code.document_of(text)
            source = Source(plugin.key, plugin.name, path, document, read_only=not mine, text=text)
            if plugin.state == "active" and mine:
                source.passed(text.encode())
            self.sources[plugin.key] = source
        self._show(self.sources[plugin.key], line, words)

    def _show(self, source: Source, line: int = 0, words: str = "") -> None:
        if self.current is not source:
            self.page.take_card_away()
            self.page.bench.clear()
            self.page.editor.show_source(source)
            self.page.list.set_current(source.key)
            QTimer.singleShot(CHECK_AFTER, lambda: self._look_at(source))
        if line:
            self.page.editor.code.mark({line: words} if words else {})
            self.page.editor.code.go_to(line)
        self.page.editor.code.setFocus()
        self._renew()

    def _look_at(self, source: Source) -> None:
        """Put a source that was opened on the bench, unless it may not run or is there already."""
        plugin = self.plugins.find(source.key)
        may_run = plugin is not None and plugin.state != "waiting"
        if self.current is source and may_run and not (self._on_bench and self._on_bench[0] is source):
            self._check(source, source.text.encode(), swaps=False)

    # making

    def new(self, kind: str, name: str, text: str = "") -> None:
        """A plugin of the user's own from a template, or from ``text``: open, checked and ready at once."""
        try:
            content = text or template(kind, name)
        except InknetError as error:
            self.told.emit("warning", str(error))
            return
        key = f"{name}.py"
        source = Source(key, name, self.plugins.folder / key, self.page.editor.code.document_of(content))
        source.version = 0
        self.sources[key] = source
        self._show(source)
        self.save()

    def copy(self) -> None:
        """Begin a plugin of one's own with the text of the one that is shown."""
        source = self.current
        plugin = self.plugins.find(source.key) if source else None
        if source is None or plugin is None or not plugin.provides:
            self.told.emit("info", tr("There is nothing here that could be copied as a plugin."))
            return
        kind = plugin.provides[0][0]
        text = source.document.toPlainText()
        number, wanted = 1, f"my-{plugin.provides[0][1]}"
        while self.plugins.taken(kind, wanted):
            number += 1
            wanted = f"my-{plugin.provides[0][1]}-{number}"
        for _, name in plugin.provides:
            text = use.renamed(text, name, class_name(wanted if name == plugin.provides[0][1] else f"my-{name}"))
        self.new(kind, wanted, text)

    # saving, checking, swapping

    def save(self) -> None:
        """Save what is shown, check it, and where it passes swap it in."""
        source = self.current
        if source is None or source.read_only:
            return
        content = source.save()
        source.state = "checking"
        self.plugins.save(source.key, content)
        self.page.editor.renew()
        self.page.list.set_unsaved(source.key, False)
        self._check(source, content, swaps=True)

    def _check(self, source: Source, content: bytes, swaps: bool) -> None:
        self._on_bench = (source, content, swaps)
        self.page.bench.begin()
        self.checking.begin(source.path, content)

    def _show_sections(self, sections: list[Section]) -> None:
        if self._on_bench is None or self.current is not self._on_bench[0]:
            return
        self.page.bench.show_sections(sections)
        wrong = {one.line: one.words or one.title for one in sections if one.state == "failed" and one.line}
        if wrong:
            self.page.editor.code.mark(wrong)

    def _decided(self, verdict: Passed | Failed) -> None:
        if self._on_bench is None:
            return
        source, content, swaps = self._on_bench
        if isinstance(verdict, Failed):
            self._failed(source, verdict, swaps)
        elif swaps:
            self._swap(source, content)

    def _swap(self, source: Source, content: bytes) -> None:
        words = f"{source.name} {source.version}"
        self._awaited[words] = source

        def put_in(_: object) -> None:
            source.passed(content)
            if self.current is source:
                self.page.editor.code.mark({})
                self.page.editor.renew()

        self.plugins.swap(source.key, content, words, put_in, lambda why: self._not_put_in(source, words, why))

    def _failed(self, source: Source, verdict: Failed, swaps: bool) -> None:
        if swaps:
            source.state = "failed"
        if self.current is source:
            if verdict.line:
                self.page.editor.code.mark({verdict.line: use.short(verdict.message)})
            self.page.show_card(self._trouble(source, verdict.message, verdict.line, swaps))
            self.page.editor.renew()

    def _not_put_in(self, source: Source, words: str, why: str) -> None:
        self._awaited.pop(words, None)
        source.state = "failed"
        if self.current is source:
            self.page.editor.renew()
            self.page.show_card(self._trouble(source, why, None, True))
        else:
            self.told.emit("warning", why)

    def _trouble(self, source: Source, message: str, line: int | None, swaps: bool) -> TroubleCard:
        place = source.path.name + (f", line {line}" if line else "")
        title, sentence = use.told(message, str(source.path))
        card = TroubleCard(self._look, title, place, sentence)
        runs = source.good[-1][0] if source.good else 0
        if swaps and runs and runs != source.version:
            card.add_hint(tr("Version {old} keeps running; version {new} waits.", old=runs, new=source.version))
        if line:
            go = card.add_button("go", tr("Go to line {line}", line=line), "primary", "pen")
            go.clicked.connect(lambda: self._go_to(line))
        if swaps and runs and runs != source.version:
            back = card.add_button("back", tr("Use the text of version {number}", number=runs))
            back.clicked.connect(lambda: self._take_back(source))
        card.end_buttons()
        return card

    def _swapped(self, event: Swapped) -> None:
        source = self._awaited.pop(event.words, None)
        if source is not None and self.current is source:
            self.page.show_card(use.swapped_card(self._look, source, event, self._live, self.undo_swap, self.used.emit))

    def undo_swap(self) -> None:
        """Let the version before run again; the text in the editor stays."""
        source = self.current
        if source is None or source.former is None:
            return
        number, _ = source.former

        def undone(_: object) -> None:
            source.good = source.good[:-1]
            source.running, source.state = number, "failed"
            self.page.editor.renew()
            said = tr("Version {number} stays in the editor. Save it to swap it in once more.", number=source.version)
            title = tr("Version {number} runs again", number=number)
            self.page.show_card(SwapCard(self._look, "info", title, said))

        self.plugins.last_good(source.key, f"{source.name} {number}", undone)

    def _take_back(self, source: Source) -> None:
        """Put the text of the version that runs into the editor; undo brings the other one back."""
        use.put(self.page.editor.code, source.good[-1][1].decode())
        self.page.take_card_away()
        self.page.editor.code.mark({})

    def _ask_for_memory(self, event: SwapAsks) -> None:
        swap = event.swap

        def agree() -> None:
            self._live.session.swap(swap.registry, swap.names, swap.words, state="fresh")
            self.page.take_card_away()

        def keep() -> None:
            self._awaited.pop(swap.words, None)
            self.undo_swap()

        actions = [(tr("Begin afresh"), agree), (tr("Keep the version before"), keep)]
        title = tr("What the optimizer remembers has another form now")
        self.page.show_card(SwapCard(self._look, "warning", title, use.sentence(event.words), actions))
        self.asked_for.emit()

    def _rejected(self, event: SwapRejected) -> None:
        """It passed its checks but not this training: the version before is put back."""
        source = self._awaited.get(event.swap.words)
        if source is None:
            self.told.emit("warning", str(event.error))
            return
        self._not_put_in(source, event.swap.words, str(event.error))
        if source.former is not None:
            number, _ = source.former
            source.good, source.running = source.good[:-1], number
            self.plugins.last_good(source.key, f"{source.name} {number}", lambda _: None)

    # other programs

    def _edited_elsewhere(self, change: Change) -> None:
        """A file that another program wrote goes the way of a save."""
        source = self.sources.get(change.key)
        text = change.source.decode("utf-8", errors="replace")
        if source is None or self.current is not source:
            if source is not None and not source.unsaved:
                source.document.setPlainText(text)
                source.text = text
            self.elsewhere.take(change)
        elif source.unsaved:
            self._ask_whose(source, text)
        else:
            self._take_text(source, text)

    def _take_text(self, source: Source, text: str) -> None:
        use.put(self.page.editor.code, text)
        self.save()

    def _ask_whose(self, source: Source, text: str) -> None:
        title = tr("{name} was changed by another program", name=source.path.name)
        said = tr("The text here has changes of its own that are not saved.")
        actions = [
            (tr("Take the other text"), lambda: self._take_text(source, text)),
            (tr("Keep this one"), self.page.take_card_away),
        ]
        self.page.show_card(SwapCard(self._look, "warning", title, said, actions))

    # keeping

    def write_all(self) -> None:
        """Write every text that is not saved, unchecked: at the next start its checks tell what is wrong.

        Raises InknetError where a file cannot be written.
        """
        for source in self.unsaved:
            content = source.save()
            replace_file(source.path, partial(write_all, content=content))

    def close(self) -> None:
        """End what is being checked."""
        self.checking.cancel()
        self.elsewhere.close()

    def _go_to(self, line: int) -> None:
        self.page.editor.code.go_to(line)
        self.page.editor.code.setFocus()

    def _edited(self) -> None:
        source = self.current
        if source is not None:
            self.page.list.set_unsaved(source.key, source.unsaved)

    def _renew(self) -> None:
        """The list at the left: the user's own, and what is read besides."""
        shown, current = self.plugins.mine, self.current
        for key in [key for key in self.sources if self.plugins.find(key) is None and self.sources[key].version > 1]:
            if not self.sources[key].unsaved and current is not self.sources[key]:
                del self.sources[key]
        if current is not None and current.read_only:
            plugin = self.plugins.find(current.key)
            shown = [*shown, plugin] if plugin is not None and plugin not in shown else shown
        self.page.list.show_plugins(shown)
        for source in self.sources.values():
            self.page.list.set_unsaved(source.key, source.unsaved)
