"""Colours that carry meaning stay apart for eyes that see two kinds of light.

The eyes are simulated with the matrices of Machado, Oliveira and Fernandes (2009) for full protanopia, deuteranopia and
tritanopia, in linear light; distances are those of OKLab (Ottosson, 2020), where black and white are 1 apart.
"""

import itertools

import numpy as np
import pytest

from desktop.look import tokens

EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
LEAST = {"weights": ("positive", "negative", 0.22), "train and test": ("train", "test", 0.22)}
"""Pairs that are told by colour alone, and their least distance to two decimals."""
CLASSES = 0.11


def seen(colour, eye):
    """A colour written as #RRGGBB as an eye sees it, in OKLab."""
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return LAB @ np.cbrt(LMS @ np.clip(EYES[eye] @ linear, 0, 1))


def apart(one, other, eye):
    return float(np.linalg.norm(seen(one, eye) - seen(other, eye)))


def test_the_simulation_leaves_grey_grey_and_black_and_white_apart():
    for eye in EYES:
        assert apart("#000000", "#FFFFFF", eye) == pytest.approx(1, abs=0.01)
        assert np.abs(seen("#808080", eye)[1:]).max() < 0.01
    assert apart("#D02020", "#208020", "deutan") < apart("#D02020", "#208020", "normal") / 2


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", tokens.THEMES)
@pytest.mark.parametrize("pair", LEAST)
def test_pairs_that_are_told_by_colour_are_apart(pair, theme, eye):
    one, other, least = LEAST[pair]
    values = tokens.THEMES[theme]
    assert round(apart(values[one], values[other], eye), 2) >= least


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", tokens.THEMES)
def test_the_ten_classes_are_apart(theme, eye):
    nearest = min((apart(*pair, eye), pair) for pair in itertools.combinations(tokens.CLASSES[theme], 2))
    assert round(nearest[0], 2) >= CLASSES, nearest


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", tokens.THEMES)
def test_the_ends_of_the_diverging_map_are_apart_from_each_other_and_from_zero(theme, eye):
    stops = tokens.MAPS[theme]["diverging"]
    low, zero, high = stops[1], stops[len(stops) // 2], stops[-2]
    assert min(apart(low, high, eye), apart(low, zero, eye), apart(high, zero, eye)) >= 0.2
