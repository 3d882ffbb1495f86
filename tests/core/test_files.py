"""Safe writing: under its own name a file is the whole old one or the whole new one, whatever fails on the way."""

import errno
import os
import signal
import stat
import subprocess
import sys

import pytest

from core import files
from core.errors import InknetError
from core.files import FileSystem, backup_name, new_file, open_regular, replace_file

CALLS = ("create", "sync", "link", "replace", "sync_folder")


class Logged(FileSystem):
    """The real thing, writing down its calls; the ``fail_at``-th of them fails."""

    def __init__(self, fail_at=None, error=None):
        self.log, self.fail_at = [], fail_at
        self.error = error or OSError(errno.EIO, "Input/output error")

    def _call(self, name, *arguments):
        if name in CALLS:
            self.log.append(name)
            if len(self.log) - 1 == self.fail_at:
                raise self.error
        return getattr(super(), name)(*arguments)

    def create(self, path):
        return self._call("create", path)

    def sync(self, file):
        return self._call("sync", file)

    def link(self, path, name):
        return self._call("link", path, name)

    def replace(self, path, name):
        return self._call("replace", path, name)

    def sync_folder(self, folder):
        return self._call("sync_folder", folder)

    def remove(self, path):
        return self._call("remove", path)


def text(words):
    return lambda file: file.write(words.encode())


def left_behind(folder):
    return [path.name for path in folder.iterdir() if path.suffix == ".tmp"]


def test_a_new_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "a.inknet"
    replace_file(path, text("new"))
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a.inknet"]


def test_a_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.inknet"
    path.write_text("old")
    path.chmod(0o640)
    replace_file(path, text("new"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_version_before_is_kept_where_asked(tmp_path):
    path = tmp_path / "a.inknet"
    for words in ("one", "two", "three"):
        replace_file(path, text(words), backup=True)
    assert (path.read_text(), backup_name(path).read_text()) == ("three", "two")
    assert sorted(os.listdir(tmp_path)) == ["a.inknet", "a.inknet.bak"]


def test_a_backup_left_by_a_crash_between_two_calls_is_no_obstacle(tmp_path):
    """After such a crash both names are one file, and replacing one name by the other is nothing to the system."""
    path = tmp_path / "a.inknet"
    path.write_text("old")
    os.link(path, backup_name(path))
    replace_file(path, text("new"), backup=True)
    assert (path.read_text(), backup_name(path).read_text()) == ("new", "old")
    assert left_behind(tmp_path) == []


def test_a_file_system_without_second_names_gets_a_copy(tmp_path):
    path = tmp_path / "a.inknet"
    path.write_text("old")

    class Fat(FileSystem):
        def link(self, path, name):
            raise PermissionError(errno.EPERM, "Operation not permitted")

    replace_file(path, text("new"), backup=True, system=Fat())
    assert (path.read_text(), backup_name(path).read_text()) == ("new", "old")
    assert left_behind(tmp_path) == []


def test_the_order_is_write_sync_replace_sync_the_folder(tmp_path):
    path = tmp_path / "a.inknet"
    path.write_text("old")
    system = Logged()
    replace_file(path, lambda file: system.log.append("write"), backup=True, system=system)
    assert system.log == ["create", "write", "sync", "link", "replace", "replace", "sync_folder"]


@pytest.mark.parametrize("k", range(6))
def test_whichever_call_fails_the_file_is_the_old_or_the_new_and_nothing_else_is_left(tmp_path, k):
    path = tmp_path / "a.inknet"
    path.write_text("old")
    system = Logged(fail_at=k, error=OSError(errno.ENOSPC, "No space left on device"))
    if k == 2:  # a link that fails is not the end: a copy is made
        replace_file(path, text("new"), backup=True, system=system)
    else:
        with pytest.raises(InknetError, match=r"a\.inknet: cannot be written: No space left on device; free some"):
            replace_file(path, text("new"), backup=True, system=system)
    assert system.log[k] == "link" if k == 2 else len(system.log) == k + 1
    assert path.read_text() == ("new" if k in (2, 5) else "old")
    assert left_behind(tmp_path) == []


def test_what_the_writer_raises_passes_through_and_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.inknet"
    path.write_text("old")

    def write(file):
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(path, write)
    assert path.read_text() == "old"
    assert left_behind(tmp_path) == []


def test_a_full_device_leaves_the_old_file():
    """/dev/full is a device whose every write fails; it must not be replaced by a file either."""
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with pytest.raises(InknetError, match="expected a file, found a device"):
        replace_file("/dev/full", text("new"))
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("missing/a.inknet", "No such file or directory; make the folder first"),
        ("folder", "expected a file, found a folder"),
        ("x" * 300, "File name too long"),
        ("loop", "Too many levels of symbolic links|expected a file, found a device or a link"),
    ],
)
def test_a_place_that_takes_no_file_is_named_with_the_cause(tmp_path, name, cause):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(InknetError, match=cause) as caught:
        replace_file(tmp_path / name, text("new"))
    assert name in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["folder", "loop"]


def test_a_link_is_followed_and_stays(tmp_path):
    (tmp_path / "real.inknet").write_text("old")
    (tmp_path / "link.inknet").symlink_to("real.inknet")
    replace_file(tmp_path / "link.inknet", text("new"))
    assert (tmp_path / "link.inknet").is_symlink()
    assert (tmp_path / "real.inknet").read_text() == "new"


def test_a_link_planted_at_the_temporary_name_is_not_followed(tmp_path, monkeypatch):
    (tmp_path / "victim").write_text("precious")
    planted = tmp_path / ".planted.tmp"
    planted.symlink_to(tmp_path / "victim")
    monkeypatch.setattr(files, "temporary_name", lambda path: planted)
    with pytest.raises(InknetError, match="File exists"):
        replace_file(tmp_path / "a.inknet", text("new"))
    assert (tmp_path / "victim").read_text() == "precious"


def test_a_name_that_another_program_holds_is_tried_again(tmp_path, monkeypatch):
    waited = []
    monkeypatch.setattr(files, "WAITS", (0.05, 0.1, 0.2, 0.4, 0.8))
    monkeypatch.setattr(files.time, "sleep", waited.append)

    class Held(FileSystem):
        def replace(self, path, name):
            if len(waited) < 3:
                raise PermissionError(13, "Access is denied")
            super().replace(path, name)

    replace_file(tmp_path / "a.inknet", text("new"), system=Held())
    assert waited == [0.05, 0.1, 0.2]
    assert (tmp_path / "a.inknet").read_text() == "new"


def test_a_new_file_never_takes_the_place_of_one_that_is_there(tmp_path):
    path = tmp_path / "wave.py"
    new_file(path, b"mine")
    with pytest.raises(InknetError, match="is there already; choose another name"):
        new_file(path, b"yours")
    assert path.read_bytes() == b"mine"


def test_a_new_file_that_cannot_be_finished_is_not_there(tmp_path):
    with pytest.raises(InknetError, match=r"wave\.py: cannot be written: Input/output error"):
        new_file(tmp_path / "wave.py", b"mine", Logged(fail_at=1))
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_only_regular_files_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, what in ((tmp_path / "pipe", "a pipe"), (tmp_path, "a folder"), ("/dev/zero", "a device or a link")):
        with pytest.raises(OSError, match=f"expected a file, found {what}"):
            open_regular(path)
    with pytest.raises(OSError, match="null"):
        open_regular("a\0b")


KILLED = """
import sys
from pathlib import Path
from core.files import replace_file
print("ready", flush=True)
k = 0
while True:
    k += 1
    replace_file(Path(sys.argv[1]), lambda file: file.write(b"%09d" % k * 20_000), backup=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill at any moment")
def test_a_killed_writer_leaves_a_whole_file(tmp_path):
    path, waits = tmp_path / "a.inknet", (0.0, 0.007, 0.02, 0.033, 0.05)
    for wait in waits:
        writer = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
        writer.stdout.readline()
        try:
            writer.wait(wait)
        except subprocess.TimeoutExpired:
            writer.kill()
        writer.communicate()
        for one in (path, backup_name(path)):
            data = one.read_bytes() if one.exists() else b""
            assert len(data) in (0, 180_000)
            assert data == data[:9] * 20_000 or not data
