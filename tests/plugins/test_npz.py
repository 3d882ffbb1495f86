"""Arrays from .npz files: names and forms that are understood, and traps that are refused before memory is taken."""

import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from core import BadData, Cancelled, Dataset
from core.host import find

REGISTRY = find("plugins").registry
X = np.arange(48, dtype=np.uint8).reshape(4, 3, 4)
Y = np.array([0, 1, 2, 1])


def quiet(share, words):
    assert 0 <= share <= 1


@pytest.fixture
def load(tmp_path):
    path = tmp_path / "data.npz"

    def load(write=None, progress=quiet, values=None, **arrays):
        if write:
            write(path)
        else:
            np.savez_compressed(path, **arrays)
        made = REGISTRY.make(Dataset, "npz", {"file": str(path), **(values or {})})
        return made.load(np.random.default_rng(0), progress)

    return load


def test_four_arrays_are_the_two_splits(load):
    data = load(x_train=X, y_train=Y, x_test=X[:2], y_test=Y[:2])
    assert (data.input_shape, data.classes) == ((3, 4), ("0", "1", "2"))
    assert np.array_equal(data.train.inputs, X.reshape(4, 12))
    assert data.train.inputs.dtype == np.uint8
    assert data.test.targets.argmax(1).tolist() == [0, 1]


@pytest.mark.parametrize(
    "names", [("x", "y"), ("X", "y"), ("images", "labels"), ("inputs", "targets"), ("data", "target")]
)
def test_two_arrays_are_split(load, names):
    data = load(**dict(zip(names, (X, Y), strict=True)))
    assert len(data.train.inputs) == 3
    assert len(data.test.inputs) == 1


def test_forms_that_mean_the_same_are_read_the_same(load):
    plain = load(x_train=X, y_train=Y, x_test=X, y_test=Y)
    for x, y in (
        (np.asfortranarray(X), np.eye(3)[Y]),
        (X.astype(">u2").astype(np.uint8), Y.astype(">i4")),
        (X, Y.reshape(-1, 1).astype(np.float64)),
    ):
        other = load(x_train=x, y_train=y, x_test=x, y_test=y)
        assert np.array_equal(other.train.inputs, plain.train.inputs)
        assert np.array_equal(other.train.targets, plain.train.targets)


def test_numbers_to_predict(load):
    y = np.array([[0.5, 1], [2, 3], [4, 5], [6, 7]])
    data = load(x_train=X, y_train=y, x_test=X, y_test=y, values={"learn": "numbers"})
    assert (data.task, data.outputs) == ("regression", 2)
    assert data.train.targets.tolist() == y.tolist()


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"a": X}, "expected arrays x_train, y_train, x_test, y_test, or x and y, found a"),
        ({"x": X, "y": Y[:3]}, "array 'y': expected 4 targets, one for each input, found 3"),
        ({"x": X, "y": np.array([0, 1, -1, 1])}, "array 'y', row 2: expected a label of 0 or more, found -1"),
        ({"x": X, "y": np.array([0, 1, 1.5, 1])}, "row 2: expected a label of 0 or more, found 1.5"),
        ({"x": X, "y": np.full((4, 3), 0.3)}, "row 0: expected a label or a one-hot row"),
        ({"x": X, "y": np.zeros(4)}, "expected labels of at least two classes"),
        ({"x": np.full(X.shape, np.nan), "y": Y}, "array 'x', row 0: expected finite numbers"),
        ({"x": np.array(list("abcd")), "y": Y}, "array 'x.npy': expected numbers, found <U1"),
        ({"x": X, "y": np.array([0, 1, 900, 1])}, "expected labels numbered 0, 1, 2 and so on"),
        ({"x": np.empty((0, 3)), "y": np.empty(0)}, "expected at least one sample"),
    ],
)
def test_a_mistake_is_told_with_its_array(load, arrays, words):
    with pytest.raises(BadData) as error:
        load(**arrays)
    assert words in str(error.value)
    assert "data.npz" in str(error.value)


def npy(header, data=b""):
    text = header.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


HEADER = "{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}"


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (npy(HEADER.format("|u1", "(2000000000, 1)")), "expected 2,000,000,000 bytes of numbers"),
        (npy(HEADER.format("|O", "(4,)"), b"\x80\x04K\x01."), "expected numbers, found objects"),
        (npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (4,)}"), "expected a sound .npy header"),
        (npy("[1, 2]"), "expected a sound .npy header"),
        (npy(HEADER.format("|u1", "(-4,)"), b"1234"), "expected a shape of whole numbers"),
        (
            npy(HEADER.format("|u1", "(2, 2)"), b"12345"),
            "expected 4 bytes of numbers, as its shape (2, 2) says, found 5",
        ),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\xff", "expected a header of at most 10,000 bytes"),
        (b"GIF89a", "expected an array in .npy format"),
        (b"", "expected an array in .npy format"),
    ],
)
def test_a_member_is_believed_only_as_far_as_its_size_allows(load, member, words):
    def write(path):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.npy", member)
            archive.writestr("y.npy", npy(HEADER.format("|u1", "(4,)"), bytes(4)))

    with pytest.raises(BadData) as error:
        load(write)
    assert words in str(error.value)


def test_a_bomb_takes_no_memory(load):
    def write(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.npy", "w") as member:
            member.write(npy(HEADER.format("|u1", "(100000000, 1)")))
            for _ in range(100):
                member.write(bytes(1_000_000))

    tracemalloc.start()
    try:
        with pytest.raises(BadData, match="suspiciously dense"):
            load(write)
        assert tracemalloc.get_traced_memory()[1] < 64e6
    finally:
        tracemalloc.stop()


def test_a_cut_file_is_never_taken_for_a_whole_one(tmp_path, load):
    buffer = io.BytesIO()
    np.savez_compressed(buffer, x=X, y=Y)
    whole = buffer.getvalue()
    for size in range(len(whole)):
        with pytest.raises(BadData):
            load(lambda path, size=size: path.write_bytes(whole[:size]))


def test_a_flipped_bit_is_told_or_changes_nothing(load):
    buffer = io.BytesIO()
    np.savez_compressed(buffer, x=X, y=Y)
    whole, expected = buffer.getvalue(), load(x=X, y=Y)
    for place in range(0, len(whole), 3):
        data = bytearray(whole)
        data[place] ^= 4
        try:
            found = load(lambda path, data=data: path.write_bytes(bytes(data)))
        except BadData:
            continue
        assert np.array_equal(found.train.inputs, expected.train.inputs)


def test_reading_can_be_cancelled(load):
    def cancel(share, words):
        raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled):
        load(progress=cancel, x=X, y=Y)
