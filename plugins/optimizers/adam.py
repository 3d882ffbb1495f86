"""Adaptive moments (Kingma and Ba, 2015)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class Adam(Optimizer):
    """Momentum, with a step of its own length for every parameter."""

    formula = r"\theta \leftarrow \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}"
    consumes_gradient = True
    learning_rate: float = setting(default=0.001, low=0, high=10, log=True, help="Length of a step")
    beta1: float = setting(default=0.9, low=0, high=0.9999, help="Memory of the gradients")
    beta2: float = setting(default=0.999, low=0, high=0.999999, help="Memory of the squared gradients")
    epsilon: float = setting(default=1e-8, low=1e-12, high=1, log=True, help="Keeps the division finite")

    def init(self, parameters):
        """Two sums per parameter, and the betas that they were made with."""
        betas = np.array([[self.beta1, self.beta2]])  # two axes: never mistaken for something per parameter
        return {"mean": np.zeros_like(parameters), "square": np.zeros_like(parameters), "betas": betas}

    def update(self, parameters, gradient, state, step):
        """In the paper's words, where * and / go parameter by parameter:

            m = beta1 m + (1 - beta1) g         m_hat = m / (1 - beta1^step)
            v = beta2 v + (1 - beta2) g^2       v_hat = v / (1 - beta2^step)
            parameters -= learning_rate m_hat / (sqrt(v_hat) + epsilon)

        Here ``mean`` is m / (1 - beta1) and ``square`` v / (1 - beta2): plain sums, which saves two passes over memory.
        Every factor is then a single number, and only the sums, the root and the quotient are arrays.
        """
        mean, square = self.moments(state)
        mean *= self.beta1
        mean += gradient
        square *= self.beta2
        square += np.multiply(gradient, gradient, gradient)

        m_scale = (1 - self.beta1) / (1 - self.beta1**step)  # m_hat = m_scale mean
        v_root = ((1 - self.beta2) / (1 - self.beta2**step)) ** 0.5  # sqrt(v_hat) = v_root sqrt(square)
        change = np.sqrt(square, gradient)
        change += self.epsilon / v_root
        np.divide(mean, change, change)
        change *= self.learning_rate * m_scale / v_root
        parameters -= change

    def moments(self, state):
        """Both sums; where a beta was changed since the last step, the same moments as sums of the new one."""
        mean, square, betas = state["mean"], state["square"], state["betas"]
        [[beta1, beta2]] = betas.tolist()
        if beta1 != self.beta1 or beta2 != self.beta2:
            mean *= (1 - beta1) / (1 - self.beta1)
            square *= (1 - beta2) / (1 - self.beta2)
            betas[0] = self.beta1, self.beta2
        return mean, square


@hookimpl
def optimizers():
    return [Adam]
