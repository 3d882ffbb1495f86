"""The archive: any zip program reads it, and whatever was changed, cut, added or made up is refused with words."""

import hashlib
import json
import os
import tracemalloc
import zipfile
import zlib

import numpy as np
import pytest

from core import archive
from core.archive import MANIFEST, archived, read_archive
from core.errors import BadProject
from core.members import json_bytes

MEMBERS = {
    "experiment.json": b'{"seed": 5}',
    "parameters.npy": bytes(range(256)),
    "state/m.npy": b"",
    "window.json": b"{}",
}


@pytest.fixture
def file(tmp_path):
    """An archive of four members."""
    path = tmp_path / "a.inknet"
    path.write_bytes(b"".join(archived(MEMBERS)))
    return path


def refusal(path):
    """The sentence with which a file is refused."""
    with pytest.raises(BadProject) as caught:
        read_archive(path)
    words = str(caught.value)
    assert words.startswith(f"{path}: ")
    return words[len(str(path)) + 2 :]


def zip_of(members):
    """A zip in the form of a project's, whose checksums are right whatever its members are."""
    parts, data = [], b""
    for name, content in members.items():
        parts.append(archive.Part(name, zlib.crc32(content), len(content)))
        data += parts[-1].local() + content
    return data + archive.directory(parts)


def manifest_of(file):
    """The manifest as it stands at the front."""
    size = archive.LOCAL.unpack(file.read_bytes()[: archive.LOCAL.size])[8]
    start = archive.LOCAL.size + len(MANIFEST)
    return file.read_bytes()[start : start + size]


def test_members_come_back_in_order(file):
    assert list(read_archive(file).items()) == list(MEMBERS.items())


def test_the_same_members_give_the_same_bytes(file):
    assert b"".join(archived(read_archive(file))) == file.read_bytes()


def test_any_zip_program_reads_it(file):
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [MANIFEST, *MEMBERS]
        assert {one.compress_type for one in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {name: opened.read(name) for name in MEMBERS} == MEMBERS
        for name, entry in json.loads(opened.read(MANIFEST))["members"].items():
            assert entry == {"sha256": hashlib.sha256(MEMBERS[name]).hexdigest(), "size": len(MEMBERS[name])}


def test_more_members_than_can_be_read_back_are_not_written():
    with pytest.raises(BadProject, match=r"expected at most 64 members and .* found 65 and 0"):
        list(archived({f"m{k}": b"" for k in range(65)}))


# damage


def test_a_file_that_is_cut_anywhere_is_refused(file):
    for length in reversed(range(file.stat().st_size)):
        os.truncate(file, length)
        refusal(file)


def test_a_flipped_bit_anywhere_is_seen(file):
    whole = file.read_bytes()
    rng = np.random.default_rng(1)
    with file.open("r+b", buffering=0) as opened:
        for place, byte in enumerate(whole):
            for content in (byte ^ 1 << int(rng.integers(8)), byte):
                opened.seek(place)
                opened.write(bytes([content]))
                if content != byte:
                    refusal(file)
    read_archive(file)  # the control: untouched it opens


def test_something_added_or_put_in_front_is_seen(file):
    whole = file.read_bytes()
    file.write_bytes(whole + b"\0")
    assert "bytes, as its manifest says, found" in refusal(file)
    file.write_bytes(b"#!/bin/sh\n" + whole)
    assert "offset 0: expected a project that inknet saved" in refusal(file)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "bytes 89 50 4e 47"),
        (b"PK\5\6" + b"\0" * 18, "bytes 50 4b 05 06"),
    ],
)
def test_what_is_no_project_is_told_so(tmp_path, content, found):
    path = tmp_path / "a.inknet"
    path.write_bytes(content)
    assert refusal(path) == (
        f"offset 0: expected a project that inknet saved, which begins with 50 4b 03 04, found {found}; "
        "open a copy of it from elsewhere"
    )


def test_what_cannot_be_read_is_told_so(tmp_path):
    assert "expected a file that can be read, found 'No such file or directory'" in refusal(tmp_path / "missing.inknet")
    assert "expected a file, found a folder" in refusal(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "expected a file, found a pipe" in refusal(tmp_path / "pipe")


# hostile files


def test_a_later_version_is_refused_kindly(file):
    manifest = json_bytes({"format": "inknet-project", "version": 7, "members": {"strange": 1}, "more": []})
    file.write_bytes(zip_of({MANIFEST: manifest}))
    assert refusal(file) == (
        "manifest.json: it was saved by a later inknet (version 7 of the form, this one knows 1); "
        "update inknet to open it"
    )


def table(**members):
    return {"format": "inknet-project", "version": 1, "members": members}


ENTRY = {"sha256": "0" * 64, "size": 3}


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"not JSON", "expected JSON, found something else: Expecting value"),
        (b'{"format": 1, "format": 2}', "expected JSON, found something else: one key twice in an object"),
        (b'{"version": NaN}', "expected JSON, found something else: NaN, which is not a finite number"),
        (b"[" * 100_000, "expected at most 64 levels, found more"),
        (b"[" * 70 + b"]" * 70, "expected at most 64 levels, found more"),
        (b"9" * 5000, "expected JSON"),
        (b"\xff\xfe{}", "expected JSON, found something else: 'utf-8' codec can't decode"),
        (b"[]", 'expected "format": "inknet-project", found []'),
        ({"format": "other"}, 'expected "format": "inknet-project"'),
        (table() | {"version": "1"}, 'expected "version": 1, found "1"'),
        (table(), 'expected 1 to 64 "members"'),
        (table(**{f"m{k}": ENTRY for k in range(65)}), 'expected 1 to 64 "members"'),
        (table(**{"../../etc/passwd": ENTRY}), "expected names such as state/m.npy"),
        (table(**{"/etc/passwd": ENTRY}), "expected names such as state/m.npy"),
        (table(**{"C:\\evil": ENTRY}), "expected names such as state/m.npy"),
        (table(**{"a/../b": ENTRY}), "expected names such as state/m.npy"),
        (table(**{MANIFEST: ENTRY}), "expected names such as state/m.npy"),
        (table(a=3), "manifest.json: a: expected a sha256 and a size, found 3"),
        (table(a={"sha256": "0" * 64, "size": -1}), "a: expected a sha256 and a size"),
        (table(a={"sha256": "0" * 64, "size": True}), "a: expected a sha256 and a size"),
        (table(a={"sha256": "0" * 64, "size": 10**18}), "a: expected a sha256 and a size"),
        (table(a={"sha256": "Z" * 64, "size": 1}), "a: expected a sha256 and a size"),
        (table(a=ENTRY) | {"more": 1}, "expected what saving writes, found the same in another form"),
        (table(a={"sha256": "0" * 64, "size": 1_900_000_000}), "size: expected 1,900,000"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path, manifest, words):
    path = tmp_path / "a.inknet"
    data = manifest if isinstance(manifest, bytes) else json_bytes(manifest)
    path.write_bytes(zip_of({MANIFEST: data, "a": b"abc"}))
    assert words in refusal(path)


def test_a_member_with_another_content_than_its_sum_is_refused(file):
    manifest, members = manifest_of(file), read_archive(file)
    members["experiment.json"] = members["experiment.json"].replace(b"5", b"6")
    file.write_bytes(zip_of({MANIFEST: manifest, **members}))
    assert "experiment.json: expected sha256 " in refusal(file)


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (6, b"\1\0", "experiment.json: expected a member that is not encrypted, found an encrypted one"),
        (8, b"\x08\0", "experiment.json: expected a stored member, found a compressed one (method 8)"),
        (30, b"../../", "experiment.json: expected this member here, found member '../../ment.json'"),
        (30, b"window.json", "experiment.json: expected this member here, found member 'window.jsonjson'"),
        (0, b"PK\5\6", "experiment.json: expected its header, found other bytes"),
        (10, b"\x11", "experiment.json: expected the header that saving writes, found another"),
    ],
)
def test_a_member_that_is_not_as_saved_is_refused(file, place, value, words):
    data = bytearray(file.read_bytes())
    start = data.index(b"PK\3\4", 4) + place
    data[start : start + len(value)] = value
    file.write_bytes(data)
    assert words in refusal(file)


def test_a_file_that_another_program_packed_is_refused(file):
    members = {MANIFEST: manifest_of(file), **read_archive(file)}
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(file, "w", compression) as target:
            for name, data in members.items():
                target.writestr(name, data)
        assert "expected" in refusal(file)


def test_a_second_member_of_one_name_is_refused(file):
    with zipfile.ZipFile(file, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("experiment.json", "{}")
    assert "it is cut or was added to" in refusal(file)


def test_a_great_claim_takes_no_memory(tmp_path):
    """Files of two gigabytes, mostly holes, that claim to hold great members."""
    tracemalloc.start()
    try:
        for name, size in ((MANIFEST, 1_900_000_000), ("other.json", 5)):
            path = tmp_path / name
            with path.open("wb") as hollow:
                hollow.write(archive.Part(name, 0, size).local())
                hollow.truncate(1_900_000_100)
            refusal(path)
        hollow = tmp_path / "hollow"
        hollow.touch()
        os.truncate(hollow, 2_100_000_000)
        assert "size: expected at most 2,000,000,000 bytes, found 2,100,000,000" in refusal(hollow)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
