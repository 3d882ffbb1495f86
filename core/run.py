"""A thread that steps a trainer. Commands come in between two steps; snapshots go out through a one-slot mailbox."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from .build import Known, data_of, trainer_of
from .data import Data
from .edits import Edit, Way, by_shape
from .errors import BadExperiment, Cancelled
from .experiment import Experiment, Stopping
from .history import Evaluation
from .registry import Registry
from .snapshot import Checkpoint, Snapshot
from .status import Built, Event, Finished, Rejected, Speed, State, Status, Stopped
from .training import Trainer

T = TypeVar("T")
REST = 30
"""After a snapshot that cost t, the next waits at least this many t."""
EVALUATION_SHARE = 0.06
"""Share of the time that evaluations within an epoch may take."""
CHECKPOINTS = 64
CHECKPOINT_BYTES = 256_000_000
"""How many sets of weights, and how much of them, is kept for views that look back."""
KEPT = 2
"""Data sets that stay in memory, so that undo need not load them again."""


class Run:
    """Owns the trainer and everything that runs plugin code for it. Other threads only queue commands and read."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.status = Status()
        self.experiment: Experiment | None = None
        self._trainer: Trainer | None = None
        self._loaded: Known = {}
        self._ready: list[tuple[tuple[Any, ...], Data]] = []
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
        self._thread = threading.Thread(target=self._loop, name="run", daemon=True)
        self._thread.start()

    # what other threads call

    def apply(self, edit: Edit, way: Way = "do") -> None:
        """Build what an edit asks for (or, to undo it, what it was made from) and go on with it."""
        target = edit.before if way == "undo" else edit.after
        self._cancelled.clear()
        self._commands.put(lambda: self._apply(edit, target, way))

    def reload(self, name: str) -> None:
        """Load the data sets of a name again, since their file has changed; training goes on with what they now hold.

        Where that fails the data stay as they were, and a Rejected event tells why.
        """
        self._cancelled.clear()
        self._commands.put(lambda: self._reload(name))

    def play(self, steps: int = -1) -> None:
        """Train: so many steps, or until a stopping rule ends it."""
        self._commands.put(lambda: self._play(steps))

    def play_epoch(self) -> None:
        """Train to the end of the epoch under way."""
        self._commands.put(self._play_epoch)

    def pause(self) -> None:
        """Stop stepping; everything stays as it is."""
        self._commands.put(lambda: self._rest("paused"))

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
        found = []
        while not self._events.empty():
            found.append(self._events.get())
        return found

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
        try:
            before = trainer.row
            trainer.step(self._needs if due or self._left == 1 else frozenset())
        except BaseException as error:  # a plugin's code may raise anything
            self._fail(error)
            return
        now = time.perf_counter()
        self._seconds += now - begin
        self._speed.add(now - begin, (trainer.row or len(trainer.data.train.inputs)) - before)
        self._left -= self._left > 0
        if trainer.row == 0:
            self._keep_checkpoint(trainer)
        if (trainer.row == 0 or self._evaluation_is_due(now)) and not self._evaluate(trainer):
            return
        if self._left < 0 and (reason := self._reason_to_stop(trainer)):
            self._rest("finished", reason)
            self._events.put(Finished(reason))
        elif not self._left:
            self._rest("paused")
        if due or not self._left:
            self._post()

    def _fail(self, error: BaseException) -> None:
        assert self._trainer is not None
        self._trainer.restore(self._trainer.good)
        self._rest("failed", str(error))
        self._events.put(Stopped(error))
        self._post()

    def _rest(self, state: State, words: str = "") -> None:
        self._left = 0
        if self._trainer is not None:
            self._tell(state, words)

    def _play(self, steps: int) -> None:
        trainer = self._trainer
        if trainer is None:
            return
        if steps < 0 and self._reason_to_stop(trainer):  # it had finished: the rules count anew from here
            self._base, self._base_seconds = trainer.whole_epochs, self._seconds
        if not trainer.history.evaluations and not self._evaluate(trainer):
            return
        self._left = steps
        self._tell("training" if steps else "paused")

    def _play_epoch(self) -> None:
        trainer = self._trainer
        if trainer is not None:
            rows = len(trainer.data.train.inputs) - trainer.row
            self._play(-(-rows // trainer.recipe.batch_size))

    def _apply(self, edit: Edit, target: Experiment, way: Way) -> None:
        if way == "again" and target is not edit.after:
            return  # of a drag under way: a further stretch of it waits already
        old, playing = self._trainer, self._left
        try:
            data = self._data(target)
            same_inputs = old is not None and old.data is data and self.experiment is not None
            keep_fit = same_inputs and self.experiment.preprocessing == target.preprocessing  # type: ignore[union-attr]
            new = trainer_of(target, self.registry, data, old.fitted if old and keep_fit else None)
            edit.hand_over(old, new, way)
        except BaseException as error:  # plugin code may raise anything
            self._tell("failed" if old is None else "paused", str(error))
            self._left = playing if old is not None else 0
            if self._left:
                self._tell("training")
            self._events.put(Rejected(edit, error, self.experiment))
            return
        if old is None or old.data is not new.data or edit.fresh:
            self._base, self._base_seconds = new.whole_epochs, self._seconds
            self._measured = 0.0
        if old is None or edit.fresh or by_shape(old.network) != by_shape(new.network):
            self._checkpoints.clear()
        self._trainer, self.experiment = new, target
        self._events.put(Built(target, data))
        self._left = playing if old is not None else 0
        self._tell("training" if self._left else "paused")

    def _reload(self, name: str) -> None:
        self._loaded = {key: data for key, data in self._loaded.items() if key[0].name != name}
        self._ready = [one for one in self._ready if name not in (one[0][0].name, *(mixed.name for mixed in one[0][1]))]
        e = self.experiment
        if e is not None and name in (e.dataset.name, *(mixed.name for mixed in e.mixed)):
            self._apply(Edit("Load again", e, e), e, "again")

    def _data(self, experiment: Experiment) -> Data:
        """The experiment's data, loaded unless they are among the last few."""
        key = (experiment.dataset, experiment.mixed, experiment.sampling, experiment.seed)
        for known, data in self._ready:
            if known == key:
                return data

        def progress(share: float, words: str) -> None:
            if self._cancelled.is_set():
                raise Cancelled("loading was cancelled; nothing was changed")
            self.status = replace(self.status, state="loading", share=float(share), words=words)

        progress(0.0, f"Loading {experiment.dataset.name}")
        data = data_of(experiment, self.registry, progress, self._loaded)
        while len(self._loaded) > KEPT:
            del self._loaded[next(iter(self._loaded))]
        self._ready = [*self._ready[-1:], (key, data)]
        return data

    def _evaluation_is_due(self, now: float) -> bool:
        return now - self._measured > self._measuring_cost / EVALUATION_SHARE

    def _evaluate(self, trainer: Trainer) -> bool:
        """Measure both splits; False where that failed and the run stopped."""
        begin = time.perf_counter()
        try:
            trainer.measure(self._seconds)
        except BaseException as error:  # a plugin's code may raise anything
            self._fail(error)
            return False
        self._measured = time.perf_counter()
        self._measuring_cost = self._measured - begin
        return True

    def _reason_to_stop(self, trainer: Trainer) -> str:
        """Why the run should end by itself now, or nothing."""
        assert self.experiment is not None
        rules = self.experiment.stopping
        past = trainer.history.evaluations
        if rules.accuracy and past and past[-1].epoch > self._base and past[-1].test_accuracy >= rules.accuracy:
            return f"Test accuracy {past[-1].test_accuracy:.1%} reached"
        if rules.seconds and self._seconds - self._base_seconds >= rules.seconds:
            return f"{rules.seconds:g} seconds of training are over"
        if trainer.row == 0 and trainer.whole_epochs >= self._base + rules.epochs:
            return f"{rules.epochs} epochs done" if rules.epochs != 1 else "1 epoch done"
        if rules.patience and trainer.row == 0 and self._patience_is_over(rules, past):
            return f"No better test loss for {rules.patience} epochs"
        return ""

    def _patience_is_over(self, rules: Stopping, past: tuple[Evaluation, ...]) -> bool:
        ends = [e.test_loss for e in past if e.epoch >= self._base and float(e.epoch).is_integer()]
        return len(ends) > rules.patience and min(ends[-rules.patience :]) >= min(ends[: -rules.patience])

    def _keep_checkpoint(self, trainer: Trainer) -> None:
        if "checkpoints" not in self._needs:
            return
        most = min(CHECKPOINTS, max(2, CHECKPOINT_BYTES // trainer.network.parameters.nbytes))
        self._checkpoints = [one for one in self._checkpoints if one.step < trainer.step_count]
        if len(self._checkpoints) >= most:
            del self._checkpoints[1::2]
        self._checkpoints.append(Checkpoint(trainer.step_count, trainer.epoch, trainer.network.parameters.copy()))

    def _tell(self, state: State, words: str = "") -> None:
        trainer = self._trainer
        if trainer is None:
            self.status = Status(state=state, words=words)
            return
        rules = self.experiment.stopping if self.experiment else Stopping()
        goal, speed = self._base + rules.epochs, self._speed.per_second
        left = (goal - trainer.epoch) * len(trainer.data.train.inputs) / speed if speed else None
        past = trainer.history.evaluations
        self.status = Status(
            state=state,
            step=trainer.step_count,
            epoch=trainer.epoch,
            goal=goal,
            samples_per_second=speed,
            seconds=self._seconds,
            seconds_left=left,
            words=words,
            evaluation=past[-1] if past else None,
        )

    def _post(self) -> None:
        """Put a snapshot into the mailbox; an older one that nobody took makes room."""
        trainer, begin = self._trainer, time.perf_counter()
        if trainer is None:
            return
        if self._left:
            self._tell("training")
        self._mailbox.append(
            Snapshot(
                step=trainer.step_count,
                epoch=trainer.epoch,
                network=trainer.network.copy(),
                data=trainer.data,
                preprocessing=trainer.recipe.preprocessing,
                fitted=trainer.fitted,
                history=trainer.history.past(),
                gradient=trainer.kept_gradient,
                batch=trainer.kept_batch,
                checkpoints=tuple(self._checkpoints),
            )
        )
        self._wanted = False
        now = time.perf_counter()
        self._rest_until = now + REST * (now - begin)
