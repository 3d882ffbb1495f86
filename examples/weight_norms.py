"""How large the weights of each layer are."""

import numpy as np

from core import Axis, Bars, Visualization, hookimpl


class WeightNorms(Visualization):
    """Which layer has grown the most?"""

    title = "Weight norms"

    def draw(self, snapshot):
        norms = [np.linalg.norm(weights) for weights, bias in snapshot.network.views]
        names = [f"Layer {k}" for k in range(1, len(norms) + 1)]
        note = "Each bar is the length of a layer's weights taken as one vector."
        return Bars(title=self.title, note=note, names=tuple(names), values=np.array(norms), y=Axis("norm"))


@hookimpl
def visualizations():
    return [WeightNorms]
