"""A file system that fails when it is told to, and a small project to save through it."""

import errno
import importlib
import io
import itertools
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from core.experiment import Choice, Experiment, layers_from
from core.files import FileSystem
from core.history import History
from core.project import Project
from core.training import Moment


class Died(BaseException):
    """The program is gone: nothing of it runs from here on."""


class Failing(FileSystem):
    """The real thing, writing down its operations; the ``k``-th fails: "once", "for ever" from there on, or "crash".

    A write that fails has written half of it. After a crash nothing is done any more, and of what was never brought to
    the disk half is gone, under whatever name it has by then: as a power cut may leave it.
    """

    def __init__(self, k=None, how="once", code=errno.ENOSPC):
        self.k, self.how, self.code = k, how, code
        self.log, self.dead = [], False
        self._unsynced, self._folders = {}, set()  # inode: bytes that are safe

    def op(self, name, path, do, torn=lambda: None):
        """Do one operation on a path, or have it fail."""
        if self.dead:
            raise Died
        at = len(self.log)
        self.log.append((name, path.name))
        self._folders.add(path.parent)
        if self.k is None or at < self.k or (at > self.k and self.how == "once"):
            return do()
        torn()
        if self.how == "crash":
            self.dead = True
            self._cut()
            raise Died
        raise OSError(self.code, os.strerror(self.code))

    def _cut(self):
        for path in [path for folder in self._folders if folder.is_dir() for path in folder.iterdir()]:
            state = path.stat()
            if state.st_ino in self._unsynced:
                safe = self._unsynced[state.st_ino]
                os.truncate(path, safe + (state.st_size - safe) // 2)

    def create(self, path):
        """A file whose writes are operations too."""

        def make():
            raw = FileSystem.create(self, path).detach()
            return _Buffered(raw, self, path)

        return self.op("create", path, make)

    def extend(self, path):
        """A file whose writes are operations too."""

        def make():
            with FileSystem.extend(self, path) as raw:
                return _Extended(os.dup(raw.fileno()), self, path)

        return self.op("extend", path, make)

    def dirty(self, file):
        """Something is written that is not yet on the disk."""
        state = os.fstat(file.fileno())
        self._unsynced.setdefault(state.st_ino, state.st_size)

    def sync(self, file):
        """What was written is on the disk."""

        def synced():
            FileSystem.sync(self, file)
            self._unsynced.pop(os.fstat(file.fileno()).st_ino, None)

        self.op("sync", file.path, synced, file.flush)

    def link(self, path, name):
        """A second name."""
        self.op("link", name, lambda: FileSystem.link(self, path, name))

    def replace(self, path, name):
        """Another name."""
        self.op("replace", name, lambda: FileSystem.replace(self, path, name))

    def sync_folder(self, folder):
        """The names are on the disk."""
        self.op("sync_folder", folder, lambda: FileSystem.sync_folder(self, folder))

    def remove(self, path):
        """A name goes."""
        self.op("remove", path, lambda: FileSystem.remove(self, path))


class _Buffered(io.BufferedWriter):
    def __init__(self, raw, system, path):
        super().__init__(raw)
        self.system, self.path = system, path

    def write(self, data):
        def torn():
            io.BufferedWriter.write(self, bytes(data[: len(data) // 2]))
            self.flush()

        self.system.dirty(self)
        return self.system.op("write", self.path, lambda: io.BufferedWriter.write(self, data), torn)


class _Extended(io.FileIO):
    def __init__(self, descriptor, system, path):
        super().__init__(descriptor, "a+")
        self.system, self.path = system, path

    def write(self, data):
        def torn():
            io.FileIO.write(self, bytes(data[: len(data) // 2]))

        self.system.dirty(self)
        return self.system.op("write", self.path, lambda: io.FileIO.write(self, data), torn)


@pytest.fixture
def failing():
    """The class of file systems that fail."""
    return Failing


@pytest.fixture
def died():
    """What a crash in the middle raises."""
    return Died


def small_project(seed=1):
    """A project of about ten kilobytes; another seed makes another one of the same size."""
    units = (3, 4, 2)
    count = sum(a * b + b for a, b in itertools.pairwise(units))
    parameters = np.linspace(-seed, seed, count, dtype=np.float32)
    return Project(
        Experiment(dataset=Choice("moons"), layers=layers_from([4], Choice("relu")), seed=seed),
        Moment(7, 0, 3, 0, 7, parameters, {"m": parameters * 2}),
        History(),
        {"mean": np.zeros(3)},
        (3,),
        2,
        "classification",
        ("no", "yes"),
    )


@pytest.fixture
def make_project():
    """``make_project(seed)``."""
    return small_project


@pytest.fixture(scope="session")
def corpus():
    """The bad files of the folder corpus, as a list of cases; its modules can be imported from here on."""
    here = str(Path(__file__).parent)
    if here not in sys.path:
        sys.path.append(here)
    return importlib.import_module("corpus.every").CASES


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    """Nothing of the user's is read or written."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(Path(tmp_path, "home")))
