"""A picture of the built-in handwriting, to be looked at: one PNG for each style, digits in columns.

python benchmarks/contact_sheet.py [--rows 20] [--seed 1] [--scale 2] [--to FOLDER]
"""

from __future__ import annotations

import argparse
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from core import Dataset
from core.components import Array
from core.host import find

COLUMNS = 3
"""Columns of each digit."""
PAPER, GAP = 255, 1


def main() -> None:
    """Write the sheets and say where."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rows", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--scale", type=int, default=2, help="screen pixels for each pixel")
    options.add_argument("--to", type=Path, default=Path("."), metavar="FOLDER")
    given = options.parse_args()
    cls = find("plugins").registry.find(Dataset, "digits")
    for style in cls.settings["style"].choices:
        count = 40 * COLUMNS * given.rows
        data = cls(train=count, test=10, style=style).load(np.random.default_rng(given.seed), lambda share, words: None)
        labels = data.train.targets.argmax(axis=1)
        columns = [
            data.train.inputs[labels == digit][column * given.rows :][: given.rows]
            for digit in range(10)
            for column in range(COLUMNS)
        ]
        given.to.mkdir(parents=True, exist_ok=True)
        path = given.to / f"digits-{style}.png"
        path.write_bytes(png(sheet(np.stack(columns), given.scale)))
        print(path)


def sheet(columns: Array, scale: int) -> Array:
    """Images (columns, rows, 784) uint8 as one image, dark ink on white paper."""
    across, down = columns.shape[:2]
    cells = 255 - columns.reshape(across, down, 28, 28)
    framed = np.pad(cells, ((0, 0), (0, 0), (0, GAP), (0, GAP)), constant_values=PAPER - 40)
    whole = framed.transpose(1, 2, 0, 3).reshape(down * (28 + GAP), across * (28 + GAP))
    return whole.repeat(scale, axis=0).repeat(scale, axis=1)


def png(image: Array) -> bytes:
    """A grey image (height, width) uint8 as a PNG file (ISO/IEC 15948): signature, header, rows, end."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    height, width = image.shape
    rows = np.pad(image, ((0, 0), (1, 0))).tobytes()  # before each row its filter: 0, none
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


if __name__ == "__main__":
    main()
