"""Completion knows core's face, what base classes ask for, and the words of the file."""

import core
from desktop.workshop.code.completion import methods, offers

FILE = """import numpy as np

from core import Activation, hookimpl, setting


class Wave(Activation):
    frequency: float = setting(default=1.0)

    def forward(self, z):
        wavelength = 1 / self.frequency
        return np.sin(z)

"""


def offered(text):
    return offers(text, len(text))[1]


def test_every_name_of_the_face_is_found_by_its_beginning():
    for name in core.__all__:
        assert name in offered(name[:3]), name


def test_within_a_class_def_offers_the_methods_of_its_base_with_their_arguments():
    assert "derivative(self, z, a):" in offered(FILE + "    def der")
    assert "update(self, parameters, gradient, state, step):" in offered("class X(Optimizer):\n    def up")
    assert methods("Loss")[:2] == ["value(self, prediction, target)", "gradient(self, prediction, target)"]


def test_outside_of_a_class_def_offers_the_hooks():
    assert offered(FILE + "\n@hookimpl\ndef acti") == ["activations():"]


def test_within_setting_its_arguments_come_first():
    assert offered(FILE + "    depth: float = setting(de")[0] == "default="
    assert "low=" in offered(FILE + "    depth: float = setting(default=1.0, l")
    assert "low=" not in offered("x = setting(default=1.0)\nl")


def test_self_offers_the_settings_and_methods_of_the_file():
    found = offered(FILE + "        self.f")
    assert found[:2] == ["frequency", "forward"]


def test_own_words_are_offered_and_strings_and_comments_are_left_alone():
    assert "wavelength" in offered(FILE + "        wav")
    assert offered(FILE + "    # wav") == []
    assert offered(FILE + '    x = "wav') == []


def test_numpy_offers_its_functions():
    assert "sinh" in offered(FILE + "        return np.sin")
