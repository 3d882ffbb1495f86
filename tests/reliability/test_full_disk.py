"""Where the disk is full, the old file stays byte by byte, it is told, and once there is room saving works again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("full_disk.py")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system has no limit on the size of files")


def tried(folder, places, *control):
    """What saving with so many amounts of room came to."""
    command = [sys.executable, str(SCRIPT), str(folder), str(places), *control]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_old_file_stays_byte_by_byte(tmp_path, record):
    found = tried(tmp_path, 60)
    measured = f"{found['changed']} changed, {found['left']} left over, retry {'works' if found['again'] else 'fails'}"
    record("C7", "A full disk leaves the old file", 60, "0 changed, 0 left over, retry works", measured, "Krita")
    assert found == {"places": 60, "refused": 60, "changed": 0, "left": 0, "untold": 0, "again": True}


def test_a_writer_under_the_final_name_loses_the_old_file(tmp_path):
    assert tried(tmp_path, 5, "naive")["changed"] == 5


SMALL_DISK = """
mount -t tmpfs -o size=300k none "$1" || exit 77
"$2" - "$1" "$3" <<'END'
import errno, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from full_disk import project
from core.errors import InknetError
from core.project import open_project, save
folder = Path(sys.argv[1])
path = folder / "a.inknet"
save(path, project(1))
old, told = path.read_bytes(), []
with open(folder / "filler", "wb", buffering=0) as filler:
    try:
        while True:
            filler.write(bytes(4096))
    except OSError as error:
        assert error.errno == errno.ENOSPC
try:
    save(path, project(2))
except InknetError as error:
    told.append(str(error))
assert told and str(path) in told[0] and "No space left on device; free some space" in told[0], told
assert path.read_bytes() == old and sorted(os.listdir(folder)) == ["a.inknet", "filler"], os.listdir(folder)
os.unlink(folder / "filler")
save(path, project(2))
assert open_project(path).experiment.seed == 2
END
"""


def test_on_a_disk_that_is_really_full(tmp_path, record):
    if shutil.which("unshare") is None:
        pytest.skip("this system cannot make a small disk: it has no unshare")
    command = ["unshare", "-rm", "sh", "-c", SMALL_DISK, "sh", str(tmp_path), sys.executable, str(SCRIPT.parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    if done.returncode == 77 or "Operation not permitted" in done.stderr:
        pytest.skip(f"this system lets no user make a small disk: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    record(
        "C7", "A full disk (tmpfs) leaves the old file", 1, "old file identical, retry works", "as targeted", "Krita"
    )
