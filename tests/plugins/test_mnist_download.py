"""MNIST over the network: every way a mirror can fail ends in one line, and nothing half has a name of its own."""

import gzip
import hashlib
import os
import random
import re
import socket
import stat
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import platformdirs
import pytest

from core import BadData, Cancelled, Dataset
from plugins.datasets.idx.download import FILES, MIRRORS, HttpsOnly, Known, Unavailable, fetch, open_https

BODY = random.Random(1).randbytes(200_000)
NAME = "train-images-idx3-ubyte.gz"
WANTED = {NAME: Known(len(BODY), hashlib.sha256(BODY).hexdigest())}
DIRECT = urllib.request.build_opener(HttpsOnly, urllib.request.ProxyHandler({}))  # loopback needs no proxy


def open_local(url):
    """The program's rule for redirects; http is let through for the first request alone."""
    return DIRECT.open(url, timeout=5)


def quiet(share, words):
    pass


class Mirror(BaseHTTPRequestHandler):
    """The first part of a path says how to answer: /wrong/, /cut/ and so on."""

    def do_GET(self):
        behaviour = self.path.split("/")[1]
        self.server.asked.append(behaviour)
        getattr(self, behaviour)()

    def head(self, length=None, code=200, **headers):
        self.send_response(code)
        if length is not None:
            headers["Content-Length"] = length
        for key, value in headers.items():
            self.send_header(key, str(value))
        self.end_headers()

    def good(self):
        self.head(len(BODY))
        self.wfile.write(BODY)

    def wrong(self):
        self.head(len(BODY))
        self.wfile.write(BODY[::-1])

    def cut(self):
        self.head(len(BODY))
        self.wfile.write(BODY[:1000])

    def short(self):
        self.head(1000)
        self.wfile.write(BODY[:1000])

    def endless(self):
        self.head()
        try:
            while True:
                self.wfile.write(BODY)
                self.server.sent += len(BODY)
        except OSError:  # whoever asked has had enough
            self.server.left.set()

    def absent(self):
        self.send_error(404)

    def broken(self):
        self.send_error(503)

    def moved(self):
        self.head(0, 302, Location=f"http://127.0.0.1:{self.server.server_port}/good/{NAME}")

    def elsewhere(self):
        self.head(0, 302, Location="file:///etc/passwd")

    def nonsense(self):
        self.wfile.write(b"this is no answer\r\n\r\n")

    def silent(self):
        self.head(len(BODY))
        self.wfile.write(BODY[:1000])
        self.wfile.flush()
        self.server.closing.wait(30)

    def log_message(self, *_):
        """Nothing on the terminal of a test."""


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    server.daemon_threads = True
    server.asked, server.sent, server.left, server.closing = [], 0, threading.Event(), threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def get(server, tmp_path):
    """Fetches one file into tmp_path / "mnist" from mirrors that behave as told."""

    def get(*behaviours, progress=quiet):
        server.asked.clear()
        mirrors = [f"http://127.0.0.1:{server.server_port}/{one}/" for one in behaviours]
        fetch(tmp_path / "mnist", progress, WANTED, mirrors, open_local)

    return get


def test_a_good_mirror_gives_the_file_and_progress(get, tmp_path):
    told = []
    get("good", progress=lambda *one: told.append(one))
    assert (tmp_path / "mnist" / NAME).read_bytes() == BODY
    assert os.listdir(tmp_path / "mnist") == [NAME]
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert told[-1][1] == f"downloading {NAME}: 0.2 of 0.2 MB"


@pytest.mark.skipif(os.name != "posix", reason="this system has other permissions")
def test_folder_and_file_are_the_users_alone(get, tmp_path):
    get("good")
    assert stat.S_IMODE((tmp_path / "mnist").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "mnist" / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("wrong", f"expected sha256 {WANTED[NAME].sha256}, found "),
        ("cut", "expected 200,000 bytes, found 1,000"),
        ("short", "expected 200,000 bytes, found 1,000"),
        ("endless", "expected 200,000 bytes, found more"),
        ("absent", "the server answers 404"),
        ("broken", "the server answers 503"),
        ("moved", "which is not https"),
        ("elsewhere", "is not allowed"),
        ("nonsense", "the server's answer makes no sense"),
    ],
)
def test_a_bad_mirror_is_told_in_a_line_and_leaves_nothing(get, tmp_path, behaviour, reason):
    with pytest.raises(BadData) as caught:
        get(behaviour)
    words = str(caught.value)
    assert words.startswith(str(tmp_path / "mnist" / NAME))
    assert reason in words
    assert words.endswith("; put the four files of MNIST into a folder and choose mnist:FOLDER")
    assert "\n" not in words
    assert os.listdir(tmp_path / "mnist") == []


def open_impatiently(url):
    """As open_local, for a server that answers too slowly."""
    return DIRECT.open(url, timeout=0.3)


def test_every_way_a_download_can_fail_is_told_and_leaves_nothing(server, tmp_path, record):
    ways = ("wrong", "cut", "short", "endless", "moved", "elsewhere", "absent", "silent", "offline")
    told = {}
    with socket.socket() as taken:  # bound and not listening
        taken.bind(("127.0.0.1", 0))
        for way in ways:
            port = taken.getsockname()[1] if way == "offline" else server.server_port
            with pytest.raises(BadData) as caught:
                fetch(tmp_path / way, quiet, WANTED, [f"http://127.0.0.1:{port}/{way}/"], open_impatiently)
            told[way] = "; put the four files" in str(caught.value) and os.listdir(tmp_path / way) == []
    promise = f"A download that fails is told and leaves no file: {', '.join(told)}; https and a pinned sha256 only"
    record("S6", promise, len(told), "all told, 0 files left", f"{sum(told.values())} of {len(told)}", "pooch")
    assert all(told.values()), told


def test_an_endless_mirror_is_left_soon(get, server):
    server.left.clear()
    server.sent = 0
    with pytest.raises(BadData):
        get("endless")
    assert server.left.wait(5)
    assert server.sent < 50_000_000


def test_a_redirect_is_not_followed_to_http(get, server):
    with pytest.raises(BadData):
        get("moved")
    assert server.asked == ["moved"]


@pytest.mark.parametrize("behaviour", ["wrong", "cut", "absent", "moved"])
def test_the_next_mirror_is_asked_after_a_bad_one(get, tmp_path, server, behaviour):
    get(behaviour, "good")
    assert (tmp_path / "mnist" / NAME).read_bytes() == BODY
    assert server.asked == [behaviour, "good"]


def test_without_a_connection_one_short_line_says_what_to_do(tmp_path):
    with socket.socket() as taken:  # bound and not listening: a connection is refused at once
        taken.bind(("127.0.0.1", 0))
        mirrors = [f"http://127.0.0.1:{taken.getsockname()[1]}/{k}/" for k in "ab"]
        with pytest.raises(BadData) as caught:
            fetch(tmp_path, quiet, WANTED, mirrors, open_local)
    assert str(caught.value) == (
        f"{tmp_path / NAME}: no connection; put the four files of MNIST into a folder and choose mnist:FOLDER"
    )
    assert os.listdir(tmp_path) == []


def test_a_cancel_is_heard_while_the_network_is_silent(get, tmp_path):
    start = time.monotonic()

    def cancel(share, words):
        if time.monotonic() - start > 0.3:
            raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled):
        get("silent", progress=cancel)
    assert 0.3 < time.monotonic() - start < 2
    assert os.listdir(tmp_path / "mnist") == []


def test_a_whole_file_is_not_asked_for_again(get, server):
    get("good")
    get("good")
    assert server.asked == []


@pytest.mark.parametrize("content", [b"", BODY[:-1], BODY[::-1]], ids=["empty", "cut", "changed"])
def test_a_file_that_is_not_whole_is_replaced(get, tmp_path, content):
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / NAME).write_bytes(content)
    get("good")
    assert (tmp_path / "mnist" / NAME).read_bytes() == BODY


def test_a_file_that_is_not_whole_stays_where_nothing_better_comes(get, tmp_path):
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / NAME).write_bytes(b"old")
    with pytest.raises(BadData):
        get("cut")
    assert (tmp_path / "mnist" / NAME).read_bytes() == b"old"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadData, match=r"expected a folder to download into, found '.+'; put the four files"):
        fetch(tmp_path / "file" / "mnist", quiet, WANTED, ["https://nowhere.invalid/"], open_local)


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "HTTP://127.0.0.1/x", "ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_only_https_is_opened(url):
    with pytest.raises(Unavailable, match="which is not https"):
        open_https(url)


def test_what_is_known_of_mnist_is_whole():
    assert len(FILES) == 4
    assert sum(known.size for known in FILES.values()) == 11_594_722
    assert all(re.fullmatch("[0-9a-f]{64}", known.sha256) for known in FILES.values())
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in MIRRORS)


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """A cache folder of its own, and a network that gives four small files; a list of what was fetched goes with it."""
    fetched = []

    def small(folder, progress):
        folder.mkdir(exist_ok=True)
        for name in FILES:
            rows, images = np.arange(20, dtype=np.uint8), "images" in name
            header = bytes([0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 28, 0, 0, 0, 28] if images else [0, 0, 8, 1, 0, 0, 0, 20])
            content = header + (np.repeat(rows, 784) if images else rows % 10).tobytes()
            (folder / name).write_bytes(gzip.compress(content))
            progress(len(fetched) / 4, "downloading")
            fetched.append(name)
        progress(1.0, "downloading")

    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path))
    monkeypatch.setattr("plugins.datasets.idx.fetch", small)
    return tmp_path / "mnist", fetched


def test_the_data_set_fetches_its_copy_once(registry, cache):
    mnist, told = registry.make(Dataset, "mnist"), []
    data = mnist.load(np.random.default_rng(0), lambda *one: told.append(one[0]))
    assert data.train.inputs[7].tolist() == [7] * 784
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] == 1
    mnist.load(np.random.default_rng(0), quiet)
    assert len(cache[1]) == 4


def test_a_damaged_copy_is_fetched_again(registry, cache):
    mnist = registry.make(Dataset, "mnist")
    mnist.load(np.random.default_rng(0), quiet)
    path = cache[0] / NAME
    path.write_bytes(path.read_bytes()[:-1])
    assert len(mnist.load(np.random.default_rng(0), quiet).train.inputs) == 20
    assert len(cache[1]) == 8


def test_a_folder_of_ones_own_is_never_fetched_into(registry, cache, tmp_path):
    with pytest.raises(BadData, match="nothing of that name"):
        registry.make(Dataset, "mnist", {"folder": str(tmp_path / "mine")}).load(np.random.default_rng(0), quiet)
    assert cache[1] == []
