"""``inknet plugins``: what is there and what failed, a start that runs, and checks."""

import json
import os
from pathlib import Path

import pytest

from core.components import KINDS
from core.folders import plugin_folder

XOR = ["train", "--dataset", "xor", "--layers", "8"]

NUMBERS = """
import numpy as np
from core import Data, Dataset, Split, hookimpl

class Numbers(Dataset):
    '''Three numbers and their sum.'''
    def load(self, rng, progress):
        def split(rows):
            inputs = rng.normal(size=(rows, 3)).astype(np.float32)
            return Split(inputs, inputs.sum(axis=1, keepdims=True))
        return Data(split(64), split(16), (3,), "regression")

@hookimpl
def datasets():
    return [Numbers]
"""


def test_plugins_are_listed_and_a_broken_one_stops_no_other(run, answer):
    plugin_folder().mkdir(parents=True)
    (plugin_folder() / "broken.py").write_text("from core import nonsense\n")
    tree = answer("plugins", "list")
    assert all(one.keys() >= {"name", "kind", "origin", "state"} for one in tree["plugins"])
    relu = next(one for one in tree["plugins"] if one["name"] == "relu")
    assert (relu["kind"], relu["origin"], relu["state"]) == ("activation", "built-in", "active")
    broken = next(one for one in tree["plugins"] if one["name"] == "broken")
    assert (broken["kind"], broken["origin"], broken["state"]) == (None, "file", "failed")
    assert "broken.py:1: ImportError" in broken["reason"]
    status, _, err = run(*XOR, "--epochs", 1)
    assert status == 0
    assert any(line.startswith("inknet: left out: ") and "broken.py:1" in line for line in err)


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_plugin_folder_that_anyone_may_write_to_is_not_loaded(answer):
    folder = plugin_folder()
    folder.mkdir(parents=True)
    (folder / "mine.py").write_text(NUMBERS)
    assert any(one["name"] == "numbers" for one in answer("plugins", "list")["plugins"])
    folder.chmod(0o777)
    found = answer("plugins", "list")["plugins"]
    assert not any(one["name"] == "numbers" for one in found)
    assert any("every user of this machine may write into it" in one.get("reason", "") for one in found)


@pytest.mark.parametrize("kind", [cls.kind for cls in KINDS.values()])
def test_a_new_plugin_of_every_kind_passes_its_checks_at_once(run, answer, kind):
    status, out, _ = run("plugins", "new", kind, "my-own")
    assert (status, out) == (0, ["my-own.py is written."])
    tree = answer("plugins", "check", "my-own.py")
    assert tree["passed"] is True
    assert tree["provides"] == [{"kind": kind, "name": "my-own"}]
    assert tree["hints"] == []


def test_a_plugin_that_does_not_pass_is_told_with_its_line(run):
    Path("late.py").write_text(NUMBERS.replace("np.float32", "np.nonsense"))
    status, out, err = run("plugins", "check", "late.py", "--json")
    assert status == 2
    tree = json.loads(out[-1])
    assert tree["passed"] is False
    assert "late.py:9: " in tree["reason"]
    assert err == [f"inknet: {tree['reason']}"]


def test_a_new_plugin_replaces_nothing(refusal, run):
    run("plugins", "new", "losses", "mine")
    before = Path("mine.py").read_bytes()
    assert b"class Mine(Loss)" in before
    assert "mine.py: is there already; choose another name" in refusal("plugins", "new", "loss", "mine")
    assert Path("mine.py").read_bytes() == before
    assert "no kind of plugin 'los': did you mean 'loss'?" in refusal("plugins", "new", "los", "other")
    assert "there is an activation of that name already, in plugins.activations.relu" in refusal(
        "plugins", "new", "activation", "relu"
    )
    for name in ("../evil", "1st", "a b", "", "loss", "none"):
        assert "choose another" in (told := refusal("plugins", "new", "loss", name)) or "expected a name of" in told
    assert sorted(os.listdir(".")) == ["mine.py"]
