"""A learning rate that swings."""

import math

from core import Schedule, setting


class Swing(Schedule):
    """Goes up and down and becomes less, to get out of places that a steady rate stays in."""

    times: int = setting(default=4, low=1, high=50, help="How often it swings in a run")
    least: float = setting(default=0.1, low=0.0, high=1, help="What the swings go down to, as a share of the rate")

    def factor(self, step, steps):
        share = (step - 1) / max(steps, 1)
        swing = 0.5 + 0.5 * math.cos(2 * math.pi * self.times * share)
        return (self.least + (1 - self.least) * swing) * (1 - share)
