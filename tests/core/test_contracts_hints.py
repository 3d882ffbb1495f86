"""What works but could be better is a hint, never an error."""

import numpy as np
import pytest

from core import Activation, Augmentation, Data, Dataset, Loss, Note, Optimizer, Split, Visualization, one_hot
from core.contracts import Breach, check


class Doubling(Activation):
    def forward(self, z):
        return np.float64(2) * z.astype(np.float64)

    def derivative(self, z, a):
        return np.full(z.shape, 2.0)


class Halved(Activation):
    """Answers in half the digits, and so does its derivative."""

    def forward(self, z):
        return np.tanh(z.astype(np.float32))

    def derivative(self, z, a):
        return np.float32(1) - np.tanh(z.astype(np.float32)) ** 2


class Rough(Halved):
    """A mistake shows in float32 too."""

    def derivative(self, z, a):
        return np.float32(1.02) - np.tanh(z.astype(np.float32)) ** 2


class Gate(Activation):
    """Truth values are numbers."""

    def forward(self, z):
        return np.where(z <= 0, 0, z)

    def derivative(self, z, a):
        return ~(z <= 0)


class Steep(Activation):
    """Overflows soon."""

    def forward(self, z):
        return np.exp(z)

    def derivative(self, z, a):
        return a


class Surprise(Loss):
    """Has no answer at 0."""

    domain = "distribution"

    def value(self, prediction, target):
        return -(target * np.log(prediction)).sum() / len(target)

    def gradient(self, prediction, target):
        return -target / prediction / len(target)


class Nowhere(Surprise):
    """Its shortcut is for an activation that is not there."""

    fuses_with = "swish-max"

    def fused_gradient(self, prediction, target):
        return (prediction - target) / len(target)


class Uphill(Optimizer):
    """A sign the wrong way round."""

    def update(self, parameters, gradient, state, step):
        parameters += 0.1 * gradient


class Paired(Optimizer):
    """Two numbers per parameter in one array."""

    def init(self, parameters):
        return {"pair": np.zeros((2, len(parameters)))}

    def update(self, parameters, gradient, state, step):
        parameters -= 0.1 * gradient


class Floating(Augmentation):
    """Pixels come back as other numbers."""

    def apply(self, inputs, shape, rng):
        return inputs * 0.5


@pytest.mark.parametrize(
    ("cls", "words"),
    [
        (Doubling, "Doubling has no docstring"),
        (Doubling, "Doubling.forward answers in float64 when asked in float32"),
        (Halved, "Halved.forward answers in float32 when asked in float64"),
        (Steep, "Steep.forward is not finite at z = 1000"),
        (Surprise, "Surprise is not finite where a prediction is exactly 0 or 1"),
        (Nowhere, "no activation 'swish-max' is there"),
        (Uphill, "Uphill is farther from the bottom of a bowl"),
        (Paired, "'pair' grows with the parameters but has not their shape"),
        (Floating, "Floating.apply turns uint8 into float64"),
    ],
)
def test_the_hint_says_what_could_be_better(cls, words, registry):
    assert any(words in hint for hint in check(cls(), registry))


def test_a_hint_comes_once(registry):
    hints = check(Doubling(), registry)
    assert len(hints) == len(set(hints)) == 3


def test_truth_values_for_slopes_need_no_hint(registry):
    assert check(Gate(), registry) == ()


def test_a_wrong_derivative_in_float32_is_no_hint(registry):
    with pytest.raises(Breach, match=r"Rough\.derivative: expected"):
        check(Rough(), registry)


class Dots(Dataset):
    """Two classes."""

    def load(self, rng, progress):
        progress(0.5, "half")

        def split(rows):
            return Split(rng.normal(size=(rows, 2)), one_hot(rng.integers(0, 2, rows), 2))

        return Data(split(20), split(10), (2,), "classification", ("a", "b"))


class Missing(Dots):
    """Says why it cannot load."""

    def load(self, rng, progress):
        from core import BadData

        raise BadData("no folder: set one")


class Ragged(Dots):
    """Rows that do not match."""

    def load(self, rng, progress):
        inputs, targets = rng.normal(size=(20, 2)), one_hot(rng.integers(0, 2, 19), 2)
        return Data(Split(inputs, targets), Split(inputs, targets), (2,), "classification", ("a", "b"))


class Labels(Dots):
    """Class numbers where one-hot rows belong."""

    def load(self, rng, progress):
        part = Split(rng.normal(size=(20, 2)), rng.integers(0, 5, (20, 2)).astype(np.float32))
        return Data(part, part, (2,), "classification", ("a", "b"))


class TooFar(Dots):
    """Counts in percent."""

    def load(self, rng, progress):
        progress(50, "half")
        return super().load(rng, progress)


class Chance(Dots):
    """Has a generator of its own."""

    def load(self, rng, progress):
        return super().load(np.random.default_rng(), progress)


def test_data_that_cannot_be_here_are_a_hint():
    assert check(Dots()) == ()
    assert "Missing.load was not checked" in check(Missing())[0]


@pytest.mark.parametrize(
    ("cls", "words"),
    [
        (Ragged, "load: raised BadData: train: 20 inputs and 19 targets"),
        (Labels, "load: expected one-hot targets, found others"),
        (TooFar, "load: expected progress from 0 to 1, found 50"),
        (Chance, "load: expected the same samples from the same rng"),
    ],
)
def test_data_that_are_wrong_are_an_error(cls, words):
    with pytest.raises(Breach, match=words):
        check(cls())


class Words(Visualization):
    """A sentence."""

    title = "Words"

    def draw(self, snapshot):
        return Note(text=f"step {snapshot.step}")


class Silent(Words):
    """Forgets to return."""

    title = "Silent"

    def draw(self, snapshot):
        Note(text="lost")


class Vandal(Words):
    """Paints on the weights."""

    title = "Vandal"

    def draw(self, snapshot):
        snapshot.network.parameters[0] = 1
        return Note(text="")


class Restless(Words):
    """Never draws the same twice."""

    title = "Restless"

    def draw(self, snapshot):
        return Note(text=str(np.random.default_rng().random()))


class Uneven(Words):
    """Two names for three bars."""

    title = "Uneven"

    def draw(self, snapshot):
        from core import Bars

        return Bars(names=("a", "b"), values=np.ones(3))


class Blind(Words):
    """Has no title, and expects an evaluation that is not there yet."""

    title = ""

    def draw(self, snapshot):
        return Note(text=str(snapshot.history.evaluations[-1].step))


@pytest.mark.parametrize(
    ("cls", "words"),
    [
        (Silent, "draw: expected a figure for a snapshot before the first step .*found NoneType"),
        (Vandal, "draw: raised ValueError: .*read-only"),
        (Restless, "draw: expected the same figure each time"),
        (Uneven, r"draw: expected a whole figure .* found Bars with 2 names and values of shape \(3,\)"),
        (Blind, "draw: raised IndexError"),
    ],
)
def test_a_view_that_breaks_its_contract_is_told(cls, words):
    assert check(Words()) == ()
    with pytest.raises(Breach, match=words):
        check(cls())
