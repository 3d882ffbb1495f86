"""What a file from a stranger may not do: run code, reach elsewhere, or change what is the user's."""

import importlib.machinery
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import Activation, Dataset, Loss, files
from core.archive import read_archive
from core.build import load, trainer_of
from core.errors import BadExperiment, BadLesson, BadProject, InknetError
from core.experiment import Choice, Experiment, LayerChoice, layers_from
from core.files import alone, append_line, content, new_file, open_lock, replace_file
from core.folders import find_all, why_unsafe
from core.lessons.reading import read_lesson
from core.markers import Markers
from core.placeholders import MISSING, with_placeholders
from core.project import open_project, save
from core.recovery import Keeper
from core.shelf import Shelf
from core.trust import Store, own_folder, private_folder

SCRIPT = Path(__file__).with_name("audit.py")
ROOT = Path(__file__).parents[2]
KERAS = "Keras (a file of a model could name code)"


def audited(folder, *control):
    """What the audit hook heard while everything was opened."""
    command = [sys.executable, str(SCRIPT), str(folder), *control]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, cwd=folder, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_opening_whatever_file_runs_writes_and_reaches_nothing(corpus, tmp_path, record):
    from corpus.hostile import hostile

    heard, n = audited(tmp_path), len(hostile())
    promise = f"Opening runs no code and writes nothing: the corpus and {n} hostile projects under an audit hook"
    measured = f"{len(heard['events'])} events, {heard['changed']} files changed"
    record("S1", promise, heard["files"], "0 events, 0 files", measured, KERAS)
    assert heard["events"] == []
    assert heard["changed"] == 0
    assert n >= 200
    assert heard["files"] == len(corpus) + n


def test_a_reader_that_imports_what_a_project_names_is_heard(tmp_path):
    events = {event for _, event, _ in audited(tmp_path, "trusting")["events"]}
    assert {"import", "exec"} <= events


class Finder:
    """Stands before all finders and notes what is looked for; it finds nothing."""

    def __init__(self):
        self.names = []

    def find_spec(self, name, path=None, target=None):
        self.names.append(name)


WORD = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
DOTTED = st.lists(WORD, min_size=1, max_size=4).map(".".join)
STDLIB = st.sampled_from(sorted(sys.stdlib_module_names)).map(lambda name: f"{name}.main")
KINDS = ("loss", "optimizer", "dataset", "preprocessing", "schedule")


def open_named(n, path, there):
    """Open and show so many projects with a dotted name in some place; nothing may be looked for."""
    from corpus import projects

    finder = Finder()

    @settings(max_examples=n, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(KINDS), DOTTED | STDLIB | st.sampled_from(importlib.machinery.all_suffixes()))
    def opened(kind, name):
        path.write_bytes(projects.experiment(**{kind: {"name": name}}))
        before = len(finder.names)
        sys.meta_path.insert(0, finder)
        try:
            e = open_project(path).experiment
            registry = with_placeholders(e, there)
        finally:
            sys.meta_path.remove(finder)
        assert finder.names[before:] == []
        assert any(entry.cls.name == name and entry.origin == MISSING for entry in registry.entries.values())

    opened()


def tell_names(record, n):
    record("S3", "A name in a file is looked up, never imported (hypothesis)", n, "0 imports", "0", KERAS)


def test_a_dotted_name_imports_nothing(corpus, registry, tmp_path, record):
    open_named(80, tmp_path / "a.inknet", registry)
    tell_names(record, 80)


@pytest.mark.long
def test_thousands_of_dotted_names_import_nothing(corpus, registry, tmp_path, record):
    open_named(3000, tmp_path / "a.inknet", registry)
    tell_names(record, 3000)


def test_the_finder_hears_an_import():
    finder = Finder()
    sys.meta_path.insert(0, finder)
    try:
        with pytest.raises(ImportError):
            importlib.import_module("inknet_is_not_here")
    finally:
        sys.meta_path.remove(finder)
    assert finder.names == ["inknet_is_not_here"]


# what a teacher's file may not: a verb each


LESSON = """+++
title = "One"
[recipes.one]
dataset = "moons"
layers = [4]
{row}
+++
{body}
"""


def refused_lesson(folder, registry, row="", body="Text."):
    """The code by which a lesson is refused."""
    path = folder / "one.md"
    path.write_text(LESSON.format(row=row, body=body), encoding="utf-8")
    with pytest.raises(BadLesson) as caught:
        read_lesson(path, registry)
    return caught.value.code


def refused_project(folder, data):
    """The code by which a project is refused."""
    (folder / "a.inknet").write_bytes(data)
    with pytest.raises(BadProject) as caught:
        open_project(folder / "a.inknet")
    return caught.value.code


def run_code_in_a_project(folder, registry):
    from corpus import projects

    return refused_project(folder, projects.packed({"plugin.py": b"raise SystemExit"})) == "unknown"


def run_code_in_a_lesson(folder, registry):
    return refused_lesson(folder, registry, body="- [ ] Do.\n  check: exec('1')") == "unknown"


def bring_a_pickle(folder, registry):
    from corpus import arrays, projects

    return refused_project(folder, projects.packed({"parameters.npy": arrays.PICKLED})) == "format"


def write_outside_the_project(folder, registry):
    from corpus import projects

    return refused_project(folder, projects.manifest(projects.table(**{"../../x": projects.ENTRY}))) == "path"


def read_a_picture_outside(folder, registry):
    (folder.parent / "secret.png").write_bytes(b"")
    codes = [
        refused_lesson(folder, registry, body=f"![it]({path})")
        for path in ("../secret.png", str(folder.parent / "secret.png"), "a/../../secret.png")
    ]
    return codes == ["path"] * 3


def read_data_outside(folder, registry):
    names = ("/etc/passwd", "../a.csv", "~/a.csv", "C:\\\\a.csv", "\\\\\\\\server\\\\a.csv", "file:///etc/passwd")
    rows = [f"optimizer = \"adam\"\nset = ['dataset.file={name}']" for name in names]
    (folder / "one.md").write_text("")
    texts = [LESSON.replace('"moons"', '"csv"').format(row=row, body="Text.") for row in rows]
    codes = []
    for text in texts:
        (folder / "one.md").write_text(text, encoding="utf-8")
        with pytest.raises(BadLesson) as caught:
            read_lesson(folder / "one.md", registry)
        codes.append(caught.value.code)
    return codes == ["path"] * len(names)


def use_the_network(folder, registry):
    pictures = [refused_lesson(folder, registry, body=f"![it]({url})") for url in ("https://x.y/a.png", "//x.y/a.png")]
    units = {one.unit for cls in registry.all(Dataset) for one in cls.settings.values()}
    return pictures == ["path"] * 2 and not any("url" in unit for unit in units)  # no setting holds an address


def change_settings(folder, registry):
    from corpus import projects

    store = Store(folder / "config" / "plugins.json")
    store.agree("a" * 64)
    store.write()
    before = store.path.read_bytes()
    tree = {"consented": ["b" * 64], "off": {}, "theme": "dark", "ask_on_change": False}
    (folder / "a.inknet").write_bytes(projects.packed({"window.json": json.dumps(tree).encode()}))
    opened = open_project(folder / "a.inknet")
    lesson = refused_lesson(folder, registry, row="theme = 'dark'")
    return store.path.read_bytes() == before and opened.extras == tree and lesson == "unknown"


def hide_a_plugin(folder, registry):
    e = Experiment(layers=layers_from([4], Choice("not-here")), loss=Choice("cross-entropy"))
    there = with_placeholders(e, registry)
    same = [there.find(Loss, "cross-entropy"), there.find(Activation, "relu")]
    return same == [registry.find(Loss, "cross-entropy"), registry.find(Activation, "relu")]


def stand_in_for_a_component(folder, registry):
    there = with_placeholders(Experiment(loss=Choice("mine")), registry)
    with pytest.raises(BadExperiment, match="from a plugin that is not here"):
        there.make(Loss, "mine")
    return there.entries["loss", "mine"].origin == MISSING


def fill_the_memory(folder, registry):
    from corpus import projects

    wide = Experiment(
        dataset=Choice("moons"),
        layers=(
            LayerChoice(10**6, Choice("relu"), key=1),
            *([LayerChoice(10**6, Choice("relu"), key=2), LayerChoice(0, Choice("auto"), key=3)]),
        ),
    )
    with pytest.raises(BadExperiment, match="give the widest layer fewer units"):
        trainer_of(wide, registry, load(wide.dataset, 1, registry))
    return (
        refused_project(folder, projects.manifest(projects.table(a=projects.ENTRY | {"size": 1_900_000_000}))) == "cut"
    )


def fill_the_disk(folder, registry):
    from corpus import projects

    path = folder / "a.inknet"
    path.write_bytes(projects.packed({}))
    opened = read_archive(path)
    return sum(map(len, opened.values())) < path.stat().st_size and os.listdir(folder) == ["a.inknet"]


def overwrite_without_asking(folder, registry):
    from corpus import projects

    old, path = folder / "mine.inknet", folder / "a.inknet"
    old.write_bytes(b"mine")
    path.write_bytes(projects.packed({"window.json": json.dumps({"path": str(old), "save": str(old)}).encode()}))
    save(path, replace(open_project(path), extras={}))
    return old.read_bytes() == b"mine"


def change_the_code_of_the_program(folder, registry):
    codes = [
        refused_lesson(folder, registry, row=f"set = ['{place}=1']")
        for place in ("__class__.__init__", "dataset.__class__.x", "stopping.__dict__", "layers.0.__module__")
    ]
    return codes == ["range"] * 4 or set(codes) <= {"range", "unknown"}


VERBS = [
    run_code_in_a_project,
    run_code_in_a_lesson,
    bring_a_pickle,
    write_outside_the_project,
    read_a_picture_outside,
    read_data_outside,
    use_the_network,
    change_settings,
    hide_a_plugin,
    stand_in_for_a_component,
    fill_the_memory,
    fill_the_disk,
    overwrite_without_asking,
    change_the_code_of_the_program,
]


def test_what_a_teachers_file_may_not(corpus, registry, tmp_path, record):
    held = {verb.__name__.replace("_", " "): verb(own_folder(tmp_path / verb.__name__), registry) for verb in VERBS}
    promise, measured = f"A teacher's file may not: {', '.join(held)}", f"{sum(held.values())} of {len(held)}"
    record("S5", promise, len(held), "all, 12 verbs at least", measured, "Blender, VS Code (trust)")
    assert all(held.values()), held
    assert len(held) >= 12


# folders and files


@pytest.fixture
def open_to_all():
    """A user whose files anyone may write, unless a program says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def everything_of_ours(folder, project):
    """One of everything that the program keeps for itself."""
    store = Store(folder / "config" / "inknet" / "plugins.json")
    store.write()
    private_folder(folder / "config" / "inknet")
    keeper = Keeper.begin(folder / "state" / "inknet" / "recovery")
    keeper.note(project.experiment, {}, None, "a", 0)
    keeper.checkpoint(project)
    markers = Markers(folder / "config" / "inknet" / "running")
    with markers.inside("a.py", "0" * 64, "forward"):
        pass
    shelf = Shelf("plugins", folder / "data" / "inknet" / "plugins", folder / "config" / "inknet", check=False)
    shelf.save("mine.py", b"")
    new_file(folder / "data" / "inknet" / "new", b"")
    append_line(folder / "data" / "inknet" / "lines", b"")
    replace_file(folder / "data" / "inknet" / "a.inknet", content(b""))
    with alone(folder / "data" / "inknet" / "lines"):
        pass
    os.close(open_lock(folder / "data" / "inknet" / "lock"))
    keeper.close()
    shelf.close()
    return [path for path in folder.rglob("*") if path != folder]


@pytest.mark.skipif(os.name == "nt", reason="this system keeps no such permissions")
def test_what_is_the_users_own_nobody_else_can_read_or_write(open_to_all, make_project, tmp_path, record):
    paths = everything_of_ours(own_folder(tmp_path / "home"), make_project())
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    wrong = {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077}
    measured = f"{len(wrong)} others"
    record("S7", "Own folders are 0700 and own files 0600, whatever the umask", len(paths), "0 others", measured)
    assert wrong == {}
    assert len(paths) > 12
    (tmp_path / "control").mkdir()
    assert stat.S_IMODE((tmp_path / "control").stat().st_mode) & 0o077


@pytest.mark.skipif(os.name == "nt", reason="links need rights on this system")
def test_a_link_planted_where_a_temporary_file_goes_is_not_followed(tmp_path, monkeypatch, record):
    theirs, path = tmp_path / "theirs", tmp_path / "a"
    theirs.write_bytes(b"theirs")
    monkeypatch.setattr(files.secrets, "token_hex", lambda n: "00000000")  # as if it could be foreseen
    planted = [files.temporary_name(path), tmp_path / "new", tmp_path / "lock", tmp_path / ".a.lock"]
    for one in planted:
        one.symlink_to(theirs)
    for attempt in (
        lambda: replace_file(path, content(b"ours")),
        lambda: new_file(tmp_path / "new", b"ours"),
        lambda: open_lock(tmp_path / "lock"),
        lambda: alone(path).__enter__(),
    ):
        with pytest.raises((InknetError, OSError)):
            attempt()
    record("S7", "A link planted at the name of a file to be made is not followed", len(planted), "0 followed", "0")
    assert theirs.read_bytes() == b"theirs"
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="this system keeps no such permissions")
def test_a_plugin_folder_that_anyone_may_write_to_is_not_loaded(tmp_path, record):
    folder = own_folder(tmp_path / "plugins")
    (folder / "mine.py").write_text("raise SystemExit('this must not run')")
    modes = {mode: bool(folder.chmod(mode) or why_unsafe(folder)) for mode in (0o700, 0o755, 0o707, 0o777, 0o1777)}
    found = find_all("plugins", folder)
    told = [one.reason for one in found.failures]
    record("S8", "A plugin folder that anyone may write to is not loaded", 3, "refused with reason", "3 of 3 refused")
    assert modes == {0o700: False, 0o755: False, 0o707: True, 0o777: True, 0o1777: True}
    assert told == [why_unsafe(folder)]
    assert "run: chmod o-w" in told[0]
