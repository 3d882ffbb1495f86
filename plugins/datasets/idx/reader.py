"""One IDX file of unsigned bytes: its header is held against what is really there before memory is taken.

The format, from http://yann.lecun.com/exdb/mnist: two zero bytes, a byte for the type of the numbers, a byte for how
many dimensions there are, the length of each as a big-endian 32-bit number, then the numbers, last dimension fastest.
"""

import math

import numpy as np

from .source import COPY_AGAIN, END, GZIP, bad_file, open_source, shown, unreadable

BYTE = 0x08
TYPES = {0x09: "signed bytes", 0x0B: "16-bit numbers", 0x0C: "32-bit numbers", 0x0D: "floats", 0x0E: "doubles"}
CONTENT = {1: "labels in 1 dimension", 3: "images in 3 dimensions"}
RIGHT_FORM = {1: "save one number for each label", 3: "save each image as rows x columns"}
LARGEST = 2_000_000_000  # numbers in one file
BLOCK = 1 << 22  # bytes between two reports of progress


class IdxFile:
    """An open IDX file of ``dimensions`` dimensions whose ``shape`` is known to be sound. Raises BadData."""

    def __init__(self, path, dimensions):
        self.path = path
        self._source = open_source(path)
        self._file = self._source.file
        try:
            self.shape = self._header(dimensions)
            self.start = 4 + 4 * dimensions  # where the numbers begin
            self.count = math.prod(self.shape)
            self._source.check(self.start + self.count)
            if self.count > LARGEST:
                raise self.bad(4, f"at most {LARGEST:,} numbers", f"{self.count:,}", "use fewer samples", "large")
        except OSError as error:
            self.close()
            raise unreadable(path, error) from None
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Let the file go."""
        self._file.close()

    def _header(self, dimensions):
        """The length of every dimension, each at least one."""
        expected = f"{shown(bytes([0, 0, BYTE, dimensions]))}, an IDX file of {CONTENT[dimensions]}"
        magic = self._bytes(4)
        if magic[:2] == GZIP:
            twice = "decompress it once" if self._source.where else "it is compressed: add .gz to its name"
            raise self.bad(0, expected, f"gzip data ({shown(magic)})", twice, "format")
        if len(magic) < 4 or magic[:2] != b"\0\0":
            code = "format" if len(magic) == 4 else "cut" if magic else "empty"
            raise self.bad(0, expected, shown(magic), "choose a file in IDX format, or " + COPY_AGAIN, code)
        if magic[2] != BYTE:
            found = f"type {magic[2]:02x}, {TYPES.get(magic[2], 'which IDX does not know')}"
            raise self.bad(2, f"type {BYTE:02x}, unsigned bytes", found, "save the numbers as bytes, 0 to 255", "type")
        if magic[3] != dimensions:
            found = CONTENT.get(magic[3], f"{magic[3]} dimensions")
            exchanged = "see whether images and labels have each other's names"
            remedy = exchanged if magic[3] in CONTENT else RIGHT_FORM[dimensions]
            raise self.bad(3, CONTENT[dimensions], found, remedy, "shape")
        lengths = self._bytes(4 * dimensions)
        if len(lengths) < 4 * dimensions:
            raise self.bad(4 + len(lengths), f"a header of {4 + 4 * dimensions} bytes", END, COPY_AGAIN, "cut")
        shape = tuple(int(length) for length in np.frombuffer(lengths, ">u4"))
        if 0 in shape:
            remedy = "choose a file that holds data, or " + COPY_AGAIN
            raise self.bad(4 + 4 * shape.index(0), "a length of at least 1", "0", remedy, "empty")
        return shape

    def _bytes(self, count):
        view = bytearray(count)
        return bytes(view[: self._source.readinto(memoryview(view))])

    def read(self, progress):
        """All the numbers, uint8 of ``shape``. Calls ``progress(bytes_done)``. Raises BadData."""
        # gzip data that does not claim the right size is bad: only where is to be found out, which takes one block.
        sound = self._source.says(self.start + self.count)
        try:
            values = np.empty(self.count if sound else min(self.count, BLOCK), np.uint8)
            self._fill(memoryview(values), sound, progress)
        except MemoryError:
            remedy = "close other programs or choose a smaller data set"
            raise self.bad(4, f"{self.count:,} bytes of free memory", "less", remedy, "large") from None
        except OSError as error:
            raise unreadable(self.path, error) from None
        return values.reshape(self.shape)

    def _fill(self, view, sound, progress):
        for done in range(0, self.count, BLOCK):
            size = min(BLOCK, self.count - done)
            came = self._source.readinto(view[done : done + size] if sound else view[:size])
            if came < size:
                expected = f"{self.count:,} numbers ({' x '.join(map(str, self.shape))})"
                found = f"the end after {done + came:,}"
                raise self.bad(self.start + done + came, expected, found, COPY_AGAIN, "cut")
            progress(done + size)
        more = self._bytes(1)
        if more:
            found = f"more ({shown(more)} ...)"
            raise self.bad(self.start + self.count, "the end of the data", found, COPY_AGAIN, "long")
        if not sound:
            raise unreadable(self.path, "it changed while it was read")

    def bad(self, offset, expected, found, remedy, code):
        """A BadData about a place in this file."""
        return bad_file(self.path, offset, expected, found, remedy, code, self._source.where)
