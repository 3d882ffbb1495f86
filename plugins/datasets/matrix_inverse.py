"""A matrix to be inverted by learning: the weights of one linear layer without bias become the inverse."""

import numpy as np

from core import BadData, Data, Dataset, Split, hookimpl, setting

DRAWS = 20_000
TOGETHER = 500  # matrices whose condition is worked out at once


class MatrixInverse(Dataset):
    """A random matrix A of whole numbers; the rows of A are the inputs, those of the unit matrix the targets.

    A layer without bias that answers every row rightly has weights W with A W = I, and that is the inverse. The test
    split is the same matrix once: there is nothing else to be right about.
    """

    size: int = setting(default=10, low=2, high=50, help="Rows and columns of the matrix")
    largest: int = setting(default=9, low=1, high=255, help="Largest entry; the smallest is 0")
    condition: float = setting(
        default=0.0, low=0, high=1e6, help="Draw until the condition number is at most this; 0 takes any invertible one"
    )
    repeats: int = setting(default=1000, low=1, high=100_000, help="How often an epoch shows the whole matrix")

    def load(self, rng, progress):
        """Inputs (repeats x size, size), float32. Raises BadData where no matrix is as good as asked."""
        matrix = self.matrix(rng, progress)
        whole = Split(matrix.astype(np.float32), np.eye(self.size, dtype=np.float32))
        train = Split(np.tile(whole.inputs, (self.repeats, 1)), np.tile(whole.targets, (self.repeats, 1)))
        progress(1.0, "the matrix is there")
        return Data(train, whole, (self.size,), "regression")

    def matrix(self, rng, progress):
        """A (size, size) of whole numbers, invertible in float64."""
        limit = self.condition or 1e12
        for done in range(0, DRAWS, TOGETHER):
            progress(done / DRAWS, f"drawing a matrix: {done:,} so far")
            matrices = rng.integers(0, self.largest + 1, (TOGETHER, self.size, self.size)).astype(float)
            good = np.linalg.cond(matrices) <= limit
            if good.any():
                return matrices[good.argmax()]
        raise BadData(
            f"matrix-inverse: no {self.size} x {self.size} matrix with a condition number of at most "
            f"{self.condition:g} came up in {DRAWS:,} draws; ask for a larger one"
        )


@hookimpl
def datasets():
    return [MatrixInverse]
