"""A file system that fails when it is told to, and a small project to save through it."""

import errno
import io
import os
from dataclasses import replace

import numpy as np
import pytest

from core.experiment import Choice, Experiment
from core.files import FileSystem
from core.history import History
from core.project import Project
from core.training import Moment


class Died(BaseException):
    """The program is gone: nothing of it runs from here on."""


class Failing(FileSystem):
    """The real thing, writing down its operations; the ``k``-th fails: "once", "for ever" from there on, or "crash".

    A write that fails has written half. After a crash nothing is done any more, and what was never brought to the disk
    is cut in half, as a power cut leaves it.
    """

    def __init__(self, k=None, how="once", code=errno.ENOSPC):
        self.k, self.how, self.code = k, how, code
        self.log, self.dead, self.unsynced = [], False, {}

    def op(self, name, path, do, torn=lambda: None):
        if self.dead:
            raise Died
        at = len(self.log)
        self.log.append((name, path.name))
        if self.k is None or at < self.k or (at > self.k and self.how == "once"):
            return do()
        torn()
        if self.how == "crash":
            self.dead = True
            for half in list(self.unsynced.values()):
                half()
            raise Died
        raise OSError(self.code, os.strerror(self.code))

    def _file(self, raw, path):
        system = self

        class File(io.BufferedWriter):
            def write(self, data):
                def torn():
                    super(File, self).write(bytes(data[: len(data) // 2]))
                    self.flush()

                def half():
                    self.flush()
                    os.ftruncate(self.fileno(), os.fstat(self.fileno()).st_size // 2)

                system.unsynced[self.fileno()] = half
                return system.op("write", path, lambda: super(File, self).write(data), torn)

            def close(self):
                if not self.closed:
                    system.unsynced.pop(self.fileno(), None) if system.dead else None
                super().close()

        return File(raw)

    def create(self, path):
        make = super().create
        return self.op("create", path, lambda: self._file(make(path).detach(), path))

    def extend(self, path):
        open_it, system = super().extend, self

        class Extended(io.FileIO):
            def write(self, data):
                torn = lambda: super(Extended, self).write(bytes(data[: len(data) // 2]))  # noqa: E731
                return system.op("write", path, lambda: super(Extended, self).write(data), torn)

        return self.op("extend", path, lambda: Extended(os.dup(open_it(path).fileno()), "a+"))

    def sync(self, file):
        do = super().sync

        def synced():
            do(file)
            self.unsynced.pop(file.fileno(), None)

        self.op("sync", type(self)._path_of(file), synced)

    @staticmethod
    def _path_of(file):
        return _Named(os.path.basename(os.readlink(f"/proc/self/fd/{file.fileno()}")))

    def link(self, path, name):
        self.op("link", name, lambda: super(Failing, self).link(path, name))

    def replace(self, path, name):
        self.op("replace", name, lambda: super(Failing, self).replace(path, name))

    def sync_folder(self, folder):
        self.op("sync_folder", folder, lambda: super(Failing, self).sync_folder(folder))

    def remove(self, path):
        self.op("remove", path, lambda: super(Failing, self).remove(path))


class _Named:
    def __init__(self, name):
        self.name = name


@pytest.fixture
def failing():
    """The class of file systems that fail."""
    return Failing


@pytest.fixture
def died():
    """What a crash in the middle raises."""
    return Died


@pytest.fixture
def project():
    """A project of a few kilobytes; ``replace`` makes the next version of it."""
    parameters = np.linspace(-1, 1, 3 * 4 + 4 + 4 * 2 + 2, dtype=np.float32)
    return Project(
        Experiment(dataset=Choice("moons"), seed=1, layers=two_layers()),
        Moment(parameters, {"m": parameters * 2}, step=7, epoch=0, row=3, origin=0, updates=7),
        History(),
        {"mean": np.zeros(3)},
        (3,),
        2,
        "classification",
        ("no", "yes"),
    )


def two_layers():
    """4-2 units."""
    from core.experiment import layers_from

    return tuple(replace(one) for one in layers_from([4], Choice("relu")))
