"""The weights of a layer as they stand in the matrix."""

import numpy as np

from core import Axis, Heatmap, Image, Note, Visualization, hookimpl, setting

from .naming import DIVERGED, names, units, unknown

READABLE = 20
"""Up to how many rows and columns a number still fits into each cell."""


class LayerWeights(Visualization):
    """The weight matrix of any layer: a row for each unit that it comes from, a column for each that it goes to."""

    title = "Weights of any layer"
    layer: int = setting(default=1, low=1, help="Which layer: 1 is Hidden 1, the last is the output")
    cells: int = setting(
        default=400,
        low=20,
        high=1000,
        help="Most cells along a side; a larger matrix shows the strongest of each block",
    )

    def draw(self, snapshot):
        network = snapshot.network
        if missing := unknown(network, self.layer):
            return self.instead(missing)
        weights = network.views[self.layer - 1].weights
        lost = int(weights.size - np.count_nonzero(np.isfinite(weights)))
        if lost == weights.size:
            return self.instead(DIVERGED)
        blocks = tuple(-(-length // self.cells) for length in weights.shape)
        note = reading(blocks)
        if lost:
            note = f"{lost:,} of these weights are NaN or infinite: the run has diverged."
        called = names(network)
        above, below = called[self.layer - 1], called[self.layer - 2] if self.layer > 1 else "input"
        parts = {"title": f"{self.title}, {above}", "note": note, "colours": "diverging"}
        if max(weights.shape) <= READABLE:
            return Heatmap(
                values=weights,
                rows=tuple(str(unit) for unit in range(1, len(weights) + 1)),
                columns=units(snapshot.data, network, self.layer - 1),
                row_label=f"from {below}",
                column_label=f"to {above}",
                **parts,
            )
        cells = strongest_of(weights, *blocks)
        rows, columns = (length * size for length, size in zip(cells.shape, blocks, strict=True))
        return Image(
            values=cells[::-1],  # row 0 of an image is at its top, unit 1 at the axis's foot
            extent=(0.5, columns + 0.5, 0.5, rows + 0.5),
            x=Axis(f"to {above}"),
            y=Axis(f"from {below}"),
            **parts,
        )

    def instead(self, text):
        """The sentence in place of the matrix."""
        return Note(title=self.title, note=reading((1, 1)), text=text)


def reading(blocks):
    """One sentence on how to read the matrix, whose cells stand for blocks of (rows, columns) weights."""
    text = "Each cell is the weight from one unit to another: blue pushes it up, orange down"
    if max(blocks) > 1:
        text = f"Each cell is the strongest of {blocks[0]} x {blocks[1]} weights: blue pushes up, orange down"
    return f"{text}; a pale row or column is a unit hardly used."


def strongest_of(matrix, rows, columns):
    """The number farthest from zero, with its sign, of each block of rows x columns; NaN where a block has one.

    The last blocks may be short: they are filled up with their last row and column, which changes no strongest.
    """
    if rows == columns == 1:
        return matrix
    ends = [(0, -length % size) for length, size in zip(matrix.shape, (rows, columns), strict=True)]
    full = np.pad(matrix, ends, mode="edge") if any(after for _, after in ends) else matrix
    by_rows = full.reshape(-1, rows, full.shape[1])
    low, high = by_rows.min(axis=1), by_rows.max(axis=1)
    low = low.reshape(len(low), -1, columns).min(axis=2)
    high = high.reshape(len(high), -1, columns).max(axis=2)
    return np.where(high >= -low, high, low)


@hookimpl
def visualizations():
    return [LayerWeights]
