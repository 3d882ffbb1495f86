"""Folders of images, and single image files, that are cut, lie about their size or are something else."""

import io
import os

import numpy as np
from corpus.case import Case, file, png
from PIL import Image


def picture(mode="L", size=(8, 8), kind="PNG", **options):
    """An image as Pillow writes it."""
    ramp = Image.fromarray(np.arange(size[0] * size[1], dtype=np.uint8).reshape(size[::-1]))
    out = io.BytesIO()
    (ramp.convert("I").convert("I;16") if mode == "I;16" else ramp.convert(mode)).save(out, kind, **options)
    return out.getvalue()


def folder_with(name, data, others=3):
    """Makes a folder of two classes of sound images, and one more in the second, which is read last."""

    def make(folder):
        for label in ("0", "1"):
            (folder / label).mkdir()
            for k in range(others):
                (folder / label / f"a{k}.png").write_bytes(picture())
        if data is not None:
            (folder / "1" / name).write_bytes(data)
        return folder

    return make


def one(name, data, code="", file_name="z.png"):
    """A case of one odd image among sound ones; the message names its file."""
    return Case(f"images: {name}", "images", folder_with(file_name, data), code, file_name if code else "")


def emptied(folder):
    """A class without an image."""
    folder_with("", None)(folder)
    (folder / "2").mkdir()
    return folder


def single(folder):
    """One class alone."""
    (folder / "0").mkdir()
    (folder / "0" / "a.png").write_bytes(picture())
    return folder


def piped(folder):
    """A pipe under the name of an image."""
    folder_with("", None)(folder)
    os.mkfifo(folder / "1" / "z.png")
    return folder


def animated():
    """Three frames."""
    frames = [Image.new("L", (8, 8), 80 * k) for k in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


CUT = picture(size=(64, 64))[:-60]
BOMB, VAST = png(50_000, 50_000, bytes(1000)), png(2**31 - 1, 2**31 - 1)
FOLDERS = [
    one("cut", CUT, "shape"),
    Case("images: cut, of the right size", "images", folder_with("z.png", picture()[:-30]), "damaged", "z.png"),
    one("rows that are not there, which stay black", png(8, 8, bytes(9))),
    one("a bomb", BOMB, "large"),
    one("2^31 pixels wide", VAST, "large"),
    one("no pixels", png(0, 8), "format"),
    one("a page of the web", b"<!DOCTYPE html><html></html>", "format"),
    one("empty", b"", "format"),
    one("an SVG with a script", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "format"),
    one("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n", "format"),
    one("one of another size", picture(size=(9, 8)), "shape"),
    one("16 bits", picture("I;16")),
    one("a palette", picture("P")),
    one("transparent", picture("RGBA")),
    one("CMYK", picture("CMYK", kind="JPEG"), file_name="z.jpg"),
    one("animated", animated(), file_name="z.gif"),
    Case("images: a class without images", "images", emptied, "empty"),
    Case("images: one class", "images", single, "classes"),
    Case("images: a pipe among them", "images", piped, "not-regular", "z.png"),
]


def read(name, data, code, file_name="a.png"):
    """A case of one image file."""
    return Case(f"image: {name}", "image", file(file_name, data), code)


SINGLE = [
    read("cut", CUT, "damaged"),
    read("a bomb", BOMB, "large"),
    read("2^31 pixels wide", VAST, "large"),
    read("17 million pixels", png(4250, 4000), "large"),
    read("a page of the web", b"<html>", "format"),
    read("empty", b"", "format"),
    read("sound under another name", picture(kind="BMP"), ""),
]
CASES = FOLDERS + SINGLE
