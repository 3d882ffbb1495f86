"""The arrays of a .npz file, each held against what its file and its header say before memory is taken.

The format: a zip of .npy members (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Pickled
objects are refused unread: they could run code.
"""

import math
import re
import zipfile
import zlib

import numpy as np

from core import InknetError

from .places import LARGEST, bad, open_regular, unreadable

WHAT = "a .npz file of arrays"
MAGIC = b"\x93NUMPY"
MOST = 64  # members
LONGEST = 10_000  # bytes of a header
SUSPICIOUS = 200  # times larger than its compressed form is no content that a camera or a hand has made
HARMLESS = 50_000_000  # bytes that may come out of however small a member
BLOCK = 1 << 22
ENCRYPTED = 0x1
DESCR = re.compile(r"""['"]descr['"]\s*:\s*((?:'[^']*'|"[^"]*"|\[))""")
SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([^)]*)\)""")
ORDER = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)""")
"""What stands in a header. It is Python's text of a dictionary, and read without Python: nothing is evaluated."""
NUMBERS = re.compile(r"[<>=|]?[buif]\d{1,2}")
LENGTH = re.compile(r"\d{1,12}L?")
AGAIN = "save the arrays again with numpy.savez"


def read_arrays(path, wanted, progress):
    """Those of the ``wanted`` names that the file has, as arrays by name. Raises BadData."""
    file, _ = open_regular(path, WHAT)
    with file:
        try:
            with zipfile.ZipFile(file) as archive:
                members = members_of(path, archive)
                names = [name for name in wanted if name in members]
                total, done, arrays = sum(members[name].file_size for name in names), 0, {}
                for name in names:

                    def report(came, before=done, name=name):
                        progress(min((before + came) / max(total, 1), 1.0), f"reading {name}")

                    try:
                        arrays[name] = read_member(path, archive, members[name], report)
                    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                        where = f"array '{members[name].filename}'"
                        raise bad(path, where, "sound data", f"'{error}'", AGAIN, "damaged") from None
                    done += members[name].file_size
                return arrays, sorted(members)
        except InknetError:
            raise
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OverflowError) as error:
            raise bad(path, "", WHAT, f"'{error}'", AGAIN, "format") from None
        except (OSError, RuntimeError) as error:
            raise unreadable(path, error) from None
        except MemoryError:
            raise bad(path, "", "enough free memory for its arrays", "less", "use fewer samples", "large") from None
        except Exception as error:  # decompression raises whatever it meets: struct.error, lzma.LZMAError
            raise bad(path, "", "sound compressed data", f"'{error}'", AGAIN, "damaged") from None


def members_of(path, archive):
    """The members by array name, without their .npy. Raises BadData for two of a name, or too many."""
    infos = archive.infolist()
    if len(infos) > MOST:
        raise bad(
            path, "", f"at most {MOST} arrays", f"{len(infos):,}", "keep only the arrays of the data set", "large"
        )
    members = {}
    for info in infos:
        name = info.filename.removesuffix(".npy")
        if name in members:
            raise bad(path, f"member '{info.filename}'", "one array of each name", "two", AGAIN, "twice")
        members[name] = info
    return members


def read_member(path, archive, info, progress):
    """One array, its shape believed only as far as the member's size allows."""
    where = f"array '{info.filename}'"
    if info.flag_bits & ENCRYPTED:
        raise bad(
            path, where, "an array that can be read", "an encrypted one", "save it without a password", "encrypted"
        )
    if info.file_size > LARGEST:
        raise bad(path, where, f"at most {LARGEST:,} bytes", f"{info.file_size:,}", "use fewer samples", "large")
    if info.file_size > max(HARMLESS, SUSPICIOUS * info.compress_size):
        found = f"{info.file_size:,} bytes out of {info.compress_size:,}"
        remedy = "if you trust it, save it uncompressed"
        raise bad(path, where, "data that is not suspiciously dense", found, remedy, "dense")
    with archive.open(info) as member:
        dtype, shape, fortran, start = header_of(path, where, member)
        size = math.prod(shape) * dtype.itemsize
        if start + size != info.file_size:
            expected = f"{size:,} bytes of numbers, as its shape {shape} says"
            raise bad(path, where, expected, f"{info.file_size - start:,}", AGAIN, "shape")
        data = np.empty(size, np.uint8)
        view = memoryview(data)
        for begin in range(0, size, BLOCK):
            piece = member.read(min(BLOCK, size - begin))
            if len(piece) != min(BLOCK, size - begin):
                came = f"the end after {begin + len(piece):,}"
                raise bad(path, where, f"{size:,} bytes of numbers", came, AGAIN, "cut")
            view[begin : begin + len(piece)] = piece
            progress(begin + len(piece))
        member.read(1)  # at its end the checksum is compared
    array = data.view(dtype)
    array = array.reshape(shape[::-1]).T if fortran else array.reshape(shape)
    return array.astype(dtype.newbyteorder("="), order="C", copy=False)


def header_of(path, where, member):
    """Type, shape, order and length of a .npy header. Raises BadData for what is no plain array of numbers."""
    magic = member.read(8)
    if magic[:6] != MAGIC or magic[6:7] not in (b"\1", b"\2", b"\3"):
        raise bad(path, where, "an array in .npy format", repr(magic[:6]), AGAIN, "format")
    width = 2 if magic[6] == 1 else 4
    length = int.from_bytes(member.read(width), "little")
    if length > LONGEST:
        raise bad(path, where, f"a header of at most {LONGEST:,} bytes", f"{length:,}", AGAIN, "format")
    text = member.read(length).decode("latin-1")
    found = [pattern.search(text) for pattern in (DESCR, SHAPE, ORDER)]
    if not re.fullmatch(r"\s*\{.*\}\s*", text, re.DOTALL) or None in found:
        raise bad(path, where, "a sound .npy header", repr(text[:40]), AGAIN, "format")
    descr, lengths, order = (match[1].strip(" '\"") for match in found)
    if not NUMBERS.fullmatch(descr):
        there = "objects" if "O" in descr else descr[:40]
        raise bad(path, where, "numbers", there, "save the labels and inputs as numbers", "type")
    shape = [one.strip() for one in lengths.removesuffix(",").split(",")] if lengths.strip() else []
    if len(shape) > 8 or not all(LENGTH.fullmatch(one) for one in shape):
        raise bad(path, where, "a shape of whole numbers, 8 at most", f"({lengths[:40]})", AGAIN, "shape")
    try:
        dtype = np.dtype(descr)
    except TypeError:
        raise bad(path, where, "numbers", descr, "save the labels and inputs as numbers", "type") from None
    return dtype, tuple(int(one.rstrip("L")) for one in shape), order == "True", 8 + width + length
