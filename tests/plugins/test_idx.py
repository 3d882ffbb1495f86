"""Files in the manner of MNIST: sound ones load as they are, broken ones are refused exactly and cheaply."""

import gc
import gzip
import hashlib
import math
import os
import re
import struct
import time
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core import BadData, Cancelled, Dataset

TRAIN_IMAGES, TRAIN_LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
TEST_IMAGES, TEST_LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
IMAGES = np.arange(6 * 4 * 3, dtype=np.uint8).reshape(6, 4, 3)
LABELS = np.array([0, 1, 2, 0, 1, 2], np.uint8)
MEMORY = 16 << 20  # bytes that refusing a small file may take, whatever it claims
SECONDS = 1.0


def idx(array, claims=None):
    """An IDX file of bytes; ``claims`` is the shape that its header tells, where that is not the array's."""
    shape = array.shape if claims is None else claims
    return bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + array.tobytes()


def good(folder):
    """A folder of four sound files: six training images of 4 x 3 and three classes, and four test images."""
    folder.mkdir(exist_ok=True)
    (folder / TRAIN_IMAGES).write_bytes(idx(IMAGES))
    (folder / TRAIN_LABELS).write_bytes(idx(LABELS))
    (folder / TEST_IMAGES).write_bytes(idx(IMAGES[:4]))
    (folder / TEST_LABELS).write_bytes(idx(LABELS[:4]))
    return folder


def compress_all(folder):
    for path in list(folder.iterdir()):
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    return folder


@pytest.fixture
def load(registry):
    """Loads a folder through the public door."""

    def load(folder, name="idx", progress=lambda share, words: None):
        return registry.make(Dataset, name, {"folder": str(folder)}).load(np.random.default_rng(0), progress)

    return load


WHOLE, ZIPPED = idx(IMAGES), gzip.compress(idx(IMAGES), mtime=0)
HUGE = 2**32 - 1

# name: (file, its bytes, offset told, what is told to be found there)
BROKEN = {
    "empty": (TRAIN_IMAGES, b"", 0, "the end of the file"),
    "three bytes": (TRAIN_IMAGES, b"\0\0\x08", 0, "00 00 08"),
    "wrong magic": (TRAIN_IMAGES, b"\x01" + WHOLE[1:], 0, "01 00 08 03"),
    "text": (TRAIN_IMAGES, b"<html>not found</html>", 0, "3c 68 74 6d ('<htm')"),
    "floats": (TRAIN_IMAGES, b"\0\0\x0d\x03" + WHOLE[4:], 2, "type 0d, floats"),
    "unknown type": (TRAIN_IMAGES, b"\0\0\x07\x03" + WHOLE[4:], 2, "type 07"),
    "no dimensions": (TRAIN_IMAGES, b"\0\0\x08\0" + WHOLE[4:], 3, "0 dimensions"),
    "255 dimensions": (TRAIN_IMAGES, b"\0\0\x08\xff" + WHOLE[4:], 3, "255 dimensions"),
    "labels for images": (TRAIN_IMAGES, idx(LABELS), 3, "labels in 1"),
    "images for labels": (TRAIN_LABELS, idx(IMAGES), 3, "images in 3"),
    "cut header": (TRAIN_IMAGES, WHOLE[:10], 10, "the end of the file"),
    "no rows": (TRAIN_IMAGES, idx(IMAGES[:0]), 4, "0"),
    "no columns": (TRAIN_IMAGES, idx(IMAGES[:, :, :0]), 12, "0"),
    "endless rows": (TRAIN_IMAGES, idx(IMAGES, (HUGE, 4, 3)), 88, "88"),
    "endless everything": (TRAIN_IMAGES, idx(IMAGES, (HUGE, HUGE, HUGE)), 88, "88"),
    "endless labels": (TRAIN_LABELS, idx(LABELS, (HUGE,)), 14, "14"),
    "product that wraps to its size": (TRAIN_IMAGES, idx(IMAGES, (2**31, 2**31, 4)), 88, "88"),
    "one byte short": (TRAIN_IMAGES, WHOLE[:-1], 87, "87"),
    "one byte long": (TRAIN_IMAGES, WHOLE + b"\0", 88, "89"),
    "fewer labels": (TRAIN_LABELS, idx(LABELS[:5]), 4, "5"),
    "more test labels": (TEST_LABELS, idx(LABELS[:5]), 4, "5"),
    "test images of another size": (TEST_IMAGES, idx(IMAGES[:4].reshape(4, 3, 4)), 8, "3 x 4"),
    "one class": (TRAIN_LABELS, idx(LABELS * 0), 8, "0 alone"),
    "stray label": (TRAIN_LABELS, idx(np.array([0, 1, 2, 0, 255, 2], np.uint8)), 12, "255"),
    "test label of no class": (TEST_LABELS, idx(np.array([0, 1, 2, 3], np.uint8)), 11, "3"),
    "compressed under a plain name": (TRAIN_IMAGES, ZIPPED, 0, "gzip data"),
    "empty gz": (TRAIN_IMAGES + ".gz", b"", 0, "the end of the file"),
    "not gzip": (TRAIN_IMAGES + ".gz", b"<html>not found</html>", 0, "3c 68 74 6d ('<htm')"),
    "plain under a compressed name": (TRAIN_IMAGES + ".gz", WHOLE, 0, "00 00 08 03"),
    "gzip twice": (TRAIN_IMAGES + ".gz", gzip.compress(ZIPPED), 0, "gzip data"),
    "wrong magic inside": (TRAIN_IMAGES + ".gz", gzip.compress(b"\x01" + WHOLE[1:]), 0, "01 00 08 03"),
    "nothing inside": (TRAIN_IMAGES + ".gz", gzip.compress(b""), 0, "the end of the file"),
    "cut gz": (TRAIN_IMAGES + ".gz", ZIPPED[:-20], len(ZIPPED) - 20, "the end of the file"),
    "cut in the checksum": (TRAIN_IMAGES + ".gz", ZIPPED[:-1], len(ZIPPED) - 1, "the end of the file"),
    "wrong checksum": (TRAIN_IMAGES + ".gz", ZIPPED[:-8] + b"\0\0\0\0" + ZIPPED[-4:], None, "incorrect data check"),
    "wrong size in the trailer": (TRAIN_IMAGES + ".gz", ZIPPED[:-4] + b"\1\0\0\0", None, "incorrect length check"),
    "rubbish behind": (TRAIN_IMAGES + ".gz", ZIPPED + b"rubbish", len(ZIPPED), "72 75 62 62"),
    "zeros behind": (TRAIN_IMAGES + ".gz", ZIPPED + bytes(10), len(ZIPPED), "00 00 00 00"),
    "a second member": (TRAIN_IMAGES + ".gz", ZIPPED + ZIPPED, len(ZIPPED), "1f 8b"),
    "less inside than claimed": (TRAIN_IMAGES + ".gz", gzip.compress(WHOLE[:-1]), 87, "the end after 71"),
    "more inside than claimed": (TRAIN_IMAGES + ".gz", gzip.compress(WHOLE + b"\7"), 88, "07"),
    "endless rows inside": (TRAIN_IMAGES + ".gz", gzip.compress(idx(IMAGES, (HUGE, 4, 3))), 4, "51,539,607,556"),
    "far more inside than claimed": (TRAIN_IMAGES + ".gz", gzip.compress(WHOLE + bytes(30_000_000)), 88, "00"),
}


def refusal(load, folder, name="idx"):
    """The words of the refusal, which is quick and takes little memory."""
    tracemalloc.start()
    start = time.process_time()
    try:
        with pytest.raises(BadData) as caught:
            load(folder, name)
        assert time.process_time() - start < SECONDS
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_file_offset_expected_found_and_remedy(load, tmp_path, case):
    name, content, offset, found = BROKEN[case]
    folder = good(tmp_path)
    (folder / name.removesuffix(".gz")).unlink()
    (folder / name).write_bytes(content)
    told = re.fullmatch(
        r"(.+): offset ([\d,]+)( or soon after)?( in the \w+ \w+)?: expected (.+?), found (.+); (.+)",
        refusal(load, folder),
    )
    assert told
    assert told[1] == str(folder / name)
    assert offset is None or told[2] == f"{offset:,}"
    assert found in told[6]
    assert len(told[7].split()) > 2


def test_a_folder_without_a_file_names_the_missing_and_the_wanted(load, tmp_path):
    folder = good(tmp_path)
    (folder / TEST_LABELS).unlink()
    words = refusal(load, folder)
    assert f"found a folder without {TEST_LABELS};" in words
    for name in (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS, ".gz"):
        assert name in words


@pytest.mark.parametrize("path", ["nowhere", "x" * 300, "no\0where", "~nobody-of-this-name/x", b"caf\xe9"], ids=repr)
def test_a_folder_that_is_none_is_refused(load, tmp_path, path):
    path = path if str(path).startswith("~") else tmp_path / os.fsdecode(path)
    assert "expected a folder" in refusal(load, path)


def test_a_file_in_place_of_the_folder_is_told(load, tmp_path):
    assert "found a file" in refusal(load, good(tmp_path) / TRAIN_IMAGES)


def test_no_folder_is_told(load):
    assert "idx:FOLDER" in refusal(load, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_only_regular_files_are_opened(load, tmp_path, ending):
    folder = good(tmp_path)
    (folder / TRAIN_IMAGES).unlink()
    path = folder / (TRAIN_IMAGES + ending)
    path.mkdir()
    assert "found a folder" in refusal(load, folder)
    path.rmdir()
    os.mkfifo(path)
    assert "found a pipe" in refusal(load, folder)
    path.unlink()
    path.symlink_to("/dev/zero")
    assert "found a device" in refusal(load, folder)
    path.unlink()
    path.symlink_to(path)
    assert f"without {TRAIN_IMAGES}" in refusal(load, folder)


def test_a_name_that_is_not_text_is_told_in_text(load, tmp_path):
    folder = good(tmp_path / os.fsdecode(b"caf\xe9"))
    (folder / TRAIN_IMAGES).write_bytes(b"")
    refusal(load, folder).encode()


def test_images_and_labels_exchanged_in_both_files_are_told(load, tmp_path):
    folder = good(tmp_path)
    (folder / TRAIN_IMAGES).write_bytes(idx(LABELS))
    (folder / TRAIN_LABELS).write_bytes(idx(IMAGES))
    assert "see whether images and labels have each other's names" in refusal(load, folder)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_file_cut_anywhere_is_refused(load, tmp_path, ending):
    folder = good(tmp_path)
    if ending:
        compress_all(folder)
    path = folder / (TRAIN_IMAGES + ending)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(BadData):
            load(folder)


def test_a_changed_byte_in_gzip_data_is_never_taken_silently(load, tmp_path):
    folder = compress_all(good(tmp_path))
    path = folder / (TRAIN_IMAGES + ".gz")
    whole, refused = path.read_bytes(), 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            data = load(folder)
        except BadData:
            refused += 1
        else:
            assert np.array_equal(data.train.inputs, IMAGES.reshape(6, -1))
    assert refused > len(whole) - 30  # gzip's own header has bytes that mean nothing here, as the time of writing


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_whatever_the_bytes_they_load_or_are_refused(registry, tmp_path_factory, data):
    folder = good(tmp_path_factory.mktemp("fuzz"))
    if data.draw(st.booleans(), "compressed"):
        compress_all(folder)
    path = data.draw(st.sampled_from(sorted(folder.iterdir())), "file")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    path.write_bytes(content)
    with suppress(BadData):
        registry.make(Dataset, "idx", {"folder": str(folder)}).load(np.random.default_rng(0), lambda *_: None)


def test_a_file_that_grows_while_it_is_read_is_refused(load, tmp_path):
    folder = good(tmp_path)

    def grow(share, words):
        with (folder / TRAIN_IMAGES).open("ab") as file:
            file.write(b"more")

    with pytest.raises(BadData, match="offset 88: expected the end of the data, found more"):
        load(folder, progress=grow)


@pytest.mark.parametrize("compressed", [False, True])
def test_sound_files_load_as_they_are(load, tmp_path, compressed):
    folder = good(tmp_path)
    if compressed:
        compress_all(folder)
    data = load(folder)
    assert data.train.inputs.dtype == np.uint8
    assert np.array_equal(data.train.inputs, IMAGES.reshape(6, 12))
    assert np.array_equal(data.train.targets.argmax(1), LABELS)
    assert np.array_equal(data.test.inputs, IMAGES[:4].reshape(4, 12))
    assert np.array_equal(data.test.targets, np.eye(3, dtype=np.float32)[LABELS[:4]])
    assert (data.input_shape, data.task, data.classes) == ((4, 3), "classification", ("0", "1", "2"))


def test_names_with_a_dot_are_found_beside_a_folder_of_the_other_name(load, tmp_path):
    folder = good(tmp_path)
    for path in list(folder.iterdir()):
        path.rename(folder / path.name.replace("-idx", ".idx"))
    (folder / TRAIN_IMAGES).mkdir()
    assert len(load(folder).train.inputs) == 6


@settings(max_examples=30, deadline=None)
@given(
    images=arrays(np.uint8, st.tuples(st.integers(2, 9), st.integers(1, 40), st.integers(1, 40))),
    compressed=st.booleans(),
)
def test_any_size_makes_the_round_trip(registry, tmp_path_factory, images, compressed):
    folder = tmp_path_factory.mktemp("trip")
    labels = (np.arange(len(images)) % 2).astype(np.uint8)
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx(images))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))
    if compressed:
        compress_all(folder)
    data = registry.make(Dataset, "idx", {"folder": str(folder)}).load(np.random.default_rng(0), lambda *_: None)
    assert data.input_shape == images.shape[1:]
    assert np.array_equal(data.train.inputs.reshape(images.shape), images)
    assert np.array_equal(data.test.targets.argmax(1), labels)


def test_more_than_a_block_is_put_together_rightly(load, tmp_path):
    """Five megabytes that do not compress: several reads, several blocks, in both forms."""
    images = np.frombuffer(os.urandom(6 * 1000 * 900), np.uint8).reshape(6, 1000, 900)
    folder = good(tmp_path)
    (folder / TRAIN_IMAGES).write_bytes(idx(images))
    (folder / TEST_IMAGES).write_bytes(idx(images[:4]))
    assert np.array_equal(load(folder).train.inputs.reshape(images.shape), images)
    data = load(compress_all(folder))
    assert np.array_equal(data.train.inputs.reshape(images.shape), images)


def test_256_classes_are_taken(load, tmp_path):
    labels, images = np.arange(256, dtype=np.uint8), np.zeros((256, 2, 2), np.uint8)
    folder = good(tmp_path)
    (folder / TRAIN_IMAGES).write_bytes(idx(images))
    (folder / TRAIN_LABELS).write_bytes(idx(labels))
    (folder / TEST_IMAGES).write_bytes(idx(images))
    (folder / TEST_LABELS).write_bytes(idx(labels))
    assert load(folder).outputs == 256


def test_progress_grows_to_one_and_names_the_file(load, tmp_path):
    told = []
    load(good(tmp_path), progress=lambda share, words: told.append((share, words)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] == 1
    assert all(words.startswith("reading ") for _, words in told)


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_cancel_passes_and_leaves_no_file_open(load, tmp_path):

    def cancel(share, words):
        raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled, match="the user cancelled"):
        load(good(tmp_path), progress=cancel)
    gc.collect()  # a file that is still open would warn now


def test_mnist_wants_images_of_its_size_and_ten_classes(load, tmp_path):
    folder = good(tmp_path)
    assert "images of 28 x 28, found 4 x 3" in refusal(load, folder, "mnist")
    images = np.zeros((6, 28, 28), np.uint8)
    (folder / TRAIN_IMAGES).write_bytes(idx(images))
    (folder / TEST_IMAGES).write_bytes(idx(images[:4]))
    assert load(folder, "mnist").classes == tuple("0123456789")
    (folder / TRAIN_LABELS).write_bytes(idx(np.array([0, 1, 10, 2, 3, 4], np.uint8)))
    assert "offset 10: expected a label from 0 to 9, found 10" in refusal(load, folder, "mnist")


def test_real_mnist_is_read_bit_by_bit(load, mnist):
    """The sums are those of the four decompressed files as published."""
    published = {
        "train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    }
    data = load(mnist, "mnist")
    for part, rows in (("train", 60_000), ("test", 10_000)):
        split = getattr(data, part)
        assert split.inputs.shape == (rows, math.prod(data.input_shape))
        assert hashlib.sha256(idx(split.inputs.reshape(-1, 28, 28))).hexdigest() == published[part]
    assert data.train.targets.sum(0).astype(int).tolist() == [
        5923,
        6742,
        5958,
        6131,
        5842,
        5421,
        5918,
        6265,
        5851,
        5949,
    ]
