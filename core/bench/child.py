"""What runs in the bench's throw-away process. Only bench.py starts it.

Each part is announced before it begins, so that one that hangs or crashes is known by name. The verdict comes as soon
as the contracts are held; the pictures follow.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import re
import time
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..contracts.child import chance_state, habits, meddling, surroundings
from ..contracts.process import limit
from ..contracts.vetting import beside, check_entry, made
from ..errors import BadPlugin
from ..faults import fault_of
from ..host import load_source
from ..registry import Entry, Registry
from .parts import Outcome, Part
from .pictures import parts_of
from .section import Failed, Passed, Section, section_text, verdict_text

PROCESSOR = 120  # seconds of processor for everything together


class _Report:
    """The file that the waiting side reads, and what this process says that it is doing."""

    def __init__(self, stack: ExitStack, folder: Path, path: Path, seconds: float) -> None:
        names = ("report", "doing", "trace")
        self._report, self._doing, self._trace = (stack.enter_context((folder / one).open("w")) for one in names)
        self._path, self._seconds = path, seconds

    def line(self, text: str) -> None:
        self._report.write(text + "\n")
        self._report.flush()

    def say(self, words: str) -> None:
        """What is about to be called."""
        self._doing.seek(0)
        self._doing.write(words)
        self._doing.truncate()
        self._doing.flush()

    def begin(self, key: str, title: str) -> float:
        self.line(section_text(Section(key, title, "running")))
        faulthandler.dump_traceback_later(self._seconds * 0.8, file=self._trace)
        return time.perf_counter()

    def part(self, part: Part, path: Path, registry: Registry, quiet: bool = False) -> bool:
        """Run one part and tell its result; whether it went well."""
        begin = self.begin(part.key, part.title)
        self.say(f"{path}: {part.title}")
        try:
            with np.errstate(all="ignore") if quiet else nullcontext():
                outcome = part.make()
        except BadPlugin as error:
            outcome = Outcome(short(str(error), path), None, "failed", line_in(str(error), path))
        except BaseException as error:  # a plugin's code may raise anything, sys.exit() included
            fault = fault_of(error, registry)
            words = f"{fault.hook}: {fault.got}; {fault.hint}" if fault else f"{type(error).__name__}: {error}"
            outcome = Outcome(words, None, "hint", fault.line if fault else None)
        seconds = time.perf_counter() - begin
        one = Section(part.key, part.title, outcome.state, outcome.words, outcome.figure, outcome.line, seconds)
        self.line(section_text(one))
        return outcome.state != "failed"


class _Checked(NamedTuple):
    """What the checks gave: the components, and the verdict."""

    entries: list[Entry]
    verdict: Passed | Failed


def run(path: str, folder: str, builtins: str, seconds: float) -> None:
    """Examine the source in the folder as the content of ``path``, and leave at once, whatever the plugin started."""
    limit(PROCESSOR)
    place, room = Path(path), Path(folder)
    _keep_prints(room)
    report = _Report(ExitStack(), room, place, seconds)
    report.say(f"{path}: loading it")
    before, chance = surroundings(), chance_state()
    checked = _checks(place, (room / "source").read_bytes(), builtins, report, before)
    verdict = checked.verdict
    report.line(verdict_text(verdict))
    if checked.entries:
        registry = beside(checked.entries, builtins, {entry.cls.kind for entry in checked.entries})
        for entry in checked.entries:
            for part in _pictures(entry, place, registry):
                report.part(part, place, registry, quiet=True)
    report.part(
        Part("surroundings", "Leaves the rest alone", lambda: _left_alone(place, before, chance)), place, Registry()
    )
    (room / "done").touch()
    os._exit(0)


def _checks(path: Path, source: bytes, builtins: str, report: _Report, before: dict[str, Any]) -> _Checked:
    """Load the file and hold it to its contracts."""
    loaded: list[Entry] = []
    hints: list[str] = []
    errors: list[str] = []

    def load() -> Outcome:
        loaded.extend(load_source(path, source))
        words = ", ".join(f"{entry.cls.kind} '{entry.cls.name}'" for entry in loaded)
        return Outcome(f"It provides {words}.")

    def attempt(part: Part, registry: Registry) -> None:
        def make() -> Outcome:
            try:
                return part.make()
            except BadPlugin as error:
                errors.append(" ".join(str(error).split()))
                raise

        report.part(part._replace(make=make), path, registry)

    attempt(Part("load", "Loads", load), Registry())
    if not errors:
        registry = beside(loaded, builtins)
        for entry in loaded:
            contract = Part(
                f"{entry.cls.name}.contract", "Keeps its contract", _contract(entry, path, registry, report, hints)
            )
            attempt(contract, registry)
    if meddled := meddling(path, before):
        errors.insert(0, meddled)
    if errors:
        return _Checked(loaded, Failed(errors[0], line_in(errors[0], path)))
    provides = tuple((entry.cls.kind, entry.cls.name) for entry in loaded)
    return _Checked(loaded, Passed(hashlib.sha256(source).hexdigest(), provides, tuple(hints)))


def _contract(entry: Entry, path: Path, registry: Registry, report: _Report, hints: list[str]) -> Any:
    def make() -> Outcome:
        found = check_entry(entry, path, registry, report.say)
        hints.extend(found)
        if found:
            return Outcome("It works. " + ". ".join(found) + ".", state="hint")
        return Outcome("Shapes, types, single rows, its formulas and repeated calls are as they should be.")

    return make


def _pictures(entry: Entry, path: Path, registry: Registry) -> list[Part]:
    """The parts of one component; none where it cannot even be made, which its contract has told."""
    try:
        return parts_of(made(entry.cls, path), registry)
    except BadPlugin:
        return []


def _left_alone(path: Path, before: dict[str, Any], chance: tuple[bytes, int]) -> Outcome:
    if meddled := meddling(path, before):
        return Outcome(short(meddled, path), state="failed")
    if found := habits(chance):
        return Outcome(". ".join(found) + ".", state="hint")
    return Outcome("Numpy's settings, the common random numbers, the current folder and core are as they were.")


def _keep_prints(folder: Path) -> None:
    """Let what the plugin prints go to a file, whatever way it prints."""
    descriptor = os.open(folder / "printed", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(descriptor, stream)


def line_in(message: str, path: Path) -> int | None:
    """The line of the file that a message names."""
    found = re.search(rf"{re.escape(str(path))}:(\d+)", message)
    return int(found.group(1)) if found else None


def short(message: str, path: Path) -> str:
    """A message without the path in front of it."""
    return re.sub(rf"^{re.escape(str(path))}(:\d+)?: ", "", " ".join(message.split()))
