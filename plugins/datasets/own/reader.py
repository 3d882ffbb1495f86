"""The file of drawings: one JSON object per line, each held against what a drawing must be before it is believed.

``{"label": "7", "strokes": [...], "size": 280, "image": "..."}``, the image as base64 of 28 x 28 bytes, row by row,
ink bright. The strokes are for drawing on; what is learned from is the image.
"""

import base64
import binascii
import json
import os
import stat
from pathlib import Path

import numpy as np

from core import BadData

LONGEST = 4_000_000  # bytes of a line
MOST = 250_000  # drawings, and training rows made of them
PIXELS = 28 * 28
TICK = 256  # lines between two looks at whether to go on
REMOVE = "correct the line or remove it"
DRAW = "draw a digit on the pad, say what it is and add it to your digits"


def usual_file():
    """Where the window keeps the user's drawings."""
    import platformdirs

    return Path(platformdirs.user_data_dir("inknet", appauthor=False)) / "my-digits.jsonl"


def read(path, progress):
    """The images (n, 784) uint8 and labels (n,) of a file, oldest first. Raises BadData.

    An unfinished last line, as a power cut leaves it, is passed over.
    """
    path, images, labels = Path(path), [], []
    try:
        with _open(path) as file:
            size = max(os.fstat(file.fileno()).st_size, 1)
            for number, line in _lines(path, file):
                if number % TICK == 1:
                    progress(min(file.tell() / size, 1.0), f"Reading your digits: {len(images):,}")
                if len(images) == MOST:
                    raise _bad(
                        path, number, f"at most {MOST:,} drawings", "more", "keep the others in another file", "large"
                    )
                found = _drawing(path, number, line)
                if found is not None:
                    images.append(found[0])
                    labels.append(found[1])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        remedy = "choose another file, or see to its rights"
        raise BadData.at(path, "", "a file that can be read", f"'{reason}'", remedy, "unreadable") from None
    if not images:
        raise BadData(f"{shown(path)}: no drawings yet; {DRAW}", code="empty")
    progress(1.0, f"Read {len(images):,} of your digits")
    return np.frombuffer(b"".join(images), np.uint8).reshape(-1, PIXELS), np.array(labels)


def shown(path):
    """A path as text that can be printed; a name need not be text on every system."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _open(path):
    """The file, if it is one: a pipe would keep us waiting, and a device need not end."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise BadData(f"{shown(path)}: no drawings yet; {DRAW}", code="missing") from None
    if not stat.S_ISREG(mode):
        found = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
        raise BadData.at(path, "", "a file of drawings", found, "choose another", "not-regular")
    return path.open("rb")


def _lines(path, file):
    """Numbers, from 1, and bytes of the lines that are not empty."""
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            raise _bad(path, number, f"at most {LONGEST:,} bytes", "more", REMOVE, "large")
        if line.strip():
            yield number, line


def _drawing(path, number, line):
    """Pixels and label of a line, None for one that was never finished."""
    try:
        tree = json.loads(line)
    except (ValueError, RecursionError):
        if not line.endswith(b"\n"):
            return None
        found = line[:40].decode("utf-8", "backslashreplace").strip()
        raise _bad(path, number, "a drawing as a JSON object", repr(found), REMOVE, "format") from None
    if not isinstance(tree, dict):
        raise _bad(path, number, "a drawing as a JSON object", _short(tree), REMOVE, "format")
    label, image = tree.get("label"), tree.get("image")
    if not (isinstance(label, str) and len(label) == 1 and label in "0123456789"):
        raise _bad(path, number, 'a label from "0" to "9"', _short(label), REMOVE, "label")
    if not isinstance(image, str):
        raise _bad(path, number, "an image as base64", _short(image), REMOVE, "type")
    try:
        pixels = base64.b64decode(image, validate=True)
    except (binascii.Error, ValueError):
        raise _bad(path, number, "an image as base64", _short(image), REMOVE, "format") from None
    if len(pixels) != PIXELS:
        expected = f"an image of {PIXELS} bytes, 28 x 28 pixels"
        raise _bad(path, number, expected, f"{len(pixels):,} bytes", REMOVE, "shape")
    return pixels, int(label)


def _short(value):
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _bad(path, number, *told):
    return BadData.at(path, f"line {number:,}", *told)
