"""Members of a project file: numbers and plain JSON come back as they were, everything else is refused with words."""

import contextlib
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.errors import BadProject
from core.members import array_bytes, array_of, json_bytes, tree_of

numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
trees = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
any_array = arrays.arrays(
    st.sampled_from(["<f4", "<f8", "<i8", "|u1", "|b1"]).map(np.dtype), arrays.array_shapes(min_dims=0, min_side=0)
)


def npy(header, content=b"", version=b"\1\0"):
    size = struct.pack("<H", len(header)) if version == b"\1\0" else struct.pack("<I", len(header))
    return b"\x93NUMPY" + version + size + header + content


F4 = b"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expected a .npy of version 1.0"),
        (b"PK\3\4", "expected a .npy of version 1.0"),
        (npy(F4, bytes(8), b"\2\0"), "expected a .npy of version 1.0"),
        (npy(b"[1, 2]\n"), 'found "[1, 2]"'),
        (npy(b"(" * 1500), 'found "((((((((('),
        (npy(F4.replace(b"2,", b"1" * 1900)), "expected a .npy of version 1.0"),
        (npy(b"__import__('os')\n"), "found \"__import__('os')\""),
        (b"\x93NUMPY\1\0\xff\xff{", "expected a .npy of version 1.0"),
        (npy(F4.replace(b"<f4", b"|O"), bytes(16)), "expected a .npy of version 1.0 of little-endian numbers"),
        (npy(F4.replace(b"<f4", b">f4"), bytes(8)), "expected a .npy of version 1.0 of little-endian numbers"),
        (npy(F4.replace(b"<f4", b"<U4"), bytes(32)), "expected a .npy of version 1.0 of little-endian numbers"),
        (npy(F4.replace(b"False", b"True"), bytes(8)), "little-endian numbers, rows first, found"),
        (npy(F4.replace(b"'<f4'", b"[('a', '<f4')]"), bytes(8)), "expected a .npy of version 1.0"),
        (npy(F4.replace(b"<f4", b"<f3"), bytes(8)), "expected an array that can be"),
        (npy(F4, bytes(7)), "expected the bytes of shape (2,) of float32, found 7 of them"),
        (npy(F4, bytes(9)), "expected the bytes of shape (2,) of float32, found 9 of them"),
        (npy(F4.replace(b"(2,)", b"(500000000,)"), bytes(8)), "expected the bytes of shape (500000000,)"),
        (npy(F4.replace(b"(2,)", b"(-2,)"), bytes(8)), "expected a .npy of version 1.0"),
        (npy(F4.replace(b"(2,)", b"(" + b"0, " * 70 + b"0)")), "expected an array that can be"),
    ],
)
def test_arrays_that_are_none_are_refused(data, words):
    with pytest.raises(BadProject) as caught:
        array_of(data)
    assert words in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(any_array)
def test_any_array_of_numbers_comes_back(array):
    back = array_of(array_bytes(array))
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert back.flags.writeable


def test_arrays_are_stored_in_one_form():
    array = np.arange(6, dtype=">f8").reshape(2, 3).T
    assert array_bytes(array) == array_bytes(np.ascontiguousarray(array).astype("<f8"))


def test_an_empty_array_may_have_any_length_besides():
    assert array_of(npy(F4.replace(b"(2,)", b"(0, 999999999999999)"))).shape == (0, 999999999999999)


@settings(max_examples=60, deadline=None)
@given(trees)
def test_any_plain_tree_comes_back(tree):
    assert tree_of(json_bytes(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for read in (tree_of, array_of, lambda content: array_of(npy(content))):
        with contextlib.suppress(BadProject):
            read(data)
