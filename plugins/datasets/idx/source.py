"""The bytes of a data file, plain or compressed, with an exact account of where they stop making sense.

Both kinds of source offer the same three things. ``check(size)`` refuses what can be told wrong about a content of
``size`` bytes without reading it; ``says(size)`` tells, as cheaply, whether the source itself claims that size;
``readinto(view)`` fills a view and returns how many bytes came, fewer than it has room for only at the end.
``where`` is what to write after an offset in the content.
"""

import os
import stat
import zlib

from core import BadData

GZIP = b"\x1f\x8b"
CHUNK = 1 << 18
STEEPEST = 1032  # deflate never makes less than one byte out of this many
SUSPICIOUS = 200  # times larger than its file is no content that a camera or a hand has made
HARMLESS = 50_000_000  # bytes that may come out of however small a file
END = "the end of the file"
COPY_AGAIN = "copy or download the file again"


def bad_file(path, offset, expected, found, remedy, code, where=""):
    """A BadData that says which file, where in it, what was expected, what is there, and what to do."""
    return BadData.at(path, f"offset {offset:,}{where}", expected, found, remedy, code)


def unreadable(path, error):
    """A BadData for a file that the system does not let us read."""
    reason = getattr(error, "strerror", None) or error
    return bad_file(
        path, 0, "a file that can be read", f"'{reason}'", "check its path and its permissions", "unreadable"
    )


def shown(data):
    """Bytes as in ``00 00 08 03``, with the text that they are where they are text."""
    if not data:
        return END
    text = data.decode("latin-1")
    return data.hex(" ") + (f" ({text!r})" if text.isascii() and text.isprintable() else "")


def open_source(path):
    """The source in ``path``: gzip where the name ends in .gz, plain otherwise. Raises BadData.

    Only regular files are opened: a pipe would keep us waiting for ever, and a device need not end.
    """
    file = None
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise bad_file(path, 0, "a regular file", _kind(mode), "give the path of a data file", "not-regular")
        file = path.open("rb")
        return (Compressed if path.suffix.lower() == ".gz" else Plain)(path, file)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    except BadData:
        if file:
            file.close()
        raise


def _kind(mode):
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


class Plain:
    """A file whose content is its bytes."""

    where = ""

    def __init__(self, path, file):
        self.path, self.file = path, file
        self.size = os.fstat(file.fileno()).st_size

    def check(self, size):
        """Raises BadData where the file is shorter or longer than ``size`` bytes."""
        if self.size != size:
            offset, found = min(self.size, size), f"{self.size:,}"
            expected, code = f"a file of {size:,} bytes, as its header says", "cut" if self.size < size else "long"
            raise bad_file(self.path, offset, expected, found, COPY_AGAIN, code)

    def says(self, size):
        """Whether the file is ``size`` bytes long."""
        return self.size == size

    def readinto(self, view):
        """Fill ``view`` from the file."""
        filled = 0
        while filled < len(view) and (came := self.file.readinto(view[filled:])):
            filled += came
        return filled


class Compressed:
    """A gzip file (RFC 1952) of one member; raises BadData where it is not."""

    where = " in the decompressed data"

    def __init__(self, path, file):
        self.path, self.file = path, file
        self.size = os.fstat(file.fileno()).st_size
        self._inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)  # 16 asks for gzip's header and checksum
        self._waiting = file.read(CHUNK)  # compressed bytes that were read and not yet used
        if self._waiting[:2] != GZIP:
            plain = self._waiting[:2] == b"\0\0"
            remedy = "it is not compressed: take .gz off its name" if plain else COPY_AGAIN
            raise bad_file(
                path,
                0,
                f"gzip data ({shown(GZIP)})",
                shown(self._waiting[:4]),
                remedy,
                "format" if self.size else "empty",
            )

    def check(self, size):
        """Raises BadData for a content so large that it cannot come out of this file, or only out of a trap."""
        possible, harmless = STEEPEST * self.size, max(HARMLESS, SUSPICIOUS * self.size)
        if size > min(possible, harmless):
            expected = f"at most {min(possible, harmless):,} bytes from a gzip file of {self.size:,}"
            remedy = COPY_AGAIN if size > possible else "if you trust the file, decompress it and use the result"
            found, code = f"a header that promises {size:,}", "cut" if size > possible else "dense"
            raise bad_file(self.path, 4, expected, found, remedy, code, self.where)

    def says(self, size):
        """Whether the last four bytes, where gzip keeps the size of the content modulo 2^32, agree with ``size``."""
        here = self.file.tell()
        self.file.seek(max(0, self.size - 4))
        claimed = int.from_bytes(self.file.read(4), "little")
        self.file.seek(here)
        return claimed == size % 2**32

    def readinto(self, view):
        """Fill ``view`` with decompressed bytes; at the end, gzip's own checksum and size have been found right."""
        filled = 0
        while filled < len(view) and (piece := self._piece(len(view) - filled)):
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _piece(self, most):
        """The next decompressed bytes, from one to ``most``; none at the end."""
        piece = b""
        while not piece and not self._inflater.eof:
            self._waiting = self._waiting or self.file.read(CHUNK)
            if not self._waiting:
                raise self._bad("more gzip data", END, "cut")
            try:
                piece = self._inflater.decompress(self._waiting, most)
            except zlib.error as error:
                reason = str(error).rpartition(": ")[2]
                raise self._bad("sound gzip data", f"'{reason}'", "damaged", where=" or soon after") from None
            self._waiting = self._inflater.unconsumed_tail
        if not piece:
            self._waiting = self._inflater.unused_data or self.file.read(CHUNK)
            if self._waiting:
                remedy = "decompress it and use the result"
                raise self._bad("the file to end with its gzip data", shown(self._waiting[:4]), "long", remedy)
        return piece

    def _bad(self, expected, found, code, remedy=COPY_AGAIN, where=""):
        offset = self.file.tell() - len(self._waiting)
        return bad_file(self.path, offset, expected, found, remedy, code, f"{where} in the compressed file")
