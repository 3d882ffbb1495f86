"""How the answers of each layer's units spread."""

import numpy as np

from core import Axis, Bins, Histogram, Note, Visualization, hookimpl, setting

from .naming import names, unknown

MOST = 2000
"""Samples that are answered once more and counted where there are more; all of them would have the same shape."""
WORTH_TELLING = 0.005
"""The least share of exact zeros that a layer's name tells: half a percent."""


class ActivationHistogram(Visualization):
    """How many answers of each layer's units have which value, over the samples of a split."""

    title = "Activation histogram"
    split: str = setting(default="test", choices=("test", "train"), help="Which samples the network answers")
    layer: int = setting(default=0, low=0, help="Which layer: 1 is Hidden 1, the last is the output, 0 shows all")
    bins: int = setting(default=60, low=5, high=200, help="Number of bars in each row")
    zeros: bool = setting(default=False, help="Draw exact zeros too; where relu gives many, their bar hides the rest")

    def draw(self, snapshot):
        network = snapshot.network
        if self.layer and (missing := unknown(network, self.layer)):
            return Note(title=self.title, note=f"{self.reading()}.", text=missing)
        shown = [self.layer - 1] if self.layer else range(len(network.layers))
        groups, lost = [], 0
        raw = snapshot.split(self.split).inputs
        every = -(-len(raw) // MOST)
        some = network.activations(snapshot.preprocess(raw[::every])) if every > 1 else None
        for k in shown:
            answers = (some[k] if some else snapshot.activations(self.split, k)).ravel()
            finite = np.isfinite(answers)
            if not finite.all():
                lost += np.count_nonzero(~finite)
                answers = answers[finite]
            bounded = network.layers[k].activation.gives != "any"
            groups.append(self.row(names(network)[k], answers, bounded))
        note = self.reading() + (f" (every {ordinal(every)} of {len(raw):,})." if every > 1 else ".")
        if not self.zeros and any(group.name.endswith("zero") for group in groups):
            note = f"{note[:-1]}; exact zeros stand in its name and not among the bars."
        if lost:
            note = f"{lost:,} of these numbers are NaN or infinite and left out: the run has diverged."
        return Histogram(
            title=f"{self.title}, {self.split}",
            note=note,
            groups=tuple(groups),
            x=Axis("activation"),
            y=Axis("answers"),
        )

    def row(self, name, answers, bounded):
        """The bins of one layer's answers (n,), all finite; ``bounded`` ones keep 0 to 1 in view."""
        share = np.count_nonzero(answers == 0) / max(answers.size, 1)
        low, high = float(answers.min(initial=0)), float(answers.max(initial=1 if bounded else 0))
        if share >= WORTH_TELLING:
            name = f"{name} · {100 * share:.0f} % zero"
            answers = answers if self.zeros else answers[answers != 0]
        # float64, as the widest range of float32 is more than float32 can hold
        counts, edges = np.histogram(answers.astype(np.float64), self.bins, (low, high if high > low else low + 1))
        return Bins(edges, counts, name, self.split)

    def reading(self):
        """How to read the rows, without the full stop."""
        return f"Each row counts what a layer's units answer to the {self.split} samples, by value"


def ordinal(number):
    """2nd, 3rd, 12th: from two up."""
    last = 0 if 10 < number % 100 < 20 else number % 10
    return f"{number}{('th', 'st', 'nd', 'rd')[last] if last < 4 else 'th'}"


@hookimpl
def visualizations():
    return [ActivationHistogram]
