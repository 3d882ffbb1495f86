"""Image files as a network for images sees them: bright ink on black, made as the pad's drawings are.

The steps are those of MNIST (LeCun, Cortes and Burges, 1998): the ink is fitted into 20 of 28 pixels with its aspect
kept, then moved until its centre of mass lies in the middle, at pixel index 14.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from .components import Array
from .errors import BadData
from .files import open_regular, reason, unreadable

LARGEST = 16_000_000  # pixels
FORMATS = ("PNG", "JPEG", "BMP", "PPM", "GIF")
"""What is decoded; PPM stands for PGM and PBM too."""
BOX = 20 / 28
"""Share of the frame's shorter side that the ink is fitted into."""
FAINTEST = 24
"""Ink that stands out from its paper by less, of 255, is none."""
EDGE = 0.2
"""Where ink begins, as a share of the strongest, when its box is measured."""
LUMINANCE = (0.299, 0.587, 0.114)
"""Red, green and blue in brightness (ITU-R BT.601)."""


def read_image(path: Path) -> Array:
    """The brightness of every pixel, (height, width) in 0 to 255, float32. Raises BadData for what is no image.

    Where the image is transparent its background is the opposite of its ink: black under bright, white under dark.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    kinds = ", ".join(FORMATS)
    try:
        source = open_regular(path)
    except OSError as error:
        raise unreadable(BadData, path, error) from None
    try:
        with source as file, warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of images that claim a great size
            image: Any = Image.open(file, formats=FORMATS)
            if image.width * image.height > LARGEST:
                size = f"{image.width:,} x {image.height:,}"
                raise BadData.at(path, "", f"an image of at most {LARGEST:,} pixels", size, "scale it down", "large")
            return _brightness(ImageOps.exif_transpose(image))
    except BadData:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        expected = f"an image of at most {LARGEST:,} pixels"
        raise BadData.at(path, "", expected, f"'{error}'", "scale it down", "large") from None
    except UnidentifiedImageError:
        raise BadData.at(path, "", f"an image ({kinds})", "something else", "save it as PNG", "format") from None
    except Exception as error:  # the decoders raise whatever they meet in a broken file
        found = f"a damaged one: {reason(error)}"
        raise BadData.at(path, "", "a whole image", found, "save it again as PNG", "damaged") from None


def _brightness(image: Any) -> Array:
    if image.mode.startswith("I"):  # 16 bits a pixel
        return np.clip(np.asarray(image, np.float32) / 257, 0, 255)
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        pixels = np.asarray(image.convert("RGBA"), np.float32)
        bright, there = pixels[..., :3] @ np.array(LUMINANCE, np.float32), pixels[..., 3] / 255
        paper = 0 if (bright * there).sum() > 127.5 * there.sum() else 255
        return bright * there + paper * (1 - there)
    return np.asarray(image.convert("RGB"), np.float32) @ np.array(LUMINANCE, np.float32)


def unchanged(brightness: Array, shape: tuple[int, ...]) -> Array:
    """The image as it is, uint8. Raises BadData where it has another size."""
    if brightness.shape != shape:
        high, wide = brightness.shape
        raise BadData(f"expected {text(shape)} pixels, found {high} x {wide}; leave out --as-is to have it fitted")
    return np.rint(brightness).astype(np.uint8)


def as_drawn(brightness: Array, shape: tuple[int, ...]) -> Array:
    """The image as if it had been drawn on the pad, uint8 of ``shape``. Raises BadData where there is no ink."""
    ink = _ink(brightness)
    small = _shrunk(_cropped(ink), round(BOX * min(shape)))
    out = np.zeros(shape, np.uint8)
    start = []
    for axis, frame in enumerate(shape):
        size = small.shape[axis]
        centre = float(small.sum(axis=1 - axis) @ np.arange(size)) / float(small.sum())
        start.append(min(max(round(frame / 2 - centre), 0), frame - size))
    top, left = start
    out[top : top + small.shape[0], left : left + small.shape[1]] = np.rint(small)
    return out


def text(shape: tuple[int, ...]) -> str:
    """``28 x 28``."""
    return " x ".join(map(str, shape))


def _ink(brightness: Array) -> Array:
    """How far each pixel stands out from the paper, the strongest 255. The border of an image is mostly paper."""
    border = np.concatenate([brightness[0], brightness[-1], brightness[:, 0], brightness[:, -1]])
    paper = float(np.median(border))
    ink = paper - brightness if paper > 127.5 else brightness - paper
    strongest = float(ink.max())
    if strongest < FAINTEST:
        raise BadData("expected something drawn, found an empty image; use dark ink on bright paper or the opposite")
    return np.clip(ink, 0, None) * (255 / strongest)


def _cropped(ink: Array) -> Array:
    there = ink > EDGE * 255
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _shrunk(ink: Array, box: int) -> Array:
    """The ink with its longest side ``box`` pixels, the strongest 255 again."""
    from PIL import Image

    scale = box / max(ink.shape)
    high, wide = (max(1, round(side * scale)) for side in ink.shape)
    image = Image.fromarray(np.ascontiguousarray(ink, np.float32))
    small = np.asarray(image.resize((wide, high), Image.Resampling.BILINEAR))
    small = np.where(small < 0.1 * small.max(), 0, small)  # what paper's grain leaves
    return small * (255 / small.max())
