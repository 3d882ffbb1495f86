"""A learned inverse of a matrix beside the true one."""

import numpy as np

from core import Heatmap, Note, Panels, Visualization, hookimpl, strongest

READABLE = 20
"""Up to how many rows a number still fits into its cell."""


class InverseBeside(Visualization):
    """The weights of one linear layer beside the inverse that they should become, and what lies between them."""

    title = "Inverse, learned and true"
    reading = (
        "First the weights, then the true inverse, last the difference, in the same colours; the matrix is "
        "learned when the last one has faded away."
    )

    def draw(self, snapshot):
        data, network = snapshot.data, snapshot.network
        raw, targets = data.test
        square = raw.shape[0] == raw.shape[1] and np.array_equal(targets, np.eye(len(targets)))
        if data.task != "regression" or not square or len(network.layers) != 1:
            return self.instead(
                "This view needs one layer that learns the inverse of a matrix. Choose the data set matrix-inverse "
                "and no hidden layer."
            )
        matrix = snapshot.preprocess(raw).astype(np.float64)
        if np.linalg.matrix_rank(matrix) < len(matrix):
            return self.instead("The preprocessed matrix has no inverse. Choose the preprocessing none.")
        learned = network.views[0].weights.astype(np.float64)
        true = np.linalg.inv(matrix)
        error = np.abs(learned - true).max()
        told = f"largest error {error:.3g}" if np.isfinite(error) else "diverged"
        numbered = tuple(str(k) for k in range(1, len(matrix) + 1))
        panels = tuple(
            Heatmap(
                title=title,
                note=self.reading,
                values=values,
                rows=numbered,
                columns=numbered,
                row_label="row",
                column_label="column",
                colours="diverging",
                numbers=len(matrix) <= READABLE,
                limit=strongest(true),
            )
            for title, values in (
                ("learned", np.round(learned, 3)),
                ("true", np.round(true, 3)),
                (f"difference, {told}", np.round(learned - true, 3)),
            )
        )
        condition = np.linalg.cond(matrix)
        return Panels(
            title=f"{self.title}, {told}",
            note=f"{self.reading[:-1]} (condition number {condition:,.0f}: the larger, the harder).",
            figures=panels,
            columns=3,
        )

    def instead(self, text):
        """The sentence in place of the matrices."""
        return Note(title=self.title, note=self.reading, text=text)


@hookimpl
def visualizations():
    return [InverseBeside]
