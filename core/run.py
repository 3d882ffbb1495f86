"""A thread that steps a trainer. Commands come in between two steps; snapshots go out through a one-slot mailbox."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

import numpy as np

from .blas import Threads
from .build import trainer_of
from .checkpoints import with_checkpoint
from .data import Data
from .edits import Asked, Edit, Way, by_shape
from .errors import BadExperiment, Cancelled
from .experiment import Experiment, Stopping
from .history import History
from .loaded import Loaded
from .mishaps import last_good, own_plugins, put_back
from .registry import Registry
from .rewind import Rewind
from .snapshot import Checkpoint, Snapshot, snapshot_of
from .status import (
    Built,
    Event,
    Faulted,
    Finished,
    Rejected,
    Speed,
    State,
    Status,
    Stopped,
    Swapped,
    status_of,
)
from .stopping import IMPATIENT, back_to_the_best, reason_to_stop
from .swapping import attempt
from .swaps import Swap, uses
from .training import Moment, Trainer
from .watchdog import Watchdog

T = TypeVar("T")
REST = 30
"""After a snapshot that cost t, the next waits at least this many t."""
EVALUATION_SHARE = 0.06
"""Share of the time that evaluations within an epoch may take."""


class Run:
    """Owns the trainer and everything that runs plugin code for it. Other threads only queue commands and read."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.status = Status()
        self.experiment: Experiment | None = None
        self.asked = 0  # edits that it was asked to build
        self._trainer: Trainer | None = None
        self._loaded = Loaded()
        self._commands: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._mailbox: deque[Snapshot] = deque(maxlen=1)
        self._needs: frozenset[str] = frozenset()
        self._checkpoints: list[Checkpoint] = []
        self._wanted = True
        self._rest_until = 0.0
        self._left = 0  # steps still to make; -1 until a rule stops it
        self._pace = 0.0  # steps a second; 0 for as many as go
        self._step_due = 0.0
        self._base = 0  # the epoch that stopping rules count from
        self._seconds = 0.0
        self._base_seconds = 0.0
        self._speed = Speed()
        self._measured = 0.0
        self._measuring_cost = 0.0
        self._cancelled = threading.Event()
        self._threads: Threads | None = None
        self._watchdog = Watchdog()
        self._rewind = Rewind()
        self._guarded = False  # whether a component that is not built in takes part
        self._thread = threading.Thread(target=self._loop, name="run", daemon=True)
        self._thread.start()

    # what other threads call

    def apply(self, edit: Edit, way: Way = "do") -> None:
        """Build what an edit asks for (or, to undo it, what it was made from) and go on with it."""
        self.asked += 1
        asked = Asked(edit, edit.before if way == "undo" else edit.after, way, self.asked)
        self._cancelled.clear()
        self._commands.put(lambda: self._apply(asked))

    def reload(self, name: str) -> None:
        """Load the data sets of a name again, since their file has changed; training goes on with what they now hold.

        Where that fails the data stay as they were, and a Rejected event tells why.
        """
        self._cancelled.clear()
        self._commands.put(lambda: self._reload(name))

    def swap(self, swap: Swap) -> None:
        """Put new versions of components in the places of the old ones, between two steps."""
        self._commands.put(lambda: self._swap(swap))

    def interrupt(self) -> bool:
        """Stop the step under way by an exception in the plugin's code; False where there is none."""
        return self._watchdog.interrupt()

    def play(self, steps: int = -1) -> None:
        """Train: so many steps, or until a stopping rule ends it."""
        self._commands.put(lambda: self._play(steps))

    def play_epoch(self) -> None:
        """Train to the end of the epoch under way."""
        self._commands.put(self._play_epoch)

    def pause(self) -> None:
        """Stop stepping; everything stays as it is."""
        self._commands.put(self._pause)

    def measure_threads(self) -> None:
        """Let it find out whether two threads make a wide network faster; the last bits then depend on the machine."""
        self._commands.put(lambda: setattr(self, "_threads", Threads()))

    def pace(self, steps_per_second: float = 0.0) -> None:
        """Train in slow motion, or with 0 as fast as it goes."""
        self._commands.put(lambda: setattr(self, "_pace", steps_per_second))

    def cancel(self) -> None:
        """Give up what is loading."""
        self._cancelled.set()

    def want(self, needs: frozenset[str]) -> None:
        """Say what snapshots shall hold beyond the usual; see Visualization.needs."""
        if needs != self._needs:
            self._commands.put(lambda: setattr(self, "_needs", needs))

    def ask(self, question: Callable[[Trainer], T]) -> Future[T]:
        """Have a question answered between two steps, on the run's thread. Raises BadExperiment if nothing is built."""
        future: Future[T] = Future()

        def answer() -> None:
            try:
                if self._trainer is None:
                    raise BadExperiment("no network is ready yet; wait until the data are loaded")
                future.set_result(question(self._trainer))
            except BaseException as error:
                future.set_exception(error)

        self._commands.put(answer)
        return future

    def take(self) -> Snapshot | None:
        """The waiting snapshot, if any; taking it asks for the next."""
        self._wanted = True
        return self._mailbox.popleft() if self._mailbox else None

    def events(self) -> list[Event]:
        """What happened since the last call, in order."""
        found: list[Event] = []
        while not self._events.empty():
            found.append(self._events.get())
        slow = self._watchdog.slow(self.registry)
        return [*found, slow] if slow else found

    def last_good(self) -> tuple[Moment, History] | None:
        """The last good moment, copied, and the history up to it; for who leaves this run to itself."""
        return last_good(self._trainer) if self._trainer is not None else None

    def stop(self, timeout: float | None = None) -> None:
        """End the thread after the step under way and wait for it, at most ``timeout`` seconds."""
        self._cancelled.set()
        self._commands.put(None)
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)

    # what the run's thread does

    def _loop(self) -> None:
        with np.errstate(all="ignore"):  # training looks for what is not finite itself
            while True:
                try:
                    command = self._next_command()
                except queue.Empty:
                    self._step()
                    continue
                if command is None:
                    return
                command()
                if self._commands.empty():
                    self._post()

    def _next_command(self) -> Callable[[], None] | None:
        """The next command: waited for at rest, and in slow motion until the next step is due. Raises queue.Empty."""
        if not self._left:
            return self._commands.get()
        wait = self._step_due - time.perf_counter() if self._pace else 0.0
        return self._commands.get(timeout=wait) if wait > 0 else self._commands.get_nowait()

    def _step(self) -> None:
        assert self._trainer is not None
        trainer, begin = self._trainer, time.perf_counter()
        self._step_due = begin + (1 / self._pace if self._pace else 0.0)
        due = self._pace > 0 or (self._wanted and begin >= self._rest_until)
        before, begun = trainer.row, trainer.step_count
        if self._guarded:
            self._rewind.keep(trainer, begin)
        try:
            with self._watchdog.over(begun + 1):
                trainer.step(self._needs if due or self._left == 1 else frozenset())
        except BaseException as error:  # a plugin's code may raise anything
            self._fail(error, begun)
            return
        now = time.perf_counter()
        self._seconds += now - begin
        if self._threads is not None:
            self._threads.took(now - begin, len(trainer.network.parameters) * trainer.recipe.batch_size)
        self._speed.add(now - begin, (trainer.row or len(trainer.data.train.inputs)) - before)
        self._left -= self._left > 0
        if trainer.row == 0 and "checkpoints" in self._needs:
            self._checkpoints = with_checkpoint(self._checkpoints, trainer)
        if (trainer.row == 0 or self._evaluation_is_due(trainer, now)) and not self._evaluate(trainer):
            return
        if self._left < 0 and (reason := self._reason_to_stop(trainer)):
            if reason.startswith(IMPATIENT):
                reason += back_to_the_best(trainer, self._base)
            self._rest("finished", reason)
            self._events.put(Finished(reason))
        elif not self._left:
            self._rest("paused")
        if due or not self._left:
            self._post()

    def _fail(self, error: BaseException, begun: int) -> None:
        """A step failed that began when ``begun`` were done: back to its start, and say by which plugin."""
        assert self._trainer is not None
        told = put_back(self._trainer, error, self.registry, self._rewind, begun + 1, begun)
        self._rest("failed", str(told))
        self._events.put(Stopped(told) if isinstance(told, BaseException) else Faulted(told, error))
        self._post()

    def _pause(self) -> None:
        """Rest; where views need what only a step has, after one more, so that they show that of the last one."""
        trainer, needed = self._trainer, self._needs & {"gradient", "batch"}
        if self._left and needed and trainer is not None and trainer.kept_step != trainer.step_count:
            self._left, self._step_due = 1, 0.0
        else:
            self._rest("paused")

    def _rest(self, state: State, words: str = "") -> None:
        self._left = 0
        if self._threads is not None:
            self._threads.rest()
        if self._trainer is not None:
            self._tell(state, words)

    def _play(self, steps: int) -> None:
        trainer = self._trainer
        if trainer is None:
            return
        if steps < 0 and self._reason_to_stop(trainer):  # it had finished: rules and schedule count anew from here
            self._base, self._base_seconds = trainer.whole_epochs, self._seconds
            trainer.plan(self._base + trainer.recipe.epochs, anew=True)
        if not trainer.history.evaluations and not self._evaluate(trainer):
            return
        self._left = steps
        self._tell("training" if steps else "paused")

    def _play_epoch(self) -> None:
        trainer = self._trainer
        if trainer is not None:
            rows = trainer.rows - trainer.row
            self._play(-(-rows // trainer.recipe.batch_size))

    def _apply(self, asked: Asked) -> None:
        edit, target, way = asked.edit, asked.target, asked.way
        if way == "again" and target is not edit.after:
            return  # of a drag under way: a further stretch of it waits already
        old = self._trainer
        data: Data | None = None
        try:
            data = self._data(target)
            same_inputs = old is not None and old.data is data and self.experiment is not None
            keep_fit = same_inputs and self.experiment.preprocessing == target.preprocessing  # type: ignore[union-attr]
            new = trainer_of(target, self.registry, data, old.fitted if old and keep_fit else None)
            edit.hand_over(old, new, way)
        except BaseException as error:  # plugin code may raise anything
            self._tell("failed" if old is None else "training" if self._left else "paused", str(error))
            self._events.put(Rejected(asked, error, self.experiment, data))
            return
        if old is None or old.data is not new.data or edit.fresh:
            self._base, self._base_seconds = new.whole_epochs, self._seconds
            self._measured = 0.0
        if old is None or edit.fresh or by_shape(old.network) != by_shape(new.network):
            self._checkpoints.clear()
        self._go_on_with(new, target, self.registry)
        self._mailbox.clear()  # who learns of the new one first must not find the old one's moment
        self._events.put(Built(target, data, new.step_count))
        self._tell("training" if self._left else "paused")

    def _go_on_with(self, new: Trainer, experiment: Experiment, registry: Registry) -> None:
        self._trainer, self.experiment = new, experiment
        new.plan(self._base + experiment.stopping.epochs)
        self._rewind.forget()
        self._guarded = own_plugins(uses(experiment), registry)

    def _swap(self, swap: Swap) -> None:
        old, experiment = self._trainer, self.experiment
        if old is None or experiment is None:
            self.registry = swap.registry
            self._events.put(Swapped(0, swap.words, True, swap))
            return
        for kind, name in swap.names:
            if kind == "dataset":
                self._loaded.forget(name)
        done, event = attempt(old, experiment, self.registry, swap, lambda e: self._data(e, swap.registry))
        if done is not None:
            self.registry = swap.registry
            if done.trainer is not None:
                self._go_on_with(done.trainer, done.experiment, swap.registry)
        self._events.put(event)

    def _reload(self, name: str) -> None:
        self._loaded.forget(name)
        e = self.experiment
        if e is not None and name in (e.dataset.name, *(mixed.name for mixed in e.mixed)):
            self._apply(Asked(Edit("Load again", e, e), e, "again"))

    def _data(self, experiment: Experiment, registry: Registry | None = None) -> Data:
        """The experiment's data, loaded unless they are among the last few."""

        def progress(share: float, words: str) -> None:
            if self._cancelled.is_set():
                raise Cancelled("loading was cancelled; nothing was changed")
            self.status = replace(self.status, state="loading", share=float(share), words=words)

        return self._loaded.data(experiment, registry or self.registry, progress)

    def _evaluation_is_due(self, trainer: Trainer, now: float) -> bool:
        if every := trainer.recipe.evaluate_every:
            return trainer.step_count % every == 0
        return now - self._measured > self._measuring_cost / EVALUATION_SHARE

    def _evaluate(self, trainer: Trainer) -> bool:
        """Measure both splits; False where that failed and the run stopped."""
        begin = time.perf_counter()
        try:
            with self._watchdog.over(trainer.step_count + 1, self._measuring_cost or 0.5):
                trainer.measure(self._seconds)
        except BaseException as error:  # a plugin's code may raise anything
            self._fail(error, trainer.step_count)
            return False
        self._measured = time.perf_counter()
        self._measuring_cost = self._measured - begin
        return True

    def _reason_to_stop(self, trainer: Trainer) -> str:
        """Why the run should end by itself now, or nothing."""
        assert self.experiment is not None
        return reason_to_stop(self.experiment.stopping, trainer, self._base, self._seconds - self._base_seconds)

    def _tell(self, state: State, words: str = "") -> None:
        trainer = self._trainer
        if trainer is None:
            self.status = Status(state=state, words=words)
            return
        rules = self.experiment.stopping if self.experiment else Stopping()
        self.status = status_of(trainer, state, words, self._base + rules.epochs, self._speed, self._seconds)

    def _post(self) -> None:
        """Put a snapshot into the mailbox; an older one that nobody took makes room."""
        trainer, begin = self._trainer, time.perf_counter()
        if trainer is None:
            return
        if self._left:
            self._tell("training")
        self._mailbox.append(
            snapshot_of(
                trainer,
                gradient=trainer.kept_gradient,
                batch=trainer.kept_batch,
                checkpoints=tuple(self._checkpoints),
                plan=trainer.planned(),
            )
        )
        self._wanted = False
        now = time.perf_counter()
        self._rest_until = now + REST * (now - begin)
