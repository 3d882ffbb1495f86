"""Digits drawn on the pad and told what they are: a data set of the user's own hand.

They are lines of JSON in one file, so that adding a drawing never touches those before it.
"""

import numpy as np

from core import BadData, Data, Dataset, Split, hookimpl, one_hot, setting

from .reader import MOST, read, usual_file

TEST_EVERY = 5
"""The first of so many drawings is kept aside to test on; a further drawing never moves those before it."""


class MyDigits(Dataset):
    """The digits that you drew and named yourself, 28 x 28 pixels; every fifth is kept aside to test on."""

    file: str = setting(default="", unit="file", help="The file of drawings; empty for your own")
    copies: int = setting(
        default=1, low=1, high=100, log=True, help="How often each drawing appears among the training rows"
    )

    def load(self, rng, progress):
        """Ten classes, however many of them were drawn. Raises BadData with the line that is wrong."""
        path = self.file or usual_file()
        images, labels = read(path, progress)
        if len(images) * self.copies > MOST:
            raise BadData(
                f"{path}: expected at most {MOST:,} training rows, found {len(images):,} drawings, {self.copies} times "
                "each; lower copies"
            )
        tested = np.arange(len(images)) % TEST_EVERY == 0
        trained = ~tested if len(images) > 1 else tested  # one drawing is all there is to train and test with
        train = Split(np.tile(images[trained], (self.copies, 1)), one_hot(np.tile(labels[trained], self.copies), 10))
        test = Split(images[tested], one_hot(labels[tested], 10))
        return Data(train, test, (28, 28), "classification", tuple("0123456789"))


@hookimpl
def datasets():
    return [MyDigits]
