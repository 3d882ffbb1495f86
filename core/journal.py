"""A file of records that only grows: one line each, with its own checksum, on the disk when ``append`` returns.

What a crash leaves half written at its end is told from what was damaged in the middle.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any, Literal, NamedTuple

from .files import append_line, open_regular, replace_file

Record = dict[str, Any]
LARGEST = 64_000_000  # bytes


class Records(NamedTuple):
    """The whole records of a journal, in order, and how it ends."""

    records: list[Record]
    end: Literal["whole", "truncated", "corrupt"]
    """"truncated": its last line was not finished. "corrupt": a finished line is not as it was written."""


def append(path: Path, record: Record) -> None:
    """Add a record. Raises InknetError where the system refuses, and then the file is as before."""
    append_line(path, line_of(record))


def rewrite(path: Path, records: list[Record]) -> None:
    """Put these records in place of all. Raises InknetError."""
    replace_file(path, lambda file: file.writelines(line_of(one) + b"\n" for one in records))


def read(path: Path) -> Records:
    """Every record up to the first that is not whole; none where there is no file. Raises OSError."""
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST)
    except FileNotFoundError:
        return Records([], "whole")
    *lines, rest = data.split(b"\n")
    found: list[Record] = []
    for line in lines:
        record = _record(line)
        if record is None:
            return Records(found, "corrupt")
        found.append(record)
    return Records(found, "truncated" if rest else "whole")


def line_of(record: Record) -> bytes:
    """The line of a record, without its end: eight digits of CRC-32, a space, JSON."""
    text = json.dumps(record, allow_nan=False).encode()
    return b"%08x %s" % (zlib.crc32(text), text)


def _record(line: bytes) -> Record | None:
    """The record in a line, or None where a byte of it is not as it was written."""
    text = line[9:]
    if line[:9] != b"%08x " % zlib.crc32(text):
        return None
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None
