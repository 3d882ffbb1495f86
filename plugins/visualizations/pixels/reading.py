"""What the views of pixels share: whether there are any, and the mean picture of each class."""

import numpy as np

MOST = 5000
"""Samples that means are taken of; more of them look the same."""


def missing(snapshot):
    """What to say where a network does not look at pictures of classes, one number for each pixel; else empty."""
    data = snapshot.data
    if len(data.input_shape) != 2 or data.task != "classification":
        return "This view needs pictures in classes. Choose digits or another data set of images."
    if not np.isfinite(snapshot.network.parameters).all():
        return "The network has weights that are NaN or infinite: the run has diverged. Lower the learning rate."
    if not pixel_by_pixel(snapshot):
        return "The preprocessing mixes all pixels, so an input is no picture any more. Choose center or scale."
    return ""


def pixel_by_pixel(snapshot):
    """Whether a change of one pixel changes one input alone."""
    first = snapshot.data.train.inputs[:1]
    pixel = first.shape[1] // 2
    changed = first.copy()
    changed[0, pixel] = changed[0, pixel] + 1 if changed[0, pixel] < 128 else 0
    return np.count_nonzero(snapshot.preprocess(first) != snapshot.preprocess(changed)) <= 1


def class_means(snapshot):
    """The mean picture of each class as the network sees it, (classes, features), of MOST training samples at most."""
    inputs, targets = snapshot.data.train
    rows = np.linspace(0, len(inputs) - 1, min(len(inputs), MOST)).astype(int)
    shown = targets[rows]
    return shown.T @ snapshot.preprocess(inputs[rows]) / np.maximum(shown.sum(axis=0), 1)[:, None]


def roughness(pictures):
    """Mean square of the jump from pixel to pixel over twice the variance of pictures (n, height, width).

    1 for noise, 0 for even pictures.
    """
    pictures = pictures.astype(np.float64)
    jumps = [(np.diff(pictures, axis=axis) ** 2).mean() for axis in (1, 2)]
    variance = pictures.var()
    return float(np.mean(jumps) / (2 * variance)) if variance else 0.0
