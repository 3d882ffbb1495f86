"""Components that break their contract, each in a way of its own, and how each is told: activations and losses."""

import numpy as np
import pytest

from core import Activation, Loss, setting
from core.components import Component
from core.contracts import Breach, check
from core.errors import BadComponent


class Wave(Activation):
    """Right in every way."""

    frequency: float = setting(default=1.0, low=0.1, high=10, help="Waves per unit of input")

    def forward(self, z, out=None):
        return np.sin(self.frequency * z, out)

    def derivative(self, z, a):
        return self.frequency * np.cos(self.frequency * z)


class SlightlyWrong(Wave):
    def derivative(self, z, a):
        return 1.01 * self.frequency * np.cos(self.frequency * z)


class ForgottenFactor(Wave):
    def derivative(self, z, a):
        return np.cos(self.frequency * z)


class NoDerivative(Activation):
    def forward(self, z):
        return z


class FewerUnits(Wave):
    def forward(self, z):
        return z[:, 1:]


class OneNumber(Wave):
    def derivative(self, z, a):
        return np.float64(1)


class Nothing(Wave):
    def forward(self, z):
        z + 1


class Logarithm(Wave):
    def forward(self, z):
        return np.log(z)


class Words(Wave):
    def forward(self, z):
        return z.astype(str)


class InPlace(Wave):
    def forward(self, z):
        z += 1
        return z


class Underhand(Wave):
    def forward(self, z):
        z.flags.writeable = True
        z += 1
        return np.sin(z)


class OtherOut(Wave):
    def forward(self, z, out=None):
        if out is not None:
            np.cos(z, out)
            return out
        return np.sin(z)


class NewArray(Wave):
    def forward(self, z, out=None):
        return np.sin(self.frequency * z)


class OutFirst(Wave):
    def derivative(self, z, out=None, a=None):
        return np.cos(z)


class NotFromZ(Wave):
    uses_z = False


class SpoilsItself(Wave):
    uses_z = False

    def forward(self, z, out=None):
        out = np.empty_like(z) if out is None else out
        np.multiply(z, 2, out)
        return np.add(out, z, out)

    def derivative(self, z, a):
        return np.full_like(a, 3)


class Shared(Wave):
    def forward(self, z):
        return z - z.mean(axis=1, keepdims=True)

    def derivative(self, z, a):
        return np.ones_like(z)


class MeddlingRows(Wave):
    def forward(self, z):
        return z - z.mean(axis=0)


class TooLarge(Wave):
    gives = "unit"

    def forward(self, z):
        return 2 * np.sin(z)


class NoDistribution(Wave):
    gives = "distribution"

    def forward(self, z):
        return np.abs(np.sin(z))


class Unknown(Wave):
    gives = "everything"


class Jagged(Wave):
    """Weierstrass's function: continuous, and without a slope anywhere."""

    def forward(self, z):
        return sum(0.5**k * np.cos(7.0**k * np.pi * z) for k in range(14))

    def derivative(self, z, a):
        return np.zeros_like(z)


class Leaves(Wave):
    def forward(self, z):
        raise SystemExit(3)


class Shares(Activation):
    """A softmax whose backward takes each unit for itself."""

    def forward(self, z):
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def backward(self, z, a, upstream):
        return upstream * a * (1 - a)


class Square(Loss):
    """Right in every way."""

    def value(self, prediction, target):
        return ((prediction - target) ** 2).sum() / len(target)

    def gradient(self, prediction, target):
        return 2 * (prediction - target) / len(target)


class Sum(Square):
    def value(self, prediction, target):
        return ((prediction - target) ** 2).sum()


class Undivided(Square):
    def gradient(self, prediction, target):
        return 2 * (prediction - target)


class Half(Square):
    def gradient(self, prediction, target):
        return (prediction - target) / len(target)


class OnePerRow(Square):
    def value(self, prediction, target):
        return ((prediction - target) ** 2).sum(axis=1)


class Surprise(Loss):
    """A shortcut that has forgotten to divide."""

    domain = "distribution"
    fuses_with = "softmax"

    def value(self, prediction, target):
        return -(target * np.log(prediction)).sum() / len(target)

    def gradient(self, prediction, target):
        return -target / prediction / len(target)

    def fused_gradient(self, prediction, target):
        return prediction - target


class NoShortcut(Surprise):
    fused_gradient = Loss.fused_gradient


class WrongPartner(Surprise):
    fuses_with = "sigmoid"


WRONG = [
    (SlightlyWrong, r"SlightlyWrong\.derivative: expected 1 at z = 0, the slope of forward, found 1\.01"),
    (ForgottenFactor, r"derivative: expected .* \(with frequency = 1\.5\), found"),
    (NoDerivative, r"derivative: expected a method derivative\(self, z, a\), found none; write it"),
    (FewerUnits, r"forward: expected shape \(2, 16\), found shape \(2, 15\)"),
    (OneNumber, r"derivative: .* found shape \(\); return an array, not one number"),
    (Nothing, r"forward: expected an array of shape \(2, 16\), found None; end it with return"),
    (Logarithm, r"forward: expected finite numbers, found nan; guard"),
    (Words, r"forward: expected an array of numbers .* found an array of <U32"),
    (InPlace, r"forward: raised ValueError: .* work on a copy"),
    (Underhand, r"forward: expected arguments left as they are, found argument 1 changed"),
    (OtherOut, r"forward: expected the same numbers with out as without"),
    (NewArray, r"forward: expected the array given as out, found another answer"),
    (OutFirst, r"derivative: expected out=None as its last parameter"),
    (NotFromZ, r"derivative: expected an answer from a alone, found one from z; drop uses_z = False"),
    (SpoilsItself, r"forward: expected the same numbers with out=z, found others"),
    (Shared, r"forward: .* found a unit that depends on its neighbours; write backward"),
    (MeddlingRows, r"forward: expected rows that do not meddle"),
    (TooLarge, r"forward: expected 0 to 1, found -.* keep within"),
    (NoDistribution, r"forward: expected rows that sum to 1, found a sum of"),
    (Unknown, r"gives: expected one of any, unit, distribution, found 'everything'"),
    (Jagged, r"forward: expected a slope at most points"),
    (Leaves, r"forward: raised SystemExit: 3"),
    (Shares, r"backward: expected .* the slope of forward, found"),
    (Sum, r"value: expected .*, the mean over the batch, found .* for the same rows twice; divide a sum by len"),
    (Undivided, r"gradient: expected .* of a batch of 2, found .*; divide it by len\(target\)"),
    (Half, r"gradient: expected .* the slope of value, .* mend the formula"),
    (OnePerRow, r"value: expected one number, found an array of shape \(1,\)"),
    (Surprise, r"fused_gradient: expected .* of a batch of 2, found .* divide it by len"),
    (NoShortcut, r"fused_gradient: expected a method fused_gradient.* found none"),
    (WrongPartner, r"fuses_with: expected an activation that gives distribution, found 'sigmoid'"),
]


@pytest.mark.parametrize(("cls", "words"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_what_is_wrong_is_told_with_what_was_expected_and_found(cls, words, registry):
    with pytest.raises(Breach, match=words) as caught:
        check(cls(), registry)
    assert str(caught.value).startswith(f"{cls.__name__}.")
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, BadComponent)


def test_every_built_in_keeps_its_contract_and_needs_no_hint(registry):
    kinds = ("activation", "loss", "optimizer", "initializer", "regularizer", "preprocessing")
    assert {kind for kind, _ in registry.entries} >= set(kinds)
    hints = {name: check(entry.cls(), registry) for (kind, name), entry in registry.entries.items() if kind in kinds}
    assert {name: words for name, words in hints.items() if words} == {}


def test_what_is_right_passes(registry):
    assert issubclass(Wave, Component)
    for cls in (Wave, Square):
        assert check(cls(), registry) == ()
