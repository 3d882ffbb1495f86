"""Files of arrays: zips of .npy members that claim, hide or carry what they should not."""

import io
import pickle
import stat
import zipfile

import numpy as np
from corpus.case import Case, file

X = np.arange(24, dtype=np.float32).reshape(8, 3)
Y = np.array([0, 1] * 4)


class Runs:
    """What would run code, were it unpickled."""

    def __reduce__(self):
        return (print, ("this must not run",))


def npy(array):
    """A member as numpy writes it."""
    out = io.BytesIO()
    np.save(out, array, allow_pickle=False)
    return out.getvalue()


def member(header, data=b"", version=1, length=None):
    """A member with any header at all."""
    text = header.encode("latin-1") + b"\n"
    size = len(text) if length is None else length
    return b"\x93NUMPY" + bytes([version, 0]) + size.to_bytes(2 if version == 1 else 4, "little") + text + data


def header(descr="'<f4'", shape="(8, 3)", fortran="False"):
    """The text of a header."""
    return f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}"


def zipped(*members, method=zipfile.ZIP_STORED):
    """The zip of members (name, bytes), in this order, twice the same name included."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def twice(first, second):
    """A zip in which two members have one name; zipfile would warn, so the second is renamed afterwards."""
    return zipped(("x.npy", first), ("q.npy", second), ("y.npy", npy(Y))).replace(b"q.npy", b"x.npy")


def link():
    """An entry that unpacks as a symbolic link."""
    info = zipfile.ZipInfo("x.npy")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted():
    """A zip whose first entry says that it is encrypted, in front of the data and in the directory."""
    data = bytearray(zipped(("x.npy", npy(X)), ("y.npy", npy(Y))))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def damaged():
    """A zip in which one bit of the numbers is another."""
    data = bytearray(zipped(("x.npy", npy(X)), ("y.npy", npy(Y))))
    data[data.index(b"\n") + 9] ^= 4
    return bytes(data)


def npz(name, data, code="", where=""):
    """A case of a file of these bytes."""
    return Case(f"npz: {name}", "npz", file("data.npz", data), code, where)


def with_x(name, content, code="", where="array 'x.npy'", **rest):
    """A case of a sound y and this x."""
    return npz(name, zipped(("x.npy", content), ("y.npy", npy(Y)), **rest), code, where if code else "")


def with_y(name, array, code, where):
    """A case of a sound x and this y."""
    return npz(name, zipped(("x.npy", npy(X)), ("y.npy", npy(array))), code, where)


NUMBERS = X.tobytes()
NAN = X.copy()
NAN[5, 1] = np.nan
PICKLED = member(header("'|O'", "(8,)"), pickle.dumps([Runs()] * 8))
SOUND = zipped(("x.npy", npy(X)), ("y.npy", npy(Y)))
EXTRA = [(f"m{k}.npy", npy(Y)) for k in range(64)]
CASES = [
    npz("empty", b"", "empty"),
    npz("no zip", b"no zip at all", "format"),
    npz("cut", SOUND[:-30], "format"),
    npz("one bit changed", damaged(), "damaged", "array 'x.npy'"),
    npz("a pickle under its name", pickle.dumps(Runs()), "format"),
    npz("other arrays", zipped(("a.npy", npy(X))), "missing"),
    npz("a member that leads out", zipped(("../../x.npy", npy(X)), ("y.npy", npy(Y))), "missing"),
    npz("a member at an absolute path", zipped(("/etc/x.npy", npy(X)), ("y.npy", npy(Y))), "missing"),
    npz("members that lead out beside sound ones", zipped(("x.npy", npy(X)), ("y.npy", npy(Y)), ("../z.npy", b"?"))),
    npz("two of one name", twice(npy(X), npy(X)), "twice", "member 'x.npy'"),
    npz("65 arrays", zipped(("x.npy", npy(X)), *EXTRA), "large"),
    npz("encrypted", encrypted(), "encrypted", "array 'x.npy'"),
    npz("a symbolic link", zipped((link(), b"/etc/passwd"), ("y.npy", npy(Y))), "format", "array 'x.npy'"),
    with_x("pickled objects", PICKLED, "type"),
    with_x("objects", member(header("'|O'"), NUMBERS), "type"),
    with_x("text", npy(np.array(["a", "b"])), "type"),
    with_x("dates", npy(np.array(["2020-01-01"], "M8[D]")), "type"),
    with_x("records", member(header("[('a', '<f4'), ('b', '<i4')]", "(12,)"), NUMBERS), "type"),
    with_x("a billion rows", member(header(shape="(1000000000, 3)"), NUMBERS), "shape"),
    with_x("2^80 numbers", member(header(shape="(1099511627775, 1099511627775)"), NUMBERS), "shape"),
    with_x("a negative length", member(header(shape="(-8, 3)"), NUMBERS), "shape"),
    with_x("nine dimensions", member(header(shape="(8, 3, 1, 1, 1, 1, 1, 1, 1)"), NUMBERS), "shape"),
    with_x("numbers short by one", member(header(), NUMBERS[:-1]), "shape"),
    with_x("numbers long by one", member(header(), NUMBERS + b"\0"), "shape"),
    with_x("no dimensions", npy(np.float32(3)), "shape", "array 'x'"),
    with_x("no rows", npy(X[:0]), "shape", "array 'x'"),
    with_x("a header of 4 GB", member(header(), NUMBERS, 2, 2**32 - 1), "format"),
    with_x("a header that is a list", member("[1, 2]", NUMBERS), "format"),
    with_x("a header that calls", member("__import__('os').getpid()", NUMBERS), "format"),
    with_x("a header of brackets", member("(" * 5000, NUMBERS), "format"),
    with_x("a header without a type", member("{'shape': (8, 3)}", NUMBERS), "format"),
    with_x("version 9", member(header(), NUMBERS, 9), "format"),
    with_x("a bomb", npy(np.zeros((8, 2_000_000), np.float32)), "dense", method=zipfile.ZIP_DEFLATED),
    with_x("numbers that are none", npy(NAN), "number", "array 'x', row 5"),
    with_x("big-endian", npy(X.astype(">f4"))),
    with_x("columns first", npy(np.asfortranarray(X))),
    with_x("version 2", member(header(), NUMBERS, 2)),
    with_x("compressed", npy(X), method=zipfile.ZIP_LZMA),
    with_y("one target fewer", Y[:7], "count", "array 'y'"),
    with_y("half a label", np.array([0, 1, 0.5, 1, 0, 1, 0, 1]), "label", "array 'y', row 2"),
    with_y("a label of -1", np.array([0, 1, 0, -1, 0, 1, 0, 1]), "label", "array 'y', row 3"),
    with_y("gaps between labels", np.array([0, 1, 0, 900, 0, 1, 0, 1]), "classes", "array 'y', row 3"),
    with_y("rows that are not one-hot", np.ones((8, 2)), "label", "array 'y', row 0"),
]
