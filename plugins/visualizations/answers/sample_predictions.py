"""Samples with what the network takes them for."""

import numpy as np

from core import Note, Tiles, Visualization, hookimpl, setting, strongest

from .reading import DIVERGED, NO_CLASSES, answers, truths

SHORT = "Under each picture stands what the network takes it for; wrong answers have an outline."


class SamplePredictions(Visualization):
    """Samples as pictures, each with the answer and how certain it is."""

    title = "Sample predictions"
    reading = "Under each picture stand the answer and its certainty; wrong answers have an outline."
    split: str = setting(default="test", choices=("test", "train"), help="Which samples to choose from")
    which: str = setting(default="all", choices=("all", "wrong", "least certain"), help="Which of them to show")
    count: int = setting(default=24, low=1, high=500, help="How many to show")
    titles: str = setting(
        default="certainty",
        choices=("certainty", "predicted", "truth"),
        help="Under each picture: 7 98 %, predicted: 7, or 7, is 1",
    )
    classes: str = setting(default="", help="Only samples of these classes, such as 4, 9; of all where empty")

    def draw(self, snapshot):
        data = snapshot.data
        if data.task == "regression":
            return self.instead(NO_CLASSES)
        if len(data.input_shape) != 2:
            return self.instead("This data has no pictures to show. Choose digits or another data set of images.")
        chosen = [name.strip() for name in self.classes.split(",") if name.strip()]
        if unknown := [name for name in chosen if name not in data.classes]:
            return self.instead(f"There is no class {unknown[0]} here. The classes are {', '.join(data.classes)}.")
        predictions = snapshot.predictions(self.split)
        answer = answers(predictions)
        if answer is None:
            return self.instead(DIVERGED)
        inputs, targets = snapshot.split(self.split)
        truth = truths(targets)
        certainty = predictions[np.arange(len(answer)), answer]
        rows = self.rows(truth, answer, certainty, [data.classes.index(name) for name in chosen])
        if not len(rows):
            return self.instead(f"There is no {'mistake' if self.which == 'wrong' else 'sample'} among those chosen.")
        shown = rows[: self.count]
        images = inputs[shown].reshape(-1, *data.input_shape)
        probable = snapshot.network.layers[-1].activation.gives != "any"
        return Tiles(
            title=f"{self.title}, {self.split}",
            note=self.reading if self.titles == "certainty" else SHORT,
            images=images,
            names=tuple(
                self.caption(data.classes[answer[row]], data.classes[truth[row]], certainty[row], probable)
                for row in shown
            ),
            limit=strongest(images),
            samples=shown,
            split=self.split,
            marked=answer[shown] != truth[shown],
            more=len(rows) - len(shown),
        )

    def rows(self, truth, answer, certainty, classes):
        """The row numbers of all samples that fit the settings, those to show first at the front."""
        fits = np.isin(truth, classes) if classes else np.ones(len(truth), bool)
        if self.which == "wrong":
            fits &= answer != truth
        rows = np.flatnonzero(fits)
        return rows[np.argsort(certainty[rows], kind="stable")] if self.which == "least certain" else rows

    def caption(self, answer, truth, certainty, probable):
        """``7  98 %``, or the output itself where outputs are no probabilities; or what else ``titles`` asks for."""
        if self.titles == "predicted":
            return f"predicted: {answer}"
        if self.titles == "truth":
            return f"{answer}, is {truth}"
        return f"{answer}  {certainty:.0%}".replace("%", " %") if probable else f"{answer}  {certainty:.2f}"

    def instead(self, text):
        """The sentence in place of the pictures."""
        return Note(title=self.title, note=self.reading, text=text)


@hookimpl
def visualizations():
    return [SamplePredictions]
