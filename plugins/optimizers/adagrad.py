"""Adaptive gradients (Duchi, Hazan and Singer, 2011)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class Adagrad(Optimizer):
    """Short steps where gradients have been large, long ones where they are rare; all grow shorter with time."""

    formula = r"G \leftarrow G + g^2, \quad \theta \leftarrow \theta - \eta \frac{g}{\sqrt{G} + \epsilon}"
    consumes_gradient = True
    learning_rate: float = setting(default=0.01, low=0, high=100, log=True, help="Length of a step")
    initial: float = setting(default=0.1, low=0, high=1e6, help="What the sum of squares starts at")
    epsilon: float = setting(default=1e-8, low=1e-12, high=1, log=True, help="Keeps the division finite", rare=True)

    def init(self, parameters):
        return {"squares": np.full_like(parameters, self.initial)}

    def update(self, parameters, gradient, state, step):
        squares = state["squares"]
        root = gradient * gradient
        squares += root
        np.sqrt(squares, root)
        root += self.epsilon
        gradient /= root
        gradient *= self.learning_rate
        parameters -= gradient


@hookimpl
def optimizers():
    return [Adagrad]
