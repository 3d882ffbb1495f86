"""What every test may ask for: the built-in plugins, and real MNIST where this machine has it."""

import json
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt: tests open no window on a screen
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before anything imports numpy: equal times and equal bits

import hypothesis
import pytest

hypothesis.settings.register_profile(
    "inknet", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize=True
)
hypothesis.settings.load_profile("inknet")  # a busy machine is slow; equal examples in every run


ENDED = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def registry():
    """The catalogue of everything that the built-in plugins bring."""
    from core.host import find

    return find("plugins").registry


@pytest.fixture(scope="session")
def mnist():
    """The folder of the four files of MNIST, which the environment variable INKNET_MNIST names."""
    folder = os.environ.get("INKNET_MNIST")
    if not folder:
        pytest.skip("real MNIST is not here: set INKNET_MNIST to the folder of its four files")
    if not Path(folder).is_dir():
        pytest.fail(f"INKNET_MNIST={folder}: expected a folder with the four files of MNIST, found none")
    return Path(folder)


@pytest.fixture
def record(request):
    """``record(row, promise, n, target, measured, anchor="", seed=None)``: the figures of a promise, printed, and with
    INKNET_RECORD set kept in build/reliability, from which scripts/reliability.py writes docs/reliability.md."""

    def write(row, promise, n, target, measured, anchor="", seed=None):
        print(f"{row}: N = {n}, seed = {seed}, target: {target}, measured: {measured}")
        if not os.environ.get("INKNET_RECORD"):
            return
        long = " -m long" if request.node.get_closest_marker("long") else ""
        tree = {
            "row": row,
            "promise": promise,
            "anchor": anchor,
            "test": f"pytest {request.node.nodeid}{long}",
            "n": n,
            "seed": seed,
            "target": target,
            "measured": measured,
        }
        folder = request.config.rootpath / "build" / "reliability"
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w-]+", "-", f"{row}-{request.node.nodeid.rpartition('::')[2]}").strip("-")
        (folder / f"{name}.json").write_text(json.dumps(tree, indent=1) + "\n", encoding="utf-8")

    return write


def pytest_sessionfinish(session, exitstatus):
    """Remember how the run ended, for the very end."""
    session.config.stash[ENDED] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Leave at once where Qt was used: hundreds of windows in cycles of references, taken apart by a dying interpreter
    in no order, may crash after the last test has passed. The program itself ends with one window, closed in order."""
    if "PySide6" in sys.modules and ENDED in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[ENDED])
