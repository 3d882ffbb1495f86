"""A learning rate that falls along half a wave (Loshchilov and Hutter, 2017)."""

import math

from core import Schedule, hookimpl, setting


class Cosine(Schedule):
    """Hardly falls at first, fastest in the middle, and comes to rest gently at the end."""

    formula = r"e + \frac{1 - e}{2} \left(1 + \cos \pi \frac{t - 1}{T - 1}\right)"
    end: float = setting(default=0.01, low=0, high=1, help="What is left of the rate at the last step")

    def factor(self, step, steps):
        share = (step - 1) / max(1, steps - 1)
        return self.end + (1 - self.end) / 2 * (1 + math.cos(math.pi * share))


@hookimpl
def schedules():
    return [Cosine]
