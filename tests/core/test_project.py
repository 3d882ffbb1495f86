"""Project files: everything comes back to the bit, what is damaged or hostile is refused, resuming is exact."""

import hashlib
import io
import json
import os
import zipfile
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core import build
from core.archive import MANIFEST, archived, read_archive
from core.errors import BadProject
from core.experiment import Choice, Experiment, LayerChoice, Stopping, layers_from
from core.history import Evaluation, History
from core.members import array_bytes
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
    layers = tuple(LayerChoice(n, draw(choices), draw(choices), 0.25, k == 1, key=k) for k, n in enumerate(units))
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


def round_trips(n, folder, record):
    """Save, open and save again so many projects of any kind."""
    one, two = folder / "one.inknet", folder / "two.inknet"

    @settings(max_examples=n, deadline=None, suppress_health_check=list(HealthCheck))
    @given(projects())
    def come_back(project):
        save(one, project, backup=False)
        opened = open_project(one)
        assert equal(opened, project)
        save(two, opened, backup=False)
        assert one.read_bytes() == two.read_bytes()

    come_back()
    record("D9", "Save, open, save: equal arrays, equal bytes", n, "all", "all", "LibreOffice (content compared)")


def test_any_project_comes_back_and_gives_the_same_bytes_again(tmp_path, record):
    round_trips(40, tmp_path, record)


@pytest.mark.long
def test_a_thousand_projects_come_back_and_give_the_same_bytes_again(tmp_path, record):
    round_trips(1000, tmp_path, record)


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
    for _ in range(7):
        trainer.step()
    trainer.measure(0.0)
    good = trainer.good
    assert good.step == 7  # the end of the first epoch, where it was measured
    trainer.step()
    trainer.network.parameters[3] = np.inf
    kept = project_of(SMALL, trainer)
    assert kept.moment is good
    assert len(kept.history.loss.view().mean) == 7


def test_a_folder_that_is_not_there_is_named(project, tmp_path):
    with pytest.raises(BadProject, match="cannot be written: No such file or directory; make the folder first"):
        save(tmp_path / "missing" / "a.inknet", project)


# what does not belong together


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


@pytest.mark.parametrize(
    ("array", "found"),
    [(np.zeros(263), "float64 of shape (263,)"), (np.zeros(264, "f4"), "float32 of shape (264,)"), (None, "nan at 7")],
)
def test_parameters_that_do_not_fit_are_refused(file, project, array, found):
    if array is None:
        array = project.moment.parameters.copy()
        array[7] = np.nan
    told = refusal(changed(file, {"parameters.npy": array_bytes(array)}))
    assert told.startswith('parameters.npy: expected 263 numbers of float32 for the layers "10-12-8-3"')
    assert f"found {found}" in told
