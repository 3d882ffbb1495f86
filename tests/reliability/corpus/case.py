"""One bad file: how it is made, what reads it, and what must come of that."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """A file that ``make`` puts into an empty folder; it returns the path to open."""

    name: str
    reader: str
    """One of readers.READERS."""
    make: Callable[[Path], Path]
    code: str = ""
    """Of the error, one of core.errors.CODES; empty where the file is odd but sound, and loads."""
    where: str = ""
    """What the message says of the place in the file; empty where the whole file is meant."""


def file(name, data):
    """Makes one file."""

    def make(folder):
        (folder / name).write_bytes(data)
        return folder / name

    return make


def png(width, height, rows=b"", depth=8, colour=0):
    """A PNG that claims a size, with these rows of pixels behind a filter byte each; by hand, so that it may lie."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    head = chunk(b"IHDR", size + bytes([depth, colour, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
