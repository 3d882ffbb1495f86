"""What each neuron of the first layer looks for, as a picture."""

import numpy as np

from core import Note, Tiles, Visualization, hookimpl, setting, strongest


class FirstLayerWeights(Visualization):
    """The weights from every pixel to a neuron of the first layer, laid out as the pixels are."""

    title = "First-layer weights"
    reading = "One picture per neuron: ink on blue pixels pushes it up, ink on orange ones down."
    units: int = setting(default=32, low=1, high=1000, help="How many neurons to show")
    order: str = setting(
        default="own order", choices=("own order", "largest first"), help="Which neurons come first; largest by weights"
    )

    def draw(self, snapshot):
        shape = snapshot.data.input_shape
        if len(shape) != 2:
            return self.instead(
                "Weights make a picture where the input is one. This data has no pixels; choose digits or another data "
                "set of images."
            )
        weights = snapshot.network.views[0].weights
        if not np.isfinite(weights).all():
            return self.instead(
                "These weights are no finite numbers any more: the run has diverged. Go back to an earlier moment and "
                "lower the learning rate."
            )
        units = np.arange(weights.shape[1])
        if self.order == "largest first":
            units = np.argsort(-np.linalg.norm(weights, axis=0), kind="stable")
        shown = units[: self.units]
        images = weights[:, shown].T.reshape(-1, *shape)
        return Tiles(
            title=self.title,
            note=self.reading if snapshot.step else noise(len(shown)),
            images=images,
            names=self.names(snapshot, shown),
            colours="diverging",
            limit=strongest(images),
            more=len(units) - len(shown),
        )

    def names(self, snapshot, shown):
        """The classes where the first layer is the output, neuron numbers where they are out of order."""
        if len(snapshot.network.layers) == 1 and snapshot.data.classes:
            return tuple(snapshot.data.classes[unit] for unit in shown)
        return () if self.order == "own order" else tuple(str(unit + 1) for unit in shown)

    def instead(self, text):
        """The sentence in place of the pictures."""
        return Note(title=self.title, note=self.reading, text=text)


def noise(count):
    """What there is to see before the first step."""
    pictures = f"{count} small pictures take" if count > 1 else "A small picture takes"
    return f"Only noise so far. {pictures} shape while it trains."


@hookimpl
def visualizations():
    return [FirstLayerWeights]
