"""The plane of two inputs, coloured by the answer."""

import numpy as np

from core import Axis, Image, Note, Points, Visualization, hookimpl, setting

from .reading import DIVERGED, NO_CLASSES, answers, lead, truths

MOST = 2000
"""Points over the picture; more of them hide it."""
MARGIN = 0.08
"""What the picture shows beyond the outermost samples, as a share of their range."""


class DecisionRegions(Visualization):
    """Which class the network answers at every point of the plane, under the samples."""

    title = "Decision regions"
    reading = (
        "The ground is the answer at each point, the dots are samples: a dot on ground of another colour is a mistake."
    )
    split: str = setting(default="test", choices=("test", "train"), help="Which samples lie over the regions")
    resolution: int = setting(
        default=100, low=10, high=400, help="Points along each side at which the network is asked"
    )
    shade: str = setting(
        default="certainty", choices=("class", "certainty"), help="Full colours, or paler where the network is unsure"
    )

    def draw(self, snapshot):
        data = snapshot.data
        if data.features != 2:
            return self.instead("This view needs two inputs; choose xor, disk, spiral or moons.")
        if data.task == "regression":
            return self.instead(NO_CLASSES)
        extent, grid = plane(np.concatenate([data.train.inputs, data.test.inputs]), self.resolution)
        predictions = snapshot.network.predict(snapshot.preprocess(grid))
        answer = answers(predictions)
        if answer is None:
            return self.instead(DIVERGED)
        side = (self.resolution, self.resolution)
        inputs, targets = snapshot.split(self.split)
        rows = np.linspace(0, len(inputs) - 1, min(len(inputs), MOST)).astype(int)
        axes = {"x": Axis("input 1"), "y": Axis("input 2")}
        regions = Image(
            title=self.title,
            note=self.reading,
            values=answer.reshape(side),
            strength=lead(predictions).reshape(side) if self.shade == "certainty" else None,
            colours="classes",
            extent=extent,
            classes=data.classes,
            **axes,
        )
        return Points(
            title=f"{self.title}, {self.split}",
            note=self.reading,
            points=inputs[rows],
            labels=truths(targets[rows]),
            classes=data.classes,
            samples=rows,
            split=self.split,
            behind=regions,
            **axes,
        )

    def instead(self, text):
        """The sentence in place of the plane."""
        return Note(title=self.title, note=self.reading, text=text)


def plane(inputs, resolution):
    """The extent (left, right, bottom, top) around inputs (rows, 2), and the centres of its cells, (cells, 2).

    Cells go row by row from the top, as the pixels of a picture do.
    """
    low, high = inputs.min(axis=0).astype(float), inputs.max(axis=0).astype(float)
    margin = MARGIN * np.where(high > low, high - low, 1)
    left, bottom = low - margin
    right, top = high + margin
    centre = (np.arange(resolution) + 0.5) / resolution
    across, down = np.meshgrid(left + centre * (right - left), top - centre * (top - bottom))
    grid = np.column_stack([across.ravel(), down.ravel()]).astype(np.float32)
    return (float(left), float(right), float(bottom), float(top)), grid


@hookimpl
def visualizations():
    return [DecisionRegions]
