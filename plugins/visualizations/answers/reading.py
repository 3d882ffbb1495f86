"""What the views of answers share: which class each sample is, which one the network says, and how sure it is."""

import numpy as np

NO_CLASSES = "This view compares classes, and this data has numbers for targets. Look at the loss instead."
DIVERGED = (
    "The network answers with NaN or infinity: the run has diverged. Go back to an earlier moment and lower the "
    "learning rate."
)


def truths(targets):
    """The class of every row of one-hot targets, (rows,)."""
    return targets.argmax(axis=1)


def answers(predictions):
    """The class of the largest output of every row, (rows,), or None where an output is no finite number."""
    return predictions.argmax(axis=1) if np.isfinite(predictions).all() else None


def lead(predictions):
    """How far the largest output of every row is ahead of the next, (rows,) in [0, 1]: 0 where two classes meet."""
    ordered = np.partition(predictions, -2, axis=1)
    return np.clip(ordered[:, -1] - ordered[:, -2], 0, 1)
