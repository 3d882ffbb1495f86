"""What makes two digits of one hand differ: everything between the key shapes and the line on paper.

Lengths are shares of a digit's height. Amounts are standard deviations for a messiness of 1; the messier a sample, the
more its shape strays, whereas slant, width and turn differ between hands, not with care.
"""

import numpy as np

MIX = 0.4
"""Concentration of the Dirichlet mix of key shapes: small, so that one of them mostly prevails."""
BEYOND = 1.45
"""How far the mix goes from the key shapes' mean: past the shapes themselves."""
JITTER, END_JITTER, STROKE_JITTER = 0.045, 0.06, 0.06
"""How far control points stray, the ends of strokes besides, and whole strokes of a digit that has several."""
ELASTIC, WAVES = 0.05, 3.2
"""A rubber sheet: the size of its two waves and their frequency in radians per height."""
BEND, STRETCH, TAPER = 0.1, 0.1, 0.11
"""A sideways bow; the upper and lower ends pulled or pressed; one end wider than the other."""
WIDTH, WIDTH_SPREAD = 1.12, 0.25
"""Width against the key shapes, and the deviation of its logarithm."""
SLANT, SLANT_SPREAD = 0.1, 0.22
"""To the right, as a slope."""
SLANT_OF_DIGIT = (0.10, 0.16, 0.0, 0.0, 0.13, 0.03, -0.03, -0.08, 0.05, 0.0)
"""How much more than others each digit leans: people write an 8 and a 1 at different slants."""
TURN = np.deg2rad(8.0)
STIFF_ONE = 0.35
"""How far a 1 strays against the others: any more, and it is taken for another digit."""


def control_points(family, messiness, rng):
    """n variations of a family's control points, (n, K, 2); ``messiness`` is (n, 1)."""
    count, shapes = len(messiness), len(family.shapes)
    share = rng.standard_gamma(MIX, (count, shapes), np.float32) + np.float32(1e-9)
    share /= share.sum(axis=1, keepdims=True)
    share = (share - 1 / shapes) * BEYOND + 1 / shapes
    points = (share.astype(np.float32) @ family.shapes.reshape(shapes, -1)).reshape(count, -1, 2)
    stray = (JITTER + END_JITTER * family.end) * (STIFF_ONE if family.digit == 1 else 1)
    points += normal(rng, points.shape) * messiness[:, :, None] * stray[:, None].astype(np.float32)
    strokes = family.stroke[-1] + 1
    if strokes > 1:
        offsets = normal(rng, (count, strokes, 2), STROKE_JITTER) * messiness[:, :, None]
        points += offsets[:, family.stroke]
    return points


def deform(x, y, digit, messiness, rng):
    """Lines (n, P) bent, leaned and turned as a hand does, about their middle; x and y are changed in place."""
    count = len(x)
    stiff = messiness * np.float32(STIFF_ONE if digit == 1 else 1)

    def amount(deviation):
        return normal(rng, (count, 1), deviation)

    for axis in (x, y):
        axis -= (axis.max(axis=1, keepdims=True) + axis.min(axis=1, keepdims=True)) / 2
    for _ in range(2):
        wave = x * amount(WAVES) + y * amount(WAVES) + uniform(rng, 0, 2 * np.pi, count)
        np.sin(wave, out=wave)
        x += wave * (amount(ELASTIC) * stiff)
        y += wave * (amount(ELASTIC) * stiff)
    squared = y * y
    x += (squared * 4 - np.float32(0.5)) * (amount(BEND / 2) * stiff)
    y += (squared * 4 - 1) * (amount(STRETCH / 2) * messiness)
    x *= 1 + y * (amount(2 * TAPER) * messiness)
    y *= 1 + x * (amount(TAPER) * messiness)
    x *= WIDTH * np.exp(amount(WIDTH_SPREAD))
    x -= y * (SLANT + SLANT_OF_DIGIT[digit] + amount(SLANT_SPREAD))
    angle = amount(TURN)
    cos, sin = np.cos(angle), np.sin(angle)
    turned = x * sin
    x *= cos
    x -= y * sin
    y *= cos
    y += turned


def normal(rng, shape, deviation=1.0):
    """Normally distributed numbers, float32."""
    return rng.standard_normal(shape, np.float32) * np.float32(deviation)


def uniform(rng, low, high, count):
    """Evenly distributed numbers, (count, 1) float32."""
    return rng.random((count, 1), np.float32) * np.float32(high - low) + np.float32(low)
