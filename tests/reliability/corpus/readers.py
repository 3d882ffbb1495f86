"""Everything that reads a file that may come from anyone, each as ``read(path, registry)``."""

from functools import partial

import numpy as np

from core import Dataset
from core.images import read_image
from core.lessons.reading import read_lesson
from core.project import open_project


def dataset(name, setting, path, registry, progress=lambda share, words: None):
    """The data that a data set makes of a path."""
    return registry.make(Dataset, name, {setting: str(path)}).load(np.random.default_rng(0), progress)


READERS = {
    "idx": partial(dataset, "idx", "folder"),
    "mnist": partial(dataset, "mnist", "folder"),
    "csv": partial(dataset, "csv", "file"),
    "npz": partial(dataset, "npz", "file"),
    "images": partial(dataset, "images", "folder"),
    "drawings": partial(dataset, "my-digits", "file"),
    "project": lambda path, registry: open_project(path),
    "lesson": read_lesson,
    "image": lambda path, registry: read_image(path),
}
