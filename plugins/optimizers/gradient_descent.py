"""The plainest way down (Cauchy, 1847)."""

from core import Optimizer, hookimpl, setting


class GradientDescent(Optimizer):
    """A step against the gradient, as long as the slope is steep."""

    formula = r"\theta \leftarrow \theta - \eta g"
    consumes_gradient = True
    learning_rate: float = setting(default=0.1, low=0, high=100, log=True, help="Length of a step")

    def update(self, parameters, gradient, state, step):
        gradient *= self.learning_rate
        parameters -= gradient


@hookimpl
def optimizers():
    return [GradientDescent]
