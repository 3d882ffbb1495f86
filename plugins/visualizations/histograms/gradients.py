"""How the gradient of each layer spreads."""

from core import Note, Visualization, hookimpl, setting

from .layers import histogram


class GradientHistogram(Visualization):
    """How strongly the last batch asks the parameters of each layer to move."""

    title = "Gradient histogram"
    needs = frozenset({"gradient"})
    show: str = setting(default="weights", choices=("weights", "biases"), help="Whose gradient to count")
    bins: int = setting(default=60, low=5, high=200, help="Number of bars in each row")
    share: float = setting(default=1.0, low=0.5, high=1, help="Share of the numbers in view; less hides the outermost")

    def draw(self, snapshot):
        note = "Each row counts one layer's slopes of the loss in the last batch: a layer with all at 0 stands still."
        gradients = snapshot.gradients()
        if gradients is None:
            return Note(title=self.title, note=note, text="No gradient yet. It appears with the first step.")
        layers = [getattr(view, "bias" if self.show == "biases" else "weights") for view in gradients]
        return histogram(layers, self.bins, self.share, "gradient", self.title, note)


@hookimpl
def visualizations():
    return [GradientHistogram]
