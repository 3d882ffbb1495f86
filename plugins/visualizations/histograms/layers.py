"""What the histograms share: one row of bins per layer, symmetric about zero."""

import numpy as np

from core import Axis, Bins, Histogram, strongest


def histogram(layers, bins, share, label, title, note):
    """A figure of one array per layer, nearest the input first, all over the same symmetric bins.

    The bins reach to the absolute value that ``share`` of the numbers stay within. NaN and infinity are left out, and
    the note says how many of them there are.
    """
    finite = [values[np.isfinite(values)].astype(np.float64) for values in layers]
    together = np.concatenate(finite)
    reach = strongest(together, share)
    lost = sum(values.size for values in layers) - together.size
    if lost:
        note = f"{lost:,} of these numbers are NaN or infinite and left out: the run has diverged."
    groups = []
    for k, values in enumerate(finite):
        counts, edges = np.histogram(values, bins, (-reach, reach))
        groups.append(Bins(edges, counts, "Output" if k == len(finite) - 1 else f"Hidden {k + 1}"))
    return Histogram(title=title, note=note, groups=tuple(groups), x=Axis(label))
