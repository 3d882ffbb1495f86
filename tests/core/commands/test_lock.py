"""``inknet train`` writes a project that nobody else has open."""

import os
from pathlib import Path

from core.lockfile import hold


def test_a_project_that_is_open_elsewhere_is_refused_and_not_touched(answer, refusal):
    xor = ["train", "--dataset", "xor", "--layers", "4", "--epochs", 1]
    answer(*xor, "--save", "x.inknet")
    before = Path("x.inknet").read_bytes()
    lock = hold(Path("x.inknet"))
    words = refusal(*xor, "--save", "x.inknet")
    assert "x.inknet: is open in a window or written by another program; choose another name" in words
    assert Path("x.inknet").read_bytes() == before
    answer("train", "--project", "x.inknet", "--epochs", 1)  # reading needs no lock
    lock.release()
    answer(*xor, "--save", "x.inknet")
    assert sorted(os.listdir()) == ["x.inknet", "x.inknet.bak"]
