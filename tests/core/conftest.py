"""A small data set that loads at once, beside the built-in components."""

import numpy as np
import pytest

from core import Data, Dataset, Split, one_hot, setting
from core.registry import Entry


class Blobs(Dataset):
    """Three clouds of points in ten dimensions, far enough apart to be told from each other."""

    train: int = setting(default=100, low=1, high=10_000)
    test: int = setting(default=30, low=1, high=10_000)
    classes: int = setting(default=3, low=2, high=10)
    features: int = setting(default=10, low=1, high=100)

    def load(self, rng, progress):
        centres = rng.normal(0, 2, (self.classes, self.features))

        def split(rows):
            labels = rng.integers(0, self.classes, rows)
            inputs = centres[labels] + rng.normal(0, 1, (rows, self.features))
            return Split(inputs.astype(np.float32), one_hot(labels, self.classes))

        progress(0.5, "Making blobs")
        names = tuple("abcdefghij"[: self.classes])
        return Data(split(self.train), split(self.test), (self.features,), "classification", names)


@pytest.fixture(scope="session")
def blobs(registry):
    """The built-in components and the small data set."""
    return registry.plus([Entry(Blobs, "file", "conftest.py")])
