"""What several commands need: the catalogue of components, data sets by their text, and words on standard error."""

from __future__ import annotations

import hashlib
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ..components import Dataset
from ..contracts import Vetted, check_in_child
from ..errors import BadArguments, BadPlugin, InknetError
from ..experiment import Choice
from ..faults import Fault
from ..folders import config_folder, plugin_folder
from ..host import Failure, load_file, where
from ..registry import Entry, Registry
from ..shelf import Shelf

PATHS = ("folder", "file")
"""Names of the settings that take the path in ``NAME:PATH``."""


def say(text: str) -> None:
    """One line for people, on standard error."""
    print(text, file=sys.stderr, flush=True)


def one_line(error: BaseException) -> str:
    """The message of an error without its line breaks."""
    return " ".join(str(error).split("\n"))


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C have its way after a stretch in which whatever plugins raise is caught, KeyboardInterrupt included."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield
        return
    pressed = threading.Event()

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed.is_set():
            raise KeyboardInterrupt


def catalogue(builtins: str, files: Iterable[str] = ()) -> Registry:
    """Everything that is installed, and these plugin files once they pass their checks.

    A plugin that does not load is told on standard error and left out; one of ``files`` raises BadPlugin.
    """
    found = shelf(builtins).found
    for failure in found.failures:
        say(f"inknet: left out: {failed(failure)}")
    registry = found.registry
    for file in files:
        path = Path(file)
        entries = vetted(path, builtins)[1]
        others = [entry for entry in registry.entries.values() if not same_file(path, entry.place)]
        registry = Registry(others).plus(entries)
    return registry


def shelf(builtins: str) -> Shelf:
    """All plugins, as the user's choices have it: what is off, or waits for consent in the window, is not loaded."""
    with interruptible():
        return Shelf(builtins, plugin_folder(), config_folder(), check=False)


def vetted(path: Path, builtins: str) -> tuple[Vetted, list[Entry]]:
    """A plugin file that passed its checks in a process of its own, loaded. Raises BadPlugin."""
    passed = check_in_child(path, builtins=builtins)
    if passed.sha256 != hashlib.sha256(path.read_bytes()).hexdigest():
        raise BadPlugin(f"{path}: it changed while it was checked; try again once it is saved")
    with interruptible():
        return passed, load_file(path)


def failed(failure: Failure) -> str:
    """Where a plugin failed and why, in one line."""
    reason = " ".join(failure.reason.split("\n"))
    return reason if failure.place in reason else f"{failure.place}: {reason}"


def same_file(path: Path, place: str) -> bool:
    """Whether a plugin that is loaded came from this file; it gives way to what the command names."""
    return place.endswith(".py") and Path(place).resolve() == path.resolve()


def dataset_choice(text: str, registry: Registry) -> Choice:
    """``NAME`` or ``NAME:PATH``. Raises UnknownComponent, or BadArguments for a path where none can go."""
    name, colon, path = text.partition(":")
    cls = registry.find(Dataset, name)
    if not colon:
        return Choice(name)
    setting = next((one for one in PATHS if one in cls.settings), None)
    if setting is None:
        raise BadArguments(f"{text}: data set '{name}' takes no path; write {name}")
    if not path:
        raise BadArguments(f"{text}: expected a path after the colon, as in {name}:FOLDER")
    return Choice(name).set(setting, str(Path(path).expanduser()))


def blamed(error: BaseException, registry: Registry) -> BaseException:
    """The error as its own or, where it came out of a user's plugin file, as a BadPlugin with file and line."""
    if isinstance(error, InknetError | MemoryError):
        return error
    for entry in registry.entries.values():
        line = where(error, entry.place)
        if entry.origin == "file" and line != entry.place:
            return BadPlugin(f"{line}: {type(error).__name__}: {one_line(error)}; correct the plugin and try again")
    return error


def faulted(fault: Fault, error: BaseException) -> BaseException:
    """What a plugin did wrong in the middle of a training, with file, line and remedy; a built-in one's is ours."""
    if fault.origin == "built-in":
        return error
    return BadPlugin(
        f"{fault.place}: {fault.hook} at step {fault.step:,}: expected {fault.expected}, got {fault.got}; {fault.hint}"
    )


@contextmanager
def blaming(registry: Registry) -> Iterator[None]:
    """Raise what comes out of a user's plugin file as a BadPlugin with file and line."""
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
        told = blamed(error, registry)
        if told is error:
            raise
        raise told from error
