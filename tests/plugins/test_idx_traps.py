"""Compressed files that ask for far more memory than they have bytes, each refused in a process that is measured."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

MEMORY = 64 << 10  # kilobytes above what the process had before
SECONDS = 1.0


def header(shape):
    return bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)


def packed(shape, content):
    """Gzip data of a header with that shape and of pieces of content, made without having them all at once."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(piece) for piece in (header(shape), *content)) + packer.flush()


CHILD = """
import sys, time
import numpy as np
from core import BadData, Dataset
from core.host import find

def peak():
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])

dataset = find("plugins").registry.make(Dataset, "idx", {"folder": sys.argv[1]})
before, start = peak(), time.process_time()
try:
    dataset.load(np.random.default_rng(0), lambda *_: None)
except BadData as error:
    print(peak() - before, time.process_time() - start, str(error).partition(": ")[2])
"""


def trap(name):
    """Gzip data that would take far more memory than the file has, and words of its refusal."""
    megabyte, noise = bytes(1_000_000), os.urandom(5_000_000)
    if name == "zeros, as promised":
        return packed((6, 4000, 4000), [megabyte] * 96), "expected at most 50,000,000 bytes"
    if name == "zeros without end behind little":
        return packed((6, 4, 3), [megabyte] * 96), "offset 88 in the decompressed data: expected the end"
    if name == "two gigabytes promised in five megabytes":
        return packed((6, 20_000, 16_000), [noise]), "a header that promises 1,920,000,016"
    if name == "cut behind most of what was promised":
        whole = packed((6, 5000, 5000), [noise[:1_000_000], *[megabyte] * 149])
        return whole[:-9], f"offset {len(whole) - 9:,} in the compressed file: expected more"
    sound = packed((6, 4000, 2000), [megabyte] * 48)
    return sound[:-8] + b"\1\2\3\4" + sound[-4:], "incorrect data check"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell the peak of a process")
@pytest.mark.parametrize(
    "name",
    [
        "zeros, as promised",
        "zeros without end behind little",
        "two gigabytes promised in five megabytes",
        "cut behind most of what was promised",
        "a wrong checksum behind all that was promised",
    ],
)
def test_a_gzip_trap_is_refused_without_the_memory_it_asks_for(tmp_path, name):
    content, words = trap(name)
    assert len(content) < 6_000_000
    for part in ("train", "t10k"):
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(content)
        (tmp_path / f"{part}-labels-idx1-ubyte").write_bytes(header((6,)) + bytes([0, 1, 2, 0, 1, 2]))
    child = [sys.executable, "-c", CHILD, str(tmp_path)]
    told = subprocess.run(child, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    kilobytes, seconds, message = told.stdout.split(" ", 2)
    assert words in message
    assert int(kilobytes) < MEMORY
    assert float(seconds) < SECONDS
