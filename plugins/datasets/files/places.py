"""What the files of a data set share: only regular files are opened, and every mistake has its place."""

import os
import stat
from pathlib import Path

import numpy as np

from core import BadData, one_hot

LARGEST = 2_000_000_000  # bytes of a file, and of the arrays made of it
MOST_CLASSES = 1000
FEW = 16  # so many classes are believed even where most of them have no sample


bad = BadData.at
"""``bad(path, where, expected, found, remedy, code)``: which file, where in it, and what to do; see core.errors."""


def open_regular(path, what):
    """The file, open for reading bytes, and its size. Raises BadData: a pipe would keep us waiting for ever."""
    path = Path(path).expanduser()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"
            raise bad(path, "", what, kind, "give the path of a file", "not-regular")
        if status.st_size == 0:
            raise bad(path, "", what, "an empty file", "save it again", "empty")
        if status.st_size > LARGEST:
            found = f"{status.st_size:,} bytes"
            raise bad(path, "", f"a file of at most {LARGEST:,} bytes", found, "use fewer samples", "large")
        return path.open("rb"), status.st_size
    except (OSError, ValueError, RuntimeError) as error:
        raise unreadable(path, error) from None


def unreadable(path, error):
    """A BadData for what the system does not let us read."""
    reason = getattr(error, "strerror", None) or error
    return bad(path, "", "a file that can be read", f"'{reason}'", "check its path and its permissions", "unreadable")


def folder_of(path, owner):
    """The folder, if it is one. Raises BadData."""
    if not path:
        raise BadData(f"{owner}: expected a folder, found none; choose it, as in {owner}:FOLDER", code="missing")
    folder = Path(path).expanduser()
    if not os.path.isdir(folder):
        found = "a file" if os.path.exists(folder) else "nothing of that name"
        raise bad(folder, "", "a folder", found, "check its path", "missing")
    return folder


def count_classes(labels, bad_row):
    """One more than the highest label, where labels are numbered 0, 1, 2 and so on. Raises ``bad_row(row, ...)``."""
    highest, different = int(labels.max()), len(np.unique(labels))
    row = int(labels.argmax())
    if highest == 0:
        raise bad_row(row, "labels of at least two classes", "0 alone", "add samples of another class", "classes")
    if highest >= MOST_CLASSES or (highest >= FEW and 2 * different <= highest):
        expected = f"labels numbered 0, 1, 2 and so on, as there are {different} different ones"
        raise bad_row(row, expected, f"{highest}", "number the classes without gaps, or correct this label", "classes")
    return highest + 1


def targets_of(labels, classes, bad_row):
    """One-hot targets (rows, classes). Raises ``bad_row(row, ...)`` for a label that training has not seen."""
    outside = (labels < 0) | (labels >= classes)
    if outside.any():
        row = int(outside.argmax())
        expected = f"a label from 0 to {classes - 1}, as in training"
        raise bad_row(row, expected, f"{labels[row]}", "correct this label", "label")
    return one_hot(labels, classes)


def kept_aside(rows, share, rng):
    """Which rows to test on: a share of them at random, at least one, and at least one left to train on; (rows,)."""
    tested = np.zeros(rows, bool)
    tested[rng.permutation(rows)[: min(max(round(share * rows), 1), rows - 1)]] = True
    return tested


def shape_of(inputs):
    """The shape of one sample: a square image where bytes make one, else a plain list."""
    side = round(inputs.shape[1] ** 0.5)
    square = inputs.dtype == np.uint8 and side >= 8 and side * side == inputs.shape[1]
    return (side, side) if square else (inputs.shape[1],)
