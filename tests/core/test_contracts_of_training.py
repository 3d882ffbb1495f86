"""Components that break their contract, each in a way of its own, and how each is told: the parts around a network."""

import numpy as np
import pytest

from core import Augmentation, Initializer, Optimizer, Preprocessing, Regularizer, Schedule, setting
from core.contracts import Breach, check

SEEN = []
"""Where a component that cheats remembers things."""


class Step(Optimizer):
    """Right in every way."""

    learning_rate: float = setting(default=0.1, low=0, high=1, help="Size of a step")

    def update(self, parameters, gradient, state, step):
        parameters -= self.learning_rate * gradient


class Elsewhere(Step):
    def update(self, parameters, gradient, state, step):
        parameters = parameters - gradient


class Returning(Step):
    def update(self, parameters, gradient, state, step):
        parameters -= gradient
        return parameters


class Spoils(Step):
    def update(self, parameters, gradient, state, step):
        gradient *= self.learning_rate
        parameters -= gradient


class Replaces(Step):
    def init(self, parameters):
        return {"speed": np.zeros_like(parameters)}

    def update(self, parameters, gradient, state, step):
        state["speed"] = np.append(state["speed"], 1)
        parameters -= gradient


class Remembers(Step):
    def update(self, parameters, gradient, state, step):
        SEEN.append(step)
        parameters -= gradient / len(SEEN)


class NumberState(Step):
    def init(self, parameters):
        return {"speed": 0.0}


class Explodes(Step):
    def update(self, parameters, gradient, state, step):
        parameters /= step - 1


class Sideways(Initializer):
    def weights(self, inputs, units, rng):
        return rng.normal(size=(units, inputs))


class Lucky(Initializer):
    def weights(self, inputs, units, rng):
        return np.random.default_rng().normal(size=(inputs, units))


class Doubled(Regularizer):
    def penalty(self, weights):
        return (weights**2).sum()

    def gradient(self, weights):
        return weights


class Neither(Regularizer):
    def penalty(self, weights):
        return 1.0


class NewWeights(Regularizer):
    def shrink(self, weights, rate):
        return weights * 0.9


class Backwards(Schedule):
    def factor(self, step, steps):
        return 0.5 - step / steps


class Fickle(Schedule):
    def factor(self, step, steps):
        SEEN.append(step)
        return len(SEEN)


class Deviation(Preprocessing):
    def fit(self, inputs):
        return {"deviation": inputs.std(axis=0)}

    def apply(self, inputs, fitted):
        return inputs / fitted["deviation"]


class OfTheBlock(Preprocessing):
    def apply(self, inputs, fitted):
        return inputs - inputs.mean(axis=0)


class Unfitted(Preprocessing):
    def fit(self, inputs):
        return inputs.mean()

    def apply(self, inputs, fitted):
        return inputs


class Cropped(Augmentation):
    def apply(self, inputs, shape, rng):
        return inputs[:, 1:]


class Jitter(Augmentation):
    def apply(self, inputs, shape, rng):
        return inputs + np.random.default_rng().integers(0, 2, inputs.shape).astype(inputs.dtype)


WRONG = [
    (Elsewhere, r"update: expected parameters changed in place, found the parameters as they were"),
    (Returning, r"update: expected None, found ndarray; change parameters in place"),
    (Spoils, r"update: raised ValueError: .* work on a copy"),
    (Replaces, r"update: .* found 'speed' float64 of shape \(1,\) at first and float64 of shape \(2,\) later"),
    (Remembers, r"update: expected the same steps from the same start"),
    (NumberState, r"init: expected a dictionary of arrays, found float under 'speed'"),
    (Explodes, r"update: expected finite parameters, found others after step 1"),
    (Sideways, r"weights: expected shape \(7, 3\), found shape \(3, 7\)"),
    (Lucky, r"weights: expected the same numbers from the same rng"),
    (Doubled, r"gradient: expected .* the slope of penalty, found"),
    (Neither, r"gradient: expected a method gradient\(self, weights\), found none"),
    (NewWeights, r"shrink: expected None, found ndarray; change weights in place"),
    (Backwards, r"factor: expected 0 or more at step 1 of 1, found -0\.5"),
    (Fickle, r"factor: expected the same factor at step 1 of 1"),
    (Deviation, r"apply: expected finite numbers, found nan"),
    (OfTheBlock, r"apply: expected rows that do not meddle"),
    (Unfitted, r"fit: expected a dictionary of arrays, found float64"),
    (Cropped, r"apply: expected shape \(40, 784\), found shape \(40, 783\)"),
    (Jitter, r"apply: expected the same changes from the same rng"),
]


@pytest.mark.parametrize(("cls", "words"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_what_is_wrong_is_told_with_what_was_expected_and_found(cls, words):
    with pytest.raises(Breach, match=words) as caught:
        check(cls())
    assert str(caught.value).startswith(f"{cls.__name__}.")
    assert "\n" not in str(caught.value)


def test_what_is_right_passes():
    assert check(Step()) == ()
