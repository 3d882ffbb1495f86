"""Plugins are found in three places, each asked by itself, so that a broken one hides nobody."""

import importlib
import itertools
import linecache
import os
import sys
import traceback

import pytest

from core import Activation, Optimizer
from core.errors import BadPlugin
from core.host import LARGEST, find, in_folder, installed, load_file

GOOD = """
'''A wave.'''
import numpy as np
from core import Activation, hookimpl, setting

class {name}(Activation):
    '''Up and down.'''
    frequency: float = setting(default=1.0, low=0)

    def forward(self, z):
        return np.sin(self.frequency * z)

@hookimpl
def activations():
    return [{name}]
"""
HEAD = "from core import Activation, Optimizer, Visualization, hookimpl, setting\n"
WAVE = "class Wave(Activation):\n    pass\n"
BROKEN = {
    "a syntax error": ("x = 1\ndef f(:\n", ":2: SyntaxError: "),
    "a null byte": ("x = 1\0\n", "Error: source code string cannot contain null bytes"),
    "a missing package": ("x = 1\nimport no_such_thing\n", ":2: ModuleNotFoundError: No module named 'no_such_thing'"),
    "an error at import": ("def f():\n    return 1 / 0\nf()\n", ":2: ZeroDivisionError: division by zero"),
    "sys.exit at import": ("import sys\nsys.exit(3)\n", ":2: SystemExit: 3"),
    "Ctrl-C at import": ("raise KeyboardInterrupt\n", ":1: KeyboardInterrupt"),
    "a message of two lines": ("raise ValueError('one\\n  two')\n", ":1: ValueError: one two"),
    "nothing": ("x = 1\n", ": it provides nothing: end it with @hookimpl and a function such as activations()"),
    "a setting in the wrong form": (
        f"{HEAD}class Wave(Activation):\n    slope: float = 1.0\n",
        ":2: BadComponent: Wave.slope is annotated but is no setting",
    ),
    "a raising hook": (
        f"{HEAD}@hookimpl\ndef activations():\n    raise ValueError('no')\n",
        ":2: activations() raised ValueError: no",
    ),
    "a hook that exits": (
        f"{HEAD}@hookimpl\ndef activations():\n    raise SystemExit\n",
        ":2: activations() raised SystemExit",
    ),
    "a misspelt hook": (
        f"{HEAD}{WAVE}@hookimpl\ndef activation():\n    return [Wave]\n",
        ":4: no hook 'activation': did you mean 'activations'?",
    ),
    "a hook with a parameter": (f"{HEAD}@hookimpl\ndef activations(registry):\n    return []\n", "registry"),
    "a class in place of a list": (
        f"{HEAD}{WAVE}@hookimpl\ndef activations():\n    return Wave\n",
        ":4: activations(): expected a list of classes, found type; return [Activation...]",
    ),
    "no return": (
        f"{HEAD}@hookimpl\ndef activations():\n    pass\n",
        ":2: activations(): expected a list of classes, found NoneType",
    ),
    "an object in place of its class": (
        f"{HEAD}{WAVE}@hookimpl\ndef activations():\n    return [Wave()]\n",
        ":4: activations(): expected classes, found an object of Wave; drop its parentheses",
    ),
    "a class of another kind": (
        f"{HEAD}{WAVE}@hookimpl\ndef optimizers():\n    return [Wave]\n",
        ":4: optimizers(): expected subclasses of Optimizer, found Wave",
    ),
    "the base class itself": (
        f"{HEAD}@hookimpl\ndef activations():\n    return [Activation]\n",
        ":2: activations(): expected subclasses of Activation, found Activation",
    ),
    "a need that no step has": (
        f"{HEAD}class Look(Visualization):\n    needs = frozenset({{'gradients'}})\n"
        "@hookimpl\ndef visualizations():\n    return [Look]\n",
        ":4: visualizations(): Look.needs: there is no 'gradients': did you mean 'gradient'?",
    ),
}


@pytest.fixture
def write(tmp_path):
    """Write a plugin file of that name and text, and say where it is."""

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


package_names = (f"inknet_test_package_{k}" for k in itertools.count())


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Write an importable package of modules {relative path: text} and say its name."""
    made = []

    def package(modules):
        name = next(package_names)
        for path, text in {"__init__.py": "", **modules}.items():
            file = tmp_path / "site" / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        made.append(name)
        importlib.invalidate_caches()
        return name

    monkeypatch.syspath_prepend(tmp_path / "site")
    yield package
    for module in [one for one in sys.modules if one.split(".")[0] in made]:
        del sys.modules[module]


def names(found, kind=Activation):
    return [cls.name for cls in found.registry.all(kind)]


# One file


def test_a_file_brings_its_components(write):
    path = write("wave.py", GOOD.format(name="Wave"))
    (entry,) = load_file(path)
    assert (entry.cls.name, entry.origin, entry.place) == ("wave", "file", str(path))
    assert entry.cls(frequency="2").forward(0.0) == 0.0


@pytest.mark.parametrize("flaw", BROKEN)
def test_a_broken_file_is_told_with_place_and_remedy(write, flaw):
    text, words = BROKEN[flaw]
    path = write("bad.py", text)
    modules = set(sys.modules)
    with pytest.raises(BadPlugin) as error:
        load_file(path)
    message = str(error.value)
    assert message.startswith(str(path))
    assert words in message
    assert "\n" not in message
    assert not any(name.startswith("inknet_user_bad") for name in set(sys.modules) - modules)


def test_what_is_no_plain_file_is_refused_at_once(tmp_path):
    with pytest.raises(BadPlugin, match="give the path of a Python file"):
        load_file(tmp_path / "not-there.py")
    with pytest.raises(BadPlugin, match="give the path of a Python file"):
        load_file(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.py")
        with pytest.raises(BadPlugin, match="give the path of a Python file"):
            load_file(tmp_path / "pipe.py")


def test_a_file_too_large_for_a_plugin_is_refused(write):
    with pytest.raises(BadPlugin, match="expected a plugin of at most 1,000,000"):
        load_file(write("large.py", "#" * (LARGEST + 1)))


def test_an_edited_file_is_never_mistaken_for_its_old_self(write):
    """Equal size, written within the same second: what a cached module would miss."""
    old = load_file(write("wave.py", GOOD.format(name="Wave")))[0].cls
    new = load_file(write("wave.py", GOOD.format(name="Wove")))[0].cls
    assert (old.name, new.name) == ("wave", "wove")
    assert old.__module__ != new.__module__
    assert sys.modules[new.__module__].Wove is new


def test_a_traceback_shows_the_line_of_the_file(write):
    text = GOOD.format(name="Wave").replace("np.sin", "np.no_such_function")
    wave = load_file(write("wave.py", text))[0].cls()
    with pytest.raises(AttributeError) as error:
        wave.forward(1.0)
    linecache.checkcache()
    assert "np.no_such_function(self.frequency * z)" in "".join(traceback.format_tb(error.value.__traceback__))


def test_a_file_means_what_it_says_by_itself(write):
    """No setting of this program's own compiler directives reaches it; its own do."""
    plain = GOOD.format(name="Wave") + "\ndef f(x: 1 + 1): ...\n"
    assert sys.modules[load_file(write("a.py", plain))[0].cls.__module__].f.__annotations__ == {"x": 2}
    asked = "from __future__ import annotations\n" + GOOD.format(name="Wave")
    assert load_file(write("b.py", asked))[0].cls.settings["frequency"].default == 1.0


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    path = tmp_path / "wave.py"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.format(name="Wave").encode())
    assert load_file(path)[0].cls.name == "wave"


# The user's folder


def test_one_bad_file_hides_none_of_the_others(write, tmp_path):
    write("mine/a_first.py", GOOD.format(name="First"))
    for k, (text, _) in enumerate(BROKEN.values()):
        write(f"mine/bad_{k:02}.py", text)
    write("mine/z_last.py", GOOD.format(name="Last"))
    found = in_folder(tmp_path / "mine")
    loaded = [one for one in found if isinstance(one, list)]
    assert [entries[0].cls.name for entries in loaded] == ["first", "last"]
    assert len(found) - len(loaded) == len(BROKEN)
    assert str(tmp_path) not in "".join(sys.path)


def test_an_empty_or_missing_folder_is_no_plugin(tmp_path, package):
    built_in = package({"wave.py": GOOD.format(name="Wave")})
    assert names(find(built_in, tmp_path / "missing")) == names(find(built_in)) == ["wave"]


# Built-ins


def test_built_ins_are_modules_and_packages_at_any_depth(package):
    name = package(
        {
            "one.py": GOOD.format(name="One"),
            "more/__init__.py": "",
            "more/two.py": GOOD.format(name="Two"),
            "more/three/__init__.py": "from .part import Three\nfrom core import hookimpl\n"
            "@hookimpl\ndef activations():\n    return [Three]\n",
            "more/three/part.py": GOOD.format(name="Three").partition("@hookimpl")[0],
        }
    )
    found = find(name)
    assert found.failures == ()
    assert sorted(names(found)) == ["one", "three", "two"]
    entry = found.registry.entries["activation", "two"]
    assert (entry.origin, entry.place) == ("built-in", f"{name}.more.two")


@pytest.mark.parametrize("flaw", [flaw for flaw in BROKEN if flaw != "nothing"])
def test_one_bad_built_in_hides_none_of_the_others(package, flaw):
    text, _ = BROKEN[flaw]
    good = {"a.py": GOOD.format(name="First"), "z.py": GOOD.format(name="Last")}
    name = package({**good, "bad.py": text, "broken/__init__.py": text, "broken/part.py": GOOD.format(name="Part")})
    found = find(name)
    assert {"first", "last"} <= set(names(found))
    assert {failure.place for failure in found.failures} == {f"{name}.bad", f"{name}.broken"}
    assert all(failure.place in failure.reason for failure in found.failures)


# Installed packages


@pytest.fixture
def install(tmp_path, package):
    """Pretend that a distribution with these entry points is installed."""

    def install(distribution, points, metadata="Metadata-Version: 2.1\nName: {}\nVersion: 1.0\n"):
        folder = tmp_path / "site" / f"{distribution.replace('-', '_')}-1.0.dist-info"
        folder.mkdir(parents=True)
        if metadata:
            (folder / "METADATA").write_text(metadata.format(distribution), encoding="utf-8")
        lines = "".join(f"{name} = {value}\n" for name, value in points.items())
        (folder / "entry_points.txt").write_text(f"[inknet.plugins]\n{lines}", encoding="utf-8")
        importlib.invalidate_caches()

    return install


def test_installed_packages_are_found_by_their_entry_points(package, install):
    name = package({"wave.py": GOOD.format(name="Wave")})
    install("inknet-waves", {"wave": f"{name}.wave"})
    (entries,) = installed()
    assert entries[0].cls.name == "wave"
    assert (entries[0].origin, entries[0].place) == ("package", f"inknet-waves ({name}.wave)")


def test_one_bad_entry_point_hides_none_of_the_others(package, install):
    bad = {f"bad_{k:02}.py": text for k, (text, _) in enumerate(BROKEN.values())}
    name = package({**bad, "first.py": GOOD.format(name="First"), "last.py": GOOD.format(name="Last")})
    install("a-first", {"first": f"{name}.first"})
    install("b-bad", {f"bad_{k:02}": f"{name}.bad_{k:02}" for k in range(len(BROKEN))})
    install("c-gone", {"gone": "no_such_package_at_all"})
    install("d-nameless", {"nameless": f"{name}.nameless"}, metadata="")
    install("e-empty", {"empty": ""})
    install("z-last", {"last": f"{name}.last"})
    found = find(package({}))
    assert sorted(names(found)) == ["first", "last"]
    assert len(found.failures) == len(BROKEN) + 3
    assert all(failure.origin == "package" and failure.reason for failure in found.failures)


# Names


def test_of_two_with_one_name_the_first_stays_and_both_places_are_told(package, install, write, tmp_path):
    name = package({"wave.py": GOOD.format(name="Wave")})
    write("mine/wave.py", GOOD.format(name="Wave"))
    found = find(name, tmp_path / "mine")
    assert found.registry.find(Activation, "wave").__module__ == f"{name}.wave"
    (failure,) = found.failures
    assert failure.place == str(tmp_path / "mine" / "wave.py")
    assert failure.reason == (
        f"two activations are called 'wave': one in {name}.wave, one in {failure.place}; "
        "set name = '...' in one of them"
    )


def test_the_same_name_in_two_kinds_is_no_clash(package):
    both = f"{HEAD}{WAVE}class Turn(Optimizer):\n    name = 'wave'\n"
    hooks = "@hookimpl\ndef activations():\n    return [Wave]\n@hookimpl\ndef optimizers():\n    return [Turn]\n"
    found = find(package({"both.py": both + hooks}))
    assert (names(found), names(found, Optimizer)) == (["wave"], ["wave"])
