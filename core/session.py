"""The experiment, its run, undo and redo. No Qt: the window and the command line use the same one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from .data import Data
from .edits import Edit
from .experiment import Experiment, settled
from .history import History
from .registry import Registry
from .run import Run
from .status import Built, Event, Faulted, Finished, Rejected, Slow, Stopped, SwapAsks, Swapped, SwapRejected
from .swaps import Names, StateWay, Swap, fitted
from .training import Moment

MERGE_SECONDS = 1.5
"""Edits with one merge key closer together than this are one entry of undo: a slider's drag."""

__all__ = [
    "Built",
    "Deed",
    "Edit",
    "Event",
    "Faulted",
    "Finished",
    "Rejected",
    "Session",
    "Slow",
    "Stopped",
    "SwapAsks",
    "SwapRejected",
    "Swapped",
]


@dataclass(frozen=True)
class Deed:
    """Something done beside the experiment, such as a stroke drawn, and how to take it back and do it again."""

    label: str
    back: Callable[[], object]
    again: Callable[[], object]


@dataclass
class _Entry:
    edit: Edit | Deed
    merge: str
    time: float


class Session:
    """Callers edit the experiment; the run builds and trains. Raises what ``settled`` raises for a bad experiment."""

    def __init__(
        self,
        experiment: Experiment,
        registry: Registry,
        start: tuple[Moment, History] | None = None,
        begin: bool = True,
    ) -> None:
        """``start`` is where an opened project stood. Without ``begin``, nothing is loaded until ``begin()``."""
        self.registry = registry
        self.experiment = settled(experiment, registry)
        self.data: Data | None = None
        """The data of the run, once they are loaded."""
        self._done: list[_Entry] = []
        self._undone: list[_Entry] = []
        self.run = Run(registry)
        self._start, self._start_layers = start, self.experiment.layers
        self._first: Edit | None = Edit("Open", self.experiment, self.experiment, fresh=True, start=start)
        if begin:
            self.begin()

    def begin(self) -> None:
        """Load the data and build the network, unless that was already asked for."""
        if self._first is not None:
            self.run.apply(self._first)
            self._first = None

    def change(self, after: Experiment, label: str, merge: str = "") -> None:
        """Make the experiment another; what fits of the training goes on. ``label`` names the edit in the undo list.

        Raises UnknownComponent, BadSetting or BadExperiment at once for what declarations can tell, and then nothing
        has changed. What only building can tell comes back as a Rejected event.
        """
        after = settled(after, self.registry)
        if after == self.experiment:
            return
        last = self._done[-1] if self._done else None
        if (
            last
            and merge
            and isinstance(last.edit, Edit)
            and last.merge == merge
            and time.monotonic() - last.time < MERGE_SECONDS
        ):
            last.edit.after, last.time, self.experiment = after, time.monotonic(), after
            self.run.apply(last.edit, "again")
        else:
            self._push(Edit(label, self.experiment, after, start=self._still_fitting(after)), merge)

    def put(self, after: Experiment, label: str, start: tuple[Moment, History] | None = None) -> None:
        """Begin anew with another experiment, or where ``start`` stood; undo brings experiment and training back.

        Raises what ``change`` raises.
        """
        self._push(Edit(label, self.experiment, settled(after, self.registry), fresh=True, start=start))

    def _still_fitting(self, after: Experiment) -> tuple[Moment, History] | None:
        """Where an opened project stood, while it could not be built and its layers are those that were opened."""
        if self.run.experiment is not None:
            self._start = None
        there, here = ([(one.units, one.bias) for one in layers] for layers in (self._start_layers, after.layers))
        return self._start if there == here else None

    def reset(self) -> None:
        """Start training anew from fresh weights; undo brings the training back."""
        self._push(Edit("Reset weights", self.experiment, self.experiment, fresh=True))

    def record(self, deed: Deed, merge: str = "") -> None:
        """Put something that was done beside the experiment on the same list; with ``merge``, as ``change`` does."""
        last = self._done[-1] if self._done else None
        now = time.monotonic()
        if last and merge and isinstance(last.edit, Deed) and last.merge == merge and now - last.time < MERGE_SECONDS:
            last.edit, last.time = Deed(deed.label, last.edit.back, deed.again), now
        else:
            self._done.append(_Entry(deed, merge, now))
        self._undone.clear()

    def _push(self, edit: Edit, merge: str = "") -> None:
        self._done.append(_Entry(edit, merge, time.monotonic()))
        self._undone.clear()
        self.experiment = edit.after
        self.run.apply(edit)

    @property
    def undo_label(self) -> str:
        """What undo would take back, or nothing."""
        return self._done[-1].edit.label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again, or nothing."""
        return self._undone[-1].edit.label if self._undone else ""

    @property
    def labels(self) -> tuple[list[str], list[str]]:
        """The names of all edits done, oldest first, and of all undone, next first."""
        return [e.edit.label for e in self._done], [e.edit.label for e in reversed(self._undone)]

    def undo(self) -> None:
        """Take the last edit back. Weights that it removed return; those that lived through keep what they learned."""
        if self._done:
            entry = self._done.pop()
            self._undone.append(entry)
            if isinstance(entry.edit, Deed):
                entry.edit.back()
            else:
                self.experiment = entry.edit.before
                self.run.apply(entry.edit, "undo")

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            entry = self._undone.pop()
            self._done.append(entry)
            if isinstance(entry.edit, Deed):
                entry.edit.again()
            else:
                self.experiment = entry.edit.after
                self.run.apply(entry.edit)

    def swap(self, registry: Registry, names: Names, words: str, state: StateWay = "ask") -> None:
        """Let the running training go on with another catalogue, in which the components ``names`` are new.

        It takes place between two steps. Settings keep the user's values. What an optimizer remembers is kept where
        its form is the same; where it is not, a SwapAsks event asks, and ``state="fresh"`` is the answer. A Swapped
        event tells that it is done, SwapRejected that it could not be built and the version before goes on. ``words``
        stand in the history and on every chart.
        """
        self.run.swap(Swap(registry, names, words, state))

    def interrupt(self) -> bool:
        """Stop the step under way, wherever a plugin's code is; False where there is none. A Faulted event follows."""
        return self.run.interrupt()

    def abandon(self, registry: Registry) -> None:
        """Leave a step that nothing stops to itself, and go on from the last good moment with another catalogue.

        Its thread cannot be ended: it goes on using a processor until the program is closed.
        """
        stuck = self.run
        start = stuck.last_good()
        stuck.stop(0)  # should it ever come back
        self.experiment, _ = fitted(self.experiment, registry, self.data.task if self.data else "classification")
        self.registry = registry
        self.run = Run(registry)
        self.run.apply(Edit("Go on", self.experiment, self.experiment, fresh=True, start=start))

    def poll(self) -> list[Event]:
        """What happened in the run since the last call; a rejected edit is taken back, off the undo list too."""
        events = self.run.events()
        for event in events:
            if isinstance(event, Built):
                self.data = event.data
            elif isinstance(event, Rejected):
                self._take_back(event)
            elif isinstance(event, Swapped):
                self._follow(event)
        return events

    def _follow(self, event: Swapped) -> None:
        """Know the new catalogue, in the experiment and in all that undo and redo lead to."""
        self.registry = event.swap.registry
        task = self.data.task if self.data else "classification"
        self.experiment = fitted(self.experiment, self.registry, task)[0]
        for entry in (*self._done, *self._undone):
            if isinstance(entry.edit, Edit):
                entry.edit.before = fitted(entry.edit.before, self.registry, task)[0]
                entry.edit.after = fitted(entry.edit.after, self.registry, task)[0]

    def _take_back(self, event: Rejected) -> None:
        """Let the list hold only what could be built, and be where the run is once no answer is missing any more."""
        asked, is_now = event.asked, event.experiment
        if is_now is None or (asked.way != "undo" and asked.target is not asked.edit.after):
            return  # nothing was built yet, and all is the user's plan; or of a drag a further stretch is under way
        last = asked.number == self.run.asked
        if asked.way != "undo":
            self._forget(asked.edit, is_now)
        elif last:
            self._stay(asked.edit)
        if last:
            self.experiment = is_now

    def _forget(self, edit: Edit, is_now: Experiment) -> None:
        """Take out an edit that could not be built; of a drag, the stretch that could be stays."""
        line = [entry.edit for entry in (*self._done, *reversed(self._undone))]
        if edit not in line:
            return
        partly = any(entry.edit is edit for entry in self._done) and is_now != edit.before
        if partly:
            edit.after = is_now
        following = next((one for one in line[line.index(edit) + 1 :] if isinstance(one, Edit)), None)
        if following is not None:
            following.before = edit.after if partly else edit.before
        if not partly:
            self._done = [entry for entry in self._done if entry.edit is not edit]
            self._undone = [entry for entry in self._undone if entry.edit is not edit]

    def _stay(self, edit: Edit) -> None:
        """An edit that could not be undone stays done; the next undo takes it back with the one before it."""
        entry = next((entry for entry in self._undone if entry.edit is edit), None)
        if entry is None:
            return
        self._undone.remove(entry)
        before = next((one for one in reversed(self._done) if isinstance(one.edit, Edit)), None)
        if before is not None and isinstance(before.edit, Edit):
            edit.before = before.edit.before
            self._done.remove(before)
        self._done.append(entry)

    def wait(self) -> None:
        """Wait until the first experiment is built. Raises what stopped it."""
        while True:
            for event in self.poll():
                if isinstance(event, Built):
                    return
                if isinstance(event, Rejected):
                    raise event.error
            time.sleep(0.005)

    def stop(self, timeout: float | None = None) -> None:
        """End the run's thread and wait for it, at most ``timeout`` seconds."""
        self.run.stop(timeout)
