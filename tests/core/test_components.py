"""The base classes: what they refuse with a hint, and what they do for authors."""

import dataclasses

import numpy as np
import pytest

from core import Activation, Component, Regularizer, setting
from core.components import KINDS, into, kebab
from core.errors import BadComponent, BadSetting


class Wave(Activation):
    """An activation that looks at its neighbours' sum in neither method."""

    frequency: float = setting(default=1.0, low=0.1, high=10)

    def forward(self, z):
        return np.sin(self.frequency * z)

    def derivative(self, z, a):
        return self.frequency * np.cos(self.frequency * z)


def test_authors_need_no_decorator():
    wave = Wave(frequency=2)
    assert dataclasses.is_dataclass(wave)
    assert wave == Wave(frequency=2.0)
    assert str(wave) == "wave"
    assert dataclasses.replace(wave, frequency=3.0).frequency == 3.0


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Wave().frequency = 2.0


def test_settings_are_parsed_and_checked_when_a_component_is_made():
    assert Wave(frequency="2.5").frequency == 2.5
    with pytest.raises(BadSetting, match=r"wave.frequency: 11 was not taken; expected a number from 0.1 to 10"):
        Wave(frequency=11)


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        ("Sine", "sine"),
        ("LeakyStep", "leaky-step"),
        ("HTTPLoss", "http-loss"),
        ("Conv2D", "conv2-d"),
        ("PReLU", "p-re-lu"),
        ("L2", "l2"),
    ],
)
def test_a_class_name_becomes_kebab_case(cls, name):
    assert kebab(cls) == name


def test_a_name_is_not_inherited():
    class ReLULike(Activation):
        name = "relu-like"

    class Softer(ReLULike):
        pass

    assert (ReLULike.name, Softer.name) == ("relu-like", "softer")


def test_settings_of_the_base_class_come_first():
    class Chirp(Wave):
        sweep: float = setting(default=0.0)

    assert list(Chirp.settings) == ["frequency", "sweep"]
    assert list(Wave.settings) == ["frequency"]
    assert list(Regularizer.settings) == ["biases"]


def test_an_annotation_without_setting_is_refused_with_the_line_to_write():
    with pytest.raises(BadComponent, match=r"Wrong.slope is annotated but is no setting: write 'slope: float = sett"):

        class Wrong(Activation):
            slope: float = 0.1


def test_an_init_of_its_own_is_refused_with_a_hint():
    with pytest.raises(BadComponent, match=r"Wrong has an __init__ of its own: declare settings with setting\(\)"):

        class Wrong(Activation):
            def __init__(self):
                pass


def test_every_kind_has_a_base_class_of_that_kind():
    for hook, base in KINDS.items():
        assert issubclass(base, Component)
        assert hook in (base.kind + "s", base.kind + "es")


def test_a_method_without_out_is_copied_into_it():
    z, out = np.ones((2, 3), np.float32), np.empty((2, 3), np.float32)
    assert into(Wave().forward)(z, out) is out
    assert np.array_equal(out, np.sin(z))


def test_a_method_with_out_is_called_as_it_is():
    class Cube(Activation):
        def forward(self, z, out=None):
            return np.power(z, 3, out)

    cube = Cube()
    assert into(cube.forward) == cube.forward


def test_another_float_type_is_cast():
    class Doubles(Activation):
        def forward(self, z):
            return z.astype(np.float64) * 2

    out = np.empty((1, 2), np.float32)
    into(Doubles().forward)(np.ones((1, 2), np.float32), out)
    assert out.tolist() == [[2, 2]]


def test_another_shape_is_refused_with_both_shapes():
    class Sums(Activation):
        def forward(self, z):
            return z.sum(axis=1)

    with pytest.raises(BadComponent, match=r"Sums.forward: expected shape \(2, 3\), found \(2,\)"):
        into(Sums().forward)(np.ones((2, 3)), np.empty((2, 3)))


def test_backward_of_an_elementwise_activation_is_the_chain_rule():
    rng = np.random.default_rng(1)
    z, upstream = rng.normal(size=(2, 4, 3))
    wave, out = Wave(frequency=1.5), np.empty((4, 3))
    expected = upstream * 1.5 * np.cos(1.5 * z)
    assert np.allclose(wave.backward(z, np.sin(1.5 * z), upstream), expected)
    assert wave.backward(z, np.sin(1.5 * z), upstream, out) is out
    assert np.allclose(out, expected)
