"""What may stand at a path in place of a file, for everything that reads one."""

import os
from pathlib import Path

from corpus.case import Case

READERS = {
    "csv": "a.csv",
    "npz": "a.npz",
    "drawings": "a.jsonl",
    "project": "a.inknet",
    "lesson": "a.md",
    "image": "a.png",
}


def folder(path):
    """A folder of that name."""
    path.mkdir()


def loop(path):
    """A link that leads to itself."""
    path.symlink_to(path)


def zeros(path):
    """A link to a device that never ends."""
    path.symlink_to("/dev/zero")


THERE = {
    "a folder": (folder, "not-regular"),
    "a pipe": (os.mkfifo, "not-regular"),
    "/dev/zero": (zeros, "not-regular"),
    "a loop of links": (loop, "unreadable"),
    "nothing": (lambda path: None, "unreadable"),
}


def at(put, name):
    """Makes whatever ``put`` makes, under this name."""

    def make(folder):
        put(folder / name)
        return folder / name

    return make


def named(name):
    """A path of this name that is not made."""
    return lambda folder: Path(folder, name)


def among(put):
    """Makes a folder of four files one of which is something else."""
    from corpus.idx import TRAIN_LABELS, good

    def make(folder):
        good(folder)
        (folder / TRAIN_LABELS).unlink()
        put(folder / TRAIN_LABELS)
        return folder

    return make


def of(reader, name):
    """The cases of one reader."""
    for what, (put, code) in THERE.items():
        told = "missing" if reader == "drawings" and what == "nothing" else code
        yield Case(f"path: {what} for {reader}", reader, at(put, name), told)
    ending = Path(name).suffix
    if reader != "lesson":  # a lesson's name is checked first
        yield Case(f"path: 300 characters for {reader}", reader, named("a" * 300 + ending), "unreadable")
        yield Case(f"path: a NUL for {reader}", reader, named("a\0" + ending), "unreadable")
        name = os.fsdecode(b"\xff\xfe") + ending
        told = "missing" if reader == "drawings" else "unreadable"
        yield Case(f"path: bytes that are no text for {reader}", reader, named(name), told)


CASES = [case for reader, name in READERS.items() for case in of(reader, name)]
CASES += [
    Case("path: a pipe for idx", "idx", among(os.mkfifo), "not-regular", "offset 0"),
    Case("path: /dev/zero for idx", "idx", among(zeros), "not-regular", "offset 0"),
    Case("path: a loop of links for idx", "idx", among(loop), "missing"),
    Case("path: no folder for idx", "idx", named("none"), "missing"),
    Case("path: no folder for images", "images", named("none"), "missing"),
]
