"""A learning rate that falls along a straight line."""

from core import Schedule, hookimpl, setting


class Linear(Schedule):
    """Falls by the same amount in every step, down to ``end`` at the last one."""

    formula = r"1 - (1 - e) \frac{t - 1}{T - 1}"
    end: float = setting(default=0.01, low=0, high=1, help="What is left of the rate at the last step")

    def factor(self, step, steps):
        return 1 - (1 - self.end) * (step - 1) / max(1, steps - 1)


@hookimpl
def schedules():
    return [Linear]
