"""The four files of a data set in the manner of MNIST, held against each other before any of them is read."""

from contextlib import ExitStack
from pathlib import Path

import numpy as np

from core import BadData, Data, Split, one_hot

from .reader import LARGEST, IdxFile

PARTS = ("train", "t10k")
DIMENSIONS = {"images": 3, "labels": 1}
FOUR = tuple((part, kind) for part in PARTS for kind in DIMENSIONS)
FEW = 16  # so many classes are believed even where most of them have no sample


def names(part, kind):
    """What a file may be called: some sites write a dot where others write a dash."""
    stems = [f"{part}-{kind}{mark}idx{DIMENSIONS[kind]}-ubyte" for mark in "-."]
    return [stem + ending for stem in stems for ending in ("", ".gz")]


def find_files(folder):
    """The paths of those of the four that are there, by (part, kind); the plain file where both forms are."""
    found = {}
    for key in FOUR:
        there = [path for name in names(*key) if (path := folder / name).exists()]
        if there:
            found[key] = next(filter(Path.is_file, there), there[0])
    return found


def read_folder(folder, progress, size=None, classes=None):
    """The ``Data`` in a folder. Raises BadData, and lets through what ``progress`` raises.

    ``size`` (rows, columns) and ``classes`` are demanded where given; else they come from the training files.
    """
    with ExitStack() as stack:
        paths = _all_four(folder)
        files = {key: stack.enter_context(IdxFile(paths[key], DIMENSIONS[key[1]])) for key in FOUR}
        size = _one_size(files, size)
        read = _reader(files.values(), progress)
        labels = {part: read(files[part, "labels"]) for part in PARTS}
        classes = classes or _count_classes(files["train", "labels"], labels["train"])
        for part in PARTS:
            _check_labels(files[part, "labels"], labels[part], classes)
        images = {part: read(files[part, "images"]) for part in PARTS}
    train, test = (Split(images[part].reshape(len(images[part]), -1), one_hot(labels[part], classes)) for part in PARTS)
    return Data(train, test, size, "classification", tuple(map(str, range(classes))))


def _all_four(folder):
    """The path of each file. Raises BadData naming those that are missing."""
    try:
        folder = Path(folder).expanduser()
        found = find_files(folder)
        here = "a folder" if folder.is_dir() else "a file" if folder.exists() else "nothing of that name"
    except (OSError, ValueError, RuntimeError) as error:
        remedy = "check its path and its permissions"
        raise BadData.at(folder, "", "a folder", f"'{error}'", remedy, "unreadable") from None
    if missing := [names(*key)[0] for key in FOUR if key not in found]:
        lacking = f" without {', '.join(missing)}" if here == "a folder" else ""
        every = ", ".join(names(*key)[0] for key in FOUR)
        expected = f"a folder with the four files {every} (each may end in .gz, and have .idx for -idx)"
        raise BadData.at(folder, "", expected, f"{here}{lacking}", "give the folder that holds them", "missing")
    return found


def _one_size(files, size):
    """(rows, columns) of every image, where there are as many images as labels."""
    for part in PARTS:
        images, labels = files[part, "images"], files[part, "labels"]
        if images.shape[0] != labels.shape[0]:
            expected = f"{images.shape[0]:,} labels, one for each image in {images.path.name}"
            raise labels.bad(4, expected, f"{labels.shape[0]:,}", "use two files that belong together", "count")
        own = images.shape[1:]
        if own != (size or own):
            expected, found = (f"{rows} x {columns}" for rows, columns in (size, own))
            raise images.bad(8, f"images of {expected}", found, "use images of one size; idx:FOLDER takes any", "shape")
        size = own
    return size


def _reader(files, progress):
    """A function that reads one file and tells ``progress`` its share of all."""
    total, before = sum(file.count for file in files), 0

    def read(file):
        nonlocal before
        values = file.read(lambda done: progress((before + done) / total, f"reading {file.path.name}"))
        before += file.count
        return values

    return read


def _count_classes(file, labels):
    """One more than the highest label, where labels are numbered as they should be."""
    highest, different = int(labels.max()), len(np.unique(labels))
    row = file.start + int(labels.argmax())
    if highest == 0:
        raise file.bad(row, "labels of at least two classes", "0 alone", "add samples of another class", "classes")
    if highest >= FEW and 2 * different <= highest:
        expected = f"labels numbered 0, 1, 2 and so on, as there are {different} different ones"
        raise file.bad(row, expected, f"{highest}", "number the classes without gaps, or correct this label", "classes")
    return highest + 1


def _check_labels(file, labels, classes):
    """Every label has its class, and one-hot targets have their room."""
    outside = labels >= classes
    if outside.any():
        row = int(outside.argmax())
        remedy = "correct this label, or choose idx:FOLDER if there are more classes"
        raise file.bad(file.start + row, f"a label from 0 to {classes - 1}", f"{labels[row]}", remedy, "label")
    if 4 * classes * len(labels) > LARGEST:
        expected = f"targets of at most {LARGEST:,} bytes"
        raise file.bad(4, expected, f"{len(labels):,} labels of {classes} classes", "use fewer samples", "large")
