"""The file of the user's own digits: a line of JSON for each, which the data set ``my-digits`` reads too.

``{"label": "7", "strokes": [...], "size": 280, "image": "..."}``: the image is 28 x 28 bytes as base64, ink bright.
Lines are added at the end, so that no drawing is ever at risk for another.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from core import Array, InknetError
from core.files import alone, append_line, open_regular, reason, replace_file, shown
from core.strokes import Drawing
from core.trust import own_folder
from desktop.pad.kept import drawing_of, plain

LABELS = tuple("0123456789")
PIXELS = (28, 28)
PAD = 280.0
"""The side of a pad that is not told."""
LONGEST = 4_000_000
"""Bytes of a line; longer ones are not read."""


@dataclass(frozen=True, eq=False)
class OwnDigit:
    """A drawing with its name, and the image (28, 28) uint8 that the network learns from.

    ``size`` is the side of the pad that the strokes were drawn on.
    """

    label: str
    strokes: Drawing
    image: Array
    size: float


def line_of(digit: OwnDigit) -> bytes:
    """A digit as its line, without the end of it. Raises InknetError for what no reader would take."""
    image = np.ascontiguousarray(digit.image, np.uint8)
    if digit.label not in LABELS or image.shape != PIXELS:
        raise InknetError(f"expected a digit of 28 x 28 pixels, found {digit.label!r} of shape {image.shape}")
    tree = {
        "label": digit.label,
        "strokes": plain(digit.strokes),
        "size": digit.size,
        "image": base64.b64encode(image.tobytes()).decode(),
    }
    line = json.dumps(tree, separators=(",", ":")).encode()
    if len(line) >= LONGEST:
        raise InknetError(f"this drawing has too many points to keep ({len(line):,} bytes); draw it with fewer strokes")
    return line


def digit_of(line: bytes) -> OwnDigit | None:
    """The digit of a line, or None where it is none. Strokes that make no sense are left out."""
    try:
        tree: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(tree, dict) or tree.get("label") not in LABELS or not isinstance(tree.get("image"), str):
        return None
    try:
        pixels = base64.b64decode(tree["image"], validate=True)
    except ValueError:
        return None
    if len(pixels) != PIXELS[0] * PIXELS[1]:
        return None
    size: Any = tree.get("size")
    side = float(size) if isinstance(size, int | float) and 1 <= size <= 1e6 else PAD
    return OwnDigit(
        tree["label"], drawing_of(tree.get("strokes")), np.frombuffer(pixels, np.uint8).reshape(PIXELS), side
    )


def add(path: Path, digit: OwnDigit) -> None:
    """Bring a digit to the disk, after those that are there. Raises InknetError; then the file is as it was."""
    line = line_of(digit)
    try:
        own_folder(path.parent)
        with alone(path):  # another window's half written line is no power cut
            start, last = _last_line(path)
            if last and not last.endswith(b"\n") and digit_of(last) is None:  # a power cut came in between
                _keep(path, start)
            append_line(path, line)
    except OSError as error:
        raise InknetError(
            f"{shown(path)}: cannot be written: {reason(error)}; see to the rights of its folder"
        ) from error


def remove_last(path: Path) -> OwnDigit | None:
    """Take the newest line away and return what it was; None where there is none. Raises InknetError."""
    if not path.exists():
        return None
    try:
        with alone(path):
            start, last = _last_line(path)
            if last:
                _keep(path, start)
    except OSError as error:
        raise InknetError(f"{shown(path)}: cannot be read: {reason(error)}; see to its rights") from error
    return digit_of(last) if last else None


def read_all(path: Path) -> list[OwnDigit]:
    """Every digit, oldest first; lines that are none are passed over. Raises InknetError."""
    found: list[OwnDigit] = []
    try:
        with open_regular(path) as file:
            while line := file.readline(LONGEST):
                digit = digit_of(line)
                if digit is not None:
                    found.append(digit)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise InknetError(f"{shown(path)}: cannot be read: {reason(error)}; see to its rights") from error
    return found


def count(path: Path) -> Counter[str]:
    """How many digits of each label there are. Raises InknetError."""
    return Counter(digit.label for digit in read_all(path))


def _last_line(path: Path) -> tuple[int, bytes]:
    """Where the last line begins that is not empty, and its bytes; no bytes where there is no line. Raises OSError."""
    start, last, at = 0, b"", 0
    try:
        with open_regular(path) as file:
            while line := file.readline(LONGEST):
                if line.strip():
                    start, last = at, line
                at += len(line)
    except FileNotFoundError:
        pass
    return start, last


def _keep(path: Path, size: int) -> None:
    """Leave only the first bytes of a file."""

    def write(target: BinaryIO) -> None:
        with open_regular(path) as source:
            left = size
            while left and (piece := source.read(min(left, 1 << 20))):
                target.write(piece)
                left -= len(piece)

    replace_file(path, write)
