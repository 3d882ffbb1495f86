"""Points along a line: the smallest thing that can be learned, with two parameters and a right answer."""

import numpy as np

from core import Data, Dataset, Split, hookimpl, setting


class Line(Dataset):
    """Numbers y = 3x + 1, to be found again from examples: linear regression."""

    train: int = setting(default=1000, low=2, high=1_000_000, help="Points to train on")
    test: int = setting(default=200, low=1, high=1_000_000, help="Points to test with")
    slope: float = setting(default=3.0, low=-100, high=100, help="What x is multiplied by")
    intercept: float = setting(default=1.0, low=-100, high=100, help="What is added")
    mean: float = setting(default=2.0, low=-100, high=100, help="Mean of x")
    deviation: float = setting(default=3.0, low=0.01, high=100, log=True, help="Standard deviation of x")
    noise: float = setting(default=0.0, low=0, high=100, help="Scatter of y, as a standard deviation")

    def load(self, rng, progress):
        """One number x as input, one number y as target."""
        splits = []
        for rows in (self.train, self.test):
            x = rng.normal(self.mean, self.deviation, (rows, 1))
            y = self.slope * x + self.intercept + rng.normal(0, self.noise, (rows, 1))
            splits.append(Split(x.astype(np.float32), y.astype(np.float32)))
        progress(1.0, "points are placed")
        return Data(*splits, (1,), "regression")


@hookimpl
def datasets():
    return [Line]
