"""The principal axes of a cloud of points."""

import numpy as np

BLOCK = 4096


def principal_axes(inputs):
    """Mean (features,), axes (features, features) as columns and the deviation along each (features,), all float32.

    They come from the eigenvectors of the covariance, largest eigenvalue first. An eigenvector has no sign of its own:
    the largest component of each is made positive, so that equal data give equal axes.
    """
    mean = inputs.mean(axis=0, dtype=np.float64)
    covariance = np.zeros((inputs.shape[1],) * 2)
    for start in range(0, len(inputs), BLOCK):
        centred = inputs[start : start + BLOCK] - mean
        covariance += centred.T @ centred
    values, axes = np.linalg.eigh(covariance / len(inputs))
    values, axes = values[::-1], axes[:, ::-1]
    largest = np.abs(axes).argmax(axis=0)
    axes = axes * np.where(axes[largest, np.arange(len(values))] < 0, -1, 1)
    deviations = np.sqrt(np.maximum(values, 0))
    return mean.astype(np.float32), np.ascontiguousarray(axes, np.float32), deviations.astype(np.float32)
