"""Momentum that looks ahead (Nesterov, 1983; in the form of Bengio, Boulanger-Lewandowski and Pascanu, 2013)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class Nesterov(Optimizer):
    """Momentum with the gradient of where the ball is about to be, so that it brakes before the slope rises."""

    formula = r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \eta (g + \mu v)"
    consumes_gradient = True
    learning_rate: float = setting(default=0.05, low=0, high=100, log=True, help="Length of a step")
    momentum: float = setting(default=0.9, low=0, high=0.9999, help="Share of the speed kept from step to step")

    def init(self, parameters):
        """The speed, a sum of gradients: the learning rate may change without touching it."""
        return {"velocity": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        """The parameters are those of the look-ahead point, where the gradient is taken."""
        velocity = state["velocity"]
        velocity *= self.momentum
        velocity += gradient
        gradient *= self.learning_rate
        parameters -= gradient
        np.multiply(velocity, self.learning_rate * self.momentum, gradient)
        parameters -= gradient


@hookimpl
def optimizers():
    return [Nesterov]
