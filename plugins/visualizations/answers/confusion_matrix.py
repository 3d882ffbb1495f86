"""Which classes are taken for which."""

import numpy as np

from core import Heatmap, Note, Visualization, hookimpl, setting

from .reading import DIVERGED, NO_CLASSES, answers, truths

READABLE = 20
"""Up to how many classes a number still fits into its cell."""


class ConfusionMatrix(Visualization):
    """How often samples of each class get each answer."""

    title = "Confusion matrix"
    reading = "Rows are the true classes, columns the answers: what is not on the diagonal is a mistake."
    split: str = setting(default="test", choices=("test", "train"), help="Whose answers to count")
    show: str = setting(
        default="counts", choices=("counts", "percent of row"), help="Samples, or their share of the samples of a class"
    )

    def draw(self, snapshot):
        if snapshot.data.task == "regression":
            return Note(title=self.title, note=self.reading, text=NO_CLASSES)
        answer = answers(snapshot.predictions(self.split))
        if answer is None:
            return Note(title=self.title, note=self.reading, text=DIVERGED)
        classes = snapshot.data.classes
        cells = truths(snapshot.split(self.split).targets) * len(classes) + answer  # row by row
        counts = np.bincount(cells, minlength=len(classes) ** 2)
        return Heatmap(
            title=f"{self.title}, {self.split}",
            note=self.reading,
            values=self.shown(counts.reshape(len(classes), -1)),
            rows=classes,
            columns=classes,
            row_label="true class",
            column_label="answer, % of row" if self.show == "percent of row" else "answer",
            numbers=len(classes) <= READABLE,
            samples=samples(cells, counts, len(classes)),
            split=self.split,
        )

    def shown(self, counts):
        """The counts, or their percentages of each row to one decimal; a class without samples has 0."""
        if self.show == "counts":
            return counts
        return np.round(100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), 1)


def samples(cells, counts, classes):
    """The row numbers, ascending, of the samples in every cell that has any."""
    parts = np.split(np.argsort(cells, kind="stable"), np.cumsum(counts)[:-1])
    return {divmod(int(cell), classes): parts[cell] for cell in np.flatnonzero(counts)}


@hookimpl
def visualizations():
    return [ConfusionMatrix]
