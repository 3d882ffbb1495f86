"""A learning rate that rises once and falls once (Smith, 2018)."""

import math

from core import Schedule, hookimpl, setting


class OneCycle(Schedule):
    """Begins small, rises to the full rate, and falls to nearly nothing: bold in the middle, careful at both ends.

    Both ways follow half a wave. The full rate may be larger than one that would do for the whole run.
    """

    formula = r"s \rightarrow 1 \rightarrow e \text{ by } \frac{1 - \cos \pi x}{2}"
    start: float = setting(default=0.04, low=0, high=1, help="Share of the rate at the first step", rare=True)
    peak: float = setting(default=0.3, low=0, high=1, help="Share of the run after which the rate is full")
    end: float = setting(default=0.001, low=0, high=1, help="What is left of the rate at the last step", rare=True)

    def factor(self, step, steps):
        share = (step - 1) / max(1, steps - 1)
        if share < self.peak:
            return between(self.start, 1.0, share / self.peak)
        return between(1.0, self.end, (share - self.peak) / (1 - self.peak) if self.peak < 1 else 0.0)


def between(first, last, share):
    """From ``first`` to ``last`` along half a wave."""
    return first + (last - first) * (1 - math.cos(math.pi * share)) / 2


@hookimpl
def schedules():
    return [OneCycle]
