"""Folders of images: classes by folder, one size for all, and every file that is wrong named."""

import numpy as np
import pytest
from PIL import Image

from core import BadData, Cancelled, Dataset
from core.host import find

REGISTRY = find("plugins").registry


def quiet(share, words):
    assert 0 <= share <= 1


def load(folder, progress=quiet, **values):
    made = REGISTRY.make(Dataset, "images", {"folder": str(folder), **values})
    return made.load(np.random.default_rng(0), progress)


def draw(path, value=100, size=(6, 5), mode="L", kind="PNG"):
    path.parent.mkdir(parents=True, exist_ok=True)
    colour = {"L": value, "RGB": (value,) * 3, "RGBA": (value, value, value, 255), "P": value, "I;16": value * 257}[
        mode
    ]
    Image.new(mode, size, colour).save(path, kind)


@pytest.fixture
def folder(tmp_path):
    """Two classes of five images each."""
    for name, value in (("2", 20), ("10", 200)):
        for k in range(5):
            draw(tmp_path / name / f"{k}.png", value)
    return tmp_path


def test_each_folder_is_a_class_in_the_order_of_numbers(folder):
    data = load(folder)
    assert (data.classes, data.input_shape) == (("2", "10"), (5, 6))
    assert (len(data.train.inputs), len(data.test.inputs)) == (8, 2)
    for split in (data.train, data.test):
        assert np.array_equal(split.inputs[:, 0], np.where(split.targets[:, 0] == 1, 20, 200))


def test_train_and_test_folders_are_the_splits(tmp_path):
    for part, count in (("train", 3), ("test", 1)):
        for name in ("cat", "dog"):
            for k in range(count):
                draw(tmp_path / part / name / f"{k}.png")
    data = load(tmp_path)
    assert (len(data.train.inputs), len(data.test.inputs), data.classes) == (6, 2, ("cat", "dog"))


def test_dark_ink_on_white_paper_can_be_inverted(folder):
    assert set(load(folder, invert=True).train.inputs[:, 0]) == {235, 55}


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "I;16"])
def test_every_kind_of_image_becomes_grey(tmp_path, mode):
    for name in ("a", "b"):
        for k in range(2):
            draw(tmp_path / name / f"{k}.png", 100, mode=mode)
    assert set(load(tmp_path).train.inputs.ravel().tolist()) == {100}


def test_hidden_files_and_notes_are_passed_over(folder):
    (folder / ".trash").mkdir()
    (folder / "2" / ".DS_Store").write_bytes(b"x")
    (folder / "2" / "notes.txt").write_text("x")
    assert len(load(folder).train.inputs) == 8


def refusal(folder):
    with pytest.raises(BadData) as error:
        load(folder)
    return str(error.value)


def test_one_odd_size_among_many_is_named(folder):
    draw(folder / "10" / "9.png", size=(7, 5))
    told = refusal(folder)
    assert "9.png: expected 6 x 5 pixels, as the first image has, found 7 x 5 pixels" in told


def test_what_only_claims_to_be_an_image_is_named(folder):
    (folder / "2" / "page.png").write_text("<html></html>")
    assert "page.png: expected an image (PNG, JPEG, BMP, PPM, GIF), found something else" in refusal(folder)


def test_a_cut_image_is_named(folder):
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(0, 256, (5, 6), np.uint8)).save(folder / "2" / "cut.png")
    whole = (folder / "2" / "cut.png").read_bytes()
    (folder / "2" / "cut.png").write_bytes(whole[:-30])
    assert "cut.png: expected a" in refusal(folder)


def test_an_image_that_claims_a_great_size_is_refused_unread(folder):
    draw(folder / "2" / "0.png", size=(1001, 1000))
    assert "expected an image of at most 1,000,000 pixels, found 1,001 x 1,000" in refusal(folder)


def test_folders_that_are_no_data_set_are_told(folder, tmp_path):
    empty = tmp_path / "3"
    empty.mkdir()
    assert "expected images (PNG, JPEG, BMP, PPM, GIF), found none" in refusal(folder)
    alone = tmp_path / "2"
    assert "expected a folder for each class, 2 to 1,000 of them, found 0" in refusal(alone)
    assert "expected a folder, found a file" in refusal(tmp_path / "2" / "0.png")
    assert "expected a folder, found nothing of that name" in refusal(tmp_path / "no")
    assert "as in images:FOLDER" in refusal("")


def test_reading_can_be_cancelled(folder):
    def cancel(share, words):
        raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled):
        load(folder, progress=cancel)
