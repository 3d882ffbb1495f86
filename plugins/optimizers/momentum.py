"""A heavy ball rolling downhill (Polyak, 1964)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class Momentum(Optimizer):
    """Remembers where it was going: zigzags cancel, steady slopes add up."""

    formula = r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \eta v"
    consumes_gradient = True
    learning_rate: float = setting(default=0.05, low=0, high=100, log=True, help="Length of a step")
    momentum: float = setting(default=0.9, low=0, high=0.9999, help="Share of the speed kept from step to step")

    def init(self, parameters):
        """The speed, a sum of gradients: the learning rate may change without touching it."""
        return {"velocity": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        velocity = state["velocity"]
        velocity *= self.momentum
        velocity += gradient
        np.multiply(velocity, self.learning_rate, gradient)
        parameters -= gradient


@hookimpl
def optimizers():
    return [Momentum]
