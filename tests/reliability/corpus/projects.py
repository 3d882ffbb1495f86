"""Project files: damaged ones, and whole ones whose members, each with its right sum, say what no project says."""

import functools
import itertools
import json
import tempfile
from pathlib import Path

import numpy as np
from corpus.case import Case, file

from core.archive import MANIFEST, Part, archived, directory, read_archive
from core.experiment import Choice, Experiment, layers_from
from core.history import History
from core.members import array_bytes, json_bytes
from core.project import Project, save
from core.training import Moment

UNITS = (3, 4, 2)
COUNT = sum(a * b + b for a, b in itertools.pairwise(UNITS))


def small():
    """A project of three numbers to two classes, at step 7."""
    weights = np.linspace(-1, 1, COUNT, dtype=np.float32)
    return Project(
        Experiment(dataset=Choice("moons"), layers=layers_from([4], Choice("relu"))),
        Moment(7, 0, 3, 0, 7, weights, {"m": weights * 2}),
        History(),
        {"mean": np.zeros(3)},
        (3,),
        2,
        "classification",
        ("no", "yes"),
    )


@functools.cache
def members():
    """The members of a sound project, by name."""
    with tempfile.TemporaryDirectory() as folder:
        save(Path(folder, "a.inknet"), small())
        return read_archive(Path(folder, "a.inknet"))


def packed(changes):
    """A whole project with these members in place of its own; None takes one away."""
    changed = {name: data for name, data in (members() | changes).items() if data is not None}
    return b"".join(archived(changed))


def tree(name):
    """A member of JSON, to be changed."""
    return json.loads(members()[name])


def experiment(**changes):
    """A project whose experiment has these fields."""
    return packed({"experiment.json": json.dumps(tree("experiment.json") | changes).encode()})


def layer(**changes):
    """A project whose first layer has these fields."""
    first, *rest = tree("experiment.json")["layers"]
    return experiment(layers=[first | changes, *rest])


def training(**changes):
    """A project whose training has these fields."""
    return packed({"training.json": json.dumps(tree("training.json") | changes).encode()})


def manifest(data):
    """A zip with this manifest, whatever it says, in front of one member."""
    content = data if isinstance(data, bytes) else json_bytes(data)
    import zlib

    parts, out = [], b""
    for name, held in ((MANIFEST, content), ("a", b"abc")):
        parts.append(Part(name, zlib.crc32(held), len(held)))
        out += parts[-1].local() + held
    return out + directory(parts)


def table(**named):
    """A manifest that names these members."""
    return {"format": "inknet-project", "version": 1, "members": named}


def project(name, data, code="", where=""):
    """A case of a file of these bytes; made late, as a sound project is needed for some."""

    def make(folder):
        return file("a.inknet", data() if callable(data) else data)(folder)

    return Case(f"project: {name}", "project", make, code, where)


def cut(size):
    """A sound project but for its last bytes."""
    return lambda: packed({})[:-size]


def with_array(name, array):
    """A project with this array as a member."""
    return lambda: packed({name: array_bytes(array)})


ENTRY = {"sha256": "0" * 64, "size": 3}
DEEP = b'{"a":' * 70 + b"1" + b"}" * 70
LEAD_OUT = ("../../evil", "/etc/passwd", "C:\\evil", "\\\\server\\share", "file://x", "a/../b", ".hidden", "a\0b")
HUGE = {"moment": {"step": 10**400, "epoch": 0, "row": 3, "origin": 0, "updates": 7, "begun": 0, "goal": 0}}
CASES = [
    project("empty", b"", "empty", "offset 0"),
    project("text", b"no project at all", "format", "offset 0"),
    project("another zip", b"PK\3\4" + bytes(60), "missing", MANIFEST),
    project("cut by one", cut(1), "cut", "size"),
    project("cut in the middle", cut(2000), "cut", "size"),
    project("cut in the manifest", lambda: packed({})[:500], "cut", MANIFEST),
    project("bytes behind", lambda: packed({}) + b"\0", "long", "size"),
    project("one bit changed", lambda: packed({})[:-900] + b"?" + packed({})[-899:], "damaged"),
    project("a manifest of text", manifest(b"not JSON"), "format", MANIFEST),
    project("a manifest in UTF-16", manifest("{}".encode("utf-16")), "encoding", MANIFEST),
    project("a manifest of brackets", manifest(b"[" * 100_000), "deep", MANIFEST),
    project("a manifest of 70 levels", manifest(DEEP), "deep", MANIFEST),
    project("a key twice", manifest(b'{"format": 1, "format": 2}'), "twice", MANIFEST),
    project("NaN in the manifest", manifest(b'{"version": NaN}'), "number", MANIFEST),
    project("a number of 5,000 digits", manifest(b"9" * 5000), "format", MANIFEST),
    project("another format", manifest({"format": "other"}), "format", MANIFEST),
    project("version 0", manifest(table(a=ENTRY) | {"version": 0}), "version", MANIFEST),
    project("version true", manifest(table(a=ENTRY) | {"version": True}), "version", MANIFEST),
    project("version 7", manifest(table(a=ENTRY) | {"version": 7}), "later-version", MANIFEST),
    project("no members", manifest(table()), "missing", MANIFEST),
    project("65 members", manifest(table(**{f"m{k}": ENTRY for k in range(65)})), "large", MANIFEST),
    *(project(f"a member {name!a}", manifest(table(**{name: ENTRY})), "path", MANIFEST) for name in LEAD_OUT),
    project("a negative size", manifest(table(a=ENTRY | {"size": -1})), "format", MANIFEST),
    project("a size of 10^18", manifest(table(a=ENTRY | {"size": 10**18})), "format", MANIFEST),
    project("a size of 1.9 GB", manifest(table(a=ENTRY | {"size": 1_900_000_000})), "cut", "size"),
    project("another sum", manifest(table(a=ENTRY)), "damaged", "a"),
    project("no experiment", lambda: packed({"experiment.json": None}), "missing", "experiment.json"),
    project("a plugin within", lambda: packed({"evil.py": b"print()"}), "unknown", "evil.py"),
    project("a pickle within", lambda: packed({"state/m.pkl": b"."}), "unknown", "state/m.pkl"),
    project("a deep experiment", lambda: packed({"experiment.json": DEEP}), "deep", "experiment.json"),
    project("a key twice in the window", lambda: packed({"window.json": b'{"a":1,"a":2}'}), "twice", "window.json"),
    project("1e999", lambda: packed({"window.json": b'{"a":1e999}'}), "number", "window.json"),
    project("a window of a list", lambda: packed({"window.json": b"[]"}), "type", "window.json"),
    project("17 MB of JSON", lambda: packed({"window.json": b" " * 17_000_000}), "large", "window.json"),
    project("a later experiment", lambda: experiment(version=9), "later-version", "experiment.json: $.version"),
    project("an older experiment", lambda: experiment(version=-1), "version", "experiment.json: $.version"),
    project("an unknown field", lambda: experiment(exec="1"), "unknown", "experiment.json: $.exec"),
    project("text for a number", lambda: experiment(seed="1"), "type", "experiment.json: $.seed"),
    project("a seed of 400 digits", lambda: experiment(seed=10**400), "range", "experiment.json: seed"),
    project("an object for a name", lambda: experiment(loss={"name": {}}), "type", "experiment.json: $.loss"),
    project("a list in a setting", lambda: experiment(loss={"name": "a", "b": [1]}), "type", "experiment.json: $.loss"),
    project("a field that is missing", lambda: experiment(layers=[{"units": 3}]), "missing", "$.layers[0]"),
    project("no layers", lambda: experiment(layers=[]), "range", "experiment.json: layers"),
    project("10^9 units", lambda: layer(units=10**9), "range", "experiment.json: layers.0.units"),
    project("-4 units", lambda: layer(units=-4), "range", "experiment.json: layers.0.units"),
    project("4.5 units", lambda: layer(units=4.5), "type", "experiment.json: $.layers[0].units"),
    project("two layers of one key", lambda: layer(key=2), "range", "experiment.json: layers"),
    project("5 units, weights for 4", lambda: layer(units=5), "shape", "parameters.npy"),
    project("a step of 400 digits", lambda: training(**HUGE), "range", "training.json: $.moment.step"),
    project("a negative shape", lambda: training(input_shape=[-3]), "range", "training.json: $.input_shape"),
    project("10^18 inputs", lambda: training(input_shape=[10**6] * 3), "range", "training.json: $.input_shape"),
    project("another task", lambda: training(task="exec"), "range", "training.json: $.task"),
    project("too few names", lambda: training(classes=["no"]), "range", "training.json: $.classes"),
    project(
        "weights that are none", with_array("parameters.npy", np.full(COUNT, np.nan, "f4")), "number", "parameters"
    ),
    project("doubles", with_array("parameters.npy", np.zeros(COUNT)), "shape", "parameters.npy"),
    project("no .npy", lambda: packed({"parameters.npy": b"\x80\x04."}), "format", "parameters.npy"),
    project("a state of text", lambda: packed({"state/m.npy": b"text"}), "format", "state/m.npy"),
    project("a name that leads out once unquoted", with_array("state/%2E%2E%2Fm.npy", np.zeros(3))),
    project("components that are modules", lambda: experiment(loss={"name": "os.system"})),
    project("a dataset elsewhere", lambda: experiment(dataset={"name": "idx", "folder": "/etc"})),
]
