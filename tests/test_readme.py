"""The README tells the truth: its commands run, its plugin passes, what it points at is there."""

import re
import shlex
import struct
import zlib
from pathlib import Path

import pytest

from core.cli import COMMANDS, main, parsed

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
TYPED = [shlex.split(line)[1:] for line in LINES if line.startswith("inknet ")]
NAMED = [shlex.split(text)[1:] for text in re.findall(r"`(inknet [^`]+)`", README)]


def smaller(arguments):
    """The same command with little to do: few samples, one epoch."""
    command, *rest = arguments
    if command == "data":
        return [*arguments, *(["--set", "train=200", "--set", "test=50"] if "digits" in rest else [])]
    if command != "train":
        return arguments
    if "--epochs" in rest:
        rest[rest.index("--epochs") + 1] = "1"
    else:
        rest += ["--epochs", "1"]
    if "--project" not in rest and "--dataset" not in rest:
        rest += ["--set", "dataset.train=200", "--set", "dataset.test=50"]
    return [command, *rest]


def seven_png():
    """A grey 20 x 20 picture of a 7, dark on bright, as a PNG file's bytes."""
    rows = [[40 if (y == 4 and 4 < x < 16) or (y > 3 and x == 19 - y) else 250 for x in range(20)] for y in range(20)]

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = b"".join(b"\0" + bytes(row) for row in rows)
    header = struct.pack(">IIBBBBB", 20, 20, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A working folder with the files that the README speaks of, and a home of its own."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    desk = tmp_path / "desk"
    desk.mkdir()
    (plugin,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (desk / "sine.py").write_text(plugin, encoding="utf-8")
    (desk / "seven.png").write_bytes(seven_png())
    monkeypatch.chdir(desk)
    return desk


def test_every_command_runs_in_the_order_of_the_page(desk, capsys):
    assert {arguments[0] for arguments in TYPED} == set(COMMANDS)
    for arguments in TYPED:
        status = main(smaller(list(arguments)), builtins="plugins")
        assert status == 0, f"inknet {shlex.join(arguments)}: {capsys.readouterr().err}"
    assert (desk / "better.inknet").is_file()


def test_commands_inside_sentences_are_read_too():
    subcommands = [arguments for arguments in NAMED if arguments[0] in COMMANDS]
    assert subcommands
    for arguments in subcommands:
        assert parsed(arguments).command == arguments[0]


def test_what_it_links_to_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert "docs/architecture.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_make_has_every_target_that_it_names():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make ([\w-]+)|`make ([\w-]+)`", README, re.MULTILINE))
    targets = {one or other for one, other in named}
    assert {"run", "test"} <= targets
    assert [
        target for target in targets if not re.search(rf"^[\w -]*\b{target}\b[\w -]*:", makefile, re.MULTILINE)
    ] == []
