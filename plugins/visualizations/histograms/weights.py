"""How the weights of each layer spread."""

from core import Visualization, hookimpl, setting

from .layers import histogram


class WeightHistogram(Visualization):
    """How many weights of each layer have which value."""

    title = "Weight histogram"
    show: str = setting(default="weights", choices=("weights", "biases"), help="Which parameters to count")
    bins: int = setting(default=60, low=5, high=200, help="Number of bars in each row")
    share: float = setting(default=1.0, low=0.5, high=1, help="Share of the numbers in view; less hides the outermost")

    def draw(self, snapshot):
        layers = [getattr(view, "bias" if self.show == "biases" else "weights") for view in snapshot.network.views]
        one = "bias" if self.show == "biases" else "weight"
        note = f"Each row counts one layer's {self.show} by value: right of 0 they push up, left of it down."
        return histogram(layers, self.bins, self.share, one, self.title, note)


@hookimpl
def visualizations():
    return [WeightHistogram]
