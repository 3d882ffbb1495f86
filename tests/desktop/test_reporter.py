"""Whatever nobody caught is counted, logged without anything private, and told calmly."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from core.errors import BadData
from core.log import KEPT, LARGEST, NAME, Log, cleaned, place_of, stacks, told
from desktop.heartbeat import Heartbeat, left
from desktop.parts import Notices
from desktop.reporter import Reporter
from desktop.reporter_notice import ReportNotices

ROOT = Path(__file__).parents[2]
SECRET = "Anna Schmidt"
PROGRAM = """
import gc, os, sys, threading
from pathlib import Path
from PySide6.QtCore import QCoreApplication, qWarning
from core.log import Log
from desktop.heartbeat import watched
from desktop.reporter import Reporter

folder, secret, home = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
app = QCoreApplication([])
reporter = Reporter(Log(folder))


class Bad:
    def __del__(self):
        raise ValueError(f"row '{secret}'")


def fail():
    raise OSError(2, "No such file", f"{home}/{secret}.csv")


with watched(reporter, folder):
    exec(compile(f"def f():\\n    raise KeyError({secret!r})", f"{home}/my plugin.py", "exec"))
    for work in (fail, f):
        for _ in range(12):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
    Bad()
    gc.collect()
    qWarning(f"cannot read '{home}/{secret}.csv'")
    print(reporter.count, flush=True)
    try:
        fail()
    except OSError:
        sys.excepthook(*sys.exc_info())
    print(reporter.report(), flush=True)
print(sys.excepthook is sys.__excepthook__)
"""


def raised(error):
    """An exception as it comes out of the program."""
    try:
        raise error
    except type(error):
        return sys.exc_info()


@pytest.fixture
def reporter(tmp_path):
    return Reporter(Log(tmp_path / "log"))


def test_every_hook_leads_to_one_log_in_which_nothing_is_private(tmp_path, record):
    home = tmp_path / "home" / "schmidt"
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "log"), SECRET, str(home)]
    environment = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr
    assert SECRET in done.stderr  # the control: what Python itself says does tell it
    lines = done.stdout.splitlines()
    assert lines[0] == "25"
    assert lines[-1] == "True"  # the hooks are given back
    log = (tmp_path / "log" / NAME).read_text(encoding="utf-8")
    told_of = ("FileNotFoundError", "KeyError", "ValueError", "Qt: cannot read", "my plugin.py:2", "10 times")
    assert all(word in log for word in told_of), log
    private = [SECRET, SECRET.split()[1], "schmidt", str(home), str(tmp_path), "Anna"]
    leaks = sum(word in text for word in private for text in (log, done.stdout))
    record("S9", "The log holds no content of data and no home path", len(private), "0", f"{leaks}", "grep")
    assert leaks == 0
    assert sorted(path.name for path in (tmp_path / "log").iterdir()) == [NAME]  # the file of stacks is gone
    if os.name == "posix":
        assert (tmp_path / "log" / NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BadData(f"marks.csv: line 7: expected a number, found {SECRET}"), ""),
        (ValueError(f"bad row {SECRET}"), ""),
        (KeyError(SECRET), ""),
    ],
)
def test_messages_that_may_quote_data_stay_out(error, words):
    """Those of the program's own errors, and of code that is not the program's."""
    assert SECRET not in told(*raised(error))
    assert type(error).__name__ in told(*raised(error))


def test_what_remains_of_a_message_still_tells_what_happened():
    assert cleaned(f"[Errno 2] No such file or directory: '/srv/x/{SECRET}.csv'").startswith("[Errno 2] No such file")
    assert (
        cleaned("cannot reshape array of size 12 into shape (3,5)") == "cannot reshape array of size 12 into shape […]"
    )
    for path in ("/srv/x/a.csv", f"/srv/{SECRET}/a b.csv", f"C:\\Users\\{SECRET}\\a.csv", f"~/{SECRET}"):
        assert cleaned(f"opening {path}: denied") == "opening <path>: denied"
    assert place_of(str(ROOT / "core" / "run.py")) == "core/run.py"
    assert place_of(threading.__file__) == "threading.py"
    assert stacks(f'  File "{ROOT}/core/run.py", line 3 in f') == '  File "core/run.py", line 3 in f'


def test_a_long_log_makes_room_and_two_older_ones_are_kept(tmp_path):
    log = Log(tmp_path)
    for _ in range(5 * LARGEST // 50_000):
        log.write("x" * 50_000)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [NAME, *(f"{NAME}.{k}" for k in range(1, KEPT + 1))]
    assert all(path.stat().st_size < LARGEST + 60_000 for path in tmp_path.iterdir())


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "log").write_text("a file where the folder should be")
    Log(tmp_path / "log").write("anything")


def test_equal_faults_are_one_report_and_a_flood_of_them_one_notice(qtbot, look, reporter):
    notices = Notices(look)
    qtbot.addWidget(notices)
    shown = ReportNotices(reporter, notices, quiet=3600)
    for _ in range(1000):
        reporter._exception(*raised(ValueError("again")), "")
    shown.look()
    assert reporter.count == 1000
    assert len(notices.messages()) == 1
    assert "ValueError" in notices.messages()[0]
    reporter._exception(*raised(KeyError("other")), "")
    shown.look()
    assert len(notices.messages()) == 1  # it waits for its time
    entries = reporter.log.path.read_text(encoding="utf-8")
    assert entries.count("times by now") == 3


def test_the_report_is_copied_without_anything_private(qtbot, look, reporter):
    notices = Notices(look)
    qtbot.addWidget(notices)
    shown = ReportNotices(reporter, notices)
    reporter._exception(*raised(ValueError(SECRET)), "")
    shown.look()
    notices._shown[0].buttons[0].click()
    text = QApplication.clipboard().text()
    assert "ValueError" in text
    assert "Python 3" in text
    assert SECRET not in text


def test_a_fault_in_reporting_a_fault_does_not_go_round(reporter, monkeypatch, capsys):
    monkeypatch.setattr(reporter, "take", lambda *_: 1 / 0)
    reporter._exception(*raised(ValueError("x")), "")
    assert "ZeroDivisionError" in capsys.readouterr().err


STANDING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from core.log import Log
from desktop.heartbeat import Heartbeat
from desktop.reporter import Reporter

app = QCoreApplication([])
reporter = Reporter(Log(Path(sys.argv[1])))
heart = Heartbeat(reporter, Path(sys.argv[1]), still=0.5, period=50)

def stand_still():
    time.sleep(1.2)

def look():
    if reporter.count:
        app.quit()

QTimer.singleShot(100, stand_still)
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
app.exec()
print(reporter.report())
heart.close()
"""


def test_a_window_that_stands_still_has_its_stacks_logged(tmp_path):
    command = [sys.executable, "-c", STANDING, str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60, check=True)
    assert "the window stood still for" in done.stdout
    assert "in stand_still" in done.stdout
    assert str(ROOT) not in done.stdout


@pytest.fixture
def heart(qtbot, reporter, tmp_path, monkeypatch):
    """A heart whose faulthandler is not that of the tests: what that would write, a test writes."""
    for name in ("enable", "disable", "dump_traceback_later", "cancel_dump_traceback_later"):
        monkeypatch.setattr(f"desktop.heartbeat.faulthandler.{name}", lambda *_, **__: None)
    heart = Heartbeat(reporter, tmp_path, period=10)
    yield heart
    heart.close()


def test_a_heart_beats_while_a_dialog_is_open(qtbot, heart):
    dialog, beats, begun = QDialog(), [], heart._last
    qtbot.addWidget(dialog)

    def look():
        beats.append(heart._last)
        if len({begun, *beats}) > 3:
            dialog.accept()

    timer = QTimer(dialog)
    timer.timeout.connect(look)
    timer.start(5)
    assert dialog.exec() == QDialog.DialogCode.Accepted


def test_a_crash_is_reported_by_the_next_start_and_once(tmp_path):
    code = (
        "import sys, faulthandler; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from core.log import Log; from desktop.heartbeat import Heartbeat; from desktop.reporter import Reporter\n"
        "app = QCoreApplication([]); folder = Path(sys.argv[1])\n"
        "heart = Heartbeat(Reporter(Log(folder)), folder); faulthandler._sigsegv()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode != 0
    found = left(tmp_path)
    assert len(found) == 1
    assert "Fatal Python error" in found[0]
    assert str(ROOT) not in found[0]
    assert left(tmp_path) == []


def test_a_sleep_of_the_machine_is_no_standing_still(heart, reporter, monkeypatch):
    """What was written while the clock of a sleeping machine went on is thrown away."""
    heart._timer.stop()
    slept = [heart._asleep]
    monkeypatch.setattr("desktop.heartbeat.asleep", lambda: slept[0])
    dump = b'Timeout!\nThread 0x1 (most recent call first):\n  File "a.py", line 1 in f\n'
    heart._file.write(dump)
    slept[0] += 3600.0
    heart.beat()
    assert reporter.count == 0
    heart._file.write(dump)
    heart.beat()
    assert reporter.count == 1
