"""What the curves share: smoothing, and fewer points without losing a peak."""

import numpy as np

MOST = 2000
"""Points of one curve. A screen shows no more, and painting takes its time from the training."""
NOTHING_YET = "No curves yet. Loss and accuracy appear with the first step."


def smooth(values, weight):
    """Exponential mean of values (n,): m_t = weight m_(t-1) + (1 - weight) v_t from m_0 = 0, over 1 - weight^t.

    The divisor takes out the pull of the zero at the start (bias correction: Kingma and Ba, "Adam", 2015, section 3).
    Each pass doubles how far back the sums reach: the same recursion, in a dozen passes in place of n steps.
    """
    mean = (1 - weight) * values
    reach = 1
    while reach < len(values) and weight**reach > 1e-20:
        mean[reach:] += weight**reach * mean[:-reach]
        reach *= 2
    start = mean[:reach]  # beyond it the divisor is 1
    start /= 1 - weight ** np.arange(1, len(start) + 1)
    return mean


def thin(low, high, most=MOST):
    """Indices, ascending, of at most ``most`` entries: first, last, and the lowest and highest of every bucket.

    ``low`` and ``high`` are (n,) and finite. Buckets are a power of two long, so that what is drawn stays where it is
    while the run goes on.
    """
    count = len(low)
    if count <= most:
        return np.arange(count)
    size = 1
    while size * (most // 2 - 1) < count:
        size *= 2
    lows, highs = (np.pad(values, (0, -count % size), mode="edge").reshape(-1, size) for values in (low, high))
    starts = size * np.arange(len(lows))
    peaks = np.concatenate([[0, count - 1], starts + lows.argmin(axis=1), starts + highs.argmax(axis=1)])
    return np.unique(np.minimum(peaks, count - 1))  # the padding repeats the last entry
