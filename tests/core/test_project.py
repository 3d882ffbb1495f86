"""Project files: everything comes back to the bit, what is damaged or hostile is refused, resuming is exact."""

import contextlib
import hashlib
import io
import json
import os
import struct
import tracemalloc
import zipfile
import zlib
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core import archive, build
from core.archive import MANIFEST, archived, read_archive
from core.errors import BadExperiment, BadProject
from core.experiment import Choice, Experiment, LayerChoice, Stopping, layers_from
from core.history import Evaluation, History
from core.members import array_bytes, array_of, json_bytes, tree_of
from core.network import count
from core.project import Project, open_project, project_of, save
from core.session import Session
from core.training import Moment

SMALL = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("center"),
    layers=layers_from([12, 8], Choice("relu")),
    batch_size=16,
    stopping=Stopping(epochs=4),
    seed=5,
)


def trainer_of(experiment, registry):
    return build.trainer_of(experiment, registry, build.load(experiment.dataset, experiment.seed, registry))


def equal(one, other):
    """Whether two projects, or parts of them, are equal to the bit."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, dict):
        return list(one) == list(other) and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, History):
        return equal(one.arrays(), other.arrays())
    if isinstance(one, Moment | Project):
        return all(equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return type(one) is type(other) and one == other


@pytest.fixture
def project(blobs):
    """A small training in the middle of its second epoch."""
    trainer = trainer_of(SMALL, blobs)
    for _ in range(10):
        trainer.step()
    trainer.measure(0.5)
    return project_of(SMALL, trainer, {"layout": ["curves", {"open": True}]})


@pytest.fixture
def file(project, tmp_path):
    """The same, saved."""
    save(tmp_path / "a.inknet", project)
    return tmp_path / "a.inknet"


def refusal(path):
    """The sentence with which a file is refused."""
    with pytest.raises(BadProject) as caught:
        open_project(path)
    words = str(caught.value)
    assert words.startswith(f"{path}: ")
    return words[len(str(path)) + 2 :]


def zip_of(members):
    """A zip in the form of a project's, whose checksums are right whatever its members are."""
    parts, data = [], b""
    for name, content in members.items():
        parts.append(archive.Part(name, zlib.crc32(content), len(content)))
        data += parts[-1].local() + content
    return data + archive.directory(parts)


def manifest_of(file):
    """The manifest as it stands at the front."""
    size = archive.LOCAL.unpack(file.read_bytes()[: archive.LOCAL.size])[8]
    start = archive.LOCAL.size + len(MANIFEST)
    return file.read_bytes()[start : start + size]


def changed(file, new):
    """Rewrite a file, manifest and all, with members changed or (None) left out."""
    members = {name: data for name, data in (read_archive(file) | new).items() if data is not None}
    file.write_bytes(b"".join(archived(members)))
    return file


# what comes back


def test_everything_comes_back(project, file):
    assert equal(open_project(file), project)


def test_saving_what_was_opened_gives_the_same_bytes(file, tmp_path):
    save(tmp_path / "b.inknet", open_project(file))
    assert (tmp_path / "b.inknet").read_bytes() == file.read_bytes()


def test_any_zip_program_reads_it(file, project):
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        assert opened.namelist()[:5] == [MANIFEST, "experiment.json", "training.json", "window.json", "parameters.npy"]
        assert {one.compress_type for one in opened.infolist()} == {zipfile.ZIP_STORED}
        assert Experiment.from_json(opened.read("experiment.json").decode()) == SMALL
        with opened.open("parameters.npy") as member:
            assert np.array_equal(np.load(io.BytesIO(member.read()), allow_pickle=False), project.moment.parameters)
        table = json.loads(opened.read(MANIFEST))["members"]
        for name, entry in table.items():
            assert entry == {"sha256": hashlib.sha256(opened.read(name)).hexdigest(), "size": len(opened.read(name))}


def test_a_project_that_was_never_trained_comes_back(tmp_path):
    path = tmp_path / "plan.inknet"
    save(path, Project(SMALL))
    opened = open_project(path)
    assert (opened.experiment, opened.moment, opened.history, opened.start) == (SMALL, None, None, None)


def test_components_that_are_not_there_are_names_until_a_session_needs_them(project, tmp_path, blobs):
    path = tmp_path / "a.inknet"
    wave = (replace(project.experiment.layers[0], activation=Choice("wave", (("frequency", 2.0),))),)
    save(path, replace(project, experiment=replace(project.experiment, layers=wave + project.experiment.layers[1:])))
    opened = open_project(path)
    assert opened.experiment.layers[0].activation == Choice("wave", (("frequency", 2.0),))
    with pytest.raises(Exception, match="no activation 'wave'"):
        Session(opened.experiment, blobs, opened.start)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".hidden", "first moment", "Größe", "m.v", "con"])
def test_whatever_a_plugin_calls_an_array_it_stays_inside_the_file(project, tmp_path, name):
    path = tmp_path / "a.inknet"
    save(path, replace(project, moment=replace(project.moment, state={name: np.arange(3.0)})))
    assert list(open_project(path).moment.state) == [name]
    assert all(".." not in one.split("/") and one.count("/") <= 1 for one in zipfile.ZipFile(path).namelist())


numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
trees = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
choices = st.builds(
    Choice,
    st.text("abc-", min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["rate", "size"]), st.booleans() | numbers | st.text(max_size=4), max_size=2).map(
        lambda values: tuple(sorted(values.items()))
    ),
)
any_array = arrays.arrays(
    st.sampled_from(["<f4", "<f8", "<i8", "|u1", "|b1"]).map(np.dtype), arrays.array_shapes(min_dims=0, min_side=0)
)


@st.composite
def projects(draw):
    units = draw(st.lists(st.integers(1, 6), max_size=3))
    layers = tuple(LayerChoice(n, draw(choices), draw(choices), 0.25, k == 1, k) for k, n in enumerate(units))
    experiment = Experiment(
        dataset=draw(choices),
        layers=(*layers, LayerChoice(0, draw(choices), key=99)),
        optimizer=draw(choices),
        regularizers=tuple(draw(st.lists(choices, max_size=2))),
        schedule=draw(st.none() | choices),
        batch_size=draw(st.integers(1, 10**6)),
        seed=draw(st.integers(0, 2**63 - 1)),
    )
    shape, outputs = tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))), draw(st.integers(1, 4))
    length = count([int(np.prod(shape)), *units, outputs])
    row = draw(st.integers(0, 100))
    history = History()
    for value in draw(st.lists(st.floats(-1e6, 1e6), max_size=20)):
        history.loss.append(value)
    if draw(st.booleans()):
        history.add(Evaluation(3, 0.5, 1.0, 0.1, float("nan"), float("inf"), float("nan")))
    moment = Moment(
        draw(st.integers(0, 10**9)),
        draw(st.integers(0, 10**6)),
        row,
        draw(st.integers(0, row)),
        draw(st.integers(0, 10**9)),
        np.random.default_rng(draw(st.integers(0, 99))).normal(size=length).astype(np.float32),
        draw(st.dictionaries(st.text(min_size=1, max_size=6), any_array, max_size=3)),
    )
    task = draw(st.sampled_from(["classification", "regression"]))
    return Project(
        experiment,
        draw(st.sampled_from([moment, None])),
        draw(st.sampled_from([history, None])),
        draw(st.dictionaries(st.text(min_size=1, max_size=6), any_array, max_size=2)),
        shape,
        outputs,
        task,
        tuple(f"class {k}" for k in range(outputs)) if task == "classification" else (),
        draw(st.dictionaries(st.text(max_size=5), trees, max_size=3)),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_any_project_comes_back_and_gives_the_same_bytes_again(tmp_path_factory, project):
    folder = tmp_path_factory.getbasetemp()
    one, two = folder / "one.inknet", folder / "two.inknet"
    save(one, project, backup=False)
    opened = open_project(one)
    assert equal(opened, project)
    save(two, opened, backup=False)
    assert one.read_bytes() == two.read_bytes()


# saving


def test_the_version_before_stays_beside_it_and_is_offered_when_the_file_is_damaged(project, file):
    old = file.read_bytes()
    save(file, replace(project, extras={"second": True}))
    assert file.with_name("a.inknet.bak").read_bytes() == old
    file.write_bytes(file.read_bytes()[:-1])
    assert refusal(file).endswith(f"open {file}.bak, the version before")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"extras": {"bad": float("nan")}}, "window.json: expected what JSON can say"),
        ({"extras": {"bad": object()}}, "window.json: expected what JSON can say"),
        (
            {"fitted": {"names": np.array(["a", "b"])}},
            "fitted/names.npy: expected an array of numbers, found one of <U1",
        ),
        (
            {"fitted": {"things": np.array([{}])}},
            "fitted/things.npy: expected an array of numbers, found one of object",
        ),
        ({"fitted": {f"array{k}": np.zeros(1) for k in range(70)}}, "expected at most 64 members"),
        ({"outputs": 4}, "training.json: .*classes: expected 4 names"),
        ({"input_shape": (11,)}, r"parameters.npy: expected 275 numbers of float32 for the layers .11-12-8-3., found"),
    ],
)
def test_what_could_not_be_opened_again_is_not_written(project, file, part, words):
    old = file.read_bytes()
    with pytest.raises(BadProject, match=words) as caught:
        save(file, replace(project, **part))
    assert str(caught.value).startswith(f"{file}: not saved: ")
    assert file.read_bytes() == old
    assert sorted(os.listdir(file.parent)) == ["a.inknet"]


def test_weights_that_are_not_finite_are_never_saved(project, file, blobs):
    old = file.read_bytes()
    spoilt = project.moment.parameters.copy()
    spoilt[7] = np.nan
    with pytest.raises(BadProject, match="all finite, found nan at 7"):
        save(file, replace(project, moment=replace(project.moment, parameters=spoilt)))
    assert file.read_bytes() == old
    trainer = trainer_of(SMALL, blobs)
    for _ in range(9):
        trainer.step()
    good = trainer.good
    assert good.step == 7  # the end of the first epoch
    trainer.network.parameters[3] = np.inf
    kept = project_of(SMALL, trainer)
    assert kept.moment is good
    assert len(kept.history.loss.view().mean) == 7


def test_a_folder_that_is_not_there_is_named(project, tmp_path):
    with pytest.raises(BadProject, match="cannot be written: No such file or directory; make the folder first"):
        save(tmp_path / "missing" / "a.inknet", project)


# resuming


CASES = {
    "adam": {},
    "dropout": {"layers": (replace(SMALL.layers[0], dropout=0.3), *SMALL.layers[1:])},
    "momentum and decay": {
        "optimizer": Choice("momentum", (("learning_rate", 0.05),)),
        "regularizers": (Choice("l2"), Choice("weight-decay")),
    },
    "one sample a step": {"batch_size": 1},
    "frozen": {"layers": (replace(SMALL.layers[0], frozen=True), *SMALL.layers[1:])},
}


@pytest.mark.parametrize("case", CASES)
def test_a_resumed_training_is_equal_to_the_bit(blobs, tmp_path, case):
    """100 rows in batches of 16: the last batch of an epoch has 4, and step 100 is in the middle of an epoch."""
    experiment, path = replace(SMALL, **CASES[case]), tmp_path / "a.inknet"
    whole = trainer_of(experiment, blobs)
    for _ in range(200):
        whole.step()
    first = trainer_of(experiment, blobs)
    for _ in range(100):
        first.step()
    save(path, project_of(experiment, first))
    opened = open_project(path)
    session = Session(opened.experiment, blobs, opened.start)
    try:
        session.wait()
        for _ in range(100):
            session.run.ask(lambda trainer: trainer.step())
        moment, history = session.run.ask(lambda trainer: (trainer.moment(), trainer.history)).result()
    finally:
        session.stop()
    assert equal(moment, whole.moment())
    assert equal(history.loss, whole.history.loss) or equal(history.arrays(), whole.history.arrays())


def test_a_training_does_not_go_on_with_data_of_another_form(project, blobs):
    for dataset, words in (
        (Choice("blobs", (("features", 11),)), "the saved network has 263 parameters, but .* it would have 275"),
        (Choice("blobs", (("train", 40),)), "saved after row 48 of an epoch, but the data now have 40 rows"),
    ):
        session = Session(replace(SMALL, dataset=dataset), blobs, project.start)
        with pytest.raises(BadExperiment, match=words):
            session.wait()
        session.stop()


def test_an_optimizer_that_remembers_other_arrays_now_begins_anew(project, blobs):
    start = replace(project.moment, state={"other": np.zeros(3)}), project.history
    session = Session(SMALL, blobs, start)
    session.wait()
    moment = session.run.ask(lambda trainer: trainer.moment()).result()
    session.stop()
    assert equal(moment.parameters, project.moment.parameters)
    assert (moment.step, moment.updates) == (10, 0)
    assert equal(moment.state, trainer_of(SMALL, blobs).state)


# damage


def test_a_file_that_is_cut_anywhere_is_refused(file):
    whole = file.read_bytes()
    for length in {*range(0, 200), *range(0, len(whole), 97), *range(len(whole) - 200, len(whole))}:
        file.write_bytes(whole[:length])
        refusal(file)


def test_a_flipped_bit_anywhere_is_seen(file):
    whole = file.read_bytes()
    rng = np.random.default_rng(1)
    places = [*range(100), *range(len(whole) - 1500, len(whole), 7), *rng.integers(0, len(whole), 400)]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(rng.integers(8))
        file.write_bytes(damaged)
        refusal(file)
    file.write_bytes(whole)
    open_project(file)  # the control: untouched it opens


def test_something_added_or_put_in_front_is_seen(file):
    whole = file.read_bytes()
    file.write_bytes(whole + b"\0")
    assert "bytes, as its manifest says, found" in refusal(file)
    file.write_bytes(b"#!/bin/sh\n" + whole)
    assert "offset 0: expected a project that inknet saved" in refusal(file)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "bytes 89 50 4e 47"),
        (b"PK\5\6" + b"\0" * 18, "bytes 50 4b 05 06"),
    ],
)
def test_what_is_no_project_is_told_so(tmp_path, content, found):
    path = tmp_path / "a.inknet"
    path.write_bytes(content)
    assert refusal(path) == (
        f"offset 0: expected a project that inknet saved, which begins with 50 4b 03 04, found {found}; "
        "open a copy of it from elsewhere"
    )


def test_what_cannot_be_read_is_told_so(tmp_path):
    assert "cannot be read: No such file or directory" in refusal(tmp_path / "missing.inknet")
    assert "expected a file, found a folder" in refusal(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "expected a file, found a pipe" in refusal(tmp_path / "pipe")


# hostile files


def test_a_later_version_is_refused_kindly(file):
    manifest = json_bytes({"format": "inknet-project", "version": 7, "members": {"strange": 1}, "more": []})
    file.write_bytes(zip_of({MANIFEST: manifest}))
    assert refusal(file) == (
        "manifest.json: it was saved by a later inknet (version 7 of the form, this one knows 1); "
        "update inknet to open it"
    )


def table(**members):
    return {"format": "inknet-project", "version": 1, "members": members}


ENTRY = {"sha256": "0" * 64, "size": 3}


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (b"not JSON", "expected JSON: Expecting value"),
        (b'{"format": 1, "format": 2}', "expected JSON: one key twice in an object"),
        (b'{"version": NaN}', "expected JSON: NaN, which is not a finite number"),
        (b"[" * 100_000, "expected JSON"),
        (b"[" * 70 + b"]" * 70, "expected at most 64 levels, found more"),
        (b"9" * 5000, "expected JSON"),
        (b"\xff\xfe{}", "expected JSON: 'utf-8' codec can't decode"),
        (b"[]", 'expected "format": "inknet-project", found []'),
        ({"format": "other"}, 'expected "format": "inknet-project"'),
        (table() | {"version": "1"}, 'expected "version": 1 and 1 to 64 "members"'),
        (table(), 'expected "version": 1 and 1 to 64 "members"'),
        (table(**{f"m{k}": ENTRY for k in range(65)}), 'expected "version": 1 and 1 to 64 "members"'),
        (table(**{"../../etc/passwd": ENTRY}), "expected names such as state/m.npy"),
        (table(**{"/etc/passwd": ENTRY}), "expected names such as state/m.npy"),
        (table(**{"C:\\evil": ENTRY}), "expected names such as state/m.npy"),
        (table(**{"a/../b": ENTRY}), "expected names such as state/m.npy"),
        (table(**{MANIFEST: ENTRY}), "expected names such as state/m.npy"),
        (table(a=3), "manifest.json: a: expected a sha256 and a size, found 3"),
        (table(a={"sha256": "0" * 64, "size": -1}), "a: expected a sha256 and a size"),
        (table(a={"sha256": "0" * 64, "size": True}), "a: expected a sha256 and a size"),
        (table(a={"sha256": "0" * 64, "size": 10**18}), "a: expected a sha256 and a size"),
        (table(a={"sha256": "Z" * 64, "size": 1}), "a: expected a sha256 and a size"),
        (table(a=ENTRY) | {"more": 1}, "expected what saving writes, found the same in another form"),
        (table(a={"sha256": "0" * 64, "size": 1_900_000_000}), "size: expected 1,900,000"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(tmp_path, manifest, words):
    path = tmp_path / "a.inknet"
    data = manifest if isinstance(manifest, bytes) else json_bytes(manifest)
    path.write_bytes(zip_of({MANIFEST: data, "a": b"abc"}))
    assert words in refusal(path)


def test_a_member_with_another_content_than_its_sum_is_refused(file):
    manifest, members = manifest_of(file), read_archive(file)
    members["experiment.json"] = members["experiment.json"].replace(b'"seed": 5', b'"seed": 6')
    file.write_bytes(zip_of({MANIFEST: manifest, **members}))
    assert "experiment.json: expected sha256 " in refusal(file)


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (6, b"\1\0", "experiment.json: expected a member that is not encrypted, found an encrypted one"),
        (8, b"\x08\0", "experiment.json: expected a stored member, found a compressed one (method 8)"),
        (30, b"../../", "experiment.json: expected this member here, found member '../../ment.json'"),
        (30, b"window.json", "experiment.json: expected this member here, found member 'window.jsonjson'"),
        (0, b"PK\5\6", "experiment.json: expected its header, found other bytes"),
        (10, b"\x11", "experiment.json: expected the header that saving writes, found another"),
    ],
)
def test_a_member_that_is_not_as_saved_is_refused(file, place, value, words):
    data = bytearray(file.read_bytes())
    start = data.index(b"PK\3\4", 4) + place
    data[start : start + len(value)] = value
    file.write_bytes(data)
    assert words in refusal(file)


def test_a_file_that_another_program_packed_is_refused(file):
    members = {MANIFEST: manifest_of(file), **read_archive(file)}
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(file, "w", compression) as target:
            for name, data in members.items():
                target.writestr(name, data)
        assert "expected" in refusal(file)


def test_a_second_member_of_one_name_is_refused(file):
    with zipfile.ZipFile(file, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("experiment.json", "{}")
    assert "it is cut or was added to" in refusal(file)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({"evil.py": b"print()"}, "evil.py: expected no such member, found one"),
        ({"state/m.pkl": b""}, "state/m.pkl: expected no such member, found one"),
        ({"parameters.npy": None}, "parameters.npy: expected this member, found none"),
        ({"training.json": None}, "training.json: expected this member, found none"),
        ({"history/evaluations.npy": None}, "history/*.npy: expected loss.values"),
        ({"experiment.json": b'{"version": 1, "seed": "x"}'}, "experiment.json: $.seed: expected int, found "),
        ({"experiment.json": b'{"version": 9}'}, "experiment.json: $.version: 9 is from a later inknet"),
        ({"experiment.json": b'{"version": 1, "sead": 1}'}, "experiment.json: $.sead: unknown: did you mean 'seed'?"),
        ({"experiment.json": b'{"version": 1, "stopping": {"seconds": 1e999}}'}, "1e999, which is not a finite number"),
        ({"window.json": b"[]"}, "window.json: $: expected an object, found []"),
        ({"window.json": b" " * 16_000_001}, "window.json: expected at most 16,000,000 bytes, found 16,000,001"),
        (
            {"training.json": b"{}"},
            "training.json: $: expected an object of moment, input_shape, outputs, task, classes",
        ),
    ],
)
def test_members_that_do_not_belong_are_refused(file, new, words):
    assert words in refusal(changed(file, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"step": 10', '"step": -1', "$.moment.step: expected a whole number from 0, found -1"),
        ('"step": 10', '"step": true', "$.moment.step: expected a whole number from 0, found true"),
        ('"origin": 0', '"origin": 49', "$.moment.origin: expected at most the row"),
        ('"updates"', '"update"', "$.moment: expected step, epoch, row, origin, updates"),
        ('"outputs": 3', '"outputs": 2', "$.classes: expected 2 names"),
        ('"classification"', '"magic"', '$.task: expected classification or regression, found "magic"'),
        (
            '"input_shape": [\n  10\n ]',
            '"input_shape": [0]',
            "$.input_shape: expected lengths of at least 1, found [0]",
        ),
        ('"input_shape": [\n  10\n ]', '"input_shape": [900000, 900000]', "$.input_shape: expected lengths"),
        ('"a"', "7", "$.classes: expected texts"),
    ],
)
def test_a_training_that_cannot_be_is_refused(file, old, new, words):
    text = read_archive(file)["training.json"].decode()
    assert old in text
    assert words in refusal(changed(file, {"training.json": text.replace(old, new).encode()}))


def npy(header, content=b"", version=b"\1\0"):
    size = struct.pack("<H", len(header)) if version == b"\1\0" else struct.pack("<I", len(header))
    return b"\x93NUMPY" + version + size + header + content


F4 = b"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expected a .npy of version 1.0"),
        (b"PK\3\4", "expected a .npy of version 1.0"),
        (npy(F4, bytes(8), b"\2\0"), "expected a .npy of version 1.0"),
        (npy(b"[1, 2]\n"), 'found "[1, 2]"'),
        (npy(b"(" * 1500), 'found "((((((((('),
        (npy(F4.replace(b"2,", b"1" * 1900)), "expected a .npy of version 1.0"),
        (npy(b"__import__('os')\n"), "found \"__import__('os')\""),
        (b"\x93NUMPY\1\0\xff\xff{", "expected a .npy of version 1.0"),
        (npy(F4.replace(b"<f4", b"|O"), bytes(16)), "expected a .npy of version 1.0 of little-endian numbers"),
        (npy(F4.replace(b"<f4", b">f4"), bytes(8)), "expected a .npy of version 1.0 of little-endian numbers"),
        (npy(F4.replace(b"<f4", b"<U4"), bytes(32)), "expected a .npy of version 1.0 of little-endian numbers"),
        (npy(F4.replace(b"False", b"True"), bytes(8)), "little-endian numbers, rows first, found"),
        (npy(F4.replace(b"'<f4'", b"[('a', '<f4')]"), bytes(8)), "expected a .npy of version 1.0"),
        (npy(F4.replace(b"<f4", b"<f3"), bytes(8)), "expected an array that can be"),
        (npy(F4, bytes(7)), "expected the bytes of shape (2,) of float32, found 7 of them"),
        (npy(F4, bytes(9)), "expected the bytes of shape (2,) of float32, found 9 of them"),
        (npy(F4.replace(b"(2,)", b"(500000000,)"), bytes(8)), "expected the bytes of shape (500000000,)"),
        (npy(F4.replace(b"(2,)", b"(-2,)"), bytes(8)), "expected a .npy of version 1.0"),
        (npy(F4.replace(b"(2,)", b"(0, 999999999999999)")), "expected 263 numbers"),
        (npy(F4.replace(b"(2,)", b"(" + b"0, " * 70 + b"0)")), "expected an array that can be"),
        (npy(F4, bytes(8)), "expected 263 numbers of float32"),
        (array_bytes(np.zeros(263)), "expected 263 numbers of float32 for the layers .10-12-8-3., found float64"),
    ],
)
def test_arrays_that_are_none_are_refused(file, data, words):
    told = refusal(changed(file, {"parameters.npy": data}))
    assert told.startswith("parameters.npy: ")
    assert words.replace(".10-12-8-3.", '"10-12-8-3"') in told


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("loss.values", np.zeros((2, 10))),
        ("loss.values", np.zeros(10)),
        ("loss.stride", np.array([0])),
        ("loss.stride", np.array([], int)),
        ("loss.stride", np.array([1.0])),
        ("learning_rate.pending", np.zeros((1, 1))),
        ("evaluations", np.zeros((1, 6))),
        ("evaluations", np.full((1, 7), np.nan)),
    ],
)
def test_a_history_of_another_form_is_refused(file, name, array):
    told = refusal(changed(file, {f"history/{name}.npy": array_bytes(array)}))
    assert f"history/{name}.npy: expected a history's {name}, found {array.dtype} of shape {array.shape}" in told


def test_a_great_claim_takes_no_memory(tmp_path):
    """Files of two gigabytes, mostly holes, that claim to hold great members."""
    tracemalloc.start()
    try:
        for name, size in ((MANIFEST, 1_900_000_000), ("other.json", 5)):
            path = tmp_path / name
            with path.open("wb") as hollow:
                hollow.write(archive.Part(name, 0, size).local())
                hollow.truncate(1_900_000_100)
            refusal(path)
        hollow = tmp_path / "hollow"
        hollow.touch()
        os.truncate(hollow, 2_100_000_000)
        assert "size: expected at most 2,000,000,000 bytes, found 2,100,000,000" in refusal(hollow)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


# the members themselves


@settings(max_examples=60, deadline=None)
@given(any_array)
def test_any_array_of_numbers_comes_back(array):
    back = array_of(array_bytes(array))
    assert equal(back, array)
    assert back.flags.writeable


def test_arrays_are_stored_in_one_form():
    array = np.arange(6, dtype=">f8").reshape(2, 3).T
    assert array_bytes(array) == array_bytes(np.ascontiguousarray(array).astype("<f8"))


@settings(max_examples=60, deadline=None)
@given(trees)
def test_any_plain_tree_comes_back(tree):
    assert tree_of(json_bytes(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for read in (tree_of, array_of, lambda content: array_of(npy(content))):
        with contextlib.suppress(BadProject):
            read(data)
