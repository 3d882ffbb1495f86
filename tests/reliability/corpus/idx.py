"""Four files in the manner of MNIST, one of them bad."""

import gzip
import struct

import numpy as np
from corpus.case import Case

IMAGES = np.arange(6 * 4 * 3, dtype=np.uint8).reshape(6, 4, 3)
LABELS = np.array([0, 1, 2, 0, 1, 2], np.uint8)
TRAIN_IMAGES, TRAIN_LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
TEST_IMAGES, TEST_LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
HUGE = 2**32 - 1


def idx(array, claims=None, kind=8):
    """An IDX file of bytes; ``claims`` is the shape that its header tells, where that is not the array's."""
    shape = array.shape if claims is None else claims
    return bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + array.tobytes()


def good(folder, images=IMAGES, labels=LABELS):
    """Four sound files."""
    for name, content in (
        (TRAIN_IMAGES, images),
        (TRAIN_LABELS, labels),
        (TEST_IMAGES, images[:4]),
        (TEST_LABELS, labels[:4]),
    ):
        (folder / name).write_bytes(idx(content))
    return folder


def bad(name, file, data, code, where):
    """A case in which one of the four files holds ``data``; with .gz in place of the plain one."""

    def make(folder):
        good(folder)
        if file.endswith(".gz"):
            (folder / file.removesuffix(".gz")).unlink()
        (folder / file).write_bytes(data() if callable(data) else data)
        return folder

    return Case(f"idx: {name}", "idx", make, code, f"{file}: {where}" if where else "")


def labels(*values):
    """A file of these labels."""
    return idx(np.array(values, np.uint8))


def without(file):
    """Makes a folder that lacks one of the four."""

    def make(folder):
        good(folder)
        (folder / file).unlink()
        return folder

    return make


def mnist(label):
    """Makes a folder of images of 28 x 28 with one label that MNIST does not have."""

    def make(folder):
        good(folder, np.zeros((6, 28, 28), np.uint8), np.array([0, 1, 2, label, 4, 5], np.uint8))
        (folder / TEST_LABELS).write_bytes(labels(0, 1, 2, 3))
        return folder

    return make


def bomb():
    """Gzip data of a hundred times its size whose header promises two gigabytes."""
    return gzip.compress(idx(np.zeros(40_000_000, np.uint8), (20_000, 10_000, 10)), mtime=0, compresslevel=1)


WHOLE = idx(IMAGES)
ZIPPED = gzip.compress(WHOLE, mtime=0)
GZ = TRAIN_IMAGES + ".gz"
CASES = [
    bad("empty", TRAIN_IMAGES, b"", "empty", "offset 0"),
    bad("three bytes", TRAIN_IMAGES, b"\0\0\x08", "cut", "offset 0"),
    bad("wrong magic", TRAIN_IMAGES, b"\x01" + WHOLE[1:], "format", "offset 0"),
    bad("a page of the web", TRAIN_IMAGES, b"<html>not found</html>", "format", "offset 0"),
    bad("floats", TRAIN_IMAGES, b"\0\0\x0d\x03" + WHOLE[4:], "type", "offset 2"),
    bad("unknown type", TRAIN_IMAGES, b"\0\0\x07\x03" + WHOLE[4:], "type", "offset 2"),
    bad("no dimensions", TRAIN_IMAGES, b"\0\0\x08\0" + WHOLE[4:], "shape", "offset 3"),
    bad("255 dimensions", TRAIN_IMAGES, b"\0\0\x08\xff" + WHOLE[4:], "shape", "offset 3"),
    bad("labels as images", TRAIN_IMAGES, idx(LABELS), "shape", "offset 3"),
    bad("images as labels", TRAIN_LABELS, idx(IMAGES), "shape", "offset 3"),
    bad("cut header", TRAIN_IMAGES, WHOLE[:10], "cut", "offset 10"),
    bad("no images", TRAIN_IMAGES, idx(IMAGES[:0]), "empty", "offset 4"),
    bad("no columns", TRAIN_IMAGES, idx(IMAGES[:, :, :0]), "empty", "offset 12"),
    bad("2^32 - 1 images", TRAIN_IMAGES, idx(IMAGES, (HUGE, 4, 3)), "cut", "offset 88"),
    bad("2^32 - 1 everywhere", TRAIN_IMAGES, idx(IMAGES, (HUGE, HUGE, HUGE)), "cut", "offset 88"),
    bad("a product of 2^64", TRAIN_IMAGES, idx(IMAGES, (2**31, 2**31, 4)), "cut", "offset 88"),
    bad("2^32 - 1 labels", TRAIN_LABELS, idx(LABELS, (HUGE,)), "cut", "offset 14"),
    bad("short by one", TRAIN_IMAGES, WHOLE[:-1], "cut", "offset 87"),
    bad("long by one", TRAIN_IMAGES, WHOLE + b"\0", "long", "offset 88"),
    bad("one label fewer", TRAIN_LABELS, idx(LABELS[:5]), "count", "offset 4"),
    bad("one test label more", TEST_LABELS, idx(LABELS[:5]), "count", "offset 4"),
    bad("test images of another size", TEST_IMAGES, idx(IMAGES[:4].reshape(4, 3, 4)), "shape", "offset 8"),
    bad("one class", TRAIN_LABELS, labels(0, 0, 0, 0, 0, 0), "classes", "offset 8"),
    bad("label 255", TRAIN_LABELS, labels(0, 1, 2, 0, 255, 2), "classes", "offset 12"),
    bad("a test label of no class", TEST_LABELS, labels(0, 1, 2, 3), "label", "offset 11"),
    bad("compressed under a plain name", TRAIN_IMAGES, ZIPPED, "format", "offset 0"),
    bad("gz: empty", GZ, b"", "empty", "offset 0"),
    bad("gz: not gzip", GZ, b"<html>not found</html>", "format", "offset 0"),
    bad("gz: plain under a compressed name", GZ, WHOLE, "format", "offset 0"),
    bad("gz: cut", GZ, ZIPPED[:-20], "cut", f"offset {len(ZIPPED) - 20}"),
    bad("gz: cut in the checksum", GZ, ZIPPED[:-1], "cut", f"offset {len(ZIPPED) - 1}"),
    bad("gz: wrong checksum", GZ, ZIPPED[:-8] + bytes(4) + ZIPPED[-4:], "damaged", "offset"),
    bad("gz: wrong size in the trailer", GZ, ZIPPED[:-4] + b"\1\0\0\0", "damaged", "offset"),
    bad("gz: twice", GZ, gzip.compress(ZIPPED), "format", "offset 0 in the decompressed data"),
    bad("gz: bytes behind", GZ, ZIPPED + b"rubbish", "long", f"offset {len(ZIPPED)}"),
    bad("gz: a second member", GZ, ZIPPED + ZIPPED, "long", f"offset {len(ZIPPED)}"),
    bad("gz: less than its header says", GZ, gzip.compress(WHOLE[:-1]), "cut", "offset 87"),
    bad("gz: more than its header says", GZ, gzip.compress(WHOLE + b"\7"), "long", "offset 88"),
    bad("gz: more than deflate can make", GZ, gzip.compress(idx(IMAGES, (HUGE, 4, 3))), "cut", "offset 4"),
    bad("gz: a bomb", GZ, bomb, "cut", "offset 4"),
    bad("gz: zeros without end", GZ, lambda: gzip.compress(WHOLE + bytes(30_000_000), 1), "long", "offset 88"),
    Case("idx: a file is missing", "idx", without(TEST_LABELS), "missing"),
    Case("mnist: label 10", "mnist", mnist(10), "label", f"{TRAIN_LABELS}: offset 11"),
    Case("mnist: images of 4 x 3", "mnist", good, "shape", f"{TRAIN_IMAGES}: offset 8"),
]
