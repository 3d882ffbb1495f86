"""A heavy ball rolling downhill (Polyak, 1964)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class Momentum(Optimizer):
    """Remembers where it was going: zigzags cancel, steady slopes add up."""

    formula = r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \eta v"
    consumes_gradient = True
    remembers = ("velocity",)
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

    @staticmethod
    def each(parameter, gradient, velocity, momentum, learning_rate):
        """The same for one parameter."""
        velocity = velocity * momentum + gradient
        return parameter - velocity * learning_rate, velocity

    def numbers(self, state, step):
        """What the speed keeps, and what it is multiplied by."""
        return self.momentum, self.learning_rate


@hookimpl
def optimizers():
    return [Momentum]
