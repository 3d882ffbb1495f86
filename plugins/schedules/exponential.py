"""A learning rate that loses the same share of itself in every step."""

from core import Schedule, hookimpl, setting


class Exponential(Schedule):
    """Falls fast at first and ever more slowly, down to ``end`` at the last step."""

    formula = r"e^{\,(t - 1) / (T - 1)}"
    end: float = setting(default=0.01, low=1e-6, high=1, log=True, help="What is left of the rate at the last step")

    def factor(self, step, steps):
        return self.end ** ((step - 1) / max(1, steps - 1))


@hookimpl
def schedules():
    return [Exponential]
