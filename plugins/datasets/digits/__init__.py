"""Handwritten digits that the program writes itself: there at once, without a download.

Curves through the control points of 56 ways to write the ten digits are mixed, bent, leaned and drawn with a soft pen,
then placed as MNIST's images are. A network that has seen nothing else reads MNIST.
"""

from core import Data, Dataset, Split, hookimpl, one_hot, setting

from .handwriting import MESSINESS, generate


class Digits(Dataset):
    """Handwriting made by the program, 28 x 28 pixels."""

    train: int = setting(default=60_000, low=10, high=1_000_000, log=True, help="Images to learn from")
    test: int = setting(default=10_000, low=10, high=1_000_000, log=True, help="Images kept aside to test on")
    style: str = setting(
        default="default",
        choices=tuple(MESSINESS),
        help="How messy: neat is read best, transfer holds every kind of hand",
    )

    def load(self, rng, progress):
        total = self.train + self.test

        def split(count, before):
            def told(done):
                done += before
                progress(done / total, f"Writing digits: {done:,} of {total:,}")

            images, labels = generate(count, self.style, rng, told)
            return Split(images, one_hot(labels, 10))

        test = split(self.test, 0)  # first, so that it is the same whatever the size of the training split
        train = split(self.train, self.test)
        progress(1.0, f"Wrote {total:,} digits")
        return Data(train, test, (28, 28), "classification", tuple("0123456789"))

    def more(self, n, rng):
        """Fresh images for training on line: inputs (n, 784) uint8 and one-hot targets (n, 10)."""
        images, labels = generate(n, self.style, rng)
        return Split(images, one_hot(labels, 10))


@hookimpl
def datasets():
    return [Digits]
