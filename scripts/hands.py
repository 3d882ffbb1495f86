"""Real hands for the real window: xdotool moves the mouse and presses keys while the program runs.

A story is a generator that yields what it waits for. It is carried on by a timer inside the program, so that it goes
on in the middle of a drag, when Qt runs an event loop of its own.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

MOVES = 12
"""Steps of a drag."""
STEP = 0.04
"""Seconds between two of them, as a hand takes."""


class Stuck(AssertionError):
    """Something that the story waited for did not come about."""


@dataclass
class Wait:
    """What comes next in a story begins when ``held`` is true; Stuck after so many seconds."""

    what: str
    held: Callable[[], bool]
    seconds: float = 20.0
    begun: float = field(default_factory=time.monotonic)

    def over(self) -> bool:
        """Whether the story may go on. Raises Stuck where it waited for too long."""
        if self.held():
            return True
        if time.monotonic() > self.begun + self.seconds:
            raise Stuck(f"waited {self.seconds:g} s for: {self.what}")
        return False


Story = Generator[Wait, None, None]


class Director(QObject):
    """Carries a story on until it ends or gets stuck, then ends the program."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story
        self._wait: Wait | None = None
        self.failure: BaseException | None = None
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        try:
            if self._wait is None or self._wait.over():
                self._wait = next(self._story)
                return
        except StopIteration:
            pass
        except Exception as error:
            self.failure = error
        else:
            return
        self._timer.stop()
        QApplication.exit(0)


def xdotool(*words: object) -> Wait:
    """Some real gestures, given as xdotool's own words; the story goes on when they are done."""
    process = subprocess.Popen(["xdotool", *map(str, words)])
    return Wait(f"xdotool {words[0]}", lambda: process.poll() is not None)


def pause(seconds: float) -> Wait:
    """Let the program be for a while."""
    end = time.monotonic() + seconds
    return Wait("a pause", lambda: time.monotonic() >= end, seconds + 5)


def place(widget: QWidget, at: QPoint | None = None) -> QPoint:
    """A place of a widget on the screen; its middle where none is given."""
    return widget.mapToGlobal(widget.rect().center() if at is None else at)


def keys(*names: str) -> Story:
    """Press keys, one after the other, as xdotool names them."""
    yield xdotool("key", "--delay", 60, *names)
    yield pause(0.15)


def click(at: QPoint) -> Story:
    """A click there."""
    yield xdotool("mousemove", at.x(), at.y(), "click", 1)
    yield pause(0.15)


def carry(start: QPoint, end: QPoint) -> Story:
    """Press at a place and carry what is there to another; it stays in the hand."""
    words: list[object] = ["mousemove", start.x(), start.y(), "sleep", 0.1, "mousedown", 1, "sleep", 0.1]
    for k in range(1, MOVES + 1):
        at = start + (end - start) * (k / MOVES)
        words += ["mousemove", at.x(), at.y(), "sleep", STEP]
    yield xdotool(*words)
    yield pause(0.15)


def let_go() -> Story:
    """End the drag here."""
    yield xdotool("mouseup", 1)
    yield pause(0.25)


def along(points: list[QPoint]) -> Story:
    """A stroke of a pen through some points."""
    words: list[object] = ["mousemove", points[0].x(), points[0].y(), "mousedown", 1]
    for at in points[1:]:
        words += ["mousemove", at.x(), at.y(), "sleep", STEP]
    yield xdotool(*words, "mouseup", 1)
    yield pause(0.2)
