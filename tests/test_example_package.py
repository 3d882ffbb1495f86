"""The example package: built and installed with the network off in an environment of its own, listed, and used."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "examples" / "inknet-bentwaves"

pytest.importorskip("setuptools", "77", reason="building a package needs setuptools 77 or newer: make setup")


@pytest.fixture(scope="module")
def inside(tmp_path_factory):
    """Run Python in a fresh environment that has the package, and the libraries of this one to look at."""
    place = tmp_path_factory.mktemp("environment")
    source = shutil.copytree(PACKAGE, place / "source", ignore=shutil.ignore_patterns("__pycache__", "build", "*.info"))
    venv.create(place / "env", with_pip=False)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = place / "env" / scripts / ("python.exe" if os.name == "nt" else "python")
    (site,) = (place / "env").rglob("site-packages")
    (site / "libraries.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n{ROOT}\n")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"), str(place / "home"))

    def inside(*arguments):
        done = subprocess.run(
            [python, *arguments], cwd=place, env={**clean, **homes}, capture_output=True, text=True, timeout=100
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
    offline = ("--no-deps", "--no-index", "--no-build-isolation")
    inside(*pip, "wheel", *offline, "-w", place, source)
    (wheel,) = place.glob("inknet_bentwaves-*.whl")
    inside(*pip, "install", *offline, "--target", site, wheel)
    assert (site / "bentwaves" / "waves.py").exists()
    return inside


COMMAND = "import sys; from core.cli import main; sys.exit(main(sys.argv[1:], 'plugins'))"


def test_it_is_listed_with_all_that_it_provides(inside):
    rows = json.loads(inside("-c", COMMAND, "plugins", "list", "--json").splitlines()[-1])["plugins"]
    found = {(row["kind"], row["name"], row["state"]) for row in rows if row["origin"] == "package"}
    assert found == {
        ("activation", "damped-wave", "active"),
        ("activation", "leaning-wave", "active"),
        ("schedule", "swing", "active"),
    }


def test_a_network_learns_with_it(inside):
    arguments = ("train", "--dataset", "xor", "--layers", "8", "--activation", "damped-wave", "--epochs", "6", "--json")
    out = inside("-c", COMMAND, *arguments, "--set", "optimizer.learning_rate=0.01")
    assert json.loads(out.splitlines()[-1])["test_accuracy"] > 0.8


def test_its_components_keep_their_contracts():
    from core.contracts import check
    from core.registry import Registry

    sys.path.insert(0, str(PACKAGE))
    try:
        from bentwaves import DampedWave, LeaningWave, Swing

        for cls in (DampedWave, LeaningWave, Swing):
            assert check(cls(), Registry()) == ()
    finally:
        sys.path.remove(str(PACKAGE))
