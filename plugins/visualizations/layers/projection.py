"""Many numbers per sample as a few: principal components, turned so that they stay where they are between frames."""

import numpy as np

LITTLE = 0.3


def components(values, count):
    """Mean (units,), axes (units, count) as columns, and the share of the variance that they hold.

    The principal axes of rows (n, units), those of the largest variance first (Pearson, 1901).
    """
    values = values.astype(np.float64)
    mean = values.mean(axis=0)
    centred = values - mean
    if len(values) >= values.shape[1]:
        variances, axes = np.linalg.eigh(centred.T @ centred)
        axes = axes[:, ::-1][:, :count]
    else:  # fewer rows than units: the same axes, from the smaller matrix of the rows with each other
        variances, rows = np.linalg.eigh(centred @ centred.T)
        axes, _ = np.linalg.qr(centred.T @ rows[:, ::-1][:, :count])
    whole = float(np.maximum(variances, 0).sum())
    held = float(np.maximum(variances[::-1][:count], 0).sum())
    return mean, axes, held / whole if whole else 1.0


def anchors(labels, classes, count):
    """A fixed place for the class of each row, (n, count): evenly on a circle or, for three numbers, on a sphere."""
    number = np.arange(classes) + 0.5
    if count == 2:
        angle = 2 * np.pi * number / classes
        places = np.column_stack([np.cos(angle), np.sin(angle)])
    else:
        height, angle = 1 - 2 * number / classes, np.pi * (1 + 5**0.5) * number
        ring = np.sqrt(1 - height**2)
        places = np.column_stack([ring * np.cos(angle), ring * np.sin(angle), height])
    return places[labels]


def facing(scores, places):
    """The rotation (count, count), perhaps with a reflection, that brings scores (n, count) nearest to their places.

    Components have no sign of their own and may change places from step to step. Turned towards places that do not
    depend on the network, a cloud that moves a little is drawn a little elsewhere (orthogonal Procrustes: Schönemann,
    1966).
    """
    left, _, right = np.linalg.svd(scores.T @ (places - places.mean(axis=0)))
    return left @ right


def places_of(data, rows, split, count):
    """What the rows of a split are turned towards, (n, count): fixed whatever the network does.

    Their classes, and a little of their inputs through a matrix of fixed random numbers: few classes alone leave
    directions open, and a regression has none.
    """
    inputs, targets = split
    mixed = inputs[rows].astype(np.float64) @ np.random.default_rng(0).normal(size=(inputs.shape[1], count))
    deviation = mixed.std(axis=0)
    hints = (mixed - mixed.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
    if data.task != "classification":
        return hints
    return anchors(targets[rows].argmax(axis=1), len(data.classes), count) + LITTLE * hints
