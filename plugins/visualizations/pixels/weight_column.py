"""How the weights of one unit, a column of W, become a picture."""

import numpy as np

from core import Axis, Frames, Image, Note, Panels, Visualization, hookimpl, setting, strongest

FRAMES = 29
COLUMNS = 24
"""Columns of W that are shown, the one that is meant among them; more are too thin to tell apart."""
PALE = 0.3
"""How far the weights that are not meant stand out."""


class WeightColumn(Visualization):
    """The matrix of the first layer, one of its columns, and that column cut into rows of pixels, animated."""

    title = "A column of W is a picture"
    reading = (
        "W has a row for each pixel and a column for each unit: one column, cut into pieces as long as a row of "
        "pixels and laid under each other, is a picture."
    )
    unit: int = setting(default=1, low=1, help="Which unit of the first layer, from 1")
    seconds: float = setting(default=0.2, low=0.05, high=2, log=True, help="How long each row is shown")

    def draw(self, snapshot):
        shape, weights = snapshot.data.input_shape, snapshot.network.views[0].weights
        if len(shape) != 2:
            return self.instead("This data has no pixels. Choose digits or another data set of images.")
        if self.unit > weights.shape[1]:
            return self.instead(f"There is no unit {self.unit}. The first layer has units 1 to {weights.shape[1]}.")
        if not np.isfinite(weights).all():
            return self.instead("The weights are NaN or infinite: the run has diverged. Lower the learning rate.")
        height, width = shape
        limit = strongest(weights)
        moments = np.unique(np.linspace(1, height, min(FRAMES, height)).astype(int))
        frames = tuple(
            Panels(
                title=self.title,
                note=self.reading,
                figures=self.moment(weights, limit, (height, width), int(rows)),
                columns=3,
            )
            for rows in (height, *moments)  # the whole picture first, for who looks before it plays
        )
        return Frames(title=self.title, note=self.reading, figures=frames, seconds=self.seconds)

    def moment(self, weights, limit, shape, rows):
        """Matrix, column and picture when so many rows of pixels have been laid down."""
        height, width = shape
        column = weights[:, self.unit - 1]
        done = np.where(np.arange(len(column)) < rows * width, 1.0, PALE)
        first = max(0, min(self.unit - 1 - COLUMNS // 2, weights.shape[1] - COLUMNS))
        block = weights[:, first : first + COLUMNS]
        chosen = np.full(block.shape, PALE, np.float32)
        chosen[:, self.unit - 1 - first] = 1
        foot = (0.5, len(column) + 0.5)
        common = {"note": self.reading, "colours": "diverging", "limit": limit}
        return (
            Image(
                title=f"W, {len(column)} x {weights.shape[1]}",
                values=block[::-1],  # row 0 of an image is at its top, pixel 1 at the axis's foot
                strength=chosen[::-1],
                extent=(first + 0.5, first + block.shape[1] + 0.5, *foot),
                x=Axis("unit"),
                y=Axis("pixel"),
                **common,
            ),
            Image(
                title=f"column {self.unit}",
                values=column[::-1, None],
                strength=done[::-1, None],
                extent=(self.unit - 0.5, self.unit + 0.5, *foot),
                x=Axis("unit"),
                y=Axis("pixel"),
                **common,
            ),
            Image(
                title=f"as {height} x {width}, row {rows}",
                values=column.reshape(shape),
                strength=np.repeat((np.arange(height) < rows).astype(float)[:, None], width, axis=1),
                x=Axis("column of pixels"),
                y=Axis("row of pixels"),
                **common,
            ),
        )

    def instead(self, text):
        """The sentence in place of the pictures."""
        return Note(title=self.title, note=self.reading, text=text)


@hookimpl
def visualizations():
    return [WeightColumn]
