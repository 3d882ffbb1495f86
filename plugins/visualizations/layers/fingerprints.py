"""What a layer answers to many samples of each class: bands that the samples of a class share."""

import numpy as np

from core import Note, Tiles, Visualization, hookimpl, setting, strongest

from .naming import DIVERGED, names, unknown


class Fingerprints(Visualization):
    """One picture per class: a row for each unit of a hidden layer, a column for each sample."""

    title = "Fingerprints"
    reading = "One picture per class, a row per unit and a column per sample: an unbroken row is a unit that all share"
    layer: int = setting(default=0, low=0, help="Which layer: 1 is Hidden 1, 0 is the last hidden one")
    split: str = setting(default="test", choices=("test", "train"), help="Which samples")
    samples: int = setting(default=100, low=2, high=1000, help="How many samples of each class")
    units: int = setting(default=100, low=2, high=1000, help="Most units; of more, some spread evenly are shown")

    def draw(self, snapshot):
        network, data = snapshot.network, snapshot.data
        if data.task == "regression":
            return self.instead("This view compares classes, and this data has numbers for targets. Choose digits.")
        layer = self.layer or len(network.layers) - 1
        if layer == 0:
            return self.instead("This network has no hidden layer that could leave fingerprints. Add one to see more.")
        if missing := unknown(network, layer):
            return self.instead(missing)
        inputs, targets = snapshot.split(self.split)
        labels = targets.argmax(axis=1)
        counts = np.bincount(labels, minlength=len(data.classes))
        most = min(int(counts.max()), self.samples)
        rows = [spread(np.flatnonzero(labels == k), most) for k in range(len(data.classes))]
        asked = np.concatenate(rows)
        answers = network.activations(snapshot.preprocess(inputs[asked]))[layer - 1]
        if not np.isfinite(answers).all():
            return self.instead(DIVERGED)
        shown = spread(np.arange(answers.shape[1]), self.units)
        images = np.zeros((len(rows), len(shown), most), np.float32)  # a class of fewer samples is blank at its end
        start = 0
        for image, own in zip(images, rows, strict=True):
            image[:, : len(own)] = answers[start : start + len(own)][:, shown].T
            start += len(own)
        signed = bool((images < 0).any())
        cut = f"{len(asked):,} of {len(inputs):,} {self.split} samples, {len(shown)} of {answers.shape[1]} units"
        return Tiles(
            title=f"{self.title}, {names(network)[layer - 1]}, {self.split}",
            note=f"{self.reading} ({cut}).",
            images=images,
            names=data.classes,
            colours="diverging" if signed else "sequential",
            limit=strongest(images),
            bar=True,
        )

    def instead(self, text):
        """The sentence in place of the fingerprints."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


def spread(values, most):
    """At most ``most`` of some values, spread evenly."""
    return values[np.linspace(0, len(values) - 1, min(len(values), most)).astype(int)]


@hookimpl
def visualizations():
    return [Fingerprints]
