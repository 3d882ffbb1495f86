"""What a program that ends too early leaves for the next start: edits in a journal, the training in two slots.

Each running program has a folder of its own, whose lock is free as soon as it has ended, however it ended. A checkpoint
goes into the older of the slots A and B, and the journal names it only once it is whole. The folder goes when its user
has saved the work or given it up, and not before.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import files
from .errors import InknetError
from .experiment import Experiment
from .files import open_lock, shown
from .journal import Record, append, read, rewrite
from .project import Project, open_project, save
from .trust import private_folder

JOURNAL, LOCK, SLOTS, FAILED = "journal", "lock", ("A", "B"), ".failed"
LARGEST = 2_000_000
"""Bytes of a journal from which on it is written anew with what still counts."""
LEAST = 30.0
"""Seconds between two checkpoints of a training, at least."""
SHARE = 20.0
"""And so many times what the last one took, so that they take at most one part in twenty of the time."""


class Pace:
    """When the next checkpoint is due."""

    def __init__(self, now: float) -> None:
        self._last, self._cost = now, 0.0

    def due(self, now: float) -> bool:
        """Whether the training under way must be kept again."""
        return now - self._last >= max(LEAST, SHARE * self._cost)

    def rest_due(self, now: float) -> bool:
        """Whether a training that came to rest may be kept at once."""
        return now - self._last >= SHARE * self._cost

    def took(self, now: float, seconds: float) -> None:
        """A checkpoint was made, and how long that took."""
        self._last, self._cost = now, seconds


class Keeper:
    """This program's folder. Its methods write to the disk: call them from one thread, not the window's."""

    def __init__(self, folder: Path, lock: int, records: list[Record] | None = None) -> None:
        self.folder, self._lock = folder, lock
        self._records = _counting(records or [])
        self.keep = records is not None
        """Whether it holds what was restored and is neither saved nor given up."""

    @classmethod
    def begin(cls, folder: Path) -> Keeper:
        """A new folder within ``folder``. Raises InknetError where it cannot be made."""
        while True:
            own = private_folder(private_folder(folder) / f"{os.getpid()}-{secrets.token_hex(4)}")
            try:
                lock = open_lock(own / LOCK)
            except FileNotFoundError:  # another start took the folder, still unlocked, for one that was left
                continue
            except OSError as error:
                raise InknetError(f"{shown(own)}: cannot be written: {error.strerror}; free some space") from error
            if lock is not None:
                return cls(own, lock)

    def note(self, experiment: Experiment, extras: dict[str, Any], path: Path | None, title: str, step: int) -> None:
        """Keep what the user has now, besides weights. Raises InknetError."""
        self._add(
            {
                "kind": "edit",
                "time": time.time(),
                "title": title,
                "path": None if path is None else str(path),
                "step": step,
                "experiment": experiment.to_tree(),
                "extras": extras,
            }
        )

    def checkpoint(self, project: Project) -> None:
        """Keep a training. Raises InknetError, and then the one before is still kept."""
        last = next((one["slot"] for one in reversed(self._records) if one["kind"] == "checkpoint"), SLOTS[1])
        slot = SLOTS[0] if last == SLOTS[1] else SLOTS[1]
        save(self.folder / slot, project, backup=False)
        step = project.moment.step if project.moment else 0
        self._add({"kind": "checkpoint", "time": time.time(), "slot": slot, "step": step})

    def clear(self) -> None:
        """All is saved, or given up: there is nothing left to offer."""
        self.keep, self._records = False, []
        with contextlib.suppress(OSError):
            for name in (JOURNAL, *SLOTS):
                files.SYSTEM.remove(self.folder / name)

    def close(self) -> None:
        """The program ends as it should. What was restored and neither saved nor given up stays for the next start."""
        if not self.keep:
            self.clear()
            _remove(self.folder)
        os.close(self._lock)

    def _add(self, record: Record) -> None:
        journal, records = self.folder / JOURNAL, _counting([*self._records, record])
        if journal.exists() and journal.stat().st_size > LARGEST:
            rewrite(journal, records)
        else:
            append(journal, record)
        self._records = records


@dataclass(frozen=True)
class Recovered:
    """What was left: a project, and the experiment as it was edited after that, if it was."""

    project: Project
    after: Experiment | None
    path: Path | None
    title: str


class Offer:
    """What a program left that ended too early. It is held: no other start offers it meanwhile."""

    def __init__(self, folder: Path, lock: int, records: list[Record]) -> None:
        self.folder, self._lock, self._records = folder, lock, records
        last = records[-1]
        edit = next(one for one in reversed(records) if one["kind"] == "edit")
        self.time = float(last["time"])
        """Seconds since the epoch at which the last of it was kept."""
        self.title, self.path = str(edit["title"]), Path(edit["path"]) if edit["path"] else None
        self.step = max(int(one["step"]) for one in records)
        self.experiment = Experiment.from_tree(edit["experiment"])
        """As it was edited last; for a picture of it."""

    def read(self) -> Recovered:
        """All that can be had back. Raises InknetError where nothing can."""
        records = self._records
        at = max(k for k, one in enumerate(records) if one["kind"] == "edit")
        edit, experiment = records[at], self.experiment
        for k in reversed(range(len(records))):
            if records[k]["kind"] != "checkpoint":
                continue
            with contextlib.suppress(InknetError):
                project = open_project(self.folder / str(records[k]["slot"]))
                if k > at:
                    return Recovered(project, None, self.path, self.title)
                return self._edited(project, experiment, edit)
        if self.path is not None:
            with contextlib.suppress(InknetError):  # nothing was trained yet since it was saved
                return self._edited(open_project(self.path), experiment, edit)
        return Recovered(Project(experiment, extras=edit["extras"]), None, self.path, self.title)

    def _edited(self, project: Project, experiment: Experiment, edit: Record) -> Recovered:
        after = None if project.experiment == experiment else experiment
        return Recovered(replace(project, extras=edit["extras"]), after, self.path, self.title)

    def adopt(self) -> Keeper:
        """Go on in its folder: nothing of it goes before what was restored is saved or given up."""
        return Keeper(self.folder, self._lock, self._records)

    def discard(self) -> None:
        """The user gives it up."""
        keeper = self.adopt()
        keeper.keep = False
        keeper.close()

    def fail(self) -> Path:
        """It cannot be restored: it is put aside, and offered no more. Returns where it is."""
        aside = self.folder.with_name(self.folder.name + FAILED)
        with contextlib.suppress(OSError):
            files.SYSTEM.replace(self.folder, aside)
        os.close(self._lock)
        return aside

    def leave(self) -> None:
        """Offer it again at the next start."""
        os.close(self._lock)


def offers(folder: Path) -> list[Offer]:
    """What programs left that ended too early, the latest first. Empty folders of such go."""
    found = []
    for own in sorted(folder.iterdir()) if folder.is_dir() else []:
        if own.name.endswith(FAILED) or not own.is_dir():
            continue
        try:
            lock = open_lock(own / LOCK)
        except OSError:
            continue
        if lock is None:
            continue  # it is running
        try:
            records = read(own / JOURNAL).records
            if not all(map(_sound, records)):
                raise ValueError("a record of another form")
            if not any(one.get("kind") == "edit" for one in records):
                _remove(own)
                os.close(lock)
                continue
            found.append(Offer(own, lock, records))
        except (OSError, KeyError, TypeError, ValueError, InknetError):
            with contextlib.suppress(OSError):  # it stays, and is tried again at the next start
                files.SYSTEM.replace(own, own.with_name(own.name + FAILED))
            os.close(lock)
    return sorted(found, key=lambda one: one.time, reverse=True)


def _sound(record: Record) -> bool:
    """Whether a record has what its kind has; its checksum tells that it is whole, not who wrote it."""
    at, step = record.get("time"), record.get("step")
    if not isinstance(at, int | float) or not abs(at) < 1e12 or type(step) is not int or not 0 <= step < 10**15:
        return False
    if record.get("kind") == "checkpoint":
        return record.get("slot") in SLOTS
    path = record.get("path")
    named = isinstance(record.get("title"), str) and (path is None or isinstance(path, str))
    kept = isinstance(record.get("experiment"), dict) and isinstance(record.get("extras"), dict)
    return record.get("kind") == "edit" and named and kept


def _counting(records: list[Record]) -> list[Record]:
    """The records that still count, in order: the last edit and the last checkpoint of each slot."""
    last = {(one["kind"], one.get("slot")): k for k, one in enumerate(records)}
    return [records[k] for k in sorted(last.values())]


def _remove(folder: Path) -> None:
    """Take away a folder of ours and what we put there; nothing else."""
    with contextlib.suppress(OSError):
        names = [*folder.glob(".*.tmp"), *(folder / one for one in (JOURNAL, *SLOTS, LOCK))]
        for path in names:
            files.SYSTEM.remove(path)
        folder.rmdir()
