"""Whatever fails while a file is written, and whenever: it is the whole old one or the new one, and it is told."""

import ast
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from core import files
from core.errors import InknetError
from core.figures import Note
from core.files import append_line, clear_stale
from core.project import open_project, save
from core.recovery import Keeper, offers
from core.trust import Store

ROOT = Path(__file__).parent.parent.parent
HOWS = ("once", "for ever", "crash")


def save_project(path, version, make):
    save(path, make(version))


def read_project(path):
    return open_project(path).experiment.seed


def save_trust(path, version, make):
    store = Store(path)
    store.agree(str(version))
    store.write()


def read_trust(path):
    return int(Store.read(path).consented[0])


def export(path, version, make):
    from desktop.figures.export import save as export_figure

    export_figure(SimpleNamespace(figure=Note(text=str(version) * 50)), "json", path)


def read_export(path):
    words = json.dumps(json.loads(path.read_bytes()))
    return next(version for version in (1, 2) if str(version) * 50 in words)


def append(path, version, make):
    append_line(path, b"%d" % version * 50)


def read_lines(path):
    lines = path.read_bytes().split(b"\n")
    whole = [line for line in lines if len(line) == 50 and len(set(line)) == 1]
    assert whole[0] == b"1" * 50
    return len(whole)


def keeper_of(path):
    path.mkdir(exist_ok=True)
    return Keeper.begin(path) if not list(path.iterdir()) else offers(path)[0].adopt()


def autosave(path, version, make):
    keeper = keeper_of(path)
    try:
        keeper.note(make(version).experiment, {"version": version}, None, "a", 0)
    finally:
        os.close(keeper._lock)


def checkpoint(path, version, make):
    keeper = keeper_of(path)
    try:
        keeper.note(make(1).experiment, {}, None, "a", 0)
        keeper.checkpoint(make(version))
    finally:
        os.close(keeper._lock)


def read_kept(path):
    offer = offers(path)[0]
    offer.leave()
    return offer.read().project.experiment.seed


def naive(path, version, make):
    """The control: it writes under the final name."""
    other = path.with_name("other.inknet")
    if version == 1:
        save(path, make(1))
        save(other, make(2))
        return
    data = other.read_bytes()
    path.unlink(missing_ok=True)
    with files.SYSTEM.create(path) as file:
        for at in range(0, len(data), 512):
            file.write(data[at : at + 512])


TARGETS = {
    "save": (save_project, read_project),
    "trust store": (save_trust, read_trust),
    "export": (export, read_export),
    "own digits": (append, read_lines),
    "autosave": (autosave, read_kept),
    "checkpoint": (checkpoint, read_kept),
}


def trial(folder, write, read, make, system, monkeypatch, died):
    """One failure: what stands there afterwards, 1 or 2, and what was told."""
    folder.mkdir()
    path, told = folder / "file.inknet", "saved"
    write(path, 1, make)
    with monkeypatch.context() as patch:
        patch.setattr(files, "SYSTEM", system)
        try:
            write(path, 2, make)
        except InknetError as error:
            told = str(error)
        except died:
            told = "crash"
    try:
        return path, read(path), told
    except (InknetError, OSError, ValueError, StopIteration, AssertionError, IndexError):
        return path, 0, told


@pytest.mark.parametrize("name", TARGETS)
def test_a_failure_of_any_operation_leaves_the_old_or_the_new_and_is_told(
    name, tmp_path, make_project, failing, died, monkeypatch, record
):
    write, read = TARGETS[name]
    torn, silent, left, trials = [], [], [], 0
    for how in HOWS:
        k = 0
        while True:
            system = failing(k, how)
            path, version, told = trial(tmp_path / f"{how}{k}", write, read, make_project, system, monkeypatch, died)
            if len(system.log) <= k:
                break
            trials, k = trials + 1, k + 1
            if version not in (1, 2) or (told == "saved" and version != 2):
                torn.append((how, k, system.log[-1]))
            if told not in ("saved", "crash") and not (str(path) in told and "No space left" in told):
                silent.append((how, k, told))
            if how == "once" and len(list(path.parent.glob(".*.tmp"))):
                left.append((k, system.log))
            write(path, 2, make_project)  # once there is room again
            if name != "own digits" and read(path) != 2:
                torn.append((how, k, "retry"))
    record(
        "C4",
        f"Any I/O failure is survived: {name}",
        trials,
        "0 neither old nor new, 0 not told with path and cause",
        f"{len(torn)} and {len(silent)}",
        "SQLite (I/O-error injection)",
    )
    assert trials >= 9
    assert (torn, silent, left) == ([], [], [])


def test_the_same_sweep_finds_the_naive_writer(tmp_path, make_project, failing, died, monkeypatch):
    found = [
        trial(tmp_path / str(k), naive, read_project, make_project, failing(k, "crash"), monkeypatch, died)[1]
        for k in range(12)
    ]
    assert 0 in found


def test_what_a_crash_left_beside_a_project_goes_when_it_is_next_held(
    tmp_path, make_project, failing, died, monkeypatch, record
):
    path = tmp_path / "a.inknet"
    save(path, make_project())
    stale = [tmp_path / f".a.inknet.{4_000_000 + k}.{k:08x}.tmp" for k in range(20)]
    others = [tmp_path / name for name in (".b.inknet.4000001.00000001.tmp", ".a.inknet.1.00000001.tmp", "notes.tmp")]
    for one in [*stale, *others]:
        one.write_bytes(b"half")
    assert sorted(clear_stale(path)) == sorted(stale)
    assert all(one.exists() for one in others)
    record("C13", "What a crash leaves beside a project goes", 20, "100 % of own, 0 of others", "100 %, 0", "SQLite")


def in_order(log):
    """Whether every byte is on the disk before its file gets its name, and the name is before the end."""
    dirty, named, growing = False, False, set()
    for operation, place in log:
        if operation == "extend":
            growing.add(place)
        elif operation == "write":
            dirty = True
            if not (place.endswith(".tmp") or place in growing):
                return False
        elif operation == "sync":
            dirty = False
        elif operation == "replace":
            named = True
            if dirty:
                return False
        elif operation == "sync_folder":
            named = False
    return not dirty and not named


def test_a_wrong_order_is_seen():
    right = [("create", "a.tmp"), ("write", "a.tmp"), ("sync", "a.tmp"), ("replace", "a"), ("sync_folder", "f")]
    assert in_order(right)
    assert not in_order([*right[:2], *right[3:]])
    assert not in_order(right[:-1])
    assert not in_order([("create", "a"), ("write", "a"), ("sync", "a")])


def test_everything_is_brought_to_the_disk_before_it_gets_its_name(
    tmp_path, make_project, failing, monkeypatch, record
):
    wrong, steps = [], 0
    for name, (write, _) in TARGETS.items():
        for version in (1, 2):
            system = failing()
            with monkeypatch.context() as patch:
                patch.setattr(files, "SYSTEM", system)
                write(tmp_path / name.replace(" ", "-"), version, make_project)
            steps += len(system.log)
            wrong += [] if in_order(system.log) else [system.log]
    record("C5", "write < fsync < replace < fsync of the folder", steps, "0 deviations", f"{len(wrong)}", "SQLite")
    assert wrong == []


ELSEWHERE = {
    "core/cli.py": "nothing is kept of what is written there: it takes the place of a closed pipe",
    "core/markers.py": "a file in shared memory, locked while the program lives",
    "core/contracts/child.py": "the throw-away process writes into its own temporary folder",
    "core/bench/bench.py": "the throw-away process reads it from its own temporary folder",
    "core/bench/child.py": "the throw-away process writes into its own temporary folder",
    "desktop/heartbeat.py": "the interpreter writes stacks there by itself; what the log took over is emptied",
    "plugins/datasets/idx/download.py": "a plugin, which sees the face of core only; it writes aside and replaces too",
}
WRITES = ("write_text", "write_bytes", "touch", "truncate", "tofile", "savetxt", "savez", "savez_compressed", "mkstemp")
MODES = ("w", "a", "x", "r+", "w+", "a+", "x+")
TAKES = ("os.replace", "os.rename", "os.link", "np.save", "numpy.save", "os.write")


def writes(source):
    """The calls in a source that could change a file."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name, words = (
            ast.unparse(node.func),
            [ast.unparse(one) for one in (*node.args, *(k.value for k in node.keywords))],
        )
        last = name.rpartition(".")[2]
        opens = last in ("open", "fdopen") and any(
            (word[0] in "'\"" and word[1:-1].replace("b", "").replace("t", "") in MODES)
            or any(flag in word for flag in ("O_WRONLY", "O_RDWR", "O_CREAT"))
            for word in words
        )
        file_moves = last in ("rename", "hardlink_to", "symlink_to") and len(words) == 1
        if opens or last in WRITES or name in TAKES or name.startswith("shutil.copy") or file_moves:
            found.append(ast.unparse(node))
    return found


def test_one_module_writes_files(record):
    program = [path for part in ("core", "plugins", "desktop") for path in sorted((ROOT / part).rglob("*.py"))]
    places = {path.relative_to(ROOT).as_posix(): writes(path.read_text(encoding="utf-8")) for path in program}
    wrong = {place: calls for place, calls in places.items() if calls and place not in {*ELSEWHERE, "core/files.py"}}
    record("C5", "One module writes files", len(program), "0 other places", f"{len(wrong)}", "SQLite")
    assert wrong == {}
    assert [place for place in ELSEWHERE if not places[place]] == []  # the list has no entry that is not needed


@pytest.mark.parametrize(
    "line", ["open(p, 'w')", "p.open(mode='ab')", "p.write_text('x')", "os.open(p, os.O_RDWR)", "os.replace(a, b)"]
)
def test_a_line_that_writes_is_found(line):
    assert writes(line)
    assert not writes("open(p, 'rb'); p.open(); text.replace('a', 'b'); chooser.open(a)")
