"""A learning rate that begins small (Goyal and others, 2017)."""

from core import Schedule, hookimpl, setting


class WarmUp(Schedule):
    """Rises along a straight line while the weights find their feet, then stays."""

    formula = r"\min\left(1, \frac{t}{w T}\right)"
    share: float = setting(default=0.1, low=0, high=1, help="Share of the run in which it rises")

    def factor(self, step, steps):
        rising = self.share * steps
        return step / rising if step < rising else 1.0


@hookimpl
def schedules():
    return [WarmUp]
