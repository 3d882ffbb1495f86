"""What the samples look like, class by class."""

import numpy as np

from core import Note, Tiles, Visualization, hookimpl, setting, strongest

MOST = 10_000
"""Samples that a mean is taken of; more of them look the same."""


class SampleSheet(Visualization):
    """Samples of every class as pictures, or the mean picture of each."""

    title = "Sample sheet"
    split: str = setting(default="train", choices=("train", "test"), help="Which samples")
    show: str = setting(default="samples", choices=("samples", "class means"), help="Single samples, or their mean")
    each: int = setting(default=10, low=1, high=100, help="How many samples of each class")

    def draw(self, snapshot):
        data = snapshot.data
        if len(data.input_shape) != 2:
            text = "This data has no pictures to show. Choose digits or another data set of images."
            return Note(title=self.title, note=self.reading(), text=text)
        inputs, targets = snapshot.split(self.split)
        if data.task == "regression":
            rows, names = np.arange(min(len(inputs), self.each)), ()
        elif self.show == "class means":
            return self.means(data, inputs, targets)
        else:
            labels = targets.argmax(axis=1)
            rows = np.concatenate([np.flatnonzero(labels == k)[: self.each] for k in range(len(data.classes))])
            names = tuple(data.classes[label] for label in labels[rows])
        images = inputs[rows].reshape(-1, *data.input_shape)
        return Tiles(
            title=f"{self.title}, {self.split}",
            note=self.reading(),
            images=images,
            names=names,
            limit=strongest(images),
            samples=rows,
            split=self.split,
            more=len(inputs) - len(rows),
            bar=True,
        )

    def means(self, data, inputs, targets):
        """The mean of every class, of at most MOST samples in all, spread evenly."""
        rows = np.linspace(0, len(inputs) - 1, min(len(inputs), MOST)).astype(int)
        shown = targets[rows]
        counts = shown.sum(axis=0)
        images = (shown.T @ inputs[rows].astype(np.float32)) / np.maximum(counts, 1)[:, None]
        of = f"{len(rows):,} of {len(inputs):,}" if len(rows) < len(inputs) else f"all {len(inputs):,}"
        return Tiles(
            title=f"{self.title}, {self.split}, means",
            note=f"The mean of each class over {of} samples: clear where its samples agree, blurred where they differ.",
            images=images.reshape(-1, *data.input_shape),
            names=data.classes,
            limit=strongest(images),
            bar=True,
        )

    def reading(self):
        """One sentence on how to read the sheet."""
        return "The first samples of every class as they are stored, with their label: what the network has to tell."


@hookimpl
def visualizations():
    return [SampleSheet]
