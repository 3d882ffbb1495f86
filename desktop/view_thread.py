"""The thread on which visualizations draw and the drawing is read. It knows nothing of Qt, and Qt nothing of it.

Plugin code may be slow, raise anything or call ``sys.exit()``: it does so here, and what comes of it is plain data.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core import Array, Figure, Snapshot, Visualization
from core.faults import Fault, fault_of
from core.host import where
from core.registry import Entry, Registry
from desktop.figures.check import checked


@dataclass(frozen=True, eq=False)
class Drawn:
    """A view's figure, the number of the order, and the seconds of this thread that it took."""

    view: int
    number: int
    figure: Figure
    seconds: float


@dataclass(frozen=True, eq=False)
class Failed:
    """What a view raised instead of drawing: ``place`` is file and line, ``words`` type and message."""

    view: int
    number: int
    place: str
    words: str
    seconds: float
    fault: Fault | None = None
    """The same with the call and a hint, where it came from the view's own lines."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What the network says of a drawing: outputs (classes,), or why there are none."""

    number: int
    outputs: Array | None
    words: str = ""


@dataclass(frozen=True, eq=False)
class Computed:
    """What a function made, or what it raised instead."""

    key: str
    function: Callable[[], Any]
    value: Any = None
    error: BaseException | None = None


Result = Drawn | Failed | Answer | Computed
Raw = Array | Callable[[], Array]
"""A raw sample of any shape, or what makes one: that runs on the view thread too."""


@dataclass(frozen=True, eq=False)
class _Order:
    number: int
    cls: type[Visualization]
    settings: dict[str, Any]
    snapshot: Snapshot


class ViewThread:
    """Takes orders, of which the latest of each view counts; drawings to read come before all others."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._orders: dict[int | str, _Order | Callable[[], Any]] = {}
        self._question: tuple[int, Snapshot, Raw] | None = None
        self._numbers = itertools.count(1)
        self._stopping = False
        self._results: deque[Result] = deque()
        self._thread = threading.Thread(target=self._work, name="views", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 2.0) -> bool:
        """End after what is being done now. False where that takes longer; the thread then ends with the program."""
        with self._changed:
            self._stopping = True
            self._orders.clear()
            self._question = None
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def draw(self, view: int, cls: type[Visualization], settings: dict[str, Any], snapshot: Snapshot) -> int:
        """Order a figure; returns the order's number. One of the same view that has not been begun is dropped."""
        number = next(self._numbers)
        with self._changed:
            self._orders.pop(view, None)
            self._orders[view] = _Order(number, cls, settings, snapshot)
            self._changed.notify()
        return number

    def compute(self, key: str, function: Callable[[], Any]) -> None:
        """Have a function called here. One of the same key that has not been begun gives it its place."""
        with self._changed:
            self._orders[key] = function
            self._changed.notify()

    def forget(self, view: int) -> None:
        """Drop a view's order."""
        with self._changed:
            self._orders.pop(view, None)

    def predict(self, snapshot: Snapshot, raw: Raw) -> int:
        """Ask what a network says of a raw sample; returns a number. A question that has not been begun is dropped."""
        number = next(self._numbers)
        with self._changed:
            self._question = (number, snapshot, raw)
            self._changed.notify()
        return number

    def results(self) -> list[Result]:
        """What has come since the last time, oldest first. Never waits."""
        taken = []
        while self._results:
            taken.append(self._results.popleft())
        return taken

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (self._stopping or self._orders or self._question):
                    self._changed.wait()
                if self._stopping:
                    return
                question, self._question = self._question, None
                key = next(iter(self._orders)) if question is None else -1
                order = self._orders.pop(key, None)
            if question is not None:
                self._results.append(answer(*question))
            elif isinstance(order, _Order):
                self._results.append(drawn(int(key), order))
            elif order is not None:
                self._results.append(computed(str(key), order))
            question = order = None  # a snapshot is not held while there is nothing to do


def drawn(view: int, order: _Order) -> Drawn | Failed:
    """A visualization's figure of a snapshot, or how it failed."""
    start = time.thread_time()
    try:
        figure = checked(order.cls(**order.settings).draw(order.snapshot))
    except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
        fault = fault_of(error, Registry([Entry(order.cls, "", order.cls.__module__)]))
        spent = time.thread_time() - start
        return Failed(view, order.number, place_of(error, order.cls), told(error), spent, fault)
    return Drawn(view, order.number, figure, time.thread_time() - start)


def computed(key: str, function: Callable[[], Any]) -> Computed:
    """What a function makes, or what it raises."""
    try:
        return Computed(key, function, function())
    except BaseException as error:  # it may call a plugin's code
        return Computed(key, function, error=error)


def answer(number: int, snapshot: Snapshot, raw: Raw) -> Answer:
    """The outputs of a snapshot's network for one raw sample."""
    try:
        sample = np.asarray(raw() if callable(raw) else raw)
        outputs = snapshot.network.predict(snapshot.preprocess(sample.reshape(1, -1)))[0]
    except BaseException as error:  # activations and preprocessings are plugins
        return Answer(number, None, told(error))
    return Answer(number, outputs)


def place_of(error: BaseException, cls: type[Visualization]) -> str:
    """``file:line`` where a visualization failed; its file alone where none of its own lines had a part in it."""
    module = sys.modules.get(cls.__module__)
    path = getattr(module, "__file__", None) or cls.__module__
    return where(error, path).replace(path, Path(path).name)


def told(error: BaseException) -> str:
    """Type and message of an error, in one line of readable length."""
    message = " ".join(str(error).split())
    words = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return words if len(words) <= 300 else words[:297] + "..."
