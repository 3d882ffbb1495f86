"""Inputs as they are."""

import numpy as np

from core import Preprocessing, hookimpl


class Unchanged(Preprocessing):
    """Passes inputs as they come, for data that is about one in size already."""

    name = "none"
    formula = r"x"

    def apply(self, inputs, fitted, out=None):
        out = np.empty(inputs.shape, np.result_type(inputs, np.float32)) if out is None else out
        np.copyto(out, inputs)
        return out


@hookimpl
def preprocessings():
    return [Unchanged]
