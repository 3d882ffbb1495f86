"""A learning rate that falls in stairs."""

from core import Schedule, hookimpl, setting


class Step(Schedule):
    """Large steps for long, then smaller ones all at once: the loss falls down a stair each time."""

    formula = r"d^{\lfloor (n + 1) (t - 1) / T \rfloor}"
    drops: int = setting(default=2, low=1, high=100, help="How often it falls, after equal stretches of the run")
    decay: float = setting(default=0.1, low=0.001, high=1, log=True, help="What is left of it after each fall")

    def factor(self, step, steps):
        return self.decay ** ((self.drops + 1) * (step - 1) // steps)


@hookimpl
def schedules():
    return [Step]
