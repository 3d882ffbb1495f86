"""Reads images at places between their pixels."""

import numpy as np

ROWS = 64
"""Rows at a time: what they need in between stays in the processor's cache."""


def resample(inputs, shape, across, down, fields):
    """Every row's image read at other places, in its own type; between pixels in proportion, outside at the rim.

    Pixel p of row i is read at x = ``across[i] @ fields[:, p]`` and y = ``down[i] @ fields[:, p]``; ``across`` and
    ``down`` are (rows, n), ``fields`` (n, height * width). ``shape`` is (height, width) or (height, width, channels).
    """
    height, width = shape[:2]
    across, down, fields = (array.astype(np.float32) for array in (across, down, fields))
    pixels, out = inputs.reshape(len(inputs), height * width, -1), np.empty_like(inputs)
    written = out.reshape(pixels.shape)
    for start in range(0, len(inputs), ROWS):
        rows = slice(start, start + ROWS)
        x, left = places(across[rows] @ fields, width)
        y, above = places(down[rows] @ fields, height)
        at = above * width + left + np.arange(len(x))[:, None] * (height * width)
        for channel in range(pixels.shape[2]):
            read = between(pixels[rows, :, channel].astype(np.float32).ravel(), at, x, y, width)
            if inputs.dtype.kind in "ui":
                read += 0.5  # what follows cuts off
            written[rows, :, channel] = read
    return out


def places(position, length):
    """Positions held inside 0 to ``length`` - 1, as what is left of them beyond a pixel, and that pixel."""
    np.clip(position, 0, np.nextafter(np.float32(length - 1), np.float32(0)), position)
    before = position.astype(np.int32)
    position -= before
    return position, before


def between(image, at, x, y, width):
    """The four pixels from ``at`` on, mixed by the shares x and y of the right and the lower ones."""
    first, right, below, last = (image[k:].take(at, mode="clip") for k in (0, 1, width, width + 1))
    right -= first
    right *= x
    first += right
    last -= below
    last *= x
    below += last
    below -= first
    below *= y
    first += below
    return first


def plane(shape):
    """The fields of moves, turns and stretches (3, height * width): 1, x and y from the middle; and the middle."""
    height, width = shape[:2]
    y, x = np.mgrid[:height, :width].reshape(2, -1).astype(np.float32)
    middle = (width - 1) / 2, (height - 1) / 2
    return np.stack([np.ones_like(x), x - middle[0], y - middle[1]]), middle


def moved(inputs, shape, matrices, shifts):
    """Images whose row i is read at ``matrices[i] @ (x, y) + shifts[i]`` from the middle."""
    fields, middle = plane(shape)
    places_ = np.concatenate([(shifts + middle)[:, :, None], matrices], axis=2)
    return resample(inputs, shape, places_[:, 0], places_[:, 1], fields)
