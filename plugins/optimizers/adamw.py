"""Adam with weight decay of its own (Loshchilov and Hutter, 2019)."""

import numpy as np

from core import Optimizer, hookimpl, setting


class AdamW(Optimizer):
    """Adam that also lets every parameter fade a little, however steep its slope. It fades the biases too."""

    name = "adamw"
    formula = r"\theta \leftarrow (1 - \eta \lambda) \theta - \eta \frac{\hat m}{\sqrt{\hat v} + \epsilon}"
    consumes_gradient = True
    remembers = ("mean", "square")
    learning_rate: float = setting(default=0.001, low=0, high=10, log=True, help="Length of a step")
    beta1: float = setting(default=0.9, low=0, high=0.9999, help="Memory of the gradients", rare=True)
    beta2: float = setting(default=0.999, low=0, high=0.999999, help="Memory of the squared gradients", rare=True)
    weight_decay: float = setting(default=0.01, low=0, high=10, help="Share that fades, per unit of learning rate")
    epsilon: float = setting(default=1e-8, low=1e-12, high=1, log=True, help="Keeps the division finite", rare=True)

    def init(self, parameters):
        """Two sums per parameter, and the betas that they were made with."""
        betas = np.array([[self.beta1, self.beta2]])  # two axes: never mistaken for something per parameter
        return {"mean": np.zeros_like(parameters), "square": np.zeros_like(parameters), "betas": betas}

    def update(self, parameters, gradient, state, step):
        """In the paper's words, where * and / go parameter by parameter:

            m = beta1 m + (1 - beta1) g         m_hat = m / (1 - beta1^step)
            v = beta2 v + (1 - beta2) g^2       v_hat = v / (1 - beta2^step)
            parameters -= learning_rate weight_decay parameters
            parameters -= learning_rate m_hat / (sqrt(v_hat) + epsilon)

        Here ``mean`` is m / (1 - beta1) and ``square`` v / (1 - beta2): plain sums, which saves two passes over memory.
        Every factor is then a single number, and only the sums, the root and the quotient are arrays.
        """
        beta1, beta2, epsilon, rate, kept = self.numbers(state, step)
        mean, square = state["mean"], state["square"]
        mean *= beta1
        mean += gradient
        square *= beta2
        square += np.multiply(gradient, gradient, gradient)
        change = np.sqrt(square, gradient)
        change += epsilon
        np.divide(mean, change, change)
        change *= rate
        parameters *= kept
        parameters -= change

    @staticmethod
    def each(parameter, gradient, mean, square, beta1, beta2, epsilon, rate, kept):
        """The same for one parameter."""
        mean = mean * beta1 + gradient
        square = square * beta2 + gradient * gradient
        return parameter * kept - mean / (np.sqrt(square) + epsilon) * rate, mean, square

    def numbers(self, state, step):
        """Both betas, epsilon and the learning rate in units of the sums, and the share that does not fade."""
        self.keep_moments(state)
        m_scale = (1 - self.beta1) / (1 - self.beta1**step)  # m_hat = m_scale mean
        v_root = ((1 - self.beta2) / (1 - self.beta2**step)) ** 0.5  # sqrt(v_hat) = v_root sqrt(square)
        kept = 1 - self.learning_rate * self.weight_decay
        return self.beta1, self.beta2, self.epsilon / v_root, self.learning_rate * m_scale / v_root, kept

    def keep_moments(self, state):
        """Where a beta was changed since the last step, make the sums of the same moments for the new one."""
        [[beta1, beta2]] = state["betas"].tolist()
        if beta1 != self.beta1 or beta2 != self.beta2:
            state["mean"] *= (1 - beta1) / (1 - self.beta1)
            state["square"] *= (1 - beta2) / (1 - self.beta2)
            state["betas"][0] = self.beta1, self.beta2


@hookimpl
def optimizers():
    return [AdamW]
