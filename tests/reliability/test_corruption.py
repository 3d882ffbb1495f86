"""A damaged project is never taken for a whole one."""

import io
import json
import os
import random
import zipfile

import numpy as np
import pytest

from core.errors import BadProject
from core.files import backup_name
from core.members import array_of
from core.project import open_project, save

SEED = 20


def flipped(data, bit):
    """The bytes with one bit changed."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def accepted(path, data=None):
    """Whether a file, with these bytes if any, is opened; where it is not, its backup must be offered."""
    if data is not None:
        path.write_bytes(data)
    try:
        open_project(path)
    except BadProject as error:
        told = str(error)
        return False, told.startswith(str(path)) and str(backup_name(path)) in told
    return True, False


def open_believing(data):
    """The control: a reader that checks neither lengths nor digests nor checksums."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        opened = {}
        for one in archive.infolist():
            start = one.header_offset + 30 + len(one.filename)
            content = data[start : start + one.file_size]
            opened[one.filename] = json.loads(content) if one.filename.endswith(".json") else array_of(content)
    return opened


@pytest.fixture
def whole(tmp_path, make_project):
    """A project and the version before it."""
    path = tmp_path / "a.inknet"
    save(path, make_project(1))
    save(path, make_project(2))
    return path, path.read_bytes()


def test_a_project_cut_anywhere_is_refused_and_the_version_before_is_named(whole, record):
    path, data = whole
    found = []
    for size in reversed(range(len(data))):
        os.truncate(path, size)
        found.append(accepted(path))
    silent, offered = sum(taken for taken, _ in found), sum(named for _, named in found)
    told = f"{silent}, {offered / len(data):.0%} offered"
    record(
        "C6", "A project cut at any byte is refused", len(data), "0 accepted, .bak offered 100 %", told, "safetensors"
    )
    assert (silent, offered) == (0, len(data))


def flip(whole, n):
    path, data = whole
    chance = random.Random(SEED)
    found = [accepted(path, flipped(data, chance.randrange(8 * len(data)))) for _ in range(n)]
    return sum(taken for taken, _ in found), sum(named for _, named in found)


def tell(record, n, silent, offered):
    measured = f"{silent}, {offered / n:.0%} offered"
    record("C6", "Any bit changed is seen", n, "0 accepted, .bak offered 100 %", measured, "safetensors", SEED)
    # a later version's number may come of a flip, and then its advice is to update
    assert silent == 0
    assert offered >= n - n // 100


def test_a_changed_bit_is_seen(whole, record):
    tell(record, 1000, *flip(whole, 1000))


@pytest.mark.long
def test_five_thousand_changed_bits_are_seen(whole, record):
    tell(record, 5000, *flip(whole, 5000))


def test_a_reader_that_believes_everything_fails_the_same_flips(whole):
    _, data = whole
    chance, silent = random.Random(SEED), 0
    for _ in range(300):
        changed = flipped(data, chance.randrange(8 * len(data)))
        try:
            silent += len(open_believing(changed)) > 0
        except (BadProject, ValueError, KeyError, zipfile.BadZipFile, NotImplementedError, np.exceptions.AxisError):
            continue
    assert silent > 30
