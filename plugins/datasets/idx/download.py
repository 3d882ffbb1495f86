"""MNIST over the network: https only, each file held against its known size and sha256 before it gets its name."""

import contextlib
import hashlib
import http.client
import os
import queue
import ssl
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

from core import BadData

MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
TIMEOUT = 20  # seconds without a byte
TICK = 0.1  # seconds until a cancel is heard, however slow the network
PIECE = 1 << 16
NO_CONNECTION = "no connection"
INSTEAD = "put the four files of MNIST into a folder and choose mnist:FOLDER"


class Known(NamedTuple):
    """What a file must be."""

    size: int
    sha256: str


FILES = {
    "train-images-idx3-ubyte.gz": Known(9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    "train-labels-idx1-ubyte.gz": Known(28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    "t10k-images-idx3-ubyte.gz": Known(1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    "t10k-labels-idx1-ubyte.gz": Known(4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
}


class Unavailable(Exception):
    """A mirror does not give the file, and why."""


class HttpsOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to https alone."""

    def redirect_request(self, request, file, code, message, headers, target):
        """The request to follow with. Raises Unavailable for a target that anybody on the way could change."""
        _demand_https(target)
        return super().redirect_request(request, file, code, message, headers, target)


def _demand_https(url):
    if not url.lower().startswith("https://"):
        raise Unavailable(f"it leads to {url}, which is not https")


def open_https(url):
    """The response to a request for ``url``. Raises Unavailable where it, or a redirect, is not https."""
    _demand_https(url)
    context = ssl.create_default_context()
    with contextlib.suppress(ImportError):
        import certifi  # where it is installed, it helps systems that bring no certificates of their own

        context.load_verify_locations(certifi.where())
    opener = urllib.request.build_opener(HttpsOnly, urllib.request.HTTPSHandler(context=context))
    request = urllib.request.Request(url, headers={"User-Agent": "inknet"})
    return opener.open(request, timeout=TIMEOUT)


def cache_folder():
    """Where the downloaded copy lives."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("inknet")) / "mnist"


def fetch(folder, progress, files=FILES, mirrors=MIRRORS, open_url=open_https):
    """Download into ``folder`` those of ``files`` (name to Known) that are not there whole.

    Calls ``progress(share, words)`` at least every tenth of a second and lets through what it raises. Raises BadData
    where no mirror gives a file. A file has its name only when it is whole; nothing else stays behind.
    """
    folder, before, total = Path(folder), 0, sum(known.size for known in files.values())

    def report(name, done):
        known = files[name].size
        progress((before + done) / total, f"downloading {name}: {done / 1e6:.1f} of {known / 1e6:.1f} MB")

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, known in files.items():
            if not _is_whole(folder / name, known):
                _from_any(mirrors, folder / name, known, lambda done, name=name: report(name, done), open_url)
            before += known.size
    except OSError as error:
        reason = error.strerror or error
        raise BadData(f"{folder}: expected a folder to download into, found '{reason}'; {INSTEAD}") from None


def _is_whole(path, known):
    """Whether the file is there and is what it must be."""
    if not path.is_file() or path.stat().st_size != known.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == known.sha256


def _from_any(mirrors, path, known, report, open_url):
    """The file from the first mirror that gives it."""
    reasons = {}
    for mirror in mirrors:
        try:
            return _download(mirror + path.name, path, known, report, open_url)
        except Unavailable as reason:
            reasons[mirror] = str(reason)
    told = "; ".join(f"{mirror}: {reason}" for mirror, reason in reasons.items())
    if set(reasons.values()) == {NO_CONNECTION}:
        told = NO_CONNECTION
    raise BadData(f"{path}: {told}; {INSTEAD}")


def _download(url, path, known, report, open_url):
    """Write what ``url`` gives to ``path`` if it is what it must be. Raises Unavailable if not."""
    handle, temporary = tempfile.mkstemp(".part", f".{path.name}.", path.parent)
    try:
        digest, done = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file, contextlib.closing(_arriving(url, known.size, open_url)) as pieces:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                done += len(piece)
                report(min(done, known.size))
            file.flush()
            os.fsync(file.fileno())
        if done != known.size:
            raise Unavailable(f"expected {known.size:,} bytes, found {'more' if done > known.size else f'{done:,}'}")
        if digest.hexdigest() != known.sha256:
            raise Unavailable(f"expected sha256 {known.sha256}, found {digest.hexdigest()}")
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _arriving(url, size, open_url):
    """What comes from ``url``, piece by piece, and b"" whenever nothing has come for a tick; ends beyond ``size``.

    A thread of its own waits for the network, so that whoever iterates can stop at any tick. Raises Unavailable.
    """
    arrived = queue.SimpleQueue()  # of bytes, an exception, or None at the end
    stop = threading.Event()
    threading.Thread(target=_receive, args=(url, size, open_url, arrived, stop), daemon=True).start()
    try:
        while True:
            try:
                piece = arrived.get(timeout=TICK)
            except queue.Empty:
                piece = b""
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        stop.set()


def _receive(url, size, open_url, arrived, stop):
    """Put the pieces of a response into ``arrived``, then None; or an exception where something goes wrong."""
    done = 0
    try:
        with open_url(url) as response:
            while done <= size and not stop.is_set() and (piece := response.read1(PIECE)):
                arrived.put(piece)
                done += len(piece)
        arrived.put(None)
    except urllib.error.HTTPError as error:
        error.close()
        arrived.put(Unavailable(f"the server answers {error.code} {error.reason}"))
    except http.client.HTTPException:
        arrived.put(Unavailable("the server's answer makes no sense"))
    except OSError as error:
        secure = isinstance(getattr(error, "reason", error), ssl.SSLError)
        arrived.put(
            Unavailable("the connection breaks" if done else "no secure connection" if secure else NO_CONNECTION)
        )
    except Exception as error:
        arrived.put(error)
