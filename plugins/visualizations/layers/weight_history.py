"""Every weight over the epochs: which of them move, and when they come to rest."""

import numpy as np

from core import Axis, Image, Note, Panels, Visualization, hookimpl, setting, strongest

from .naming import names, unknown
from .update_ratio import kept, weights


class WeightHistory(Visualization):
    """One heat map per layer, of weights (rows) over epochs (columns)."""

    title = "Weights over epochs"
    needs = frozenset({"checkpoints"})
    reading = "Each row is one weight and each column an epoch, blue above zero and orange below"
    layer: int = setting(default=0, low=0, help="Which layer: 1 is Hidden 1, 0 shows all")
    rows: int = setting(default=200, low=10, high=1000, help="Most weights of a layer; of more, some are shown")
    order: str = setting(
        default="as in the matrix", choices=("as in the matrix", "by value"), help="By value: as they stand at the end"
    )

    def draw(self, snapshot):
        network = snapshot.network
        if self.layer and (missing := unknown(network, self.layer)):
            return self.instead(missing)
        moments = kept(snapshot.checkpoints, network.parameters.size, snapshot.step)
        if len(moments) < 2:
            return self.instead("No history yet. It appears after two epochs with this view open.")
        epochs = np.array([moment.epoch for moment in moments])
        columns = np.linspace(epochs[0], epochs[-1], 2 * len(moments) - 1 if len(moments) < 60 else len(moments))
        column_of = np.searchsorted(epochs, columns + 1e-9, side="right") - 1
        chosen = [self.layer - 1] if self.layer else range(len(network.layers))
        by_layer = list(zip(*(weights(moment.parameters, network) for moment in moments), strict=True))
        called = names(network)
        figures = tuple(self.map_of(called[k], by_layer[k], column_of, columns) for k in chosen)
        cut = any(by_layer[k][0].size > self.rows for k in chosen)
        note = f"{self.reading}; of larger layers {self.rows} weights spread evenly." if cut else f"{self.reading}."
        return Panels(title=self.title, note=note, figures=figures)

    def map_of(self, name, moments, column_of, columns):
        """The heat map of a layer whose weights at each moment are (inputs x units,)."""
        count = moments[0].size
        rows = np.unique(np.linspace(0, count - 1, min(count, self.rows)).astype(int))
        values = np.stack([one[rows] for one in moments], axis=1)
        if self.order == "by value":
            values = values[np.argsort(-values[:, -1], kind="stable")]
        half = (columns[-1] - columns[0]) / (len(columns) - 1) / 2
        title = f"{name}, {len(rows):,} of {count:,} weights" if len(rows) < count else f"{name}, {count:,} weights"
        return Image(
            title=title,
            note=f"{self.reading}.",
            values=values[:, column_of],
            colours="diverging",
            limit=strongest(values),
            extent=(float(columns[0] - half), float(columns[-1] + half), 0.5, len(rows) + 0.5),
            x=Axis("epoch"),
            y=Axis("weight"),
        )

    def instead(self, text):
        """The sentence in place of the maps."""
        return Note(title=self.title, note=f"{self.reading}.", text=text)


@hookimpl
def visualizations():
    return [WeightHistory]
