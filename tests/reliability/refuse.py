"""Opens every file of the corpus in a process of little memory, and prints what came of each as JSON.

``python refuse.py FOLDER [naive]``; with ``naive`` the readers are ones that believe what a file says.
"""

import ast
import ctypes
import json
import re
import resource
import signal
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]
C = ctypes.CDLL(None)
MEMORY = 1_000_000_000
NAIVE = ("path: a pipe for csv", "npz: pickled objects", "npz: a bomb", "npz: no rows", "npz: two of one name")
PATIENCE = 20
"""Seconds after which a reader hangs."""
TOLD = (
    r"expected .+, (found|got) .+",
    r"there is no .+: (did you mean|there (is|are)) .+",
    r"no [a-z -]+ '.*': (did you mean|there (is|are)) .+",
    r"has no setting '.*': (did you mean|there (is|are)) .+",
    r"unknown: (did you mean|there (is|are)) .+",
    r"\d+ is from a later inknet, this one reads \d+",
    r"later inknet \(version .+, this one knows \d+\)",
    r"-?\d+ was not taken; expected .+",
    r"(step '.*' is empty|no drawings yet); .+",
)
"""How a sentence says what was found and what was expected."""
REMEDY = r"; .+$|(did you mean|there (is|are)) .+$"


class Hangs(BaseException):
    """A reader came to no end."""


def peak():
    """The most memory this process had, in bytes."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) << 10


def believing(reader):
    """The control: what many a program does."""
    import numpy as np

    def idx(path, registry):
        for one in sorted(path.iterdir()):
            data = one.read_bytes()
            shape = np.frombuffer(data[4 : 4 + 4 * data[3]], ">u4").astype(object)
            np.frombuffer(data[4 + 4 * data[3] :], np.uint8).reshape(shape)

    def table(path, registry):
        return np.genfromtxt(path, delimiter=",")

    def arrays(path, registry):
        with np.load(path, allow_pickle=True) as file:
            return [file[name] for name in file.files]

    def image(path, registry):
        from PIL import Image

        return [np.asarray(Image.open(one)) for one in ([path] if path.is_file() else path.rglob("*.*"))]

    def text(path, registry):
        return ast.parse(path.read_text())

    return {"csv": table, "npz": arrays, "image": image, "images": image, "idx": idx, "mnist": idx}.get(reader, text)


def parts(told, path, where):
    """How many of the five parts a message has: file, place, what was found and expected, and what to do."""
    name = str(path).encode("utf-8", "backslashreplace").decode()
    said = any(re.search(one, told, re.DOTALL) for one in TOLD)
    return (name in told) + (where in told) + 2 * said + bool(re.search(REMEDY, told, re.DOTALL))


def tried(case, path, read, registry, patience=PATIENCE):
    """What came of a case."""
    from core.errors import InknetError

    C.malloc_trim(0)  # what was freed would hide what is taken
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, start, code, told = peak(), time.process_time(), "", ""
    signal.setitimer(signal.ITIMER_REAL, patience)
    try:
        try:
            read(path, registry)
        except InknetError as error:
            code, told = error.code or "no code", str(error)
        except BaseException as error:
            code, told = type(error).__name__, repr(error)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except Hangs:  # while another error was told
        code = "Hangs"
    return {
        "name": case.name,
        "expected": case.code,
        "code": code,
        "told": told,
        "parts": parts(told, path, case.where),
        "seconds": time.process_time() - start,
        "memory": peak() - before,
    }


def main():
    """Try every case; with the naive readers those of three kinds."""
    from corpus.every import CASES
    from corpus.readers import READERS

    from core.host import find

    def hang(*_):
        raise Hangs

    signal.signal(signal.SIGALRM, hang)
    naive = "naive" in sys.argv
    cases = [case for case in CASES if not naive or case.reader == "idx" or case.name in NAIVE]
    registry, paths = find("plugins").registry, []
    for k, case in enumerate(cases):
        folder = Path(sys.argv[1], str(k))
        folder.mkdir()
        paths.append(case.make(folder))
    if not naive:
        for reader in ("image", "lesson"):  # what is imported with the first of each is no part of a refusal
            first = next(k for k, case in enumerate(cases) if case.reader == reader)
            tried(cases[first], paths[first], READERS[reader], registry)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found = []
    for case, path in zip(cases, paths, strict=True):
        read = believing(case.reader) if naive else READERS[case.reader]
        found.append(tried(case, path, read, registry, 0.4 if naive else PATIENCE))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
