"""Preprocessings that turn inputs or make them equally lively, and the guard for those that never change."""

import numpy as np
import pytest

from core import Preprocessing
from core.contracts.checking import check
from core.host import find

REGISTRY = find("plugins").registry
NAMES = ["pca", "whiten", "equalise", "standardise"]
CLOUD = np.random.default_rng(0).normal(size=(4000, 3)) @ [[3, 1, 0], [0, 2, 1], [0, 0, 0.5]] + [5, -2, 1]


def applied(name, inputs, **values):
    one = REGISTRY.make(Preprocessing, name, values)
    return one.apply(inputs, one.fit(inputs))


@pytest.mark.parametrize("name", NAMES)
def test_they_keep_their_contract(name):
    assert check(REGISTRY.make(Preprocessing, name, {})) == ()


def test_turning_keeps_distances_and_ends_correlation():
    turned = applied("pca", CLOUD, by=1)
    centred = CLOUD - CLOUD.mean(0)
    assert np.linalg.norm(turned, axis=1) == pytest.approx(np.linalg.norm(centred, axis=1), rel=1e-4)
    covariance = np.cov(turned.T)
    assert covariance == pytest.approx(np.diag(np.diag(covariance)), abs=0.01)
    assert np.all(np.diff(np.diag(covariance)) < 0)
    assert applied("pca", CLOUD, by=255) == pytest.approx(turned / 255, abs=1e-6)


def test_the_axes_are_those_of_the_singular_values():
    one = REGISTRY.make(Preprocessing, "pca", {"by": 1})
    axes = one.fit(CLOUD)["axes"]
    expected = np.linalg.svd(CLOUD - CLOUD.mean(0), full_matrices=False)[2].T
    assert np.abs(axes) == pytest.approx(np.abs(expected), abs=1e-4)
    assert (axes[np.abs(axes).argmax(0), range(3)] > 0).all()


def test_a_whitened_cloud_is_round():
    white = applied("whiten", CLOUD)
    assert np.cov(white.T) == pytest.approx(np.eye(3), abs=0.01)
    assert white.mean(0) == pytest.approx(np.zeros(3), abs=1e-3)


def test_standardised_inputs_have_mean_zero_and_deviation_one():
    out = applied("standardise", CLOUD)
    assert out.mean(0) == pytest.approx(np.zeros(3), abs=1e-4)
    assert out.std(0) == pytest.approx(np.ones(3), rel=1e-4)
    equal = applied("equalise", CLOUD)
    assert equal == pytest.approx(CLOUD / CLOUD.std(0), rel=1e-4)


def test_test_inputs_are_treated_by_what_training_inputs_say():
    for name in NAMES:
        one = REGISTRY.make(Preprocessing, name, {})
        fitted = one.fit(CLOUD[:100])
        again = one.apply(CLOUD[200:201], fitted)
        assert again == pytest.approx(one.apply(CLOUD[100:300], fitted)[100:101], abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_pixels_that_never_change_stay_quiet(name):
    """Divided by their own deviation they would become infinite, and one speck of ink would become huge."""
    images = np.random.default_rng(0).integers(0, 256, (500, 9)).astype(np.uint8)
    images[:, 0] = 0
    images[:, 1] = 0
    images[7, 1] = 3
    out = applied(name, images)
    assert np.isfinite(out).all()
    assert np.abs(out).max() < 30
    constant = np.full((10, 4), 7, np.uint8)
    assert np.isfinite(applied(name, constant)).all()
