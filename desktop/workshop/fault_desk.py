"""What happens when a plugin fails in the training, or does not come to an end: a card, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.faults import Fault
from core.status import Faulted, Slow
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts.notice import Action

from .fault_card import FaultCard
from .plugins import Plugins
from .workshop import Workshop


class FaultDesk(QObject):
    """The run rests at the start of the step; the page is shown with the line that failed."""

    told = Signal(str, str, object)
    """A kind of notice, its words, and what can be done, as ``Notices.tell`` takes it."""

    def __init__(self, look: ThemeSwitch, live: Live, plugins: Plugins, workshop: Workshop) -> None:
        super().__init__()
        self._look, self._live, self._plugins, self._workshop = look, live, plugins, workshop
        self.fault: Fault | None = None
        self._slow_step = -1
        live.faulted.connect(self._faulted)
        live.slow.connect(self._slow)

    def show(self, fault: Fault) -> None:
        """Open the file at its line, marked, and the card beneath it."""
        plugin = self._plugins.provider(fault.kind, fault.plugin) or self._plugins.at(fault.path)
        if plugin is None:
            self._card(fault)
            return
        held = self._workshop.sources.get(plugin.key)
        self._workshop.open(plugin.key, fault.line or 0, fault.got)
        if held is not None:
            self._card(fault)
        else:  # the text is on its way
            self._plugins.source(plugin.key, lambda _: self._card(fault))

    def _faulted(self, event: Faulted) -> None:
        self.fault = event.fault
        self._workshop.asked_for.emit()
        self.show(event.fault)

    def _card(self, fault: Fault) -> None:
        plugin = self._plugins.provider(fault.kind, fault.plugin)
        source = self._workshop.sources.get(plugin.key) if plugin else None
        card = FaultCard(self._look, fault, can_go_back=source is not None and source.former is not None)
        card.asked.connect(lambda what: self._answer(what, fault))
        card.line_asked.connect(self._workshop.open_place)
        self._workshop.page.show_card(card)
        if fault.line and self._workshop.current is not None and plugin and self._workshop.current.key == plugin.key:
            self._workshop.page.editor.code.mark({fault.line: tr("got {what}", what=fault.got)})
            self._workshop.page.editor.code.go_to(fault.line)

    def _answer(self, what: str, fault: Fault) -> None:
        plugin = self._plugins.provider(fault.kind, fault.plugin)
        if what == "retry":
            self._workshop.page.take_card_away()
            self._live.session.run.play()
        elif what == "last-good":
            self._workshop.undo_swap()
        elif what == "disable" and plugin is not None:
            self._plugins.turn_off(plugin.key, lambda _: self._disabled(fault))

    def _disabled(self, fault: Fault) -> None:
        self._workshop.page.take_card_away()
        words = tr("{name} is off. What used it goes on with a built-in.", name=fault.plugin)
        self.told.emit("info", words, [(tr("Train on"), self._live.session.run.play)])

    def _slow(self, event: Slow) -> None:
        """A step that takes long: it can be stopped; where that fails, the training goes on without it."""
        where = tr("in {hook}", hook=event.hook) if event.hook else tr("in no plugin's code")
        took = f"{event.seconds:.0f} s"
        if event.stubborn:
            words = tr(
                "Step {step} does not stop {where}. It can be left to itself; it uses a processor until you quit.",
                step=f"{event.step:,}",
                where=where,
            )
            actions: list[Action] = [(tr("Go on without it"), lambda: self._abandon(event.hook))]
        else:
            words = tr("Step {step} has taken {took} {where}.", step=f"{event.step:,}", took=took, where=where)
            actions = [(tr("Stop the step"), self._live.session.interrupt)]
        self.told.emit("warning", words, actions)

    def _abandon(self, hook: str) -> None:
        """Turn the plugin off whose code does not end, and go on from the last good moment."""
        name = hook.partition(".")[0]
        entries = self._plugins.registry.entries.items()
        key = next((key for key, entry in entries if entry.cls.__name__ == name), None)
        plugin = self._plugins.provider(*key) if key else None
        go_on = lambda _: self._live.session.abandon(self._plugins.registry)  # noqa: E731
        if plugin is not None:
            self._plugins.turn_off(plugin.key, go_on)
        else:
            go_on(None)
