"""Gradients divided by their recent size (Tieleman and Hinton, 2012, lecture 6e)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class RMSProp(Optimizer):
    """Adagrad that forgets: steps are as long as the gradient is large for its recent past."""

    name = "rmsprop"
    formula = (
        r"s \leftarrow \rho s + (1 - \rho) g^2, \quad \theta \leftarrow \theta - \eta \frac{g}{\sqrt{s} + \epsilon}"
    )
    consumes_gradient = True
    learning_rate: float = setting(default=0.001, low=0, high=10, log=True, help="Length of a step")
    rho: float = setting(default=0.9, low=0, high=0.9999, help="Memory of the squared gradients")
    epsilon: float = setting(default=1e-8, low=1e-12, high=1, log=True, help="Keeps the division finite", rare=True)

    def init(self, parameters):
        return {"square": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        square = state["square"]
        root = gradient * gradient
        root *= 1 - self.rho
        square *= self.rho
        square += root
        np.sqrt(square, root)
        root += self.epsilon
        gradient /= root
        gradient *= self.learning_rate
        parameters -= gradient


@hookimpl
def optimizers():
    return [RMSProp]
