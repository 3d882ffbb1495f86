"""The command line in this process: what it prints, and the status with which it ends."""

import json

import pytest

from core import cli


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home without plugins for every test, and an empty folder to work in."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture
def run(capsys):
    """Run a command; status, the lines on standard output, and those on standard error."""

    def run(*argv):
        capsys.readouterr()
        status = cli.main([str(one) for one in argv], "plugins")
        out, err = capsys.readouterr()
        return status, out.splitlines(), err.splitlines()

    return run


@pytest.fixture
def answer(run):
    """Run a command with --json that must succeed; the object on the last line of its output."""

    def answer(*argv):
        status, out, err = run(*argv, "--json")
        assert status == 0, err
        return json.loads(out[-1])

    return answer


@pytest.fixture
def refusal(run):
    """Run a command that must fail with status 2; its one line."""

    def refusal(*argv):
        status, out, err = run(*argv)
        told = [line for line in err if line.startswith("inknet: ")]
        assert (status, out, len(told)) == (2, [], 1), (status, out, err)
        assert err[-1] == told[0]
        assert "Traceback" not in "".join(err)
        return told[0]

    return refusal
