"""What is built for others is whole: every module, icon and data file, and the built-ins found without the checkout."""

import configparser
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "plugins", "desktop")

pytest.importorskip("setuptools", "77", reason="building a wheel needs setuptools 77 or newer: make setup")


def python(*arguments, cwd, path=None):
    """Run Python with nothing on its path but its own packages and ``path``; what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if path:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The folder that the wheel was installed into, built from a copy of the sources without the network."""
    source, built, target = (tmp_path_factory.mktemp(name) for name in ("source", "built", "target"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
    offline = ("--no-deps", "--no-index")
    python(*pip, "wheel", *offline, "--no-build-isolation", "-w", built, source, cwd=built)
    (file,) = built.glob("inknet-*.whl")
    python(*pip, "install", *offline, "--target", target, file, cwd=built)
    return target


def files(folder):
    """Paths of all files in the packages under a folder."""
    found = (path for name in PACKAGES for path in (folder / name).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found if "__pycache__" not in path.parts}


def test_every_file_of_the_packages_is_in_it(wheel):
    missing = sorted(files(ROOT) - files(wheel))
    assert missing == [], "a folder of modules needs an __init__.py, data an entry in pyproject.toml's package-data"
    assert any(name.endswith(".svg") for name in files(wheel))


def test_nothing_but_the_packages_is_in_it(wheel):
    assert {path.name for path in wheel.iterdir() if not path.name.endswith(".dist-info")} - {"bin"} == set(PACKAGES)


def test_the_command_is_the_window_s_main(wheel):
    (info,) = wheel.glob("inknet-*.dist-info")
    points = configparser.ConfigParser()
    points.read(info / "entry_points.txt")
    assert dict(points["console_scripts"]) == {"inknet": "desktop.main:main"}
    assert (info / "licenses" / "LICENSE").is_file()


def test_it_works_from_elsewhere(wheel, tmp_path):
    """Imported from the wheel, not the checkout; every built-in that the checkout has is found."""
    code = """
import json, sys
import core, plugins, desktop
from core.host import built_ins, find
found = find("plugins")
print(json.dumps({
    "files": [module.__file__ for module in (core, plugins, desktop)],
    "names": sorted(map(list, found.registry.entries)),
    "failures": [f.reason for f in found.failures],
}))
"""
    there = json.loads(python("-c", code, cwd=tmp_path, path=wheel))
    here = json.loads(python("-c", code, cwd=ROOT, path=ROOT))
    assert all(Path(file).is_relative_to(wheel) for file in there["files"])
    assert there["failures"] == []
    assert ["activation", "relu"] in there["names"]
    assert there["names"] == here["names"]
