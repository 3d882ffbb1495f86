"""Folders of pictures, one folder for each class."""

import os
import stat
import warnings
from pathlib import Path

import numpy as np

from core import BadData, Data, Dataset, Split, hookimpl, setting

from .places import LARGEST, MOST_CLASSES, bad, folder_of, kept_aside, targets_of, unreadable

KINDS = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".pgm", ".ppm", ".pbm"}
FORMATS = ("PNG", "JPEG", "BMP", "PPM", "GIF")
PIXELS = 1_000_000  # of one image
TICK = 8  # images between two reports
PNG = "save it again as PNG, or remove it"


class Images(Dataset):
    """A folder with a folder of images for each class; all images are of one size and become grey.

    Where the folder holds ``train`` and ``test``, each with the classes in it, these are the splits. Otherwise a share
    of the images is kept aside to test with.
    """

    folder: str = setting(default="", unit="folder", needed=True, help="The folder that holds a folder for each class")
    test_share: float = setting(default=0.2, low=0.001, high=0.9, help="Share kept aside to test with, without a split")
    invert: bool = setting(default=False, help="Turn dark ink on white paper into bright ink on black, as MNIST has it")

    def load(self, rng, progress):
        """Inputs uint8, classes by the names of their folders. Raises BadData, naming the file."""
        folder = folder_of(self.folder, "images")
        try:
            split = all((folder / name).is_dir() for name in ("train", "test"))
            roots = [folder / "train", folder / "test"] if split else [folder]
            names = class_names(roots[0])
            found = [files_of(root, names) for root in roots]
        except OSError as error:
            raise unreadable(folder, error) from None
        total = sum(map(len, found))
        size = size_of(found[0][0][0])
        if total * size[0] * size[1] > LARGEST:
            expected, there = f"at most {LARGEST:,} pixels", f"{total:,} images of {size[1]} x {size[0]}"
            raise bad(folder, "", expected, there, "use fewer or smaller images", "large")
        parts, done = [], 0
        for root, files in zip(roots, found, strict=True):
            inputs = np.empty((len(files), size[0] * size[1]), np.uint8)
            for k, (path, _) in enumerate(files):
                if k % TICK == 0:
                    progress((done + k) / total, f"reading {path.parent.name}/{path.name}")
                inputs[k] = grey(path, size).reshape(-1)
            done += len(files)
            labels = np.array([label for _, label in files])
            parts.append((255 - inputs if self.invert else inputs, targets_of(labels, len(names), at(root))))
        progress(1.0, f"read {total:,} images")
        if not split:
            tested = kept_aside(total, self.test_share, rng)
            inputs, targets = parts[0]
            parts = [(inputs[~tested], targets[~tested]), (inputs[tested], targets[tested])]
        return Data(Split(*parts[0]), Split(*parts[1]), size, "classification", tuple(names))


def at(root):
    """A function that makes a BadData about an image of this folder."""
    return lambda row, *told: bad(root, f"image {row:,}", *told)


def class_names(root):
    """The folders in a folder, in order: numbers as numbers, other names by letter. Raises BadData."""
    names = sorted(
        (one.name for one in root.iterdir() if one.is_dir() and not one.name.startswith(".")),
        key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name),
    )
    if not 2 <= len(names) <= MOST_CLASSES:
        expected = f"a folder for each class, 2 to {MOST_CLASSES:,} of them"
        remedy = "put the images of each class into a folder with its name"
        raise bad(root, "", expected, f"{len(names):,}", remedy, "classes")
    return names


def files_of(root, names):
    """Path and label of every image, class by class. Raises BadData for a class that is not there or empty."""
    found = []
    for label, name in enumerate(names):
        folder = root / name
        if not folder.is_dir():
            raise bad(root, "", f"a folder '{name}', as in training", "none", "make it, or remove the class", "missing")
        files = sorted(one for one in folder.iterdir() if one.suffix.lower() in KINDS and not one.name.startswith("."))
        if not files:
            raise bad(folder, "", f"images ({', '.join(FORMATS)})", "none", "add some, or remove the folder", "empty")
        found += [(path, label) for path in files]
    extra = sorted({one.name for one in root.iterdir() if one.is_dir() and not one.name.startswith(".")} - set(names))
    if extra:
        raise bad(
            root / extra[0], "", f"one of the classes {', '.join(names)[:60]}", "another", "train on it too", "classes"
        )
    return found


def size_of(path):
    """(height, width) of an image, from its header alone."""
    with opened(path) as image:
        return image.height, image.width


def grey(path, size):
    """The brightness of every pixel, uint8 of ``size``. Transparent parts count as black."""
    from PIL import Image

    with opened(path) as image:
        if (image.height, image.width) != size:
            expected, found = (f"{wide} x {high} pixels" for high, wide in (size, (image.height, image.width)))
            raise bad(path, "", f"{expected}, as the first image has", found, "make all images of one size", "shape")
        try:
            if image.mode.startswith("I"):  # 16 bits a pixel
                return np.clip(np.asarray(image, np.float32) / 257, 0, 255).astype(np.uint8)
            if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
                image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image.convert("RGBA"))
            return np.asarray(image.convert("L"))
        except Exception as error:  # the decoders raise whatever they meet in a broken file
            raise bad(path, "", "a whole image", f"'{error}'", "save it again as PNG", "damaged") from None


def opened(path):
    """An image whose header has been read and is of a harmless size. Raises BadData."""
    from PIL import Image, UnidentifiedImageError

    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise bad(path, "", "an image file", "something else", "remove it", "not-regular")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own limit is a warning; ours follows
            image = Image.open(Path(path), formats=FORMATS)
    except BadData:
        raise
    except UnidentifiedImageError:
        kinds = ", ".join(FORMATS)
        raise bad(path, "", f"an image ({kinds})", "something else", PNG, "format") from None
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    except Image.DecompressionBombError as error:
        expected, found = f"an image of at most {PIXELS:,} pixels", f"'{error}'"
        raise bad(path, "", expected, found, "scale the images down", "large") from None
    except Exception as error:  # a header that its decoder stumbles over
        raise bad(path, "", "a sound image", f"'{error}'", PNG, "damaged") from None
    if image.width * image.height > PIXELS:
        found = f"{image.width:,} x {image.height:,}"
        image.close()
        raise bad(path, "", f"an image of at most {PIXELS:,} pixels", found, "scale the images down", "large")
    return image


@hookimpl
def datasets():
    return [Images]
