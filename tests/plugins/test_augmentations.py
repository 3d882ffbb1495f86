"""The built-in augmentations, against images whose change is known."""

import numpy as np
import pytest

from core import Augmentation
from core.contracts import check
from core.host import find

REGISTRY = find("plugins").registry
NAMES = sorted(cls.name for cls in REGISTRY.all(Augmentation))
STILL = {
    "shift": {"pixels": 0},
    "rotation": {"degrees": 0},
    "scale": {"range": 0},
    "shear": {"range": 0},
    "elastic": {"pixels": 0},
    "distortion": {"shift": 0, "rotation": 0, "scale": 0, "shear": 0, "elastic": 0},
}
SHAPE = (28, 28)


def make(name, **values):
    return REGISTRY.make(Augmentation, name, values)


def rng(seed=3):
    return np.random.default_rng(seed)


def blobs(rows=200, shape=SHAPE, dtype=np.uint8):
    """A soft dot in the middle of every image."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    dot = 255 * np.exp(-((y - (shape[0] - 1) / 2) ** 2 / 30 + (x - (shape[1] - 1) / 2) ** 2 / 12))
    return np.tile(dot.ravel().astype(dtype), (rows, 1))


def centres(images, shape=SHAPE):
    """Centre of mass of each image, (rows, 2) as x, y."""
    y, x = np.mgrid[: shape[0], : shape[1]].reshape(2, -1)
    mass = images.astype(float)
    return np.stack([mass @ x, mass @ y], axis=1) / mass.sum(axis=1)[:, None]


def spreads(images, shape=SHAPE):
    """Covariance of each image's mass, (rows, 2, 2)."""
    grid = np.stack(np.mgrid[: shape[0], : shape[1]][::-1]).reshape(2, -1)
    away = grid[None] - centres(images, shape)[:, :, None]
    mass = images.astype(float)
    return np.einsum("nip,njp,np->nij", away, away, mass) / mass.sum(axis=1)[:, None, None]


def test_they_are_all_there():
    assert NAMES == sorted(STILL)


@pytest.mark.parametrize("name", NAMES)
def test_each_keeps_its_contract_and_says_what_it_does(name):
    cls = REGISTRY.find(Augmentation, name)
    assert check(cls(), REGISTRY) == ()
    assert cls.formula
    assert cls.for_images
    assert all(setting.help for setting in cls.settings.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("shape", "dtype"), [((28, 28), np.uint8), ((5, 9), np.uint8), ((6, 4, 3), np.float32)])
def test_shape_and_type_stay_and_the_given_images_too(name, shape, dtype):
    images = rng().integers(0, 256, (70, int(np.prod(shape)))).astype(dtype)
    before = images.copy()
    found = make(name).apply(images, shape, rng())
    assert (found.shape, found.dtype) == (images.shape, images.dtype)
    assert np.array_equal(images, before)
    assert not np.array_equal(found, images)
    assert images.min() <= found.min()
    assert found.max() <= images.max()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_generator_gives_the_same_images_and_rows_differ(name):
    first, again, other = (make(name).apply(blobs(), SHAPE, rng(seed)) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(np.unique(first, axis=0)) > 150


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(28, 28), (7, 4), (6, 4, 3)])
def test_with_all_its_strength_at_zero_an_image_stays_as_it_is(name, shape):
    images = rng().integers(0, 256, (10, int(np.prod(shape)))).astype(np.uint8)
    assert np.array_equal(make(name, **STILL[name]).apply(images, shape, rng()), images)


def test_a_shift_moves_the_centre_by_parts_of_a_pixel_within_its_range():
    moved = centres(make("shift", pixels=3.0).apply(blobs(), SHAPE, rng())) - centres(blobs())
    assert np.abs(moved).max() <= 3.02
    assert np.ptp(moved, axis=0).min() > 5
    assert np.abs(moved - np.rint(moved)).mean() == pytest.approx(0.25, abs=0.04)


def test_a_rotation_turns_the_long_side_within_its_range():
    found = spreads(make("rotation", degrees=30.0).apply(blobs(), SHAPE, rng()))
    angles = np.degrees(np.arctan2(2 * found[:, 0, 1], found[:, 1, 1] - found[:, 0, 0]) / 2)
    assert np.abs(angles).max() == pytest.approx(30, abs=1.5)
    assert np.abs(centres(make("rotation", degrees=30.0).apply(blobs(), SHAPE, rng())) - 13.5).max() < 0.1


def test_a_scale_of_a_half_makes_things_between_half_and_half_as_large_again():
    ratios = np.sqrt(np.diagonal(spreads(make("scale", range=0.4).apply(blobs(), SHAPE, rng())), axis1=1, axis2=2))
    ratios /= np.sqrt(np.diagonal(spreads(blobs(1)), axis1=1, axis2=2))
    assert ratios.min() == pytest.approx(0.6, abs=0.05)
    assert ratios[:, 0].max() == pytest.approx(1.4, abs=0.05)


def test_a_shear_leans_without_turning():
    found = spreads(make("shear", range=0.5).apply(blobs(), SHAPE, rng()))
    leans = found[:, 0, 1] / found[:, 1, 1]
    assert np.abs(leans).max() == pytest.approx(0.5, abs=0.03)
    assert found[:, 1, 1] == pytest.approx(spreads(blobs(1))[0, 1, 1], rel=0.05)


def test_elastic_moves_pixels_by_its_deviation_and_neighbours_alike():
    ramp = np.tile(np.linspace(0, 255, 28, dtype=np.float32), 28)  # brighter by 9.44 a pixel to the right
    found = make("elastic", pixels=1.0, smoothness=6.0).apply(np.tile(ramp, (400, 1)), SHAPE, rng())
    moves = ((found - ramp) / (255 / 27)).reshape(-1, 28, 28)[:, 8:20, 8:20]
    assert moves.std() == pytest.approx(1, abs=0.05)
    assert np.corrcoef(moves[:, 5, 5], moves[:, 5, 6])[0, 1] > 0.95
    assert abs(np.corrcoef(moves[:, 0, 0], moves[:, 11, 11])[0, 1]) < 0.3


def test_colours_of_one_image_move_together():
    one = blobs(20)
    colours = np.repeat(one[:, :, None], 3, axis=2).reshape(20, -1)
    alone, together = (make("distortion").apply(a, s, rng()) for a, s in ((one, SHAPE), (colours, (28, 28, 3))))
    assert np.array_equal(together.reshape(20, -1, 3), np.repeat(alone[:, :, None], 3, axis=2))
