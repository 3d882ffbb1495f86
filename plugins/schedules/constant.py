"""The plainest plan for a learning rate: none."""

from core import Schedule, hookimpl


class Constant(Schedule):
    """The learning rate stays as it is."""

    formula = r"1"

    def factor(self, step, steps):
        return 1.0


@hookimpl
def schedules():
    return [Constant]
