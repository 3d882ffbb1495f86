"""The built-in handwriting: repeatable, balanced, inside its frame, and drawn with the pad's own pen."""

import hashlib
import tracemalloc

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from core import Cancelled, Dataset
from core.errors import BadSetting
from core.strokes import Normalise, Stroke, image
from plugins.datasets.digits import deform, handwriting, pen
from plugins.datasets.digits.curve import natural_spline
from plugins.datasets.digits.styles import families


def silent(share, words):
    pass


@pytest.fixture
def digits(registry):
    """The class, found as everybody finds it."""
    return registry.find(Dataset, "digits")


@pytest.fixture(scope="module")
def sheet():
    """Images and labels of the default style."""
    return handwriting.generate(4000, "default", np.random.default_rng(5))


def test_equal_seeds_give_equal_bytes(digits):
    one, other = (digits(train=300, test=100).load(np.random.default_rng(3), silent) for _ in range(2))
    for split in ("train", "test"):
        for array, same in zip(getattr(one, split), getattr(other, split), strict=True):
            assert hashlib.sha256(array).digest() == hashlib.sha256(same).digest()


def test_the_number_of_threads_changes_no_byte():
    def written(threads):
        with threadpool_limits(threads):
            return handwriting.generate(2000, "default", np.random.default_rng(2))[0]

    assert (written(1) == written(2)).all()


def test_another_seed_gives_other_digits(digits):
    one, other = (digits(train=300, test=100).load(np.random.default_rng(seed), silent) for seed in (3, 4))
    assert (one.train.inputs != other.train.inputs).any(axis=1).all()


def test_data_say_what_they_are(digits):
    data = digits(train=120, test=50).load(np.random.default_rng(0), silent)
    assert data.train.inputs.shape == (120, 784)
    assert data.test.inputs.shape == (50, 784)
    assert data.train.inputs.dtype == np.uint8
    assert data.train.targets.shape == (120, 10)
    assert data.train.targets.dtype == np.float32
    assert data.input_shape == (28, 28)
    assert data.task == "classification"
    assert data.classes == tuple("0123456789")


def test_settings_have_the_usual_sizes_and_refuse_another_style(digits):
    assert digits().train == 60_000
    assert digits().test == 10_000
    assert digits().style == "default"
    with pytest.raises(BadSetting, match="sloppy"):
        digits(style="sloppy")


def test_labels_are_balanced_and_shuffled(sheet):
    labels = sheet[1]
    assert (np.bincount(labels) == 400).all()
    assert (labels[1:] == labels[:-1]).mean() == pytest.approx(0.1, abs=0.03)
    assert (np.bincount(labels[:1000], minlength=10) > 60).all()


def test_the_test_split_is_the_same_whatever_the_size_of_the_training_split(digits):
    small, large = (digits(train=n, test=100).load(np.random.default_rng(3), silent) for n in (50, 90))
    assert (small.test.inputs == large.test.inputs).all()
    assert (small.test.inputs[:50] != small.train.inputs).any(axis=1).all()


def test_a_longer_set_begins_with_the_whole_blocks_of_a_shorter_one(monkeypatch):
    monkeypatch.setattr(handwriting, "BLOCK", 40)
    short, long = (handwriting.generate(n, "neat", np.random.default_rng(1)) for n in (80, 130))
    assert (long[0][:80] == short[0]).all()
    assert (long[1][:80] == short[1]).all()


def test_every_family_is_written_as_often_as_it_is_met(monkeypatch):
    written = {}

    def count(family, number, style, rng):
        written[family] = number
        return np.zeros((number, 28, 28), np.uint8)

    monkeypatch.setattr(handwriting, "sample", count)
    monkeypatch.setattr(handwriting, "BLOCK", 60_000)
    handwriting.generate(60_000, "default", np.random.default_rng(1))
    assert set(written) == set(families())
    for digit in range(10):
        own = [family for family in families() if family.digit == digit]
        shares = np.array([family.weight for family in own]) / sum(family.weight for family in own)
        assert np.array([written[family] for family in own]) / 6000 == pytest.approx(shares, abs=0.03)


@pytest.mark.parametrize("number", range(len(families())))
def test_every_family_gives_whole_digits(number):
    family = families()[number]
    images = handwriting.sample(family, 60, "default", np.random.default_rng(number)).astype(float)
    ink = images.sum(axis=(1, 2)) / 255
    assert (ink > 12).all()
    assert (ink < 300).all()
    assert (images.max(axis=(1, 2)) > 150).all()
    tall, wide = ((images > 100).any(axis=axis).sum(axis=1) for axis in (2, 1))
    assert np.maximum(tall, wide) == pytest.approx(19, abs=4)


def test_ink_lies_inside_the_frame(sheet):
    images = sheet[0].reshape(-1, 28, 28)
    border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    assert border.mean() < 1
    assert (border > 128).any(axis=1).mean() < 0.02


def test_digits_lie_where_those_of_mnist_do(sheet):
    images = sheet[0].reshape(-1, 28, 28).astype(float)
    place = np.arange(28)
    x = (images.sum(1) @ place / images.sum((1, 2))).mean()
    y = (images.sum(2) @ place / images.sum((1, 2))).mean()
    assert (x, y) == pytest.approx((14, 14), abs=0.15)
    assert images.sum((1, 2)).mean() / 255 == pytest.approx(102, abs=8)  # MNIST: 103.9


def test_a_messy_hand_strays_further_than_a_neat_one():
    def spread(style):
        images = handwriting.sample(families()[0], 400, style, np.random.default_rng(1))
        return images.astype(float).std(axis=0).mean()

    assert spread("neat") < spread("default")


def test_progress_is_told_and_may_cancel(digits, monkeypatch):
    monkeypatch.setattr(handwriting, "BLOCK", 100)
    told = []
    digits(train=300, test=100).load(np.random.default_rng(0), lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == [0, 0.25, 0.5, 0.75, 1]
    assert told[1][1] == "Writing digits: 100 of 400"

    def stop(share, words):
        if share >= 0.5:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled, match="stopped"):
        digits(train=300, test=100).load(np.random.default_rng(0), stop)


def test_fresh_images_come_on_line(digits):
    rng = np.random.default_rng(0)
    first, second = (digits(style="neat").more(70, rng) for _ in range(2))
    assert first.inputs.shape == (70, 784)
    assert first.targets.shape == (70, 10)
    assert (first.targets.sum(axis=0) == 7).all()
    assert (first.inputs != second.inputs).any(axis=1).all()


def test_ten_thousand_images_take_little_scratch():
    families()
    tracemalloc.start()
    images, labels = handwriting.generate(10_000, "default", np.random.default_rng(1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - images.nbytes - labels.nbytes < 50_000_000


def test_a_spline_goes_through_its_control_points_and_reproduces_a_straight_line():
    knots = np.array([0, 0.7, 1.1, 2.0])
    assert natural_spline(knots, knots) == pytest.approx(np.eye(4), abs=1e-12)
    at = np.linspace(0, 2, 33)
    assert natural_spline(knots, at) @ (3 * knots - 1) == pytest.approx(3 * at - 1)


def test_key_shapes_of_a_family_have_as_many_points_and_lie_in_their_frame():
    assert len(families()) == 56
    assert {family.digit for family in families()} == set(range(10))
    for family in families():
        assert 1 <= len(family.shapes) <= 4
        assert np.ptp(family.shapes[..., 1], axis=1) == pytest.approx(1, abs=0.1)
        assert family.curve.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_the_pad_draws_what_the_generator_writes(monkeypatch):
    """The same line, with the same pen at the same place, once as a sample and once as strokes on a pad."""
    written = []

    def watched(points, radii, weights, softness):
        written.append((points, radii))
        return watch(points, radii, weights, softness)

    watch = pen.rasterise
    monkeypatch.setattr(pen, "rasterise", watched)
    monkeypatch.setattr(pen, "PRESSURE", 0)
    monkeypatch.setattr(pen, "DRIFT", 0)
    for family in families():
        picture = handwriting.sample(family, 1, "default", np.random.default_rng(3))[0]
        points, radii = written.pop()
        strokes = tuple(
            Stroke((points[0][family.line_stroke == number] + 0.5) * 10, 20 * float(radii[0, 0]))
            for number in np.unique(family.line_stroke)
        )
        drawn = image(strokes, 280, Normalise(fit=False, centre=False, pen=False))
        ink = (drawn > 0) | (picture > 0)
        assert np.abs(drawn[ink].astype(float) - picture[ink]).mean() < 25


def test_mixing_goes_past_the_key_shapes_but_keeps_their_middle():
    family = families()[0]
    points = deform.control_points(family, np.zeros((4000, 1), np.float32), np.random.default_rng(0))
    assert points.mean(axis=0) == pytest.approx(family.shapes.mean(axis=0), abs=0.01)
    assert points[:, 0, 0].max() > family.shapes[:, 0, 0].max()
